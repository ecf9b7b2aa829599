"""Who has read which version, and what stands before the first claim."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.policies.errors import NobodyToRead, PolicyUnread, PolicyVersionUnknown
from stationdesk.policies.forms import codes_for_agents
from stationdesk.policies.repository import versions
from stationdesk.policies.schemas import ReaderOut, ReaderPage, VersionOut, VersionPage
from stationdesk.policies.service.held import Connection
from stationdesk.policies.service.shown import version_out
from stationdesk.tenancy.actor import Actor, Role
from stationdesk.tenancy.session import raw_connection

NOTICE = timedelta(days=7)
"""A version that comes into force this soon is to be read already."""


async def demand_read(connection: Connection, actor: Actor, now: datetime) -> None:
    """Raise PolicyUnread if a version that concerns the agent's stations waits to be read.

    Called once before a claim; one look-up by index. Only agents are held back.
    """
    if actor.role is not Role.AGENT or actor.member_id is None:
        return
    codes = codes_for_agents()
    if not await versions.is_any_unread(
        connection, actor.firm_id, actor.member_id, codes, now, now + NOTICE
    ):
        return
    waiting = await versions.unread(
        connection, actor.firm_id, actor.member_id, codes, now, now + NOTICE
    )
    titles = "; ".join(f"{row['title']} v{row['version']}" for row in waiting)
    raise PolicyUnread(
        f"Read and acknowledge before you claim: {titles}.",
        zh=f"认领前请先阅读:{titles}",
        versions=[_named(row) for row in waiting],
    )


async def unread(session: AsyncSession, actor: Actor, now: datetime) -> VersionPage:
    """What the caller has not acknowledged of what concerns his stations, now or soon."""
    if actor.member_id is None:
        return VersionPage([], None)
    connection = await raw_connection(session)
    rows = await versions.unread(
        connection, actor.firm_id, actor.member_id, codes_for_agents(), now, now + NOTICE
    )
    return VersionPage([version_out(row, now, None) for row in rows], None)


async def acknowledge(
    session: AsyncSession, actor: Actor, version_id: UUID, now: datetime
) -> VersionOut:
    """The caller has read a version. Raises PolicyVersionUnknown, NobodyToRead."""
    if actor.member_id is None:
        raise NobodyToRead("This token is a service's; sign in as a member to acknowledge.")
    connection = await raw_connection(session)
    row = await versions.version_by_id(connection, actor.firm_id, version_id)
    if row is None:
        raise PolicyVersionUnknown(
            f"There is no version {version_id}.", zh="没有这个版本，请刷新列表。"
        )
    await versions.add_receipt(
        connection, actor.firm_id, version_id, actor.member_id, actor.name, now
    )
    read = await versions.read_at(connection, actor.firm_id, actor.member_id, [version_id])
    return version_out(row, now, read[version_id])


async def readers(
    session: AsyncSession, actor: Actor, version_id: UUID, now: datetime
) -> ReaderPage:
    """Who has read it, and which agents have not. Raises PolicyVersionUnknown."""
    connection = await raw_connection(session)
    row = await versions.version_by_id(connection, actor.firm_id, version_id)
    if row is None:
        raise PolicyVersionUnknown(
            f"There is no version {version_id}.", zh="没有这个版本，请刷新列表。"
        )
    rows = await versions.readers(connection, actor.firm_id, version_id, row["carrier"], now)
    return ReaderPage(
        [ReaderOut(each["member_id"], each["name"], each["read_at"]) for each in rows], None
    )


def _named(row: Any) -> dict[str, Any]:
    return {
        "id": str(row["id"]),
        "code": row["code"],
        "carrier": row["carrier"],
        "version": row["version"],
        "title": row["title"],
        "effective_from": row["effective_from"].isoformat(),
    }
