"""SQL of what a proposal asks besides the cases: assignments, shifts, lines that repeat."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from stationdesk.penalties.repository.fines import Connection


async def posts(
    connection: Connection, firm_id: UUID, stations: Collection[UUID], until: datetime
) -> list[asyncpg.Record]:
    """Who served the stations at any time before `until`, primaries first."""
    rows: list[asyncpg.Record] = await connection.fetch(
        """
        SELECT a.station_id, a.direction, a.member_id, a.is_primary, a.valid_from, a.valid_to,
               m.name
        FROM assignments a JOIN members m ON m.firm_id = a.firm_id AND m.id = a.member_id
        WHERE a.firm_id = $1 AND a.station_id = ANY($2) AND a.valid_from <= $3
        ORDER BY a.is_primary DESC, m.name, a.id
        """,
        firm_id, list(stations), until,
    )  # fmt: skip
    return rows


async def weeks(connection: Connection, firm_id: UUID) -> list[asyncpg.Record]:
    """Everybody's weekly shifts, and since when they are kept so."""
    rows: list[asyncpg.Record] = await connection.fetch(
        "SELECT member_id, week::text AS week, changed_at FROM shift_patterns WHERE firm_id = $1",
        firm_id,
    )
    return rows


async def charges_of(
    connection: Connection, firm_id: UUID, places: Sequence[tuple[UUID, str]]
) -> list[asyncpg.Record]:
    """Every charge on waybills (station, waybill) so far, the earliest taken in first."""
    rows: list[asyncpg.Record] = await connection.fetch(
        """
        SELECT f.id, f.station_id, f.waybill, f.code, f.amount_fen, f.occurred_at, f.case_id,
               f.bill_no, f.line_no, f.status, f.duplicate_of
        FROM (SELECT DISTINCT * FROM unnest($2::uuid[], $3::text[]) AS p (station_id, waybill)) w
        JOIN fines f ON f.firm_id = $1 AND f.waybill = w.waybill AND f.waybill <> ''
                    AND f.station_id = w.station_id
        WHERE f.amount_fen > 0
        ORDER BY f.taken_in_at, f.row_number, f.id
        """,
        firm_id, [station for station, _ in places], [waybill for _, waybill in places],
    )  # fmt: skip
    return rows
