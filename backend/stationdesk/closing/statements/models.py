"""Tables of statements, as migration 0020 makes them. Rows are only ever added."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, ForeignKeyConstraint, LargeBinary
from sqlmodel import Field, SQLModel

_AT: Any = DateTime(timezone=True)


def _of_statement() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["firm_id", "statement_id"], ["statements.firm_id", "statements.id"]
    )


class StatementRoot(SQLModel, table=True):
    """The Merkle root over a month's statements, with the ledger's newest seal at that moment
    (0 and 32 zero bytes: nothing was sealed yet)."""

    __tablename__ = "statement_roots"

    firm_id: UUID = Field(primary_key=True, foreign_key="firms.id")
    period: date = Field(primary_key=True)
    tree_size: int
    root: bytes = Field(sa_type=LargeBinary)
    ledger_seal: int
    ledger_chain: bytes = Field(sa_type=LargeBinary)
    issued_at: datetime = Field(sa_type=_AT)
    issued_by: str


class Statement(SQLModel, table=True):
    """A closed month for one party 对账单. Amounts are from the party's side: positive is what the
    firm owes. `content`: deflated canonical JSON; `content_hash`: SHA-256 of the
    JSON."""

    __tablename__ = "statements"
    __table_args__ = (
        ForeignKeyConstraint(["firm_id", "station_id"], ["stations.firm_id", "stations.id"]),
    )

    firm_id: UUID = Field(primary_key=True, foreign_key="firms.id")
    id: UUID = Field(primary_key=True)
    period: date
    position: int
    number: str
    party: str
    party_code: str
    party_name: str
    station_id: UUID | None = None
    member_id: UUID | None = None
    account: str
    opening_fen: int = Field(sa_type=BigInteger)
    closing_fen: int = Field(sa_type=BigInteger)
    undecided_fen: int = Field(sa_type=BigInteger)
    frozen_fen: int = Field(sa_type=BigInteger)
    paid_since_fen: int = Field(sa_type=BigInteger)
    payable_fen: int = Field(sa_type=BigInteger)
    line_count: int
    content: bytes = Field(sa_type=LargeBinary)
    content_hash: bytes = Field(sa_type=LargeBinary)


class StatementAnswer(SQLModel, table=True):
    """What a party did with its statement: `seen`, `accepted`, `disputed`; the firm `replied`.

    `content_hash` is of what was answered.
    """

    __tablename__ = "statement_answers"
    __table_args__ = (_of_statement(),)

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    statement_id: UUID
    station_id: UUID | None = None
    answer: str
    text: str
    content_hash: bytes = Field(sa_type=LargeBinary)
    answered_by_member_id: UUID | None = None
    answered_by: str
    answered_at: datetime = Field(sa_type=_AT)


class StatementPaper(SQLModel, table=True):
    """A statement as PDF, made once and kept."""

    __tablename__ = "statement_papers"
    __table_args__ = (_of_statement(),)

    firm_id: UUID = Field(primary_key=True)
    statement_id: UUID = Field(primary_key=True)
    locale: str = Field(primary_key=True)
    station_id: UUID | None = None
    storage_key: str
    sha256: bytes = Field(sa_type=LargeBinary)
    size_bytes: int = Field(sa_type=BigInteger)
    made_at: datetime = Field(sa_type=_AT)
