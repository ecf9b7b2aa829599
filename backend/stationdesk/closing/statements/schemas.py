"""What statements show over HTTP. Amounts in fen, from the party's side: positive is owed to it."""

from datetime import datetime
from uuid import UUID

import msgspec

from stationdesk.closing.statements.contents import Item, Line, Total


class StatementOut(msgspec.Struct, frozen=True):
    """A statement in a list. `answer`: unseen, seen, disputed, accepted."""

    id: UUID
    number: str
    month: str
    party: str
    party_code: str
    party_name: str
    station_id: UUID | None
    opening_fen: int
    closing_fen: int
    undecided_fen: int
    frozen_fen: int
    paid_since_fen: int
    payable_fen: int
    line_count: int
    content_hash: str
    answer: str
    answered_by: str | None
    answered_at: datetime | None


class StatementPage(msgspec.Struct, frozen=True):
    items: list[StatementOut]
    next_cursor: str | None


class MonthOut(msgspec.Struct, frozen=True):
    """A month's statements by what was answered; `papers`: PDFs that are made already."""

    month: str
    statements: int
    accepted: int
    disputed: int
    seen: int
    unseen: int
    payable_fen: int
    root: str
    ledger_chain: str
    issued_at: datetime
    issued_by: str
    papers: int


class MonthPage(msgspec.Struct, frozen=True):
    items: list[MonthOut]
    next_cursor: str | None


class AnswerOut(msgspec.Struct, frozen=True):
    """`answer`: seen, accepted, disputed; replied is the firm's."""

    answer: str
    text: str
    content_hash: str
    answered_by: str
    answered_at: datetime


class StatementDetail(StatementOut, frozen=True):
    """A statement without its lines. `is_mine`: the caller may accept or dispute it."""

    firm_name: str
    from_month: str
    issued_at: datetime
    vat_fen: int
    totals: list[Total]
    undecided: list[Item]
    frozen: list[Item]
    answers: list[AnswerOut]
    root: str
    ledger_chain: str
    is_mine: bool


class LinePage(msgspec.Struct, frozen=True):
    """Lines as they stand in the sealed content."""

    items: list[Line]
    next_cursor: str | None


class AcceptanceIn(msgspec.Struct, frozen=True):
    """`content_hash`: of what was looked at, as the statement shows it."""

    content_hash: str


class ObjectionIn(msgspec.Struct, frozen=True):
    text: str


class ReplyIn(msgspec.Struct, frozen=True):
    text: str
