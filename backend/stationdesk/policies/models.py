"""Tables of the policies: versions and receipts, calendars, exemptions, recomputations."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, DateTime, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, SQLModel

_AT: Any = DateTime(timezone=True)


class PolicyVersion(SQLModel, table=True):
    """One version of one of the firm's policies; `carrier` NULL: for every carrier."""

    __tablename__ = "policy_versions"

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    code: str
    carrier: str | None
    version: int
    effective_from: datetime = Field(sa_type=_AT)
    effective_to: datetime | None = Field(sa_type=_AT)
    title: str
    text: str
    source: str
    parameters: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    created_at: datetime = Field(sa_type=_AT)
    created_by_name: str


class PolicyReceipt(SQLModel, table=True):
    """A member has read a version."""

    __tablename__ = "policy_receipts"

    firm_id: UUID = Field(primary_key=True)
    version_id: UUID = Field(primary_key=True)
    member_id: UUID = Field(primary_key=True)
    member_name: str
    read_at: datetime = Field(sa_type=_AT)


class FirmCalendar(SQLModel, table=True):
    """The firm's default calendar (key empty), or a carrier's; a station's lies on the station."""

    __tablename__ = "calendars"

    firm_id: UUID = Field(primary_key=True)
    level: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    calendar: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    changed_at: datetime = Field(sa_type=_AT)
    changed_by_name: str


class CalendarDay(SQLModel, table=True):
    """A holiday or make-up workday that the firm entered itself."""

    __tablename__ = "calendar_days"

    firm_id: UUID = Field(primary_key=True)
    day: date = Field(primary_key=True)
    is_workday: bool
    note: str


class Exemption(SQLModel, table=True):
    """An exemption notice 免考: whose clocks it moves, when, how far, by which proof."""

    __tablename__ = "exemptions"

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    carrier: str | None
    area: str
    station_ids: list[UUID] = Field(sa_column=Column(ARRAY(Uuid), nullable=False))
    kinds: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    clock_names: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    from_at: datetime = Field(sa_type=_AT)
    to_at: datetime = Field(sa_type=_AT)
    effect: str
    added_minutes: int | None
    new_due_at: datetime | None = Field(sa_type=_AT)
    title: str
    proof: str
    attachment_id: UUID | None
    created_by_name: str
    created_at: datetime = Field(sa_type=_AT)
    withdrawn_at: datetime | None = Field(sa_type=_AT)
    withdrawn_by_name: str | None
    withdrawn_reason: str | None


class Recomputation(SQLModel, table=True):
    """Open clocks being reckoned again: which, why, how far it has got."""

    __tablename__ = "recomputations"

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    cause: str
    reason: str
    reference_id: UUID | None
    kinds: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    carriers: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    station_ids: list[UUID] = Field(sa_column=Column(ARRAY(Uuid), nullable=False))
    requested_by_name: str
    created_at: datetime = Field(sa_type=_AT)
    started_at: datetime | None = Field(sa_type=_AT)
    finished_at: datetime | None = Field(sa_type=_AT)
    last_case_id: UUID | None
    total: int | None
    done: int
    changed: int
    failed: int
