"""Channels: entering, changing, trying, removing. Addresses are checked before they are kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.accounts.repository import add_audit
from stationdesk.foundation.ids import new_id
from stationdesk.integrations.notifiers.mail import ADDRESSES_MAX, mail_addresses
from stationdesk.integrations.notifiers.port import Message, NotSent, Target
from stationdesk.integrations.notifiers.senders import Senders
from stationdesk.integrations.notifiers.targets import (
    ROBOTS,
    TargetRefused,
    check_robot_address,
)
from stationdesk.notices import channel_repository as repository
from stationdesk.notices.errors import ChannelInvalid, ChannelUnknown
from stationdesk.notices.models import NoticeChannel
from stationdesk.notices.quiet import ROLES
from stationdesk.notices.schemas import ChannelChange, ChannelOut, NewChannel, TestSent
from stationdesk.stations import service as stations
from stationdesk.tenancy.actor import Actor

KINDS: Final = (*ROBOTS, "email")
NAME_MAX: Final = 60
TARGET_MAX: Final = 1000
SHOWN_TAIL: Final = 4


async def channels(session: AsyncSession) -> list[ChannelOut]:
    """Every channel (a firm has some dozens at the most: one page)."""
    return [channel_out(row, code, name) for row, code, name in await repository.channels(session)]


async def add_channel(
    session: AsyncSession,
    actor: Actor,
    data: NewChannel,
    now: datetime,
    extra_hosts: Collection[str],
) -> ChannelOut:
    """A new channel. Raises ChannelInvalid naming the field, StationUnknown."""
    if data.kind not in KINDS:
        raise ChannelInvalid(
            f"{data.kind!r} is none of {', '.join(KINDS)}.",
            field="kind",
            zh=f"没有“{data.kind}”这种通知渠道，请从列表里选。",
        )
    station = await stations.station_by_code(session, data.station) if data.station else None
    row = NoticeChannel(
        firm_id=actor.firm_id,
        id=new_id(),
        station_id=station.id if station else None,
        kind=data.kind,
        name=_name(data.name),
        audience=_audience(data.audience),
        target=_target(data.kind, data.target, extra_hosts),
        secret=data.secret.strip(),
        created_at=now,
    )
    await repository.save(session, row)
    add_audit(session, actor, "channel_added", row.name, now, kind=row.kind)
    return channel_out(row, station.code if station else None, station.name if station else "")


async def change_channel(
    session: AsyncSession,
    actor: Actor,
    channel_id: UUID,
    data: ChannelChange,
    now: datetime,
    extra_hosts: Collection[str],
) -> ChannelOut:
    """Change what was entered; kind and station stay. Raises ChannelUnknown, ChannelInvalid."""
    row, code, name = await _find(session, channel_id)
    if data.name is not None:
        row.name = _name(data.name)
    if data.audience is not None:
        row.audience = _audience(data.audience)
    if data.target is not None:
        row.target = _target(row.kind, data.target, extra_hosts)
        row.last_error = ""
    if data.secret is not None:
        row.secret = data.secret.strip()
    if data.is_active is not None:
        row.is_active = data.is_active
    await repository.save(session, row)
    add_audit(session, actor, "channel_changed", row.name, now)
    return channel_out(row, code, name)


async def remove_channel(
    session: AsyncSession, actor: Actor, channel_id: UUID, now: datetime
) -> None:
    """Take a channel away; what still waits to go through it is given up."""
    row, _, _ = await _find(session, channel_id)
    await repository.remove(session, row)
    add_audit(session, actor, "channel_removed", row.name, now)


async def target_of(session: AsyncSession, channel_id: UUID) -> Target:
    """Where a channel leads to. Raises ChannelUnknown."""
    row, _, _ = await _find(session, channel_id)
    return Target(row.kind, row.target, row.secret)


async def try_channel(senders: Senders, target: Target, firm_name: str) -> TestSent:
    """Send a line through it now, outside of any transaction; nobody waits for a window here."""
    message = Message("驿席测试消息", f"{firm_name}:收到这条就说明通道可用。")
    try:
        await senders[target.kind].send(target, message)
    except NotSent as error:
        return TestSent(False, str(error))
    return TestSent(True, "")


def channel_out(row: NoticeChannel, station: str | None, station_name: str) -> ChannelOut:
    """A channel as it is shown: never its whole address."""
    return ChannelOut(
        id=row.id, kind=row.kind, name=row.name, station=station, station_name=station_name,
        audience=list(row.audience), target_hint=_hint(row), has_secret=bool(row.secret),
        is_active=row.is_active, last_sent_at=row.last_sent_at, last_error=row.last_error,
    )  # fmt: skip


def _hint(row: NoticeChannel) -> str:
    if row.kind == "email":
        return ", ".join(f"{each[:2]}…@{each.split('@')[-1]}" for each in row.target.split(","))
    return f"{urlsplit(row.target).netloc} …{row.target[-SHOWN_TAIL:]}"


def _name(name: str) -> str:
    cleaned = " ".join(name.split())
    if not 1 <= len(cleaned) <= NAME_MAX:
        raise ChannelInvalid(
            f"A channel's name has 1 to {NAME_MAX} characters.",
            field="name",
            zh=f"渠道名称要 1 到 {NAME_MAX} 个字。",
        )
    return cleaned


def _audience(roles: Sequence[str]) -> list[str]:
    unknown = [role for role in roles if role not in ROLES]
    if unknown or not roles:
        raise ChannelInvalid(
            f"Say for whom it is: one or more of {', '.join(ROLES)}.",
            field="audience",
            zh="请选择通知给谁，至少一种角色。",
        )
    return [role for role in ROLES if role in roles]


def _target(kind: str, target: str, extra_hosts: Collection[str]) -> str:
    if len(target) > TARGET_MAX:
        raise ChannelInvalid(
            f"At most {TARGET_MAX} characters.", field="target", zh=f"地址最多 {TARGET_MAX} 个字。"
        )
    if kind != "email":
        try:
            return check_robot_address(kind, target, extra_hosts)
        except TargetRefused as error:
            raise ChannelInvalid(
                str(error),
                field="target",
                zh="这个机器人地址不能用，请从群机器人设置里复制完整的 https 地址。",
            ) from error
    addresses = mail_addresses(target)
    for each in addresses:
        local, at, domain = each.partition("@")
        if not (local and at and "." in domain and each.isascii() and each.isprintable()):
            raise ChannelInvalid(
                f"{each[:80]!r} is no e-mail address.",
                field="target",
                zh=f"“{each[:80]}”不是邮箱地址，请检查。",
            )
    if not 1 <= len(addresses) <= ADDRESSES_MAX:
        raise ChannelInvalid(
            f"Enter 1 to {ADDRESSES_MAX} e-mail addresses.",
            field="target",
            zh=f"请填 1 到 {ADDRESSES_MAX} 个邮箱地址。",
        )
    return ",".join(addresses)


async def _find(session: AsyncSession, channel_id: UUID) -> tuple[NoticeChannel, str | None, str]:
    found = await repository.find(session, channel_id)
    if found is None:
        raise ChannelUnknown("There is no such channel; reload the list.")
    return found
