"""SQL of what looks wrong in the books. Each answers with (count, sum in fen, first items)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from stationdesk.ledger.repository.book import Connection

ITEMS_MAX: Final = 50
Found = tuple[int, int, Sequence[Any]]


_OLD_UNATTRIBUTED: Final = """
    SELECT f.waybill || ' · ' || s.name AS label, f.amount_fen, f.taken_in_at AS since,
           NULL AS account, f.id AS fine_id, NULL::uuid AS award_id,
           count(*) OVER () AS found, sum(f.amount_fen) OVER () AS total_fen
    FROM fines f JOIN stations s ON s.firm_id = f.firm_id AND s.id = f.station_id
    WHERE f.firm_id = $1 AND f.status = 'undecided' AND f.amount_fen > 0 AND f.taken_in_at < $2
    ORDER BY f.taken_in_at LIMIT $3
"""
_WAITING_AWARDS: Final = """
    SELECT a.waybill || ' · ' || s.name AS label, a.amount_fen, a.received_at AS since,
           NULL AS account, NULL::uuid AS fine_id, a.id AS award_id,
           count(*) OVER () AS found, sum(a.amount_fen) OVER () AS total_fen
    FROM arbitration_awards a JOIN stations s ON s.firm_id = a.firm_id AND s.id = a.station_id
    WHERE a.firm_id = $1 AND a.status = 'waiting' AND a.recorded_at < $2
    ORDER BY a.recorded_at LIMIT $3
"""


async def old_unattributed(connection: Connection, firm_id: UUID, before: datetime) -> Found:
    """Fines that wait for a decision since before a moment, the oldest first."""
    return await _found(connection, _OLD_UNATTRIBUTED, firm_id, before)


async def waiting_awards(connection: Connection, firm_id: UUID, before: datetime) -> Found:
    """Awards that nobody has shared out since before a moment."""
    return await _found(connection, _WAITING_AWARDS, firm_id, before)


async def agents_in_debit(connection: Connection, firm_id: UUID, months: int) -> set[str]:
    """Accounts of agents that stood in debit at the end of each of the last closed months."""
    rows = await connection.fetch(
        """
        WITH closed AS (
            SELECT period FROM ledger_periods WHERE firm_id = $1 ORDER BY period DESC LIMIT $2)
        SELECT a.name FROM ledger_rollups r
        JOIN ledger_accounts a ON a.firm_id = r.firm_id AND a.id = r.account_id
        WHERE r.firm_id = $1 AND r.period IN (SELECT period FROM closed) AND r.balance_fen > 0
          AND a.name LIKE 'agent/%'
        GROUP BY a.name HAVING count(*) = $2
        """,
        firm_id,
        months,
    )
    return {row["name"] for row in rows}


async def unsealed(connection: Connection, firm_id: UUID) -> tuple[int, int, datetime | None]:
    """(transactions, unsealed ones, when the oldest of these was posted).

    Only rows at or above the bound of the last seal are looked at one by one.
    """
    row = await connection.fetchrow(
        """
        WITH bound AS (
            SELECT tree_size, sealed_below FROM ledger_seals
            WHERE firm_id = $1 ORDER BY number DESC LIMIT 1)
        SELECT count(*) AS count, min(t.posted_at) AS since,
               coalesce((SELECT tree_size FROM bound), 0) AS sealed
        FROM ledger_transactions t
        WHERE t.firm_id = $1
          AND t.xid >= coalesce((SELECT sealed_below FROM bound), '0'::xid8)
          AND NOT EXISTS (SELECT FROM ledger_leaves l
                          WHERE l.firm_id = $1 AND l.transaction_id = t.id)
        """,
        firm_id,
    )
    assert row is not None
    return row["sealed"] + row["count"], row["count"], row["since"]


async def _found(connection: Connection, sql: str, firm_id: UUID, before: datetime) -> Found:
    rows = [dict(row) for row in await connection.fetch(sql, firm_id, before, ITEMS_MAX)]
    count = rows[0]["found"] if rows else 0
    total_fen = int(rows[0]["total_fen"]) if rows else 0
    for row in rows:
        del row["found"], row["total_fen"]
    return count, total_fen, rows
