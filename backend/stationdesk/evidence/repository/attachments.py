"""SQL of sealed files: the rows, their labels, who saw them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.evidence.models import Attachment, AttachmentLabel, AttachmentView
from stationdesk.evidence.schemas import AttachmentRecord, ViewRecord

Connection: TypeAlias = "asyncpg.Connection[Any]"

_SELECT = """
SELECT a.id, a.case_id, a.station_id, a.name, a.size_bytes, a.sha256, a.media_type, a.storage_key,
       CASE WHEN l.id IS NULL THEN a.checklist_code ELSE l.checklist_code END AS checklist_code,
       a.uploaded_by_name, a.created_at, a.source, a.captured_at, a.captured_by, a.preview_key,
       a.deleted_at, a.deleted_reason
FROM attachments a
LEFT JOIN LATERAL (
    SELECT id, checklist_code FROM attachment_labels
    WHERE firm_id = a.firm_id AND attachment_id = a.id ORDER BY id DESC LIMIT 1
) l ON true
"""


def _read(row: asyncpg.Record) -> AttachmentRecord:
    return AttachmentRecord(**dict(row.items()))


async def add(session: AsyncSession, row: Attachment | AttachmentView | AttachmentLabel) -> None:
    """Write a row; rows here are never changed."""
    session.add(row)
    await session.flush()


async def of_case(
    connection: Connection, firm_id: UUID, case_id: UUID
) -> Sequence[AttachmentRecord]:
    """The files of a case, oldest first."""
    rows = await connection.fetch(
        _SELECT + "WHERE a.firm_id = $1 AND a.case_id = $2 ORDER BY a.created_at, a.id",
        firm_id, case_id,
    )  # fmt: skip
    return [_read(row) for row in rows]


async def of_cases(
    connection: Connection, firm_id: UUID, case_ids: Sequence[UUID]
) -> dict[UUID, list[AttachmentRecord]]:
    """The files of several cases, oldest first; those without any are left out."""
    rows = await connection.fetch(
        _SELECT + "WHERE a.firm_id = $1 AND a.case_id = ANY($2) ORDER BY a.created_at, a.id",
        firm_id, list(case_ids),
    )  # fmt: skip
    found: dict[UUID, list[AttachmentRecord]] = {}
    for row in rows:
        found.setdefault(row["case_id"], []).append(_read(row))
    return found


async def find(
    connection: Connection, firm_id: UUID, attachment_id: UUID
) -> AttachmentRecord | None:
    """One file's row, if the transaction's actor may see it."""
    row = await connection.fetchrow(
        _SELECT + "WHERE a.firm_id = $1 AND a.id = $2", firm_id, attachment_id
    )
    return None if row is None else _read(row)


async def has_viewed(
    connection: Connection,
    firm_id: UUID,
    attachment_id: UUID,
    member_id: UUID | None,
    since: datetime,
) -> bool:
    """Whether somebody has looked at it since then; of a service, every look counts anew."""
    found: bool = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM attachment_views WHERE firm_id = $1 AND attachment_id = $2 "
        "AND member_id = $3 AND how = 'view' AND at > $4)",
        firm_id, attachment_id, member_id, since,
    )  # fmt: skip
    return found


async def views_of(
    connection: Connection, firm_id: UUID, attachment_id: UUID, before: UUID | None, limit: int
) -> list[ViewRecord]:
    """Who saw or took a file, the latest first."""
    rows = await connection.fetch(
        "SELECT id, member_name, at, how FROM attachment_views "
        "WHERE firm_id = $1 AND attachment_id = $2 AND ($3::uuid IS NULL OR id < $3) "
        "ORDER BY id DESC LIMIT $4",
        firm_id, attachment_id, before, limit,
    )  # fmt: skip
    return [ViewRecord(*row) for row in rows]
