"""Tables of the evidence."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, LargeBinary
from sqlmodel import Field, SQLModel

_AT: Any = DateTime(timezone=True)


class Attachment(SQLModel, table=True):
    """A sealed file of a case."""

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


class AttachmentView(SQLModel, table=True):
    """Somebody downloaded a file."""

    __tablename__ = "attachment_views"

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    attachment_id: UUID
    station_id: UUID
    member_id: UUID | None
    member_name: str
    at: datetime = Field(sa_type=_AT)
