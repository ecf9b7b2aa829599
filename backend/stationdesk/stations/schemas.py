"""What stations and assignments show over HTTP."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

import msgspec

from stationdesk.foundation.zones import HOME_NAME


class WaveOut(msgspec.Struct, frozen=True):
    """Local times by which a wave 频次 arrives, is dispatched, is signed."""

    arrive_by: time
    dispatch_by: time
    sign_by: time


class StationOut(msgspec.Struct, frozen=True):
    """`public_phone`, `public_address`: what may be told to a caller (domain §9)."""

    id: UUID
    code: str
    carrier: str
    carrier_name: str
    name: str
    aliases: list[str]
    timezone: str
    is_weighing_required: bool
    public_phone: str
    public_address: str


class StationDetail(StationOut, frozen=True):
    """With its waves and, for whoever manages stations, the address for carrier pushes."""

    waves: list[WaveOut]
    calendar: dict[str, Any] | None
    push_url: str | None
    push_salt: str | None


class StationPage(msgspec.Struct, frozen=True):
    items: list[StationOut]
    next_cursor: str | None


class NewStation(msgspec.Struct, frozen=True):
    code: str
    carrier: str
    name: str
    aliases: list[str] = []
    timezone: str = HOME_NAME


class StationChange(msgspec.Struct, frozen=True):
    name: str | None = None
    add_aliases: list[str] = []
    is_weighing_required: bool | None = None
    waves: list[WaveOut] | None = None
    calendar: dict[str, Any] | None = None
    public_phone: str | None = None
    public_address: str | None = None


class AssignmentOut(msgspec.Struct, frozen=True):
    id: UUID
    member_id: UUID
    agent_name: str
    agent_email: str
    station: str
    direction: str
    is_primary: bool
    valid_from: datetime
    valid_to: datetime | None


class AssignmentPage(msgspec.Struct, frozen=True):
    items: list[AssignmentOut]
    next_cursor: str | None


class NewAssignment(msgspec.Struct, frozen=True):
    agent_email: str
    station: str
    direction: str
    is_primary: bool = True
    valid_from: datetime | None = None
    valid_to: datetime | None = None
