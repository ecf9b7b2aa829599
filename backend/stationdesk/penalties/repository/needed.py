"""SQL of parcels whose evidence is still needed: for fines that are open, or may be opened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg

Connection: TypeAlias = "asyncpg.Connection[Any]"


async def parcels_with_open_fines(
    connection: Connection, firm_id: UUID, parcels: Sequence[tuple[UUID, str]]
) -> set[tuple[UUID, str]]:
    """Which of these parcels (station, waybill) have a fine that nobody decided yet, one under
    dispute, or one that can still be disputed; or a loss that waits for approval."""
    rows = await connection.fetch(
        "SELECT DISTINCT f.station_id, f.waybill FROM fines f "
        "JOIN unnest($2::uuid[], $3::text[]) AS wanted (station_id, waybill) "
        "ON wanted.station_id = f.station_id AND wanted.waybill = f.waybill "
        "WHERE f.firm_id = $1 AND f.waybill <> '' AND (f.status = 'undecided' OR EXISTS ("
        "SELECT FROM fine_attributions a WHERE a.firm_id = f.firm_id AND a.fine_id = f.id "
        "AND a.ended_at IS NULL AND (now() <= greatest(a.agent_dispute_until, "
        "a.station_dispute_until) OR EXISTS (SELECT FROM fine_disputes d "
        "WHERE d.firm_id = a.firm_id AND d.attribution_id = a.id AND d.state = 'open')))) "
        "UNION SELECT l.station_id, l.waybill FROM losses l "
        "JOIN unnest($2::uuid[], $3::text[]) AS wanted (station_id, waybill) "
        "ON wanted.station_id = l.station_id AND wanted.waybill = l.waybill "
        "WHERE l.firm_id = $1 AND l.status IN ('suggested', 'entered')",
        firm_id, [station for station, _ in parcels], [waybill for _, waybill in parcels],
    )  # fmt: skip
    return {(row["station_id"], row["waybill"]) for row in rows}
