"""The risk register's table."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, DateTime
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlmodel import Field, SQLModel

_AT: Any = DateTime(timezone=True)


class RiskEntry(SQLModel, table=True):
    """A place or person at a station, found again by `match_by` and `match_key`."""

    __tablename__ = "risk_entries"

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    station_id: UUID
    kind: str
    match_by: str
    match_key: str
    category: str
    name: str
    phone: str
    address: str
    customer_id: UUID | None
    courier_instruction: str
    agent_instruction: str
    status: str
    reviewer_name: str
    review_on: date | None
    source_case_ids: list[UUID] = Field(
        sa_column=Column(ARRAY(PgUUID(as_uuid=True)), nullable=False)
    )
    proposed_by_name: str
    decided_by_name: str
    decided_reason: str
    decided_at: datetime | None = Field(sa_type=_AT)
    version: int
    created_at: datetime = Field(sa_type=_AT)
