"""What losses show over HTTP. Amounts in fen, times UTC."""

from datetime import datetime
from uuid import UUID

import msgspec

from stationdesk.penalties.schemas import StationRef


class LossProofOut(msgspec.Struct, frozen=True):
    attachment_id: UUID
    name: str
    sha256: str


class LossOut(msgspec.Struct, frozen=True):
    """A loss. `status`: suggested (nobody entered it yet), entered (waits for approval), approved,
    refused, withdrawn. `may_decide`: the caller may, as far as role and limit go."""

    id: UUID
    case_id: UUID
    case_number: str
    case_kind: str
    station: StationRef
    waybill: str
    kind: str
    amount_fen: int
    occurred_at: datetime
    text: str
    status: str
    entered_by: str
    entered_at: datetime
    is_own: bool
    may_decide: bool
    decided_by: str | None
    decided_at: datetime | None
    reason: str
    fine_id: UUID | None
    proofs: list[LossProofOut]


class LossPage(msgspec.Struct, frozen=True):
    """The newest first."""

    items: list[LossOut]
    next_cursor: str | None


class NewLoss(msgspec.Struct, frozen=True):
    """`kind`: window_missed, settlement or goods; `attachment_ids`: files of the case."""

    kind: str
    amount_fen: int
    occurred_at: datetime
    text: str
    attachment_ids: list[UUID]


class LossReasonIn(msgspec.Struct, frozen=True):
    reason: str = ""
