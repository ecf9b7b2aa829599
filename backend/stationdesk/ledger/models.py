"""The ledger's tables, as migration 0004 makes them. Written and read by hand-written SQL."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, LargeBinary, Numeric, func
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

_AT: Any = DateTime(timezone=True)


class LedgerAccount(SQLModel, table=True):
    """An account; opened once, never renamed or deleted."""

    __tablename__ = "ledger_accounts"

    firm_id: UUID = Field(primary_key=True, foreign_key="firms.id")
    id: UUID = Field(primary_key=True)
    name: str
    opened_at: datetime = Field(sa_type=_AT)


class LedgerTransaction(SQLModel, table=True):
    """A posted transaction; `xid` is the database transaction that wrote it."""

    __tablename__ = "ledger_transactions"

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    key: str
    request_hash: bytes = Field(sa_type=LargeBinary)
    kind: str
    period: date
    occurred_at: datetime = Field(sa_type=_AT)
    posted_at: datetime = Field(sa_type=_AT)
    reference: str
    reverses: UUID | None = None
    entry_count: int
    leaf_hash: bytes = Field(sa_type=LargeBinary)
    xid: int = Field(sa_column_kwargs={"server_default": func.pg_current_xact_id()})


class LedgerEntry(SQLModel, table=True):
    """One line of a transaction; debit positive."""

    __tablename__ = "ledger_entries"

    firm_id: UUID = Field(primary_key=True)
    transaction_id: UUID = Field(primary_key=True)
    line: int = Field(primary_key=True)
    account_id: UUID
    period: date
    amount_fen: int = Field(sa_type=BigInteger)


class LedgerPeriod(SQLModel, table=True):
    """A closed month; an open one has no row."""

    __tablename__ = "ledger_periods"

    firm_id: UUID = Field(primary_key=True, foreign_key="firms.id")
    period: date = Field(primary_key=True)
    closed_at: datetime = Field(sa_type=_AT)
    closed_by: str


class LedgerRollup(SQLModel, table=True):
    """An account's balance at the end of a closed month, all months before it included."""

    __tablename__ = "ledger_rollups"

    firm_id: UUID = Field(primary_key=True)
    period: date = Field(primary_key=True)
    account_id: UUID = Field(primary_key=True)
    balance_fen: Decimal = Field(sa_type=Numeric(30))


class LedgerSeal(SQLModel, table=True):
    """A root over all transactions sealed so far, chained to the seal before."""

    __tablename__ = "ledger_seals"

    firm_id: UUID = Field(primary_key=True, foreign_key="firms.id")
    number: int = Field(primary_key=True)
    tree_size: int = Field(sa_type=BigInteger)
    root: bytes = Field(sa_type=LargeBinary)
    chain: bytes = Field(sa_type=LargeBinary)
    peaks: list[bytes] = Field(sa_type=ARRAY(LargeBinary))
    sealed_below: int
    sealed_at: datetime = Field(sa_type=_AT)


class LedgerLeaf(SQLModel, table=True):
    """Where in the firm's tree a transaction stands."""

    __tablename__ = "ledger_leaves"

    firm_id: UUID = Field(primary_key=True)
    position: int = Field(primary_key=True, sa_type=BigInteger)
    transaction_id: UUID
    leaf_hash: bytes = Field(sa_type=LargeBinary)


class LedgerVerification(SQLModel, table=True):
    """What `verify` found on that day; `problem` is empty where all was true."""

    __tablename__ = "ledger_verifications"

    firm_id: UUID = Field(primary_key=True, foreign_key="firms.id")
    id: UUID = Field(primary_key=True)
    verified_at: datetime = Field(sa_type=_AT)
    verified_by: str
    transactions: int = Field(sa_type=BigInteger)
    entries: int = Field(sa_type=BigInteger)
    seals: int
    unsealed: int = Field(sa_type=BigInteger)
    chain: str | None = None
    problem: str | None = None
    subject: str | None = None
    detail: str | None = None
