"""What reports show over HTTP."""

from datetime import date, datetime
from uuid import UUID

import msgspec


class DayOut(msgspec.Struct, frozen=True):
    """One local day: clocks that fell due, and those answered in time."""

    day: date
    promised: int
    kept: int


class LateOut(msgspec.Struct, frozen=True):
    """A clock that was missed; `stopped_at` None where it still runs."""

    case_id: UUID
    number: str
    kind: str
    station: str
    waybill: str
    clock: str
    due_at: datetime
    stopped_at: datetime | None
    late_minutes: int


class HeldOut(msgspec.Struct, frozen=True):
    """Minutes that one kind of holder held cases within the period."""

    holder: str
    minutes: int


class SlaOut(msgspec.Struct, frozen=True):
    """Kept promises of a station (None: all that the asker sees) in a period of local days."""

    station: str | None
    from_at: datetime
    to_at: datetime
    promised: int
    kept: int
    kept_percent: float | None
    by_day: list[DayOut]
    late: list[LateOut]
    late_total: int
    custody: list[HeldOut]
