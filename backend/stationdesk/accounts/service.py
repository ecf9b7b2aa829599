"""Firms, people and their credentials, one plain function a use case."""

import re
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.accounts import repository
from stationdesk.accounts.credentials import (
    hash_password,
    new_api_token,
    new_session_token,
    token_hash,
    verify_password,
)
from stationdesk.accounts.errors import (
    EmailInvalid,
    FirmExists,
    FirmRequired,
    FirmUnknown,
    MemberExists,
    MemberUnknown,
    PasswordMismatch,
    RoleInvalid,
    SignInLocked,
    SignInRefused,
    SlugInvalid,
    StationsNeeded,
)
from stationdesk.accounts.models import ApiToken, Member
from stationdesk.accounts.repository import FirmRow, Membership, UserRow
from stationdesk.foundation.ids import new_id
from stationdesk.tenancy.actor import MEMBER_ROLES, ROLES_ZH, Actor, Role

LOCK_AFTER = 10
LOCK_FOR = timedelta(minutes=15)
TOKEN_DAYS = 365

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


async def create_firm(session: AsyncSession, slug: str, name: str) -> FirmRow:
    """A new tenant. Raises SlugInvalid, FirmExists."""
    if not _SLUG.fullmatch(slug):
        raise SlugInvalid(
            f"{slug!r}: a slug has 1 to 63 lower-case letters, digits and hyphens, "
            "and begins with a letter or digit.",
            zh=f"公司代码“{slug}”不对：用 1 到 63 个小写字母、数字或连字符，以字母或数字开头。",
        )
    if not name.strip():
        raise SlugInvalid(
            "The firm's name is empty; give it one with --name.", zh="公司名称是空的，请填写名称。"
        )
    if await repository.firm_by_slug(session, slug):
        raise FirmExists(f"There is a firm {slug!r} already; choose another slug.", slug=slug)
    await repository.create_firm(session, new_id(), slug, name.strip())
    return await firm_by_slug(session, slug)


async def firm_by_slug(session: AsyncSession, slug: str) -> FirmRow:
    """The firm, or FirmUnknown."""
    firm = await repository.firm_by_slug(session, slug)
    if firm is None:
        raise FirmUnknown(
            f"There is no firm {slug!r}; make it with `stationdesk firm create {slug} --name …`.",
            slug=slug,
        )
    return firm


def parse_role(text: str) -> Role:
    """One of the roles a member may have, or RoleInvalid."""
    if text not in MEMBER_ROLES:
        raise RoleInvalid(
            f"{text!r} is no role; choose one of {', '.join(MEMBER_ROLES)}.",
            zh=f"没有“{text}”这个角色，可选：{'、'.join(MEMBER_ROLES)}。",
        )
    return Role(text)


async def add_member(
    session: AsyncSession,
    actor: Actor,
    *,
    email: str,
    name: str,
    role: str,
    password: str,
    station_ids: list[UUID],
    now: datetime,
) -> Member:
    """A person's membership in the actor's firm; makes the user where the e-mail is new.

    A user who is known already (from another firm) must give his present password: a firm cannot
    set it for him. A station owner needs at least one station.
    """
    address = _email(email)
    parsed_role = parse_role(role)
    if parsed_role is Role.STATION_OWNER and not station_ids:
        raise StationsNeeded(
            "A station owner needs at least one station (--station CODE).",
            zh="网点老板至少要选一个网点。",
        )
    user = await repository.user_by_email(session, address)
    if user is None:
        user_id, display = new_id(), name.strip() or address.partition("@")[0]
        await repository.create_user(
            session, user_id, address, display, await hash_password(password)
        )
    else:
        if not await verify_password(password, user.password_hash):
            raise PasswordMismatch(
                f"{address} has an account already; give its present password to join it.",
                email=address,
            )
        user_id, display = user.id, name.strip() or user.name
    if await repository.member_by_email(session, address):
        raise MemberExists(f"{address} is a member of this firm already.", email=address)
    member = Member(
        firm_id=actor.firm_id,
        id=new_id(),
        user_id=user_id,
        email=address,
        name=display,
        role=parsed_role,
    )
    session.add(member)
    repository.add_audit(session, actor, "member_added", address, now, role=parsed_role)
    await session.flush()
    return member


