"""The policies' table."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel


class PolicyVersion(SQLModel, table=True):
    """One version of one of the firm's policies; `carrier` NULL: for every carrier."""

    __tablename__ = "policy_versions"

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    code: str
    carrier: str | None
    version: int
    effective_from: datetime = Field(sa_type=DateTime(timezone=True))
    effective_to: datetime | None = Field(sa_type=DateTime(timezone=True))
    title: str
    text: str
    source: str
    parameters: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    created_at: datetime = Field(sa_type=DateTime(timezone=True))
