"""SQL of accounts. Global tables are reached through functions of the owner, a row by key."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.accounts.models import AuditEvent, Member
from stationdesk.foundation.ids import new_id
from stationdesk.tenancy.actor import Actor


class FirmRow(msgspec.Struct, frozen=True):
    id: UUID
    slug: str
    name: str
    timezone: str
    created_at: datetime


class UserRow(msgspec.Struct, frozen=True):
    id: UUID
    email: str
    name: str
    password_hash: str
    failed_sign_ins: int
    locked_until: datetime | None
    created_at: datetime


class Membership(msgspec.Struct, frozen=True):
    firm_id: UUID
    slug: str
    firm_name: str
    timezone: str
    member_id: UUID
    member_name: str
    role: str


ACTOR_OF_SESSION = "SELECT * FROM actor_of_session($1, $2, $3)"
ACTOR_OF_TOKEN = "SELECT * FROM actor_of_token($1, $2, $3)"  # noqa: S105
TOUCH_SESSION = "SELECT touch_session($1, $2)"


async def _rows(session: AsyncSession, sql: str, **values: Any) -> list[dict[str, Any]]:
    result = await session.exec(text(sql), params=values)  # type: ignore[call-overload]
    return [dict(row._mapping) for row in result]


async def firm_by_slug(session: AsyncSession, slug: str) -> FirmRow | None:
    rows = await _rows(session, "SELECT * FROM firm_by_slug(:slug)", slug=slug)
    return FirmRow(**rows[0]) if rows else None


async def firm_ids(session: AsyncSession) -> list[UUID]:
    """Every firm's id, for work that fans out per firm."""
    return [row["firm_ids"] for row in await _rows(session, "SELECT firm_ids()")]


async def create_firm(session: AsyncSession, firm_id: UUID, slug: str, name: str) -> None:
    await _rows(session, "SELECT create_firm(:id, :slug, :name)", id=firm_id, slug=slug, name=name)


async def user_by_email(session: AsyncSession, email: str) -> UserRow | None:
    rows = await _rows(session, "SELECT * FROM user_by_email(:email)", email=email)
    return UserRow(**rows[0]) if rows else None


async def create_user(
    session: AsyncSession, user_id: UUID, email: str, name: str, password_hash: str
) -> None:
    await _rows(
        session,
        "SELECT create_user(:id, :email, :name, :hash)",
        id=user_id,
        email=email,
        name=name,
        hash=password_hash,
    )


async def record_sign_in(
    session: AsyncSession, user_id: UUID, succeeded: bool, lock_after: int, lock_for: timedelta
) -> None:
    await _rows(
        session,
        "SELECT record_sign_in(:id, :succeeded, :lock_after, :lock_for)",
        id=user_id,
        succeeded=succeeded,
        lock_after=lock_after,
        lock_for=lock_for,
    )


async def memberships_of(session: AsyncSession, user_id: UUID) -> list[Membership]:
    rows = await _rows(session, "SELECT * FROM memberships_of(:id)", id=user_id)
    return [Membership(**row) for row in rows]


async def create_session(
    session: AsyncSession,
    token_hash: bytes,
    membership: Membership,
    user_id: UUID,
    now: datetime,
    until: datetime,
) -> None:
    await _rows(
        session,
        "SELECT create_session(:hash, :user_id, :firm_id, :member_id, :now, :until)",
        hash=token_hash,
        user_id=user_id,
        firm_id=membership.firm_id,
        member_id=membership.member_id,
        now=now,
        until=until,
    )


async def end_session(session: AsyncSession, token_hash: bytes) -> None:
    await _rows(session, "SELECT end_session(:hash)", hash=token_hash)


async def member_by_email(session: AsyncSession, email: str) -> Member | None:
    statement = select(Member).where(Member.email == email.lower())
    return (await session.exec(statement)).first()


async def members(session: AsyncSession) -> list[Member]:
    statement = select(Member).order_by(col(Member.created_at), col(Member.id))
    return list((await session.exec(statement)).all())


def add_audit(
    session: AsyncSession, actor: Actor, action: str, subject: str, now: datetime, **data: Any
) -> None:
    """Write down who did what; the app can add audit events and never read or change them."""
    session.add(
        AuditEvent(
            firm_id=actor.firm_id,
            id=new_id(),
            at=now,
            actor_member_id=actor.member_id,
            actor_name=actor.name,
            action=action,
            subject=subject,
            data=data,
        )
    )
