"""The table of contracts."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, SQLModel

_AT: Any = DateTime(timezone=True)


class Contract(SQLModel, table=True):
    """What holds between the firm and a station from a day to a day; empty lists: everything.

    Fees are in fen without VAT, which is `vat_basis_points` of them.
    """

    __tablename__ = "contracts"

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    station_id: UUID
    valid_from: date
    valid_to: date | None = None
    kinds: list[str] = Field(sa_type=ARRAY(Text))
    directions: list[str] = Field(sa_type=ARRAY(Text))
    service_hours: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    month_fee_fen: int = Field(default=0, sa_type=BigInteger)
    parcel_fee_fen: int = Field(default=0, sa_type=BigInteger)
    minimum_fee_fen: int = Field(default=0, sa_type=BigInteger)
    overtime_fee_fen: int = Field(default=0, sa_type=BigInteger)
    vat_basis_points: int = 0
    advances_counterparty: bool = False
    note: str = ""
    created_at: datetime = Field(sa_type=_AT)
    created_by_name: str
