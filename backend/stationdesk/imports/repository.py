"""SQL of batches and refused rows."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.imports.models import ImportBatch, ImportReject
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
