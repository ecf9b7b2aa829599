"""Tables of what was done in bulk, as migration 0017 makes them; only ever added to."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKeyConstraint
from sqlmodel import Field, SQLModel

_AT: Any = DateTime(timezone=True)


class FineBulk(SQLModel, table=True):
    """One bulk decision or appeal: how many fines it was asked for, how many it did."""

    __tablename__ = "fine_bulks"

    firm_id: UUID = Field(primary_key=True, foreign_key="firms.id")
    id: UUID = Field(primary_key=True)
    kind: str
    note: str = ""
    asked: int
    done: int
    made_at: datetime = Field(sa_type=_AT)
    made_by_member_id: UUID | None = None
    made_by: str


class FineBulkItem(SQLModel, table=True):
    """What became of one fine of a bulk; `code` says why it was refused."""

    __tablename__ = "fine_bulk_items"
    __table_args__ = (
        ForeignKeyConstraint(["firm_id", "bulk_id"], ["fine_bulks.firm_id", "fine_bulks.id"]),
        ForeignKeyConstraint(["firm_id", "fine_id"], ["fines.firm_id", "fines.id"]),
    )

    firm_id: UUID = Field(primary_key=True)
    bulk_id: UUID = Field(primary_key=True)
    position: int = Field(primary_key=True)
    fine_id: UUID
    station_id: UUID
    outcome: str
    code: str = ""
    case_id: UUID | None = None
