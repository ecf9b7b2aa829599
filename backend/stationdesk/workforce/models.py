"""Tables of the workforce: shifts, leave, covers, handovers, skills, limits."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

_AT: Any = DateTime(timezone=True)


def _json(*, is_nullable: bool = False) -> Any:
    return Field(sa_column=Column(JSONB, nullable=is_nullable))


class ShiftPattern(SQLModel, table=True):
    """A member's week 班次: windows by ISO weekday, in the firm's zone."""

    __tablename__ = "shift_patterns"

    firm_id: UUID = Field(primary_key=True)
    member_id: UUID = Field(primary_key=True)
    week: dict[str, list[str]] = _json()
    changed_at: datetime = Field(sa_type=_AT)
    changed_by_name: str


class ShiftDay(SQLModel, table=True):
    """What one day says instead of the week; no windows: off."""

    __tablename__ = "shift_days"

    firm_id: UUID = Field(primary_key=True)
    member_id: UUID = Field(primary_key=True)
    day: date = Field(primary_key=True)
    windows: list[str] = _json()
    note: str


class Overtime(SQLModel, table=True):
    """Time worked beyond the shift 加班, as it was recorded."""

    __tablename__ = "overtimes"

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    member_id: UUID
    station_id: UUID | None
    from_at: datetime = Field(sa_type=_AT)
    to_at: datetime = Field(sa_type=_AT)
    reason: str
    recorded_at: datetime = Field(sa_type=_AT)
    recorded_by_name: str


class Absence(SQLModel, table=True):
    """Leave 请假: asked for, taken over by a substitute, decided by a supervisor."""

    __tablename__ = "absences"

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    member_id: UUID
    kind: str
    from_at: datetime = Field(sa_type=_AT)
    to_at: datetime = Field(sa_type=_AT)
    substitute_member_id: UUID
    reason: str
    habits: str
    state: str
    requested_at: datetime = Field(sa_type=_AT)
    accepted_at: datetime | None = Field(sa_type=_AT)
    handover: dict[str, Any] | None = _json(is_nullable=True)
    decided_at: datetime | None = Field(sa_type=_AT)
    decided_by_name: str
    decision_note: str
    is_override: bool
    moved_at: datetime | None = Field(sa_type=_AT)


class Cover(SQLModel, table=True):
    """代班: who stands in for whom, from when to when."""

    __tablename__ = "covers"

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    covered_member_id: UUID
    cover_member_id: UUID
    from_at: datetime = Field(sa_type=_AT)
    to_at: datetime = Field(sa_type=_AT)
    absence_id: UUID | None
    reason: str
    entered_at: datetime = Field(sa_type=_AT)
    entered_by_name: str


class ShiftHandover(SQLModel, table=True):
    """交接班: what one leaves at the end of his shift, and who took it."""

    __tablename__ = "shift_handovers"

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    from_member_id: UUID
    to_member_id: UUID | None
    notes: str
    items: dict[str, Any] = _json()
    state: str
    offered_at: datetime = Field(sa_type=_AT)
    decided_at: datetime | None = Field(sa_type=_AT)


class MemberLimit(SQLModel, table=True):
    """How many cases a member may hold; NULL: as many as he likes."""

    __tablename__ = "member_limits"

    firm_id: UUID = Field(primary_key=True)
    member_id: UUID = Field(primary_key=True)
    held_max: int | None
    changed_by_name: str


class MemberSkill(SQLModel, table=True):
    """A kind, carrier or language that a member takes; none of a facet: all of it."""

    __tablename__ = "member_skills"

    firm_id: UUID = Field(primary_key=True)
    member_id: UUID = Field(primary_key=True)
    facet: str = Field(primary_key=True)
    code: str = Field(primary_key=True)
