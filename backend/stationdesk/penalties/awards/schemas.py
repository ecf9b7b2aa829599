"""What awards show over HTTP. Amounts in fen, times UTC."""

from datetime import datetime
from uuid import UUID

import msgspec

from stationdesk.penalties.schemas import StationRef


class AwardFineOut(msgspec.Struct, frozen=True):
    """A fine of the award's parcel. `is_chosen`: the award is about it; `is_decided`: it stands
    who bears it; `is_same_kind`: it is about what the award is about."""

    id: UUID
    bill_no: str
    line_no: str
    code: str
    name: str
    amount_fen: int
    net_fen: int
    status: str
    occurred_at: datetime
    is_chosen: bool
    is_decided: bool
    is_same_kind: bool


class AwardShareOut(msgspec.Struct, frozen=True):
    """What a bearer was given back of a fine; without a transaction: the station's own."""

    fine_id: UUID
    party: str
    name: str
    amount_fen: int
    transaction_id: UUID | None


class AwardTwin(msgspec.Struct, frozen=True):
    """Another award of the parcel that may be the same money."""

    id: UUID
    amount_fen: int
    received_at: datetime
    is_of_bill: bool


class AwardOut(msgspec.Struct, frozen=True):
    """An award. `waits_for`: no_fine, other_kind, several, perhaps_known or undecided; null once
    it is settled. `stations_fen`: what nobody but the station has to do with."""

    id: UUID
    station: StationRef
    waybill: str
    ground: str
    amount_fen: int
    received_at: datetime
    proof: str
    recorded_by: str
    case_id: UUID | None
    case_number: str | None
    line_id: UUID | None
    status: str
    waits_for: str | None
    is_stations: bool
    decided_by: str | None
    decided_at: datetime | None
    note: str
    stations_fen: int
    fines: list[AwardFineOut]
    shares: list[AwardShareOut]
    twins: list[AwardTwin]


class AwardPage(msgspec.Struct, frozen=True):
    """The newest first."""

    items: list[AwardOut]
    next_cursor: str | None


class AwardDecisionIn(msgspec.Struct, frozen=True):
    """Which fines the award is about; none: it is the station's own."""

    fine_ids: list[UUID]
    note: str = ""


class AwardSameIn(msgspec.Struct, frozen=True):
    """The other award that is the same money."""

    award_id: UUID
