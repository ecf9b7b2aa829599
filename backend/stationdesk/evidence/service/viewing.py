"""Handing sealed files out: every look at one is written down first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.evidence.errors import AttachmentNotFound, NoPreview, NotPlayable
from stationdesk.evidence.models import AttachmentView
from stationdesk.evidence.repository import attachments
from stationdesk.evidence.schemas import AttachmentRecord, ViewRecord
from stationdesk.evidence.service.sealing import find
from stationdesk.evidence.sniffing import PLAYABLE
from stationdesk.foundation.ids import new_id
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

VIEW_PAGE_MAX = 200
LISTENING = timedelta(minutes=10)
"""Pieces of one recording that are asked for within this time are one listening."""


async def open_for_download(
    session: AsyncSession, actor: Actor, attachment_id: UUID, now: datetime
) -> AttachmentRecord:
    """The file's row, its download logged. Raises AttachmentNotFound."""
    record = await _still_there(session, actor, attachment_id)
    await log_views(session, actor, [record], "download", now)
    return record


async def open_for_view(
    session: AsyncSession, actor: Actor, attachment_id: UUID, now: datetime
) -> str:
    """Where the picture's copy lies; the look is logged. Raises AttachmentNotFound, NoPreview."""
    record = await _still_there(session, actor, attachment_id)
    if record.preview_key is None:
        raise NoPreview(
            f"{record.name} is no picture that can be shown; download it instead.", name=record.name
        )
    await log_views(session, actor, [record], "view", now)
    return record.preview_key


async def open_for_listening(
    session: AsyncSession, actor: Actor, attachment_id: UUID, now: datetime
) -> AttachmentRecord:
    """A recording's row; who listens asks for it piece by piece, and is written down once.

    Raises AttachmentNotFound, NotPlayable.
    """
    record = await _still_there(session, actor, attachment_id)
    if record.media_type not in PLAYABLE:
        raise NotPlayable(
            f"{record.name} ({record.media_type}) is no recording that browsers play; download "
            "it instead.", name=record.name,
        )  # fmt: skip
    connection = await raw_connection(session)
    if not await attachments.has_viewed(
        connection, actor.firm_id, record.id, actor.member_id, now - LISTENING
    ):
        await log_views(session, actor, [record], "view", now)
    return record


async def log_views(
    session: AsyncSession,
    actor: Actor,
    records: Iterable[AttachmentRecord],
    how: Literal["view", "download", "pack"],
    now: datetime,
) -> None:
    """Write down who takes which files."""
    for record in records:
        view = AttachmentView(
            firm_id=actor.firm_id,
            id=new_id(),
            attachment_id=record.id,
            station_id=record.station_id,
            member_id=actor.member_id,
            member_name=actor.name,
            at=now,
            how=how,
        )
        await attachments.add(session, view)


async def views(
    session: AsyncSession, actor: Actor, attachment_id: UUID, before: UUID | None, limit: int
) -> list[ViewRecord]:
    """Who saw or took a file, the latest first; `limit` at most VIEW_PAGE_MAX."""
    record = await find(session, actor, attachment_id)
    connection = await raw_connection(session)
    return await attachments.views_of(
        connection, actor.firm_id, record.id, before, min(limit, VIEW_PAGE_MAX)
    )


async def _still_there(
    session: AsyncSession, actor: Actor, attachment_id: UUID
) -> AttachmentRecord:
    record = await find(session, actor, attachment_id)
    if record.deleted_at is not None:
        raise AttachmentNotFound(
            f"The file was deleted on {record.deleted_at.date()} by {record.deleted_reason}; "
            "its hash is kept.",
            zh=f"这个文件已于 {record.deleted_at.date()} 按保存期限删除，只留校验值。",
        )
    return record
