"""SQL of packs that jobs build, and of the firm's own name on papers."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg

from stationdesk.evidence.schemas import PackRecord

Connection: TypeAlias = "asyncpg.Connection[Any]"

_SELECT = """
SELECT id, case_id, station_id, format, state, done_count, total_count, size_bytes, sha256,
       storage_key, error, member_id, member_name, created_at, finished_at, expires_at
FROM evidence_packs
"""


async def add(connection: Connection, firm_id: UUID, pack: PackRecord) -> None:
    """Ask for a pack."""
    await connection.execute(
        "INSERT INTO evidence_packs (firm_id, id, case_id, station_id, format, state, "
        "total_count, member_id, member_name, created_at, expires_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        firm_id, pack.id, pack.case_id, pack.station_id, pack.format, pack.state,
        pack.total_count, pack.member_id, pack.member_name, pack.created_at, pack.expires_at,
    )  # fmt: skip


async def find(connection: Connection, firm_id: UUID, pack_id: UUID) -> PackRecord | None:
    """One pack, if the transaction's actor may see it."""
    row = await connection.fetchrow(_SELECT + "WHERE firm_id = $1 AND id = $2", firm_id, pack_id)
    return None if row is None else PackRecord(**dict(row.items()))


async def of_case(
    connection: Connection, firm_id: UUID, case_id: UUID, now: datetime, limit: int
) -> list[PackRecord]:
    """The packs of a case that can still be fetched, the latest first."""
    rows = await connection.fetch(
        _SELECT + "WHERE firm_id = $1 AND case_id = $2 AND expires_at > $3 "
        "ORDER BY id DESC LIMIT $4",
        firm_id, case_id, now, limit,
    )  # fmt: skip
    return [PackRecord(**dict(row.items())) for row in rows]


async def expired(
    connection: Connection, firm_id: UUID, now: datetime, limit: int
) -> list[PackRecord]:
    """Packs that nobody can fetch any more."""
    rows = await connection.fetch(
        _SELECT + "WHERE firm_id = $1 AND expires_at <= $2 ORDER BY expires_at LIMIT $3",
        firm_id, now, limit,
    )  # fmt: skip
    return [PackRecord(**dict(row.items())) for row in rows]


async def set_progress(
    connection: Connection, firm_id: UUID, pack_id: UUID, done_count: int
) -> None:
    """How many files have been read."""
    await connection.execute(
        "UPDATE evidence_packs SET done_count = $3 WHERE firm_id = $1 AND id = $2 "
        "AND state = 'building'",
        firm_id, pack_id, done_count,
    )  # fmt: skip


async def finish(
    connection: Connection,
    firm_id: UUID,
    pack_id: UUID,
    *,
    storage_key: str,
    size_bytes: int,
    sha256: bytes,
    now: datetime,
) -> bool:
    """The pack lies ready; False where it is no longer being built."""
    done = await connection.fetchval(
        "UPDATE evidence_packs SET state = 'ready', done_count = total_count, storage_key = $3, "
        "size_bytes = $4, sha256 = $5, finished_at = $6 "
        "WHERE firm_id = $1 AND id = $2 AND state = 'building' RETURNING true",
        firm_id, pack_id, storage_key, size_bytes, sha256, now,
    )  # fmt: skip
    return done is not None


async def fail(
    connection: Connection, firm_id: UUID, pack_id: UUID, error: str, now: datetime
) -> None:
    """The pack could not be built, and why."""
    await connection.execute(
        "UPDATE evidence_packs SET state = 'failed', error = $3, finished_at = $4 "
        "WHERE firm_id = $1 AND id = $2 AND state = 'building'",
        firm_id, pack_id, error, now,
    )  # fmt: skip


async def give_up(connection: Connection, firm_id: UUID, before: datetime, now: datetime) -> None:
    """Packs that were asked for before a moment and are still not there will not come."""
    await connection.execute(
        "UPDATE evidence_packs SET state = 'failed', finished_at = $3, "
        "error = 'The job did not finish; ask for a new pack.' "
        "WHERE firm_id = $1 AND state = 'building' AND created_at < $2",
        firm_id, before, now,
    )  # fmt: skip


async def forget(connection: Connection, firm_id: UUID, pack_id: UUID) -> None:
    """Delete a pack's row."""
    await connection.execute(
        "DELETE FROM evidence_packs WHERE firm_id = $1 AND id = $2", firm_id, pack_id
    )


async def own_firm(connection: Connection) -> tuple[str, str]:
    """Name and time zone of the transaction's firm."""
    row = await connection.fetchrow("SELECT name, timezone FROM own_firm()")
    return (row["name"], row["timezone"])