async def member_by_email(session: AsyncSession, email: str) -> Member:
    """The member of the session's firm with this e-mail, or MemberUnknown."""
    member = await repository.member_by_email(session, email)
    if member is None or member.ended_at is not None:
        raise MemberUnknown(f"{email} is not a member of this firm; add them first.", email=email)
    return member


async def create_api_token(
    session: AsyncSession,
    actor: Actor,
    *,
    role: str,
    email: str | None,
    station_ids: list[UUID],
    now: datetime,
) -> str:
    """A bearer token, shown once: a person's with `email`, otherwise a service's."""
    parsed_role = parse_role(role)
    member = await member_by_email(session, email) if email else None
    if member is not None and Role(member.role) is not parsed_role:
        raise RoleInvalid(
            f"{member.email} is {member.role} here; the token cannot be {role}.",
            zh=f"{member.email} 在本公司是{ROLES_ZH[Role(member.role)]}，令牌不能用别的角色。",
        )
    if parsed_role is Role.STATION_OWNER and member is None and not station_ids:
        raise StationsNeeded(
            "A station owner's token needs --station CODE or --email.",
            zh="网点老板的令牌要指定网点（--station）或成员（--email）。",
        )
    token = new_api_token(actor.firm_id)
    session.add(
        ApiToken(
            firm_id=actor.firm_id,
            id=new_id(),
            token_hash=token_hash(token),
            label=member.email if member else f"service ({role})",
            role=parsed_role,
            member_id=member.id if member else None,
            station_ids=station_ids or None,
            created_at=now,
            expires_at=now + timedelta(days=TOKEN_DAYS),
        )
    )
    repository.add_audit(session, actor, "token_created", email or "service", now, role=role)
    await session.flush()
    return token


async def authenticate(
    session: AsyncSession, email: str, password: str, now: datetime
) -> tuple[UserRow | None, bool]:
    """The user behind the e-mail, and whether the password fits. Counts failures.

    Commits nothing by itself; the caller must commit even where it then refuses.
    Raises SignInLocked while the account is locked.
    """
    user = await repository.user_by_email(session, email.strip())
    if user is not None and user.locked_until is not None and user.locked_until > now:
        raise SignInLocked(
            f"Wait until {user.locked_until:%H:%M} UTC, or ask a manager for help.",
            minutes=ceil((user.locked_until - now).total_seconds() / 60),
        )
    fits = await verify_password(password, user.password_hash if user else None)
    if user is not None:
        await repository.record_sign_in(session, user.id, fits, LOCK_AFTER, LOCK_FOR)
    return user, fits


async def begin_session(
    session: AsyncSession,
    user: UserRow,
    firm_slug: str | None,
    old_token: str | None,
    now: datetime,
    days: int,
) -> tuple[str, Membership, list[Membership]]:
    """A fresh session token in the chosen firm; the one that came along ends (rotation)."""
    memberships = await repository.memberships_of(session, user.id)
    chosen = [m for m in memberships if firm_slug in (None, m.slug)]
    if not chosen:
        raise SignInRefused(
            "This account is not a member of that firm; ask its manager.",
            zh="这个账号不是那家公司的成员，请找该公司的经理添加。",
        )
    if len(chosen) > 1:
        raise FirmRequired(
            "This account belongs to several firms; send `firm` with the slug of one.",
            firms=[{"slug": m.slug, "name": m.firm_name} for m in chosen],
        )
    if old_token:
        await repository.end_session(session, token_hash(old_token))
    token = new_session_token()
    await repository.create_session(
        session, token_hash(token), chosen[0], user.id, now, now + timedelta(days=days)
    )
    return token, chosen[0], memberships


def _email(text: str) -> str:
    try:
        checked = validate_email(text.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise EmailInvalid(f"{text!r} is no e-mail address: {error}", email=text) from error
    return checked.normalized.lower()
