"""SQL of files that are still coming, and of the links by which phones send them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.evidence.models import EvidenceUpload, UploadLink
from stationdesk.evidence.schemas import LinkRecord, PartRecord, UploadRecord

Connection: TypeAlias = "asyncpg.Connection[Any]"

_UPLOAD = """
SELECT id, case_id, station_id, link_id, member_id, name, size_bytes, sha256, checklist_code,
       captured_at, received_bytes, attachment_id, created_at, expires_at
FROM evidence_uploads
"""
_LINK = """
SELECT id, firm_id, case_id, station_id, checklist_code, member_id, member_name, files_max,
       files_begun, expires_at
FROM upload_links
"""


async def add(session: AsyncSession, row: EvidenceUpload | UploadLink) -> None:
    """Begin an upload, or make a link."""
    session.add(row)
    await session.flush()


async def find(
    connection: Connection, firm_id: UUID, upload_id: UUID, *, locked: bool = False
) -> UploadRecord | None:
    """An upload, locked if it is going to change."""
    row = await connection.fetchrow(
        _UPLOAD + "WHERE firm_id = $1 AND id = $2" + (" FOR UPDATE" if locked else ""),
        firm_id, upload_id,
    )  # fmt: skip
    return None if row is None else UploadRecord(**dict(row.items()))


async def parts_of(connection: Connection, firm_id: UUID, upload_id: UUID) -> list[PartRecord]:
    """The parts of an upload in their order."""
    rows = await connection.fetch(
        "SELECT start_byte, size_bytes, storage_key FROM evidence_upload_parts "
        "WHERE firm_id = $1 AND upload_id = $2 ORDER BY start_byte",
        firm_id, upload_id,
    )  # fmt: skip
    return [PartRecord(*row) for row in rows]


async def add_part(
    connection: Connection, firm_id: UUID, upload_id: UUID, part: PartRecord
) -> bool:
    """Take a part in if the upload still stands where the part begins."""
    station_id = await connection.fetchval(
        "UPDATE evidence_uploads SET received_bytes = received_bytes + $4 "
        "WHERE firm_id = $1 AND id = $2 AND received_bytes = $3 AND attachment_id IS NULL "
        "RETURNING station_id",
        firm_id, upload_id, part.start_byte, part.size_bytes,
    )  # fmt: skip
    if station_id is None:
        return False
    await connection.execute(
        "INSERT INTO evidence_upload_parts (firm_id, upload_id, start_byte, station_id, "
        "size_bytes, storage_key) VALUES ($1, $2, $3, $4, $5, $6)",
        firm_id, upload_id, part.start_byte, station_id, part.size_bytes, part.storage_key,
    )  # fmt: skip
    return True


async def mark_sealed(
    connection: Connection, firm_id: UUID, upload_id: UUID, attachment_id: UUID
) -> None:
    """The upload has become this attachment."""
    await connection.execute(
        "UPDATE evidence_uploads SET attachment_id = $3 WHERE firm_id = $1 AND id = $2",
        firm_id, upload_id, attachment_id,
    )  # fmt: skip


async def begin_anew(connection: Connection, firm_id: UUID, upload_id: UUID) -> None:
    """Forget what has come of an upload that is not sealed."""
    await connection.execute(
        "DELETE FROM evidence_upload_parts WHERE firm_id = $1 AND upload_id = $2",
        firm_id, upload_id,
    )  # fmt: skip
    await connection.execute(
        "UPDATE evidence_uploads SET received_bytes = 0 "
        "WHERE firm_id = $1 AND id = $2 AND attachment_id IS NULL",
        firm_id, upload_id,
    )  # fmt: skip


async def expired(
    connection: Connection, firm_id: UUID, now: datetime, limit: int
) -> list[UploadRecord]:
    """Uploads whose time was over then, the oldest first."""
    rows = await connection.fetch(
        _UPLOAD + "WHERE firm_id = $1 AND expires_at <= $2 ORDER BY expires_at LIMIT $3",
        firm_id, now, limit,
    )  # fmt: skip
    return [UploadRecord(**dict(row.items())) for row in rows]


async def forget(connection: Connection, firm_id: UUID, upload_id: UUID) -> None:
    """Delete an upload with the rows of its parts."""
    await connection.execute(
        "DELETE FROM evidence_uploads WHERE firm_id = $1 AND id = $2", firm_id, upload_id
    )


async def forget_links(connection: Connection, firm_id: UUID, before: datetime) -> None:
    """Delete links whose time was over before a moment."""
    await connection.execute(
        "DELETE FROM upload_links WHERE firm_id = $1 AND expires_at < $2", firm_id, before
    )


async def link_by_hash(
    connection: Connection, firm_id: UUID, token_hash: bytes, now: datetime
) -> LinkRecord | None:
    """The link of a token, while it holds."""
    row = await connection.fetchrow(
        _LINK + "WHERE firm_id = $1 AND token_hash = $2 AND expires_at > $3",
        firm_id, token_hash, now,
    )  # fmt: skip
    return None if row is None else LinkRecord(**dict(row.items()))


async def count_file(connection: Connection, firm_id: UUID, link_id: UUID) -> bool:
    """One more file by a link; False where it has taken all of its files."""
    begun = await connection.fetchval(
        "UPDATE upload_links SET files_begun = files_begun + 1 "
        "WHERE firm_id = $1 AND id = $2 AND files_begun < files_max RETURNING files_begun",
        firm_id, link_id,
    )  # fmt: skip
    return begun is not None
