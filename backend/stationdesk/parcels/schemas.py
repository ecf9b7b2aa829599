"""What parcels and gaps show over HTTP and on the command line."""

from datetime import date, datetime
from uuid import UUID

import msgspec


class GapOut(msgspec.Struct, frozen=True):
    """A gap at the moment asked for; overdue past `due_at`."""

    waybill: str
    station: str
    direction: str
    gap: str
    since: datetime
    due_at: datetime
    courier: str | None


class GapItem(GapOut, frozen=True):
    """The same in a list on screen."""

    station_id: UUID
    leg: int
    is_overdue: bool
    case_id: UUID | None


class GapPage(msgspec.Struct, frozen=True):
    items: list[GapItem]
    next_cursor: str | None
    as_of: datetime


class GapCount(msgspec.Struct, frozen=True):
    """Suspended gaps (the station registered a problem) are counted apart."""

    station: str
    station_id: UUID
    direction: str
    gap: str
    count: int
    overdue: int
    suspended: int


class StationRef(msgspec.Struct, frozen=True):
    id: UUID
    code: str
    name: str
    carrier: str


class GapTally(msgspec.Struct, frozen=True):
    total: int
    overdue: int


class StationDay(msgspec.Struct, frozen=True):
    """The seed's arithmetic for one station and direction on the day of arrival `day`:
    sent - not arrived = arrived; arrived - problems - not dispatched = dispatched;
    dispatched - not signed = signed. Outbound the same figures are collected, weighed, departed,
    accepted, and there are none but gaps."""

    station: StationRef
    direction: str
    sent: int
    arrived: int
    problems: int
    dispatched: int
    signed: int
    gaps: dict[str, GapTally]


class GapSummary(msgspec.Struct, frozen=True):
    items: list[GapCount]
    stations: list[StationDay]
    day: date
    next_cursor: str | None
    as_of: datetime


class AnomalyItem(msgspec.Struct, frozen=True):
    """A parcel whose scans look wrong, and how."""

    waybill: str
    station: str
    station_id: UUID
    direction: str
    leg: int
    anomalies: list[str]
    last_scan_at: datetime


class AnomalyPage(msgspec.Struct, frozen=True):
    items: list[AnomalyItem]
    next_cursor: str | None


class ScanOut(msgspec.Struct, frozen=True):
    """A raw scan, as it came; `received_at` is when we learned of it."""

    milestone: str
    scanned_at: datetime
    received_at: datetime | None
    site: str
    next_site: str
    courier: str
    weight_g: str
    note: str


class ParcelOut(msgspec.Struct, frozen=True):
    """One passage through one station. `milestones` has the first time of stages that are reached
    once and the last of those that repeat."""

    station: str
    station_id: UUID
    direction: str
    leg: int
    milestones: dict[str, datetime]
    first_dispatched_at: datetime | None
    gap: GapItem | None
    suspended_until: datetime | None
    outcome: str | None
    anomalies: list[str]


class WaybillOut(msgspec.Struct, frozen=True):
    """Everything known of a waybill: its parcels and its scans, oldest first."""

    waybill: str
    parcels: list[ParcelOut]
    scans: list[ScanOut]
    as_of: datetime


class SweepResult(msgspec.Struct, frozen=True):
    """What a sweep found and did."""

    as_of: datetime
    gaps: int
    overdue: int
    opened: int
    resolved: int


class PushAnswer(msgspec.Struct, frozen=True, rename="camel"):
    """What Kuaidi100 wants to hear."""

    result: bool
    return_code: str
    message: str
