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


class PromisesOut(msgspec.Struct, frozen=True):
    """Promises to customers that fell due in the period; those taken back do not count."""

    due: int
    kept: int
    late: int
    broken: int
    withdrawn: int
    moved: int
    kept_percent: float | None


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
    customer_promises: PromisesOut


class StationRef(msgspec.Struct, frozen=True):
    id: UUID
    code: str
    name: str
    carrier: str


class BorneOut(msgspec.Struct, frozen=True):
    """Who bore the month's fines; undecided ones apart. The five add up to the total."""

    count: int
    total_fen: int
    firm_fen: int
    agent_fen: int
    station_fen: int
    others_fen: int
    undecided_fen: int


class OwnerFineOut(msgspec.Struct, frozen=True):
    """One line of the owner's page, with who bore it and the first reason why."""

    id: UUID
    waybill: str
    code: str
    name: str
    amount_fen: int
    occurred_at: datetime
    status: str
    cause: str | None
    firm_fen: int
    agent_fen: int
    station_fen: int
    why_zh: str | None
    why_en: str | None


class OwnerOut(msgspec.Struct, frozen=True):
    """The station owner's page of one month."""

    station: StationRef
    month: str
    promised: int
    kept: int
    kept_percent: float | None
    by_day: list[DayOut]
    fines: BorneOut
    owed_to_station_fen: int
    items: list[OwnerFineOut]
