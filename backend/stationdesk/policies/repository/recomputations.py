"""SQL of recomputations: asked for here, carried out where the cases are."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from stationdesk.policies.repository.versions import Connection

FIELDS = """id, cause, reason, reference_id, kinds, carriers, station_ids, requested_by_name,
    created_at, started_at, finished_at, last_case_id, total, done, changed, failed"""


async def insert(connection: Connection, firm_id: UUID, columns: dict[str, Any]) -> None:
    """Write a request. Names are ours."""
    names = ["firm_id", *columns]
    places = ", ".join(f"${n}" for n in range(1, len(names) + 1))
    await connection.execute(
        f"INSERT INTO recomputations ({', '.join(names)}) VALUES ({places})",  # noqa: S608
        firm_id, *columns.values(),
    )  # fmt: skip


async def by_id(
    connection: Connection, firm_id: UUID, recomputation_id: UUID
) -> asyncpg.Record | None:
    """One recomputation with its progress."""
    return await connection.fetchrow(
        f"SELECT {FIELDS} FROM recomputations WHERE firm_id = $1 AND id = $2",  # noqa: S608
        firm_id, recomputation_id,
    )  # fmt: skip


async def page(
    connection: Connection, firm_id: UUID, before: UUID | None, limit: int
) -> list[asyncpg.Record]:
    """Recomputations, the latest first; one more than `limit`."""
    rows: list[asyncpg.Record] = await connection.fetch(
        f"""
        SELECT {FIELDS} FROM recomputations
        WHERE firm_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3
        """,  # noqa: S608
        firm_id, before, limit + 1,
    )  # fmt: skip
    return rows


async def begin(
    connection: Connection, firm_id: UUID, recomputation_id: UUID, total: int, now: datetime
) -> None:
    """Note how much there is to look at; a worker that goes on after another keeps the first."""
    await connection.execute(
        """
        UPDATE recomputations SET total = coalesce(total, $3), started_at = coalesce(started_at, $4)
        WHERE firm_id = $1 AND id = $2
        """,
        firm_id, recomputation_id, total, now,
    )  # fmt: skip


async def advance(
    connection: Connection,
    firm_id: UUID,
    recomputation_id: UUID,
    last_case_id: UUID,
    done: int,
    changed: int,
    failed: int,
) -> None:
    """A batch is done; in the batch's own transaction, so that none is counted twice."""
    await connection.execute(
        """
        UPDATE recomputations SET last_case_id = $3, done = done + $4, changed = changed + $5,
            failed = failed + $6
        WHERE firm_id = $1 AND id = $2
        """,
        firm_id, recomputation_id, last_case_id, done, changed, failed,
    )  # fmt: skip


async def finish(
    connection: Connection, firm_id: UUID, recomputation_id: UUID, now: datetime
) -> None:
    """Everything has been looked at."""
    await connection.execute(
        """
        UPDATE recomputations SET finished_at = coalesce(finished_at, $3)
        WHERE firm_id = $1 AND id = $2
        """,
        firm_id, recomputation_id, now,
    )  # fmt: skip
