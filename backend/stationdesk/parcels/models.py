"""The room's tables. All of them are written and read by hand-written SQL (repository/): a file
holds a million scans; the models say what the tables are."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Integer, SmallInteger, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

_AT: Any = DateTime(timezone=True)


def _at(*, is_key: bool = False) -> Any:
    return Field(sa_type=_AT, primary_key=is_key)


def _maybe_at() -> Any:
    return Field(default=None, sa_type=_AT, nullable=True)


class ScanWordRow(SQLModel, table=True):
    """A firm's own line of the table of scan words; `carrier` '' holds for all (words.py)."""

    __tablename__ = "scan_words"

    firm_id: UUID = Field(primary_key=True, foreign_key="firms.id")
    carrier: str = Field(primary_key=True)
    word: str = Field(primary_key=True)
    milestone: str


class ScanRoute(SQLModel, table=True):
    """A written (scan, site, next site) with what it meant when it was taken in."""

    __tablename__ = "scan_routes"

    firm_id: UUID = Field(primary_key=True, foreign_key="firms.id")
    id: int = Field(primary_key=True)
    same_as: int
    scan: str
    site: str
    next_site: str
    milestone: str
    station_id: UUID | None = None
    next_station_id: UUID | None = None


class ScanPack(SQLModel, table=True):
    """The evidence: a waybill's scans of one batch, as arrays in the one total order.

    `details` is courier, weight and note; `written_rows` and `written_digest` tell the same rows
    again at a glance.
    """

    __tablename__ = "scans"

    firm_id: UUID = Field(primary_key=True)
    waybill: str = Field(primary_key=True)
    first_scan_at: datetime = _at(is_key=True)
    batch_id: UUID = Field(primary_key=True)
    last_scan_at: datetime = _at()
    routes: list[int] = Field(sa_type=ARRAY(Integer))
    times: list[datetime] = Field(sa_type=ARRAY(DateTime(timezone=True)))
    details: list[str] = Field(sa_type=ARRAY(Text))
    row_numbers: list[int] = Field(sa_type=ARRAY(Integer))
    written_rows: int
    written_digest: Decimal


class ScanWatermark(SQLModel, table=True):
    """The firm's latest scan: a question about a later moment needs no raw scans."""

    __tablename__ = "scan_watermarks"

    firm_id: UUID = Field(primary_key=True, foreign_key="firms.id")
    latest_scan_at: datetime = _at()


class ParcelRow(SQLModel, table=True):
    """One waybill at one station in one direction, one leg of it: what the fold makes (fold.py)."""

    __tablename__ = "parcels"

    firm_id: UUID = Field(primary_key=True)
    waybill: str = Field(primary_key=True)
    station_id: UUID = Field(primary_key=True)
    direction: str = Field(primary_key=True)
    leg: int = Field(primary_key=True, sa_type=SmallInteger)
    sent_to_station_at: datetime | None = _maybe_at()
    arrived_at: datetime | None = _maybe_at()
    first_dispatched_at: datetime | None = _maybe_at()
    dispatched_at: datetime | None = _maybe_at()
    delivery_failed_at: datetime | None = _maybe_at()
    in_locker_at: datetime | None = _maybe_at()
    locker_taken_back_at: datetime | None = _maybe_at()
    signed_at: datetime | None = _maybe_at()
    signature_revoked_at: datetime | None = _maybe_at()
    problem_registered_at: datetime | None = _maybe_at()
    returned_at: datetime | None = _maybe_at()
    forwarded_at: datetime | None = _maybe_at()
    collected_at: datetime | None = _maybe_at()
    weighed_at: datetime | None = _maybe_at()
    departed_at: datetime | None = _maybe_at()
    accepted_by_hub_at: datetime | None = _maybe_at()
    last_scan_at: datetime = _at()
    gap: str | None = None
    gap_since: datetime | None = _maybe_at()
    gap_courier: str | None = None
    due_at: datetime | None = _maybe_at()
    suspended_until: datetime | None = _maybe_at()
    outcome: str | None = None
    anomalies: int = Field(sa_type=SmallInteger)


class GapCase(SQLModel, table=True):
    """Which case a gap became; a gap is a parcel's kind and since, for ever."""

    __tablename__ = "gap_cases"

    firm_id: UUID = Field(primary_key=True)
    waybill: str = Field(primary_key=True)
    station_id: UUID = Field(primary_key=True)
    direction: str = Field(primary_key=True)
    leg: int = Field(primary_key=True, sa_type=SmallInteger)
    gap: str = Field(primary_key=True)
    gap_since: datetime = _at(is_key=True)
    case_id: UUID
    opened_at: datetime = _at()
    resolved_at: datetime | None = _maybe_at()
