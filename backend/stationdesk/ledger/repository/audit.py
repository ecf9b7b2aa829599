"""SQL that `verify` walks the whole ledger by."""

from collections.abc import AsyncIterator
from datetime import date
from uuid import UUID

from stationdesk.ledger.repository.book import (
    ENTRY,
    NAMED,
    TRANSACTION,
    Connection,
    StoredEntry,
    StoredTransaction,
)


async def see_one_snapshot(connection: Connection) -> None:
    """Whoever posts meanwhile is not seen; only possible before the transaction's first query."""
    await connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


async def walk_transactions(
    connection: Connection, firm_id: UUID
) -> AsyncIterator[StoredTransaction]:
    """Every transaction by id, streamed."""
    async for row in connection.cursor(
        f"SELECT {TRANSACTION} FROM ledger_transactions t WHERE firm_id = $1 ORDER BY id",  # noqa: S608
        firm_id,
        prefetch=1000,
    ):
        yield StoredTransaction(**row)


async def walk_entries(connection: Connection, firm_id: UUID) -> AsyncIterator[StoredEntry]:
    """Every entry by transaction and line, streamed."""
    async for row in connection.cursor(
        f"SELECT {ENTRY} FROM ledger_entries e {NAMED} WHERE e.firm_id = $1 "  # noqa: S608
        "ORDER BY e.transaction_id, e.line",
        firm_id,
        prefetch=1000,
    ):
        yield StoredEntry(**row)


async def walk_leaves(
    connection: Connection, firm_id: UUID
) -> AsyncIterator[tuple[int, UUID, bytes, bytes | None]]:
    """(position, transaction id, sealed leaf hash, the transaction's own or None if it is gone)."""
    async for row in connection.cursor(
        "SELECT l.position, l.transaction_id, l.leaf_hash, t.leaf_hash FROM ledger_leaves l "
        "LEFT JOIN ledger_transactions t ON t.firm_id = l.firm_id AND t.id = l.transaction_id "
        "WHERE l.firm_id = $1 ORDER BY l.position",
        firm_id,
        prefetch=1000,
    ):
        yield tuple(row)


async def inexact_reversal(connection: Connection, firm_id: UUID) -> UUID | None:
    """A reversal whose entries do not negate those of the transaction that it names."""
    found = await connection.fetchval(
        """
        SELECT n.id FROM ledger_transactions n
        WHERE n.firm_id = $1 AND n.reverses IS NOT NULL AND EXISTS (
            SELECT FROM (SELECT line, account_id, -amount_fen AS amount_fen FROM ledger_entries
                         WHERE firm_id = $1 AND transaction_id = n.reverses) o
            FULL JOIN (SELECT line, account_id, amount_fen FROM ledger_entries
                       WHERE firm_id = $1 AND transaction_id = n.id) r
            USING (line, account_id, amount_fen)
            WHERE o IS NULL OR r IS NULL)
        ORDER BY n.id LIMIT 1
        """,
        firm_id,
    )
    assert found is None or isinstance(found, UUID)
    return found


async def wrong_rollup(
    connection: Connection, firm_id: UUID
) -> tuple[date, UUID, int | None, int | None] | None:
    """(period, account, stored, summed) of the first rollup that is not the sum of its entries."""
    row = await connection.fetchrow(
        """
        WITH monthly AS MATERIALIZED (
            SELECT period, account_id, sum(amount_fen) AS moved_fen FROM ledger_entries
            WHERE firm_id = $1 GROUP BY period, account_id)
        SELECT period, account_id, r.balance_fen::bigint, s.balance_fen::bigint
        FROM (SELECT period, account_id, balance_fen FROM ledger_rollups WHERE firm_id = $1) r
        FULL JOIN (
            SELECT p.period, m.account_id, sum(m.moved_fen) AS balance_fen
            FROM ledger_periods p JOIN monthly m ON m.period <= p.period
            WHERE p.firm_id = $1 GROUP BY p.period, m.account_id) s
        USING (period, account_id)
        WHERE r.balance_fen IS DISTINCT FROM s.balance_fen
        ORDER BY period, account_id LIMIT 1
        """,
        firm_id,
    )
    return None if row is None else tuple(row)
