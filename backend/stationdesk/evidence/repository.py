"""SQL of the evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.evidence.models import Attachment, AttachmentView


async def add(session: AsyncSession, row: Attachment | AttachmentView) -> None:
    """Write a row; rows here are never changed."""
    session.add(row)
    await session.flush()


async def of_case(session: AsyncSession, case_id: UUID) -> Sequence[Attachment]:
    """The files of a case, oldest first."""
    statement = select(Attachment).where(Attachment.case_id == case_id)
    ordered = statement.order_by(col(Attachment.created_at), col(Attachment.id))
    return (await session.exec(ordered)).all()


async def find(session: AsyncSession, attachment_id: UUID) -> Attachment | None:
    """One file's row, if the session's actor may see it."""
    statement = select(Attachment).where(Attachment.id == attachment_id)
    return (await session.exec(statement)).first()


async def views_since(session: AsyncSession, since: datetime) -> Sequence[AttachmentView]:
    """Who downloaded what."""
    statement = select(AttachmentView).where(AttachmentView.at >= since)
    return (await session.exec(statement)).all()
