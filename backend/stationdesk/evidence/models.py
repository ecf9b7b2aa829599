"""Tables of the evidence."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, LargeBinary
from sqlmodel import Field, SQLModel

_AT: Any = DateTime(timezone=True)


class Attachment(SQLModel, table=True):
    """A sealed file of a case. `deleted_at`: retention erased its bytes, the row stays."""

    __tablename__ = "attachments"

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    case_id: UUID
    station_id: UUID
    name: str
    size_bytes: int = Field(sa_type=BigInteger)
    sha256: bytes = Field(sa_type=LargeBinary)
    media_type: str
    storage_key: str
    checklist_code: str | None
    uploaded_by_member_id: UUID | None
    uploaded_by_name: str
    created_at: datetime = Field(sa_type=_AT)
    source: str = "desk"
    captured_at: datetime | None = Field(default=None, sa_type=_AT)
    captured_by: str | None = None
    preview_key: str | None = None
    deleted_at: datetime | None = Field(default=None, sa_type=_AT)
    deleted_reason: str | None = None


class AttachmentView(SQLModel, table=True):
    """Somebody saw or took a file: `how` is view, download or pack."""

    __tablename__ = "attachment_views"

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    attachment_id: UUID
    station_id: UUID
    member_id: UUID | None
    member_name: str
    at: datetime = Field(sa_type=_AT)
    how: str = "download"


class AttachmentLabel(SQLModel, table=True):
    """A file was moved to another item of the checklist; the latest one holds."""

    __tablename__ = "attachment_labels"

    firm_id: UUID = Field(primary_key=True)
    attachment_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    station_id: UUID
    checklist_code: str | None
    member_id: UUID | None
    member_name: str
    at: datetime = Field(sa_type=_AT)


class UploadLink(SQLModel, table=True):
    """A phone may upload to one case for a while; only the token's hash is kept."""

    __tablename__ = "upload_links"

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    token_hash: bytes = Field(sa_type=LargeBinary)
    case_id: UUID
    station_id: UUID
    checklist_code: str | None
    member_id: UUID | None
    member_name: str
    files_max: int
    files_begun: int = 0
    created_at: datetime = Field(sa_type=_AT)
    expires_at: datetime = Field(sa_type=_AT)


class EvidenceUpload(SQLModel, table=True):
    """A file that is still coming, part by part, without a hole."""

    __tablename__ = "evidence_uploads"

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    case_id: UUID
    station_id: UUID
    link_id: UUID | None
    member_id: UUID | None
    name: str
    size_bytes: int = Field(sa_type=BigInteger)
    sha256: bytes | None = Field(sa_type=LargeBinary)
    checklist_code: str | None
    captured_at: datetime | None = Field(sa_type=_AT)
    received_bytes: int = Field(default=0, sa_type=BigInteger)
    attachment_id: UUID | None = None
    created_at: datetime = Field(sa_type=_AT)
    expires_at: datetime = Field(sa_type=_AT)


class EvidenceUploadPart(SQLModel, table=True):
    """One part of it, an object of its own in the store."""

    __tablename__ = "evidence_upload_parts"

    firm_id: UUID = Field(primary_key=True)
    upload_id: UUID = Field(primary_key=True)
    start_byte: int = Field(primary_key=True, sa_type=BigInteger)
    station_id: UUID
    size_bytes: int
    storage_key: str


class EvidencePack(SQLModel, table=True):
    """A pack of a case's evidence that a job builds, to be fetched for a while."""

    __tablename__ = "evidence_packs"

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    case_id: UUID
    station_id: UUID
    format: str
    state: str
    done_count: int = 0
    total_count: int
    size_bytes: int | None = Field(default=None, sa_type=BigInteger)
    sha256: bytes | None = Field(default=None, sa_type=LargeBinary)
    storage_key: str | None = None
    error: str | None = None
    member_id: UUID | None
    member_name: str
    created_at: datetime = Field(sa_type=_AT)
    finished_at: datetime | None = Field(default=None, sa_type=_AT)
    expires_at: datetime = Field(sa_type=_AT)


class RetentionEntry(SQLModel, table=True):
    """A file that retention deleted, by which version of which rule."""

    __tablename__ = "retention_log"

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    attachment_id: UUID
    case_id: UUID
    case_number: str
    station_id: UUID
    name: str
    sha256: bytes = Field(sa_type=LargeBinary)
    size_bytes: int = Field(sa_type=BigInteger)
    media_type: str
    storage_key: str
    preview_key: str | None
    policy_code: str
    policy_version: int
    kept_days: int
    closed_at: datetime = Field(sa_type=_AT)
    at: datetime = Field(sa_type=_AT)
    erased_at: datetime | None = Field(default=None, sa_type=_AT)


class CaseLegalHold(SQLModel, table=True):
    """Nothing of this case is deleted while the hold stands."""

    __tablename__ = "case_legal_holds"

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    case_id: UUID
    station_id: UUID
    reason: str
    member_id: UUID | None
    member_name: str
    at: datetime = Field(sa_type=_AT)
    released_at: datetime | None = Field(default=None, sa_type=_AT)
    released_by: str | None = None
