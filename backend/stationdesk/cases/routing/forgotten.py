"""When a case counts as forgotten 久未动: how long firms wait, and the question itself. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import Field, StrictInt

from stationdesk.policies.forms import Parameters, PolicyForm, register
from stationdesk.workflow.custody import OUTSIDE, HolderKind

_HOURS = Annotated[StrictInt, Field(ge=0, le=24 * 366)]

LOOK_AGAIN_FORGOTTEN: Final = timedelta(hours=1)
"""A forgotten case is looked at again so often: what changed no state may have stirred it."""
LOOK_AGAIN_SOONEST: Final = timedelta(minutes=5)
LOOK_AGAIN_LATEST: Final = timedelta(days=30)

Why: TypeAlias = Literal["idle", "outside", "snoozed"]


class Patience(Parameters):
    """How long a case may lie; 0 hours or times: as long as it likes."""

    idle_hours: _HOURS = Field(
        48, title="几小时没有任何动作", json_schema_extra={"en": "Hours without any event"}
    )
    outside_hours: _HOURS = Field(
        72,
        title="同一外部方等了几小时",
        json_schema_extra={"en": "Hours waiting on the same party"},
    )
    snoozes_max: Annotated[StrictInt, Field(ge=0, le=100)] = Field(
        3, title="连续推迟几次", json_schema_extra={"en": "Snoozed in a row"}
    )


class ForgottenParameters(Patience):
    """The same for all kinds, unless `kinds` says otherwise for one."""

    kinds: dict[str, Patience] = Field(
        default_factory=dict, title="按类型", json_schema_extra={"en": "By kind"}
    )

    def of_kind(self, kind: str) -> Patience:
        """What holds for a kind."""
        return self.kinds.get(kind, self)


FORGOTTEN = register(
    PolicyForm("forgotten", "久未动", "Forgotten cases", ForgottenParameters, concerns_agents=False)
)


@dataclass(frozen=True, slots=True)
class Stillness:
    """What is known of how still a case has lain."""

    stirred_at: datetime
    holder_kind: HolderKind
    custody_since: datetime
    snoozes: int
    snoozed_until: datetime | None


def look(case: Stillness, patience: Patience, now: datetime) -> tuple[Why | None, datetime]:
    """Why the case counts as forgotten, if it does, and when to look at it again.

    A case that sleeps with a reason is not idle; one put to sleep again and again is.
    """
    idle_at = _after(case.stirred_at, patience.idle_hours)
    if idle_at is not None and case.snoozed_until is not None:
        idle_at = max(idle_at, case.snoozed_until)
    outside_at = None
    if case.holder_kind in OUTSIDE:
        outside_at = _after(case.custody_since, patience.outside_hours)
    why: Why | None = None
    if outside_at is not None and outside_at <= now:
        why = "outside"
    elif patience.snoozes_max and case.snoozes >= patience.snoozes_max:
        why = "snoozed"
    elif idle_at is not None and idle_at <= now:
        why = "idle"
    if why is not None:
        return why, now + LOOK_AGAIN_FORGOTTEN
    known = [each for each in (idle_at, outside_at) if each is not None]
    again = min(known, default=now + LOOK_AGAIN_LATEST)
    return None, min(max(again, now + LOOK_AGAIN_SOONEST), now + LOOK_AGAIN_LATEST)


def _after(since: datetime, hours: int) -> datetime | None:
    return since + timedelta(hours=hours) if hours else None
