"""The customers' tables."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, DateTime, SmallInteger
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlmodel import Field, SQLModel

_AT: Any = DateTime(timezone=True)


def _station_ids() -> Any:
    return Field(sa_column=Column(ARRAY(PgUUID(as_uuid=True)), nullable=False))


class Customer(SQLModel, table=True):
    """A file on somebody; with no stations it is the whole firm's."""

    __tablename__ = "customers"

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    name: str
    role: str
    tier: str
    address: str
    habits: str
    compensation_terms: str
    notes: str
    station_ids: list[UUID] = _station_ids()
    version: int
    created_at: datetime = Field(sa_type=_AT)
    updated_at: datetime = Field(sa_type=_AT)


class CustomerPhone(SQLModel, table=True):
    """A number of a customer; `phone_key` is its digits, unique in the firm."""

    __tablename__ = "customer_phones"

    firm_id: UUID = Field(primary_key=True)
    phone_key: str = Field(primary_key=True)
    customer_id: UUID
    phone: str
    position: int = Field(sa_type=SmallInteger)
    station_ids: list[UUID] = _station_ids()
