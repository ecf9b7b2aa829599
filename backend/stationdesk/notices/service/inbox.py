"""A member's own notices."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.foundation.cursors import CursorInvalid, page_limit, read_cursor, write_cursor
from stationdesk.notices import repository
from stationdesk.notices.errors import NoticeUnknown
from stationdesk.notices.schemas import InboxNotice, InboxPage
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

UNREAD_SHOWN_MAX: Final = 99


async def inbox_page(
    session: AsyncSession, actor: Actor, cursor: str | None, limit: int, *, unread_only: bool
) -> InboxPage:
    """What the caller was told in the app, the newest first. A service has no inbox."""
    limit = page_limit(limit)
    after = read_place(cursor)
    if actor.member_id is None:
        return InboxPage([], None, 0)
    connection = await raw_connection(session)
    rows = await repository.inbox(
        connection, actor.firm_id, actor.member_id, after, limit, unread_only=unread_only
    )
    unread = await repository.unread(
        connection, actor.firm_id, actor.member_id, UNREAD_SHOWN_MAX + 1
    )
    last = rows[limit - 1] if len(rows) > limit else None
    return InboxPage(
        [_shown(row) for row in rows[:limit]],
        write_cursor(last["created_at"], last["id"]) if last else None,
        unread,
    )


async def mark_read(
    session: AsyncSession, actor: Actor, notice_id: UUID | None, now: datetime
) -> None:
    """One of the caller's notices, or (None) all of them. Raises NoticeUnknown."""
    connection = await raw_connection(session)
    if actor.member_id is None:
        raise NoticeUnknown("A service has no inbox.")
    found = await repository.mark_read(connection, actor.firm_id, actor.member_id, notice_id, now)
    if notice_id is not None and not found:
        raise NoticeUnknown("There is no such notice for you; reload the list.")


def read_place(cursor: str | None) -> tuple[datetime, UUID] | None:
    """A moment and an id from a cursor. Raises CursorInvalid."""
    place = read_cursor(cursor, tuple[datetime, UUID])
    if place is not None and place[0].tzinfo is None:
        raise CursorInvalid("The cursor is not of this list; ask without one to begin anew.")
    return place


def _shown(row: asyncpg.Record) -> InboxNotice:
    return InboxNotice(
        id=row["id"],
        case_id=row["case_id"],
        fine_id=row["fine_id"],
        topic=row["topic"],
        subject_zh=row["subject_zh"],
        subject_en=row["subject_en"],
        text_zh=row["text_zh"],
        text_en=row["text_en"],
        at=row["sent_at"] or row["created_at"],
        is_read=row["state"] == "read",
    )
