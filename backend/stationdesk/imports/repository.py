"""SQL of batches and refused rows."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.imports.models import ImportBatch, ImportReject, SavedMapping
from stationdesk.imports.refusals import Refusal
from stationdesk.tenancy.session import raw_connection

PAGE_MAX = 200

_ADD_REJECTS = """
INSERT INTO import_rejects (firm_id, batch_id, row_number, column_name, value, code, raw)
SELECT $1, $2, * FROM unnest($3::int[], $4::text[], $5::text[], $6::text[], $7::text[])
"""


async def batch_by_id(session: AsyncSession, batch_id: UUID) -> ImportBatch | None:
    return (await session.exec(select(ImportBatch).where(ImportBatch.id == batch_id))).first()


async def batches(
    session: AsyncSession, *, kind: str | None, before: UUID | None, limit: int
) -> list[ImportBatch]:
    """Newest first; ids are UUIDv7, so the id is the cursor."""
    statement = select(ImportBatch).order_by(col(ImportBatch.id).desc()).limit(limit)
    if kind is not None:
        statement = statement.where(ImportBatch.kind == kind)
    if before is not None:
        statement = statement.where(col(ImportBatch.id) < before)
    return list((await session.exec(statement)).all())


async def rejects(
    session: AsyncSession, batch_id: UUID, *, after_row: int, limit: int
) -> list[Refusal]:
    statement = (
        select(ImportReject)
        .where(ImportReject.batch_id == batch_id, col(ImportReject.row_number) > after_row)
        .order_by(col(ImportReject.row_number))
        .limit(limit)
    )
    return [
        Refusal(row.row_number, row.column_name, row.value, row.code, row.raw)
        for row in (await session.exec(statement)).all()
    ]


async def add_rejects(
    session: AsyncSession, firm_id: UUID, batch_id: UUID, refusals: Sequence[Refusal]
) -> None:
    """Keep refused rows; at most a few thousand a call."""
    connection = await raw_connection(session)
    columns: Iterable[Any] = (
        [refusal.row_number for refusal in refusals],
        [refusal.column for refusal in refusals],
        [refusal.value for refusal in refusals],
        [refusal.code for refusal in refusals],
        [refusal.raw for refusal in refusals],
    )
    await connection.execute(_ADD_REJECTS, firm_id, batch_id, *columns)


async def set_progress(session: AsyncSession, batch_id: UUID, rows: int) -> None:
    await session.exec(  # type: ignore[call-overload]
        text("UPDATE import_batches SET progress_rows = :rows WHERE id = :id"),
        params={"rows": rows, "id": batch_id},
    )


async def set_finished(session: AsyncSession, batch: ImportBatch, at: datetime) -> None:
    batch.finished_at = at
    session.add(batch)
    await session.flush()


async def saved_mappings(session: AsyncSession, *, kind: str | None) -> list[SavedMapping]:
    """Mappings in use, the newest version of a layout first."""
    statement = (
        select(SavedMapping)
        .where(col(SavedMapping.retired_at).is_(None))
        .order_by(SavedMapping.kind, SavedMapping.name, col(SavedMapping.version).desc())
    )
    if kind is not None:
        statement = statement.where(SavedMapping.kind == kind)
    return list((await session.exec(statement)).all())


async def mapping_by_id(session: AsyncSession, mapping_id: UUID) -> SavedMapping | None:
    return (await session.exec(select(SavedMapping).where(SavedMapping.id == mapping_id))).first()


async def mapping_of_layout(
    session: AsyncSession, *, kind: str, carrier: str, fingerprints: Sequence[str]
) -> SavedMapping | None:
    """The newest mapping in use for one of the layouts: the carrier's own before any other's."""
    statement = (
        select(SavedMapping)
        .where(
            SavedMapping.kind == kind,
            col(SavedMapping.carrier).in_([carrier, ""]),
            col(SavedMapping.fingerprint).in_(fingerprints),
            col(SavedMapping.retired_at).is_(None),
        )
        .order_by(col(SavedMapping.carrier).desc(), col(SavedMapping.version).desc())
        .limit(1)
    )
    return (await session.exec(statement)).first()


async def last_version(session: AsyncSession, *, kind: str, carrier: str, fingerprint: str) -> int:
    """The number of the newest version of a layout's mapping; 0 if there is none."""
    statement = select(func.max(SavedMapping.version)).where(
        SavedMapping.kind == kind,
        SavedMapping.carrier == carrier,
        SavedMapping.fingerprint == fingerprint,
    )
    return (await session.exec(statement)).one() or 0
