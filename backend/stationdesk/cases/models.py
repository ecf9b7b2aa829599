"""Tables of the cases. Hot statements are written by hand; this is their shape in one place."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, DateTime, Integer, SmallInteger, Text, func
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
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
    parent_case_id: UUID | None
    forgotten_since: datetime | None = Field(sa_type=_AT)
    look_again_at: datetime = Field(sa_type=_AT, sa_column_kwargs={"server_default": func.now()})


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
    policy_title: str
    policy_version_id: UUID | None
    set_at: datetime | None = Field(sa_type=_AT)
    length_minutes: int | None
    is_own_length: bool
    waits: list[dict[str, Any]] = Field(sa_column=Column(JSONB, nullable=False))
    granted_due_at: datetime | None = Field(sa_type=_AT)
    exemptions: list[dict[str, Any]] = Field(sa_column=Column(JSONB, nullable=False))


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


class CaseContact(SQLModel, table=True):
    """Whom a case is about, one a role: recipient, sender, caller.

    For searching: `phone_key` is all digits of the phone, `phone_tail` the last four, `name` as
    written, `name_bigrams` each two neighbouring characters of it (a GIN index; one character
    alone for a name of one). They are made by `foundation.contact_keys`.
    """

    __tablename__ = "case_contacts"

    firm_id: UUID = Field(primary_key=True)
    case_id: UUID = Field(primary_key=True)
    role: str = Field(primary_key=True)
    station_id: UUID
    name: str
    name_bigrams: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    phone: str
    phone_key: str
    phone_tail: str
    address: str
    address_key: str
    updated_at: datetime = Field(sa_type=_AT)


class CasePromise(SQLModel, table=True):
    """What a customer was told, with its own clock that ends at `inner_due_at`."""

    __tablename__ = "case_promises"

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    case_id: UUID
    station_id: UUID
    clock_id: UUID
    to_role: str
    to_whom: str
    text: str
    made_at: datetime = Field(sa_type=_AT)
    made_by_member_id: UUID | None
    made_by_name: str
    first_due_at: datetime = Field(sa_type=_AT)
    due_at: datetime = Field(sa_type=_AT)
    inner_due_at: datetime = Field(sa_type=_AT)
    policy_code: str
    policy_version: int
    status: str
    broken_at: datetime | None = Field(sa_type=_AT)
    kept_at: datetime | None = Field(sa_type=_AT)
    settled_by_name: str
    proof: str
    reason: str


class Precedent(SQLModel, table=True):
    """A closed case that taught something; the lesson is the firm's, the case its station's."""

    __tablename__ = "precedents"

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    case_id: UUID
    kind: str
    direction: str
    carrier: str
    ground: str | None
    title: str
    lesson: str
    tags: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    words: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    summary_words: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    outcome: str | None
    closed_at: datetime = Field(sa_type=_AT)
    life_minutes: int
    member_id: UUID | None
    member_name: str
    created_at: datetime = Field(sa_type=_AT)
    withdrawn_at: datetime | None = Field(default=None, sa_type=_AT)
    withdrawn_by: str | None = None


class CaseWords(SQLModel, table=True):
    """What a case is found by: its waybill backwards, its texts and their bigrams."""

    __tablename__ = "case_words"

    firm_id: UUID = Field(primary_key=True)
    case_id: UUID = Field(primary_key=True)
    station_id: UUID
    waybill_tail: str
    received_at: datetime = Field(sa_type=_AT)
    bigrams: list[int] = Field(sa_column=Column(ARRAY(Integer), nullable=False))
    lines: str


class Macro(SQLModel, table=True):
    """A text with fields, and steps that it takes; without a member it is the firm's."""

    __tablename__ = "macros"

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    member_id: UUID | None
    title: str
    text: str
    kind: str | None
    direction: str | None
    carrier: str | None
    steps: list[dict[str, Any]] = Field(sa_column=Column(JSONB, nullable=False))
    position: int
    version: int
    updated_by_name: str
    updated_at: datetime = Field(sa_type=_AT)


class CaseViewRow(SQLModel, table=True):
    """A saved view of the queue; without a member it is shared by the firm."""

    __tablename__ = "case_views"

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    member_id: UUID | None
    title: str
    filters: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    position: int
    created_by_name: str
    created_at: datetime = Field(sa_type=_AT)


class CaseViewer(SQLModel, table=True):
    """Which case a member has open just now; one at a time."""

    __tablename__ = "case_viewers"

    firm_id: UUID = Field(primary_key=True)
    member_id: UUID = Field(primary_key=True)
    case_id: UUID
    station_id: UUID
    member_name: str
    is_editing: bool
    seen_at: datetime = Field(sa_type=_AT)


class CaseUndo(SQLModel, table=True):
    """A case as it was before its last event, for the seconds in which that is taken back."""

    __tablename__ = "case_undo"

    firm_id: UUID = Field(primary_key=True)
    case_id: UUID = Field(primary_key=True)
    station_id: UUID
    version: int
    member_id: UUID
    at: datetime = Field(sa_type=_AT)
    before: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    clocks: list[dict[str, Any]] = Field(sa_column=Column(JSONB, nullable=False))


class Reconciliation(SQLModel, table=True):
    """The firm's open list beside headquarters'; its id is that of the imported list."""

    __tablename__ = "reconciliations"

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    carrier: str
    kind: str
    direction: str | None
    file_name: str
    listed_at: datetime = Field(sa_type=_AT)
    made_at: datetime = Field(sa_type=_AT)
    made_by_name: str
    hq_open: int
    ours_open: int
    matched: int
    named: int


class ReconciliationItem(SQLModel, table=True):
    """Something that the two lists do not say alike, and how it was settled."""

    __tablename__ = "reconciliation_items"

    firm_id: UUID = Field(primary_key=True)
    reconciliation_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    station_id: UUID
    result: str
    order_no: str
    waybill: str
    case_id: UUID | None
    hq_due_at: datetime | None = Field(sa_type=_AT)
    our_due_at: datetime | None = Field(sa_type=_AT)
    row_number: int | None
    facts: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    settled_at: datetime | None = Field(sa_type=_AT)
    settled_by_name: str
    settled_how: str
