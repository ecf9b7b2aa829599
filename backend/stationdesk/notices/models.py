"""Tables of the notices, their channels and the one-time links."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, LargeBinary, SmallInteger, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

_AT: Any = DateTime(timezone=True)


class NoticeChannel(SQLModel, table=True):
    """A robot of a group or an address list; `station_id` NULL: for every station.

    `target` is the robot's address or the e-mail addresses, `secret` what it signs with; neither
    is ever shown back whole.
    """

    __tablename__ = "notice_channels"

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    station_id: UUID | None
    kind: str
    name: str
    audience: list[str] = Field(sa_type=ARRAY(Text))
    target: str
    secret: str = ""
    is_active: bool = True
    created_at: datetime = Field(sa_type=_AT)
    last_sent_at: datetime | None = Field(default=None, sa_type=_AT)
    last_error: str = ""


class Notice(SQLModel, table=True):
    """Something that one person or group is told, once, through one channel."""

    __tablename__ = "notices"

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    case_id: UUID | None
    station_id: UUID | None
    topic: str
    to_kind: str
    to_role: str
    to_reference: UUID | None
    to_name: str
    channel: str
    channel_id: UUID | None
    link_id: UUID | None
    fine_id: UUID | None = None
    subject_zh: str
    subject_en: str
    text_zh: str
    text_en: str
    state: str
    is_urgent: bool
    hold_until: datetime | None = Field(sa_type=_AT)
    created_at: datetime = Field(sa_type=_AT)
    next_attempt_at: datetime | None = Field(sa_type=_AT)
    attempted_at: datetime | None = Field(sa_type=_AT)
    attempts: int = Field(sa_type=SmallInteger)
    sent_at: datetime | None = Field(sa_type=_AT)
    read_at: datetime | None = Field(sa_type=_AT)
    error: str
    dedupe_key: str


class Link(SQLModel, table=True):
    """A question to a courier or station outside of the desk, answered at most once.

    A `standing` link asks nothing: a courier keeps it to ask us for help.
    """

    __tablename__ = "links"

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    kind: str
    case_id: UUID | None
    station_id: UUID
    party: str
    to_reference: UUID | None
    to_name: str
    question: str
    due_at: datetime | None = Field(sa_type=_AT)
    made_at: datetime = Field(sa_type=_AT)
    made_by: str
    expires_at: datetime = Field(sa_type=_AT)
    pasted_at: datetime | None = Field(sa_type=_AT)
    opened_at: datetime | None = Field(sa_type=_AT)
    answered_at: datetime | None = Field(sa_type=_AT)
    answer: str
    answered_from: str
    revoked_at: datetime | None = Field(sa_type=_AT)
    revoked_by: str


class LinkToken(SQLModel, table=True):
    """One address of a link, kept as its hash: each copy and each sending makes its own."""

    __tablename__ = "link_tokens"

    firm_id: UUID = Field(primary_key=True)
    token_hash: bytes = Field(primary_key=True, sa_type=LargeBinary)
    link_id: UUID
    station_id: UUID
    made_at: datetime = Field(sa_type=_AT)


class Correction(SQLModel, table=True):
    """A correction in person that a rung demanded of a station's supervisor."""

    __tablename__ = "corrections"

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    case_id: UUID
    station_id: UUID
    clock: str
    clock_id: UUID
    minutes_before: int
    demanded_of: str
    demanded_at: datetime = Field(sa_type=_AT)
    due_at: datetime = Field(sa_type=_AT)
    escalated_at: datetime | None = Field(sa_type=_AT)
    recorded_at: datetime | None = Field(sa_type=_AT)
    recorded_by_member_id: UUID | None
    recorded_by_name: str
    done: str
    attachment_id: UUID | None
