"""The log of reveals over HTTP."""

from datetime import datetime
from uuid import UUID

import msgspec


class RevealOut(msgspec.Struct, frozen=True):
    """Who saw whose data in full, when and why. `subject_name` is masked."""

    id: UUID
    at: datetime
    member_name: str
    subject: str
    subject_id: UUID
    subject_name: str
    role: str
    station: str | None
    reason: str


class RevealPage(msgspec.Struct, frozen=True):
    items: list[RevealOut]
    next_cursor: str | None
