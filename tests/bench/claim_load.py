"""A firm with many cases, written by the owner in bulk: what the benches stand on."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import asyncpg

from stationdesk.foundation.database import Database

BULK = """
INSERT INTO cases (firm_id, id, number, kind, direction, state, version, station_id, waybill,
                   summary, details, details_version, risk_fen, due_at, rank, holder_kind,
                   custody_since, source, opened_at, received_at, closed_at, outcome)
SELECT $1, gen_random_uuid(), 'B' || n, 'problem_parcel',
       CASE WHEN n % 2 = 0 THEN 'inbound' ELSE 'outbound' END,
       CASE WHEN n <= $3 THEN 'found' ELSE 'confirmed' END, 1,
       ($2::uuid[])[1 + n % array_length($2::uuid[], 1)], (730000000000 + n)::text,
       'A1 联系不上', '{"problem_type": "A1", "description": "联系不上"}', 1, 2000,
       $4::timestamptz + n * interval '1 second', $4::timestamptz + n * interval '1 second',
       CASE WHEN n <= $3 THEN 'queue' ELSE 'closed' END,
       $4, 'hand', $4, $4, CASE WHEN n > $3 THEN $4::timestamptz END, NULL
FROM generate_series(1, $5::bigint) AS n
"""


@dataclass(frozen=True)
class Load:
    """How many cases there are in all, and how many of them wait in the queue."""

    total: int
    waiting: int


async def write_cases(
    database: Database, firm_id: UUID, station_ids: list[UUID], load: Load
) -> None:
    """Write the load as the owner and let the planner know of it."""
    owner = await asyncpg.connect(**database.endpoints.owner.asyncpg_arguments())
    try:
        await owner.execute(
            BULK, firm_id, station_ids, load.waiting, datetime.now(UTC), load.total, timeout=600
        )
        await owner.execute("VACUUM ANALYZE cases", timeout=600)
    finally:
        await owner.close()
