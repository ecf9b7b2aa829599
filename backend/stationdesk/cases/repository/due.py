"""Clocks whose ladder wants attention, and what a fine asks of the cases of its waybill."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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


async def cases_for_fines(
    connection: Connection, firm_id: UUID, places: Collection[tuple[UUID, str]]
) -> list[asyncpg.Record]:
    """The cases of waybills at stations, oldest first; of each place the first 100."""
    rows: list[asyncpg.Record] = await connection.fetch(
        """
        SELECT w.station_id, w.waybill, c.*
        FROM unnest($2::uuid[], $3::text[]) AS w (station_id, waybill)
        CROSS JOIN LATERAL (
            SELECT id, number, kind, direction, state, opened_at, received_at, answered_at,
                   closed_at, outcome, version, holder_kind, holder_reference, holder_name,
                   custody_since
            FROM cases
            WHERE firm_id = $1 AND waybill COLLATE "C" = w.waybill AND station_id = w.station_id
            ORDER BY opened_at, id LIMIT 100) AS c
        ORDER BY c.opened_at, c.id
        """,
        firm_id, [station for station, _ in places], [waybill for _, waybill in places],
    )  # fmt: skip
    return rows


async def clocks_for_fines(
    connection: Connection, firm_id: UUID, case_ids: Sequence[UUID]
) -> list[asyncpg.Record]:
    """The clocks of cases, the oldest first: what says whether and when they ran out."""
    rows: list[asyncpg.Record] = await connection.fetch(
        """
        SELECT case_id, id, name, owner, started_at, due_at, paused_at, stopped_at, policy_code,
               policy_version, policy_title, exemptions::text AS exemptions
        FROM case_clocks WHERE firm_id = $1 AND case_id = ANY($2) ORDER BY started_at, id
        """,
        firm_id, case_ids,
    )  # fmt: skip
    return rows


async def custody_for_fines(
    connection: Connection, firm_id: UUID, case_ids: Sequence[UUID]
) -> list[asyncpg.Record]:
    """The ended intervals of cases: (case, version, kind, reference, name, from, to), in order."""
    rows: list[asyncpg.Record] = await connection.fetch(
        """
        SELECT case_id, case_version, holder_kind, holder_reference, holder_name, from_at, to_at
        FROM case_custody WHERE firm_id = $1 AND case_id = ANY($2) ORDER BY case_id, case_version
        """,
        firm_id, case_ids,
    )  # fmt: skip
    return rows
