"""What the report on filings shows. Amounts in fen, times UTC."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct


class Quality(Struct, frozen=True):
    """Claims filed and how they ended; how they were made. `messages`: all that was sent to other
    stations; `copied`: of those, the same text again on the same day; `warned`: filed or sent in
    spite of a warning. `won_percent` is of the decided ones."""

    filed: int
    won: int
    lost: int
    settled: int
    pending: int
    won_percent: float | None
    awarded_fen: int
    claimed_fen: int
    without_contact: int
    on_holidays: int
    messages: int
    copied: int
    warned: int


class AgentQuality(Struct, frozen=True):
    member_id: UUID | None
    name: str
    quality: Quality


class RelationQuality(Struct, frozen=True):
    """One of our stations towards one of theirs; "" where nobody wrote down which."""

    station: str
    station_name: str
    counterparty: str
    quality: Quality


class FilingsOut(Struct, frozen=True):
    from_at: datetime
    to_at: datetime
    total: Quality
    agents: list[AgentQuality]
    relations: list[RelationQuality]


class FilingRow(Struct, frozen=True):
    """One filing. `outcome` None: not decided yet."""

    case_id: UUID
    number: str
    kind: str
    state: str
    station: str
    counterparty: str
    waybill: str
    name: str
    filed_at: datetime
    claimed_fen: int
    awarded_fen: int
    outcome: str | None
    has_contacted: bool


class FilingPage(Struct, frozen=True):
    items: list[FilingRow]
    next_cursor: str | None
