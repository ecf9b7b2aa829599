"""SQL of refused rows: from the staging tables to where they are kept."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from stationdesk.imports.refusals import Refusal
from stationdesk.parcels.repository.staging import COLUMNS, Connection

_KEEP = """
INSERT INTO import_rejects (firm_id, batch_id, row_number, column_name, value, code, raw)
SELECT $1, $2, x.row_number, x.column_name, x.value, x.code, coalesce(s.raw, {raw})
FROM scan_refused x JOIN scan_stage s USING (row_number)
"""

_FIRST = """
SELECT x.row_number, x.column_name, x.value, x.code FROM scan_refused x
ORDER BY x.row_number LIMIT $1
"""

_FAIL = """
UPDATE import_batches SET status = 'failed', problem = $2, rows = $3, rejected = $3, accepted = 0,
    duplicates = 0, header = $4, finished_at = $5
WHERE id = $1
"""


def _raw_line(header: Sequence[str]) -> str:
    """SQL for a staged row as the CSV line it was; columns that are not ours are left blank."""
    names = [name.strip().lstrip("\ufeff").lower() for name in header]
    cells = [
        f"CASE WHEN s.{name} ~ '[\",\\r\\n]' THEN '\"' || replace(s.{name}, '\"', '\"\"') || '\"' "
        f"ELSE s.{name} END"
        if name in COLUMNS
        else "''"
        for name in names
    ]
    return f"concat_ws(',', {', '.join(cells)})"


async def keep(connection: Connection, firm_id: UUID, batch_id: UUID, header: Sequence[str]) -> int:
    """Keep every refused row with its reason and its raw line; how many."""
    statement = _KEEP.format(raw=_raw_line(header))
    status = await connection.execute(statement, firm_id, batch_id)
    return int(status.split()[-1])


async def first(connection: Connection, limit: int) -> list[Refusal]:
    """The first few refused rows, for a message; without their raw lines."""
    rows = await connection.fetch(_FIRST, limit)
    return [Refusal(number, column, value, code, "") for number, column, value, code in rows]


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
