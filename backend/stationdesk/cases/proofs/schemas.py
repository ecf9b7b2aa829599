"""What crosses HTTP of evidence beyond the file: uploads, links, packs, keeping, precedents."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from msgspec import Struct


class NewUpload(Struct, frozen=True, forbid_unknown_fields=True):
    """A file that is about to come in parts; `sha256` in hex where the sender knows it."""

    file_name: str
    size_bytes: int
    sha256: str | None = None
    checklist_code: str | None = None
    captured_at: datetime | None = None


class UploadOut(Struct, frozen=True):
    """Where an upload stands, and how much to send at once."""

    id: UUID
    name: str
    size_bytes: int
    received_bytes: int
    part_bytes: int
    attachment_id: UUID | None
    expires_at: datetime


class NewUploadLink(Struct, frozen=True, forbid_unknown_fields=True):
    checklist_code: str | None = None


class UploadLinkOut(Struct, frozen=True):
    """A link for a phone, shown once. `svg` is the same as a QR code."""

    url: str
    svg: str
    expires_at: datetime
    files_max: int


class LinkItem(Struct, frozen=True):
    code: str
    label_zh: str
    label_en: str
    is_done: bool


class LinkPage(Struct, frozen=True):
    """What the phone's page says: what for, and nothing of the customer."""

    kind_zh: str
    kind_en: str
    case_number: str
    station_name: str
    asked: LinkItem | None
    items: list[LinkItem]
    files_left: int
    expires_at: datetime


class LabelIn(Struct, frozen=True, forbid_unknown_fields=True):
    checklist_code: str | None


class ViewOut(Struct, frozen=True):
    member_name: str
    at: datetime
    how: str


class ViewPage(Struct, frozen=True):
    items: list[ViewOut]
    next_cursor: str | None


class NewPack(Struct, frozen=True, forbid_unknown_fields=True):
    format: str


class PackOut(Struct, frozen=True):
    """A pack; `state` is building, ready or failed."""

    id: UUID
    format: str
    state: str
    done_count: int
    total_count: int
    size_bytes: int | None
    sha256: str | None
    error: str | None
    asked_by: str
    created_at: datetime
    finished_at: datetime | None
    expires_at: datetime


class PackPage(Struct, frozen=True):
    items: list[PackOut]
    next_cursor: str | None


class HoldIn(Struct, frozen=True, forbid_unknown_fields=True):
    reason: str


class HoldOut(Struct, frozen=True):
    """Nothing of the case is deleted while this stands."""

    reason: str
    set_by: str
    at: datetime


class KeepingRule(Struct, frozen=True):
    """The version of the rule; an example never deletes."""

    code: str
    version: int
    title: str
    is_example: bool


class KeepingOut(Struct, frozen=True):
    """How long the files of a case are kept; `kept_until` is known once it is closed."""

    rule: KeepingRule
    kept_until: datetime | None
    hold: HoldOut | None


class RetentionEntryOut(Struct, frozen=True):
    """A file that was deleted: what it was, by which version of which rule."""

    id: UUID
    name: str
    sha256: str
    size_bytes: int
    media_type: str
    case_id: UUID
    case_number: str
    policy_code: str
    policy_version: int
    kept_days: int
    closed_at: datetime
    at: datetime


class RetentionPage(Struct, frozen=True):
    """The rule that holds now, and what was deleted, the latest first."""

    rule: KeepingRule
    parameters: dict[str, object]
    items: list[RetentionEntryOut]
    next_cursor: str | None


class PrecedentOut(Struct, frozen=True):
    """A precedent; `case_id`, its number and station only for who may open that case."""

    id: UUID
    kind: str
    direction: str
    carrier: str
    title: str
    lesson: str
    tags: list[str]
    outcome_zh: str | None
    outcome_en: str | None
    closed_at: datetime
    life_minutes: int
    marked_by: str
    created_at: datetime
    case_id: UUID | None
    case_number: str | None
    station_name: str | None


class PrecedentPage(Struct, frozen=True):
    items: list[PrecedentOut]
    next_cursor: str | None


class CasePrecedents(Struct, frozen=True):
    """What is offered on a case, and the precedent that it has become itself."""

    items: list[PrecedentOut]
    own: PrecedentOut | None


class NewPrecedent(Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    lesson: str
    tags: list[str] = []
