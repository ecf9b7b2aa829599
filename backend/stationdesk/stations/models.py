"""Stations, the names they go by, their waves and couriers, and who serves them."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKeyConstraint, SmallInteger, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from stationdesk.foundation.zones import HOME_NAME

_AT: Any = DateTime(timezone=True)


class Direction(StrEnum):
    """进港 to be delivered by the station, 出港 collected by it."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


def _of_station() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["firm_id", "station_id"], ["stations.firm_id", "stations.id"])


class Station(SQLModel, table=True):
    """A firm's client 网点; belongs to one carrier."""

    __tablename__ = "stations"
    __table_args__ = (UniqueConstraint("firm_id", "code"), UniqueConstraint("firm_id", "push_key"))

    firm_id: UUID = Field(primary_key=True, foreign_key="firms.id")
    id: UUID = Field(primary_key=True)
    code: str
    carrier: str
    name: str
    timezone: str = HOME_NAME
    is_weighing_required: bool = True
    calendar: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    public_phone: str = ""
    public_address: str = ""
    push_key: str
    push_salt: str
    created_at: datetime | None = Field(
        default=None, sa_type=_AT, nullable=False, sa_column_kwargs={"server_default": func.now()}
    )


class StationName(SQLModel, table=True):
    """Code, name or alias under which scans and bills mention a station."""

    __tablename__ = "station_names"
    __table_args__ = (_of_station(),)

    firm_id: UUID = Field(primary_key=True)
    name_key: str = Field(primary_key=True)
    station_id: UUID
    name: str
    kind: str


class StationWave(SQLModel, table=True):
    """One wave 频次 of a day: local times by which it arrives, is dispatched, is signed."""

    __tablename__ = "station_waves"
    __table_args__ = (_of_station(),)

    firm_id: UUID = Field(primary_key=True)
    station_id: UUID = Field(primary_key=True)
    wave_no: int = Field(primary_key=True, sa_type=SmallInteger)
    arrive_by: time
    dispatch_by: time
    sign_by: time


class Courier(SQLModel, table=True):
    """One of a station's delivery people 业务员."""

    __tablename__ = "couriers"
    __table_args__ = (_of_station(), UniqueConstraint("firm_id", "station_id", "number"))

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    station_id: UUID
    number: str
    name: str
    phone: str = ""
    area: str = ""
    is_active: bool = True
    active_from: date | None = None
    active_to: date | None = None


class MemberStation(SQLModel, table=True):
    """A station owner's stations."""

    __tablename__ = "member_stations"
    __table_args__ = (
        _of_station(),
        ForeignKeyConstraint(["firm_id", "member_id"], ["members.firm_id", "members.id"]),
    )

    firm_id: UUID = Field(primary_key=True)
    member_id: UUID = Field(primary_key=True)
    station_id: UUID = Field(primary_key=True)


class Assignment(SQLModel, table=True):
    """分配: which agent serves which station in which direction, from when to when."""

    __tablename__ = "assignments"
    __table_args__ = (
        _of_station(),
        ForeignKeyConstraint(["firm_id", "member_id"], ["members.firm_id", "members.id"]),
    )

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    member_id: UUID
    station_id: UUID
    direction: str
    is_primary: bool = True
    valid_from: datetime = Field(sa_type=_AT)
    valid_to: datetime | None = Field(default=None, sa_type=_AT)
