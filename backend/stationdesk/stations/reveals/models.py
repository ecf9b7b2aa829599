"""The log of what was shown in full."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime
from sqlmodel import Field, SQLModel

_AT: Any = DateTime(timezone=True)


class Reveal(SQLModel, table=True):
    """Somebody looked at what is masked. Only ever added to."""

    __tablename__ = "reveals"

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    at: datetime = Field(sa_type=_AT)
    member_id: UUID | None
    member_name: str
    subject: str
    subject_id: UUID
    subject_name: str
    role: str
    station_id: UUID | None
    reason: str
