"""What a policy version says about the cases of one kind: clocks and amounts. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

from stationdesk.clocks.calendars import ROUND_THE_CLOCK, Calendar, Window
from stationdesk.clocks.deadlines import ClockOwner, ClockTerms
from stationdesk.policies.errors import PolicyUnreadable

DEFAULT_RUNGS = (30, 15, 0)


@dataclass(frozen=True, slots=True)
class CaseTerms:
    """A kind's clocks and parameters, with the policy version that they came from."""

    code: str
    version: int
    title: str
    clocks: Mapping[str, ClockTerms]
    parameters: Mapping[str, Any]

    def amount_fen(self, name: str) -> int:
        """A parameter in whole fen; 0 where the policy is silent."""
        value = self.parameters.get(name, 0)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise PolicyUnreadable(f"{self.code} v{self.version}: {name} is no amount in fen")
        return value


def read_terms(code: str, version: int, title: str, parameters: Mapping[str, Any]) -> CaseTerms:
    """Typed terms from a version's parameters. Raises PolicyUnreadable, naming the clock.

    Shape: `{"risk_fen": 5000, "clocks": {"reply": {"owner": "hq", "length_minutes": 120,
    "calendar": {…}, "rungs_minutes_before": [30, 15, 0]}}}`; a calendar left out counts 24 h.
    """
    clocks: dict[str, ClockTerms] = {}
    for name, raw in parameters.get("clocks", {}).items():
        try:
            clocks[name] = ClockTerms(
                name=name,
                owner=ClockOwner(raw.get("owner", "firm")),
                length_minutes=int(raw["length_minutes"]),
                calendar=read_calendar(raw.get("calendar")),
                rungs_minutes_before=tuple(raw.get("rungs_minutes_before", DEFAULT_RUNGS)),
            )
        except (KeyError, TypeError, ValueError, AttributeError, ZoneInfoNotFoundError) as error:
            raise PolicyUnreadable(f"{code} v{version}: clock {name}: {error}") from error
    return CaseTerms(code, version, title, clocks, parameters)


def read_calendar(raw: Mapping[str, Any] | None) -> Calendar:
    """A calendar from `{"code", "zone", "workday": ["08:30-12:00"], "rest_day", "exceptions"}`.

    `exceptions` maps ISO dates to windows; nothing at all is the clock round.
    """
    if not raw:
        return ROUND_THE_CLOCK
    return Calendar(
        code=str(raw["code"]),
        zone=str(raw.get("zone", "Asia/Shanghai")),
        workday=_windows(raw.get("workday", ["00:00-24:00"])),
        rest_day=_windows(raw.get("rest_day", ["00:00-24:00"])),
        exceptions={
            date.fromisoformat(day): _windows(windows)
            for day, windows in raw.get("exceptions", {}).items()
        },
    )


def write_calendar(calendar: Calendar) -> dict[str, Any] | None:
    """The inverse of `read_calendar`; None for the clock round."""
    if calendar == ROUND_THE_CLOCK:
        return None
    return {
        "code": calendar.code,
        "zone": calendar.zone,
        "workday": [_text(window) for window in calendar.workday],
        "rest_day": [_text(window) for window in calendar.rest_day],
        "exceptions": {
            day.isoformat(): [_text(window) for window in windows]
            for day, windows in calendar.exceptions.items()
        },
    }


def _windows(texts: list[str]) -> tuple[Window, ...]:
    return tuple(Window.parse(text) for text in texts)


def _text(window: Window) -> str:
    return "-".join(f"{m // 60:02}:{m % 60:02}" for m in (window.start_minute, window.end_minute))
