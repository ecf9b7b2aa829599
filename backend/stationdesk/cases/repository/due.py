"""Clocks whose ladder wants attention, and what a fine asks of the cases of its waybill."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg

from stationdesk.cases.repository.records import CLOCK_FIELDS

Connection: TypeAlias = "asyncpg.Connection[Any]"

DUE_BATCH = 500

DUE_CLOCKS = f"""
SELECT {CLOCK_FIELDS}, k.case_id, k.station_id, c.version
FROM case_clocks k JOIN cases c ON c.firm_id = k.firm_id AND c.id = k.case_id
WHERE k.firm_id = $1 AND k.next_rung_at <= $2
ORDER BY k.next_rung_at, k.id LIMIT $3
FOR UPDATE OF k SKIP LOCKED
"""  # noqa: S608


async def due_clocks(
    connection: Connection, firm_id: UUID, now: datetime, limit: int = DUE_BATCH
) -> list[asyncpg.Record]:
    """Clocks with a rung to fire, the longest waiting first, with their case's version."""
    rows: list[asyncpg.Record] = await connection.fetch(
        DUE_CLOCKS, firm_id, now, min(limit, DUE_BATCH)
    )
    return rows


async def cases_for_fine(
    connection: Connection, firm_id: UUID, station_id: UUID, waybill: str
) -> list[asyncpg.Record]:
    """The cases of a waybill at a station, oldest first."""
    rows: list[asyncpg.Record] = await connection.fetch(
        """
        SELECT id, number, kind, direction, state, opened_at, received_at, answered_at, closed_at,
               outcome, version, holder_kind, holder_reference, holder_name, custody_since
        FROM cases
        WHERE firm_id = $1 AND waybill COLLATE "C" = $3 AND station_id = $2
        ORDER BY opened_at, id LIMIT 100
        """,
        firm_id, station_id, waybill,
    )  # fmt: skip
    return rows
