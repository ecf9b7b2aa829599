"""What approvals show over HTTP. Amounts in fen, times UTC."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from stationdesk.penalties.causes.words import Cause


class ApprovalOut(msgspec.Struct, frozen=True):
    """The latest decision on the fine that was over its decider's limit.

    `shares`: what it came to when it was made; it is split anew when it is approved. `roles`:
    whose limits hold the fine. `may_settle`: the caller could approve it or send it back.
    """

    id: UUID
    cause: Cause
    agent_name: str | None
    note: str
    amount_fen: int
    shares: list[dict[str, Any]]
    decided_by: str
    decided_at: datetime
    limit_fen: int
    state: str
    settled_by: str | None
    settled_at: datetime | None
    settle_note: str
    roles: list[str]
    is_own: bool
    may_settle: bool


class SendBackIn(msgspec.Struct, frozen=True):
    """Why the decision comes back; whoever takes back his own need not say."""

    reason: str = ""
