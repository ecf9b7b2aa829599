"""Tables of people: users of the platform, their memberships, credentials."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, LargeBinary, Uuid, func, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, SQLModel

from stationdesk.foundation.zones import HOME_NAME

_AT: Any = DateTime(timezone=True)
_NOW = func.now()


class Firm(SQLModel, table=True):
    """The tenant 外包公司."""

    __tablename__ = "firms"

    id: UUID = Field(primary_key=True)
    slug: str = Field(unique=True)
    name: str
    timezone: str = HOME_NAME
    created_at: datetime = Field(sa_type=_AT, sa_column_kwargs={"server_default": _NOW})


class User(SQLModel, table=True):
    """A person with a password; may be a member of several firms."""

    __tablename__ = "users"

    id: UUID = Field(primary_key=True)
    email: str = Field(unique=True)
    name: str
    password_hash: str
    failed_sign_ins: int = 0
    locked_until: datetime | None = Field(default=None, sa_type=_AT)
    created_at: datetime = Field(sa_type=_AT, sa_column_kwargs={"server_default": _NOW})


class Session(SQLModel, table=True):
    """A signed-in browser; the cookie's token is stored hashed."""

    __tablename__ = "sessions"

    token_hash: bytes = Field(primary_key=True, sa_type=LargeBinary)
    user_id: UUID = Field(foreign_key="users.id")
    firm_id: UUID | None = Field(default=None, foreign_key="firms.id")
    member_id: UUID | None = None
    created_at: datetime = Field(sa_type=_AT)
    expires_at: datetime = Field(sa_type=_AT)
    last_seen_at: datetime = Field(sa_type=_AT)


class Member(SQLModel, table=True):
    """A user's role in one firm 成员."""

    __tablename__ = "members"

    firm_id: UUID = Field(primary_key=True, foreign_key="firms.id")
    id: UUID = Field(primary_key=True)
    user_id: UUID = Field(foreign_key="users.id")
    email: str
    name: str
    role: str
    created_at: datetime | None = Field(
        default=None, sa_type=_AT, nullable=False, sa_column_kwargs={"server_default": _NOW}
    )
    ended_at: datetime | None = Field(default=None, sa_type=_AT)


class ApiToken(SQLModel, table=True):
    """A token for the API, stored hashed; a person's (member) or a service's."""

    __tablename__ = "api_tokens"

    firm_id: UUID = Field(primary_key=True, foreign_key="firms.id")
    id: UUID = Field(primary_key=True)
    token_hash: bytes = Field(sa_type=LargeBinary)
    label: str
    role: str
    member_id: UUID | None = None
    station_ids: list[UUID] | None = Field(default=None, sa_type=ARRAY(Uuid()))
    created_at: datetime = Field(sa_type=_AT)
    expires_at: datetime = Field(sa_type=_AT)
    revoked_at: datetime | None = Field(default=None, sa_type=_AT)


class AuditEvent(SQLModel, table=True):
    """Who changed what about people, stations and rules."""

    __tablename__ = "audit_events"

    firm_id: UUID = Field(primary_key=True, foreign_key="firms.id")
    id: UUID = Field(primary_key=True)
    at: datetime = Field(sa_type=_AT)
    actor_member_id: UUID | None = None
    actor_name: str
    action: str
    subject: str
    data: dict[str, Any] = Field(
        default_factory=dict, sa_type=JSONB, sa_column_kwargs={"server_default": text("'{}'")}
    )
