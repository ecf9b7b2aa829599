"""What of notices, channels and links crosses HTTP."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from msgspec import Struct


class InboxNotice(Struct, frozen=True):
    """Something that the caller was told, and which case or fine it is about."""

    id: UUID
    case_id: UUID | None
    fine_id: UUID | None
    topic: str
    subject_zh: str
    subject_en: str
    text_zh: str
    text_en: str
    at: datetime
    is_read: bool


class InboxPage(Struct, frozen=True):
    """A page of the inbox; `unread` counts no further than 100."""

    items: list[InboxNotice]
    next_cursor: str | None
    unread: int


class ChannelOut(Struct, frozen=True):
    """A channel; of its address only as much as tells it from others."""

    id: UUID
    kind: str
    name: str
    station: str | None
    station_name: str
    audience: list[str]
    target_hint: str
    has_secret: bool
    is_active: bool
    last_sent_at: datetime | None
    last_error: str


class ChannelPage(Struct, frozen=True):
    items: list[ChannelOut]
    next_cursor: str | None


class NewChannel(Struct, frozen=True, forbid_unknown_fields=True):
    """`station` is a station's code, left out for all; `target` an address of the kind."""

    kind: str
    name: str
    target: str
    audience: list[str]
    station: str | None = None
    secret: str = ""


class ChannelChange(Struct, frozen=True, forbid_unknown_fields=True):
    """What is left out stays; an address that is entered takes the old one's place."""

    name: str | None = None
    audience: list[str] | None = None
    target: str | None = None
    secret: str | None = None
    is_active: bool | None = None


class TestSent(Struct, frozen=True):
    """How the trial went: `error` is what the other side said."""

    is_sent: bool
    error: str
