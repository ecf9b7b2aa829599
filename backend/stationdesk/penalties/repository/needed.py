"""SQL of parcels whose fines are not decided: their evidence is still needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg

Connection: TypeAlias = "asyncpg.Connection[Any]"


async def parcels_with_open_fines(
    connection: Connection, firm_id: UUID, parcels: Sequence[tuple[UUID, str]]
) -> set[tuple[UUID, str]]:
    """Which of these parcels (station, waybill) have a fine that nobody decided yet."""
    rows = await connection.fetch(
        "SELECT DISTINCT f.station_id, f.waybill FROM fines f "
        "JOIN unnest($2::uuid[], $3::text[]) AS wanted (station_id, waybill) "
        "ON wanted.station_id = f.station_id AND wanted.waybill = f.waybill "
        "WHERE f.firm_id = $1 AND f.waybill <> '' AND f.status = 'undecided'",
        firm_id, [station for station, _ in parcels], [waybill for _, waybill in parcels],
    )  # fmt: skip
    return {(row["station_id"], row["waybill"]) for row in rows}
