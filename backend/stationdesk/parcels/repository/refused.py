"""SQL of refused rows: from the staging tables to where they are kept."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from stationdesk.imports.refusals import Refusal, raw_line
from stationdesk.parcels.repository.staging import COLUMNS, Connection

ROWS_A_TURN = 5_000

_REFUSED = f"""
SELECT x.row_number, x.column_name, x.value, x.code, s.raw, {", ".join(f"s.{c}" for c in COLUMNS)}
FROM scan_refused x JOIN scan_stage s USING (row_number)
WHERE x.row_number > $1 ORDER BY x.row_number LIMIT $2
"""

_KEEP = """
INSERT INTO import_rejects (firm_id, batch_id, row_number, column_name, value, code, raw)
SELECT $1, $2, * FROM unnest($3::int[], $4::text[], $5::text[], $6::text[], $7::text[])
"""

_FAIL = """
UPDATE import_batches SET status = 'failed', problem = $2, rows = $3, rejected = $3, accepted = 0,
    duplicates = 0, header = $4, finished_at = $5
WHERE id = $1
"""


async def keep(connection: Connection, firm_id: UUID, batch_id: UUID, header: Sequence[str]) -> int:
    """Keep every refused row with its reason and its raw line; how many."""
    kept = 0
    after = 0
    while found := await _page(connection, header, after, ROWS_A_TURN):
        await connection.execute(
            _KEEP,
            firm_id,
            batch_id,
            [refusal.row_number for refusal in found],
            [refusal.column for refusal in found],
            [refusal.value for refusal in found],
            [refusal.code for refusal in found],
            [refusal.raw for refusal in found],
        )
        kept += len(found)
        after = found[-1].row_number
    return kept


async def first(connection: Connection, limit: int) -> list[Refusal]:
    """The first few refused rows, for a message."""
    return await _page(connection, COLUMNS, 0, limit)


async def fail_batch(
    connection: Connection,
    batch_id: UUID,
    problem: str,
    rows: int,
    header: Sequence[str],
    now: datetime,
) -> None:
    """All or nothing was asked for: the whole file counts as refused."""
    await connection.execute(_FAIL, batch_id, problem, rows, list(header), now)


async def _page(
    connection: Connection, header: Sequence[str], after: int, limit: int
) -> list[Refusal]:
    names = [name.strip().lstrip("\ufeff").lower() for name in header]
    return [
        Refusal(
            row["row_number"],
            row["column_name"],
            row["value"],
            row["code"],
            row["raw"] or raw_line([row[n] if n in COLUMNS else "" for n in names]),
        )
        for row in await connection.fetch(_REFUSED, after, limit)
    ]
