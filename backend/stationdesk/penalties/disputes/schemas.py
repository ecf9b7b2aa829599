"""What disputes show over HTTP. Amounts in fen, times UTC."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from stationdesk.penalties.causes.words import Cause


class DisputeFileOut(msgspec.Struct, frozen=True):
    """A sealed file; `sha256` in hex."""

    id: UUID
    name: str
    size_bytes: int
    sha256: str
    media_type: str
    added_by: str
    added_at: datetime


class DisputedFine(msgspec.Struct, frozen=True):
    """Which fine, and the cause that the disputed decision gave it."""

    id: UUID
    name: str
    waybill: str | None
    amount_fen: int
    station_code: str
    station_name: str
    cause: Cause


class DisputeOut(msgspec.Struct, frozen=True):
    """`share_fen`: what the party bore by the decision; `asked_fen`: how much of it he disputes;
    `borne_fen`: what he bears since the dispute was decided for him, wholly or partly.
    """

    id: UUID
    fine: DisputedFine
    party: str
    raised_by: str
    raised_at: datetime
    reason: str
    share_fen: int
    asked_fen: int
    decide_by: datetime
    is_overdue: bool
    is_own: bool
    state: str
    ended_at: datetime | None
    ended_by: str | None
    answer: str
    borne_fen: int | None
    files: list[DisputeFileOut]


class DisputePage(msgspec.Struct, frozen=True):
    """Counts are of all that the caller may see, whatever the filter."""

    items: list[DisputeOut]
    next_cursor: str | None
    open_count: int
    overdue_count: int


class NewDispute(msgspec.Struct, frozen=True):
    """`amount_fen`: how much of the own share is disputed; left out: all of it."""

    reason: str
    amount_fen: int | None = None


class VerdictIn(msgspec.Struct, frozen=True):
    """How a dispute is decided.

    - `upheld`: the decision stands;
    - `accepted`: what was asked is granted: decided anew under `cause` (and `agent`), or, without
      one, the disputed amount moves to the firm;
    - `partly`: decided anew under `cause`, or the party's share becomes `share_fen` and the rest
      moves to the firm.
    """

    outcome: Literal["upheld", "accepted", "partly"]
    reason: str
    cause: Cause | None = None
    agent: str | None = None
    share_fen: int | None = None


class WithdrawalIn(msgspec.Struct, frozen=True):
    note: str = ""
