"""What an agent sees of his own fines over HTTP. Amounts in fen, times UTC."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from stationdesk.penalties.causes.words import Cause
from stationdesk.penalties.disputes.schemas import DisputeOut
from stationdesk.penalties.schemas import ClockOut, CustodyOut, RuleRef


class OwnFine(msgspec.Struct, frozen=True):
    """A fine by its last decision about the caller. `id` is the fine's.

    `is_standing`: the decision holds; else it was taken back. `dispute_until`: null where he
    bears nothing. `dispute_state`: of his dispute on it, null where there is none.
    """

    id: UUID
    name: str
    station_name: str
    carrier: str
    waybill: str | None
    amount_fen: int
    share_fen: int
    cause: Cause
    occurred_at: datetime
    decided_at: datetime
    is_standing: bool
    dispute_until: datetime | None
    dispute_state: str | None


class OwnFinePage(msgspec.Struct, frozen=True):
    """`month_fen`: what stands against the caller in the open month."""

    items: list[OwnFine]
    next_cursor: str | None
    month_fen: int


class OwnFineDetail(OwnFine, frozen=True):
    """With what explains it: whose minutes, the reasons, the split and its steps; other agents'
    names are masked. `may_dispute`: nobody has disputed it for him yet, and there is time."""

    code: str
    bill_note: str
    decided_by: str
    approved_by: str | None
    note: str
    ended_at: datetime | None
    end_note: str | None
    rule: RuleRef | None
    shares: list[dict[str, Any]]
    steps: list[dict[str, Any]]
    clock: ClockOut | None
    custody: list[CustodyOut]
    reasons: list[dict[str, Any]]
    disputes: list[DisputeOut]
    may_dispute: bool
