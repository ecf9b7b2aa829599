"""What of links, notices and corrections of a case crosses HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct


class LinkIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Whom to ask, and what; a station needs no name, an empty question asks what is going on."""

    party: Literal["courier", "station"]
    name: str = ""
    question: str = ""
    reference: UUID | None = None


class LinkRow(Struct, frozen=True):
    """A link as the desk sees it; `state` is open, answered, revoked or expired."""

    id: UUID
    party: str
    to_name: str
    question: str
    state: str
    made_at: datetime
    made_by: str
    expires_at: datetime
    pasted_at: datetime | None
    opened_at: datetime | None
    answered_at: datetime | None
    answer: str


class LinkMade(Struct, frozen=True):
    """An address, shown once, and the text to paste with it."""

    link: LinkRow
    url: str
    text: str


class NoticeRow(Struct, frozen=True):
    """Whom a case's notice told, through what, and how that went."""

    id: UUID
    topic: str
    role: str
    to_name: str
    channel: str
    subject_zh: str
    subject_en: str
    state: str
    hold_until: datetime | None
    created_at: datetime
    sent_at: datetime | None
    read_at: datetime | None
    error: str
    link_id: UUID | None


class CorrectionRow(Struct, frozen=True):
    """A correction in person that a rung demanded."""

    id: UUID
    case_id: UUID
    number: str
    waybill: str
    kind: str
    station: str
    station_name: str
    clock: str
    minutes_before: int
    demanded_of: str
    demanded_at: datetime
    due_at: datetime
    escalated_at: datetime | None
    recorded_at: datetime | None
    recorded_by: str
    done: str


class CorrectionPage(Struct, frozen=True):
    items: list[CorrectionRow]
    next_cursor: str | None


class CorrectionIn(Struct, frozen=True, forbid_unknown_fields=True):
    """What was corrected in person, and where a photo proves it, which."""

    done: str
    attachment_id: UUID | None = None


class Asked(Struct, frozen=True):
    """催办与答复: what a case asked of others, and what came of it."""

    links: list[LinkRow]
    notices: list[NoticeRow]
    corrections: list[CorrectionRow]


class HelpIn(Struct, frozen=True, forbid_unknown_fields=True):
    """What keeps a courier in the street from delivering."""

    trouble: Literal["unreachable", "carry_upstairs_unpaid", "wrong_address"]
    place: str = ""
    text: str = ""


class ReadyAnswerOut(Struct, frozen=True):
    code: str
    zh: str
    en: str
    needs: str


class PublicLink(Struct, frozen=True):
    """What the holder of a link sees. The shape is the same whatever became of the link: `state`
    is open, answered, over or unknown, and only an open one says anything else."""

    state: str
    kind: str
    party: str
    to_name: str
    station: str
    waybill_tail: str
    case_kind: str
    question: str
    asked_at: datetime | None
    due_at: datetime | None
    answers: list[ReadyAnswerOut]
    offers_help: bool
