"""Evidence as the services read it; none of this crosses HTTP as it stands."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from msgspec import Struct


class AttachmentRecord(Struct, frozen=True, kw_only=True):
    """A sealed file; `checklist_code` is the item that it proves by its latest label."""

    id: UUID
    case_id: UUID
    station_id: UUID
    name: str
    size_bytes: int
    sha256: bytes
    media_type: str
    storage_key: str
    checklist_code: str | None
    uploaded_by_name: str
    created_at: datetime
    source: str
    captured_at: datetime | None
    captured_by: str | None
    preview_key: str | None
    deleted_at: datetime | None
    deleted_reason: str | None


class ViewRecord(Struct, frozen=True):
    """Who saw or took a file, when and how."""

    id: UUID
    member_name: str
    at: datetime
    how: str


class UploadRecord(Struct, frozen=True, kw_only=True):
    """A file that is still coming; `received_bytes` is where to go on."""

    id: UUID
    case_id: UUID
    station_id: UUID
    link_id: UUID | None
    member_id: UUID | None
    name: str
    size_bytes: int
    sha256: bytes | None
    checklist_code: str | None
    captured_at: datetime | None
    received_bytes: int
    attachment_id: UUID | None
    created_at: datetime
    expires_at: datetime


class PartRecord(Struct, frozen=True):
    """A part of it and where it lies."""

    start_byte: int
    size_bytes: int
    storage_key: str


class LinkRecord(Struct, frozen=True, kw_only=True):
    """What a phone's link allows."""

    id: UUID
    firm_id: UUID
    case_id: UUID
    station_id: UUID
    checklist_code: str | None
    member_id: UUID | None
    member_name: str
    files_max: int
    files_begun: int
    expires_at: datetime


class PackRecord(Struct, frozen=True, kw_only=True):
    """A pack that was asked for."""

    id: UUID
    case_id: UUID
    station_id: UUID
    format: str
    state: str
    done_count: int
    total_count: int
    size_bytes: int | None
    sha256: bytes | None
    storage_key: str | None
    error: str | None
    member_id: UUID | None
    member_name: str
    created_at: datetime
    finished_at: datetime | None
    expires_at: datetime
