"""When somebody may be disturbed: the windows that policy names. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from pydantic import Field, field_validator

from stationdesk.clocks.calendars import WHOLE_DAY, Calendar, Window
from stationdesk.policies.forms import Parameters, PolicyForm, register

ROLES: Final = ("agent", "supervisor", "manager", "station", "courier")
LINK_HOURS_MAX: Final = 14 * 24


def _windows(default: str, zh: str, en: str) -> Any:
    return Field((default,), min_length=1, max_length=8, title=zh, json_schema_extra={"en": en})


class NoticeParameters(Parameters):
    """Windows of a day, as `07:00-21:00`; what they leave out, nobody of that role is told in.

    `urgent` names kinds of case and topics that are told at once, whatever the hour.
    """

    courier_windows: tuple[str, ...] = _windows(
        "07:00-21:00", "业务员可提醒时段", "Couriers may be told at"
    )
    station_windows: tuple[str, ...] = _windows(
        "07:00-22:00", "网点可提醒时段", "Stations may be told at"
    )
    agent_windows: tuple[str, ...] = _windows(
        "00:00-24:00", "坐席可提醒时段", "Agents may be told at"
    )
    supervisor_windows: tuple[str, ...] = _windows(
        "08:00-22:00", "组长可提醒时段", "Supervisors may be told at"
    )
    manager_windows: tuple[str, ...] = _windows(
        "08:00-22:00", "经理可提醒时段", "Managers may be told at"
    )
    urgent: tuple[str, ...] = Field(
        ("driver_help",),
        title="紧急例外（随时可提醒）",
        json_schema_extra={"en": "Urgent: any time"},
    )
    link_hours: int = Field(
        12, ge=1, le=LINK_HOURS_MAX, title="一次性链接有效小时",
        json_schema_extra={"en": "One-time links last, hours"},
    )  # fmt: skip

    @field_validator(*(f"{role}_windows" for role in ROLES))
    @classmethod
    def _can_be_read(cls, texts: tuple[str, ...]) -> tuple[str, ...]:
        Calendar("notices", workday=read_windows(texts))
        return texts


NOTICES: Final = register(
    PolicyForm("notices", "提醒时段", "Notices", NoticeParameters, concerns_agents=False)
)


@dataclass(frozen=True, slots=True)
class NoticeTerms:
    """What a version says, typed; a role that it does not name may be told at any time."""

    windows: Mapping[str, tuple[Window, ...]]
    urgent: frozenset[str] = frozenset()
    link_life: timedelta = timedelta(hours=12)


def read_windows(texts: tuple[str, ...]) -> tuple[Window, ...]:
    """Windows in the order of the day. Raises ValueError."""
    return tuple(sorted(Window.parse(text) for text in texts))


def terms_of(parameters: NoticeParameters) -> NoticeTerms:
    """The terms of a version's parameters."""
    windows = {role: read_windows(getattr(parameters, f"{role}_windows")) for role in ROLES}
    return NoticeTerms(
        windows, frozenset(parameters.urgent), timedelta(hours=parameters.link_hours)
    )


def may_tell_at(
    terms: NoticeTerms, role: str, now: datetime, zone: str, *, is_urgent: bool = False
) -> datetime:
    """The first moment, from `now` on, at which that role may be told."""
    windows = terms.windows.get(role, WHOLE_DAY)
    if is_urgent or windows == WHOLE_DAY:
        return now
    calendar = Calendar("notices", zone, workday=windows, rest_day=windows)
    return next(start for start, _ in calendar.spans_from(now))


def is_urgent(terms: NoticeTerms, *names: str | None) -> bool:
    """Whether policy lets any of these (kind of case, topic) pass at once."""
    return any(name in terms.urgent for name in names)
