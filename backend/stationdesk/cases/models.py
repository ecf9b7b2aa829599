"""Tables of the cases. Hot statements are written by hand; this is their shape in one place."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, DateTime, SmallInteger, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

_AT: Any = DateTime(timezone=True)


class Case(SQLModel, table=True):
    """One piece of work. The running custody interval is `holder_*` since `custody_since`."""

    __tablename__ = "cases"

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    number: str
    kind: str
    direction: str
    state: str
    version: int
    station_id: UUID
    waybill: str
    summary: str
    details: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    details_version: int = Field(sa_type=SmallInteger)
    order_no: str | None
    counterparty: str | None
    claimed_amount_fen: int | None = Field(sa_type=BigInteger)
    awarded_amount_fen: int | None = Field(sa_type=BigInteger)
    risk_fen: int = Field(sa_type=BigInteger)
    due_at: datetime | None = Field(sa_type=_AT)
    rank: datetime = Field(sa_type=_AT)
    holder_kind: str
    holder_reference: UUID | None
    holder_name: str
    custody_since: datetime = Field(sa_type=_AT)
    agent_member_id: UUID | None
    agent_kind: str | None
    agent_name: str
    lease_until: datetime | None = Field(sa_type=_AT)
    snoozed_until: datetime | None = Field(sa_type=_AT)
    source: str
    source_key: str | None
    idempotency_key: str | None
    opened_by_member_id: UUID | None
    opened_at: datetime = Field(sa_type=_AT)
    received_at: datetime = Field(sa_type=_AT)
    answered_at: datetime | None = Field(sa_type=_AT)
    closed_at: datetime | None = Field(sa_type=_AT)
    outcome: str | None


class CaseCustody(SQLModel, table=True):
    """A custody interval that has ended; named by the case's version at its end."""

    __tablename__ = "case_custody"

    firm_id: UUID = Field(primary_key=True)
    case_id: UUID = Field(primary_key=True)
    case_version: int = Field(primary_key=True)
    station_id: UUID
    holder_kind: str
    holder_reference: UUID | None
    holder_name: str
    from_at: datetime = Field(sa_type=_AT)
    to_at: datetime = Field(sa_type=_AT)


class CaseTimeline(SQLModel, table=True):
    """What happened, in order; streams resume by (xid, id)."""

    __tablename__ = "case_timeline"

    firm_id: UUID = Field(primary_key=True)
    case_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    station_id: UUID
    case_version: int
    at: datetime = Field(sa_type=_AT)
    actor_member_id: UUID | None
    actor_name: str
    event: str
    text: str
    data: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    idempotency_key: str | None
    xid: int = Field(sa_column_kwargs={"server_default": func.pg_current_xact_id()})


class CaseClockRow(SQLModel, table=True):
    """A clock of a case, with the policy version that set it."""

    __tablename__ = "case_clocks"

    firm_id: UUID = Field(primary_key=True)
    case_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    station_id: UUID
    name: str
    owner: str
    started_at: datetime = Field(sa_type=_AT)
    due_at: datetime = Field(sa_type=_AT)
    paused_at: datetime | None = Field(sa_type=_AT)
    stopped_at: datetime | None = Field(sa_type=_AT)
    breached_at: datetime | None = Field(sa_type=_AT)
    rungs: list[dict[str, Any]] = Field(sa_column=Column(JSONB, nullable=False))
    next_rung_at: datetime | None = Field(sa_type=_AT)
    calendar: dict[str, Any] | None = Field(sa_column=Column(JSONB))
    policy_code: str
    policy_version: int


class CaseWaiver(SQLModel, table=True):
    """A proof that a supervisor waived, by name and reason."""

    __tablename__ = "case_waivers"

    firm_id: UUID = Field(primary_key=True)
    case_id: UUID = Field(primary_key=True)
    code: str = Field(primary_key=True)
    station_id: UUID
    reason: str
    member_id: UUID | None
    member_name: str
    at: datetime = Field(sa_type=_AT)


class CaseCounter(SQLModel, table=True):
    """The last running number of a firm in a month."""

    __tablename__ = "case_counters"

    firm_id: UUID = Field(primary_key=True)
    period: str = Field(primary_key=True)
    last_number: int


class QueuePresence(SQLModel, table=True):
    """When a member was last seen at his desk: it renews the leases of all that he holds."""

    __tablename__ = "queue_presence"

    firm_id: UUID = Field(primary_key=True)
    member_id: UUID = Field(primary_key=True)
    seen_at: datetime = Field(sa_type=_AT)
