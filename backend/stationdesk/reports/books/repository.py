"""SQL of the books, on a bare connection inside of the reader's tenant transaction."""

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from stationdesk.foundation.ids import new_id
from stationdesk.ledger.repository.book import Connection
from stationdesk.ledger.verify import Report

_LAST: Final = (UUID(int=2**128 - 1), 2**31 - 1)


class MonthSums(Struct, frozen=True):
    """What stood on an account before a month, and what moved in it."""

    opening_fen: int
    moved_fen: int
    entry_count: int


async def labels(connection: Connection) -> dict[str, str]:
    """Names of stations and agents by their account."""
    rows = await connection.fetch(
        "SELECT 'station/' || code, name FROM stations "
        "UNION ALL SELECT 'unattributed/' || code, name FROM stations "
        "UNION ALL SELECT 'agent/' || email, name FROM members"
    )
    return {row[0]: row[1] for row in rows}


async def account_id(connection: Connection, firm_id: UUID, name: str) -> UUID | None:
    """The account of this name."""
    found = await connection.fetchval(
        "SELECT id FROM ledger_accounts WHERE firm_id = $1 AND name = $2", firm_id, name
    )
    assert found is None or isinstance(found, UUID)
    return found


async def last_closed(connection: Connection, firm_id: UUID) -> date | None:
    """The newest closed month."""
    found = await connection.fetchval(
        "SELECT max(period) FROM ledger_periods WHERE firm_id = $1", firm_id
    )
    assert found is None or isinstance(found, date)
    return found


async def months(
    connection: Connection, firm_id: UUID, account: UUID
) -> list[tuple[date, bool, int]]:
    """(month, closed, balance at its end) of the account, the newest first: closed months from
    the rollups, open ones from their entries."""
    rows = await connection.fetch(
        """
        WITH closed AS (
            SELECT coalesce(max(period), '-infinity') AS period FROM ledger_periods
            WHERE firm_id = $1
        ), rolled AS (
            SELECT period, balance_fen FROM ledger_rollups
            WHERE firm_id = $1 AND account_id = $2 
        ), moved AS (
            SELECT period, sum(amount_fen) AS moved_fen FROM ledger_entries
            WHERE firm_id = $1 AND account_id = $2 AND period > (SELECT period FROM closed)
            GROUP BY period)
        SELECT period, true AS is_closed, balance_fen::bigint FROM rolled
        UNION ALL
        SELECT period, false, (coalesce((SELECT balance_fen FROM rolled ORDER BY period DESC
            LIMIT 1), 0) + sum(moved_fen) OVER (ORDER BY period))::bigint FROM moved
        ORDER BY 1 DESC
        """,
        firm_id,
        account,
    )
    return [tuple(row) for row in rows]


async def month_sums(
    connection: Connection, firm_id: UUID, account: UUID, month: date
) -> MonthSums:
    """The last rollup before the month, the open months between, and the month itself."""
    row = await connection.fetchrow(
        """
        WITH closed AS (
            SELECT coalesce(max(period), '-infinity') AS period FROM ledger_periods
            WHERE firm_id = $1 AND period < $3
        ), moved AS (
            SELECT coalesce(sum(amount_fen) FILTER (WHERE period < $3), 0) AS before_fen,
                   coalesce(sum(amount_fen) FILTER (WHERE period = $3), 0) AS moved_fen,
                   count(*) FILTER (WHERE period = $3) AS entry_count
            FROM ledger_entries WHERE firm_id = $1 AND account_id = $2 AND period <= $3
              AND period > (SELECT period FROM closed))
        SELECT (before_fen + coalesce((SELECT balance_fen FROM ledger_rollups
                    WHERE firm_id = $1 AND account_id = $2
                      AND period = (SELECT period FROM closed)), 0))::bigint AS opening_fen,
               moved_fen::bigint, entry_count
        FROM moved
        """,
        firm_id,
        account,
        month,
    )
    assert row is not None
    return MonthSums(**row)


async def entries(
    connection: Connection,
    firm_id: UUID,
    account: UUID,
    month: date,
    after: tuple[UUID, int] | None,
    limit: int | None,
) -> list[Any]:
    """The account's entries of a month, the newest first; `limit` None: all of them."""
    return list(
        await connection.fetch(
            """
        SELECT e.transaction_id, e.line, e.amount_fen, t.kind, t.occurred_at, t.posted_at,
               t.reference, t.reverses, r.id AS reversed_by, f.id AS fine_id, f.waybill
        FROM ledger_entries e
        JOIN ledger_transactions t ON t.firm_id = e.firm_id AND t.id = e.transaction_id
        LEFT JOIN ledger_transactions r ON r.firm_id = e.firm_id AND r.reverses = e.transaction_id
        LEFT JOIN LATERAL (
            SELECT x.fine_id FROM fine_transactions x
            WHERE x.firm_id = e.firm_id AND x.transaction_id = e.transaction_id LIMIT 1) x ON true
        LEFT JOIN fines f ON f.firm_id = e.firm_id AND f.id = x.fine_id
        WHERE e.firm_id = $1 AND e.account_id = $2 AND e.period = $3
          AND (e.transaction_id, e.line) < ($4, $5)
        ORDER BY e.transaction_id DESC, e.line DESC LIMIT $6
        """,
            firm_id,
            account,
            month,
            *(after or _LAST),
            limit,
        )
    )


async def place_of(connection: Connection, firm_id: UUID, transaction_id: UUID) -> Any:
    """Position and first seal of a transaction, and what reversed it; every part may be None."""
    return await connection.fetchrow(
        """
        SELECT l.position, s.number, s.tree_size, s.root, s.chain, s.sealed_at,
               (SELECT r.id FROM ledger_transactions r
                WHERE r.firm_id = $1 AND r.reverses = $2) AS reversed_by
        FROM (SELECT 1) AS one
        LEFT JOIN ledger_leaves l ON l.firm_id = $1 AND l.transaction_id = $2
        LEFT JOIN LATERAL (
            SELECT number, tree_size, root, chain, sealed_at FROM ledger_seals
            WHERE firm_id = $1 AND tree_size > l.position ORDER BY number LIMIT 1) s ON true
        """,
        firm_id,
        transaction_id,
    )


async def about(connection: Connection, firm_id: UUID, transaction_id: UUID) -> list[Any]:
    """The fines that a transaction is about, with their step."""
    return list(
        await connection.fetch(
            "SELECT x.fine_id, f.waybill, x.step FROM fine_transactions x "
            "JOIN fines f ON f.firm_id = x.firm_id AND f.id = x.fine_id "
            "WHERE x.firm_id = $1 AND x.transaction_id = $2 ORDER BY x.fine_id LIMIT 200",
            firm_id,
            transaction_id,
        )
    )


async def last_seals(connection: Connection, firm_id: UUID, limit: int) -> list[Any]:
    """The newest seals."""
    return list(
        await connection.fetch(
            "SELECT number, tree_size, root, chain, sealed_at FROM ledger_seals "
            "WHERE firm_id = $1 ORDER BY number DESC LIMIT $2",
            firm_id,
            limit,
        )
    )


async def insert_verification(
    connection: Connection, firm_id: UUID, report: Report, by: str, now: datetime
) -> None:
    """Keep what `verify` found."""
    found, problem = report.as_json(), report.problem
    await connection.execute(
        "INSERT INTO ledger_verifications VALUES "
        "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        firm_id,
        new_id(),
        now,
        by,
        report.transactions,
        report.entries,
        report.seals,
        found["unsealed"],
        report.chain,
        *((problem.what, problem.subject, problem.detail) if problem else (None, None, None)),
    )


async def last_verification(connection: Connection, firm_id: UUID) -> Any:
    """The newest, or None."""
    return await connection.fetchrow(
        "SELECT verified_at, verified_by, transactions, entries, seals, unsealed, chain, problem, "
        "subject, detail FROM ledger_verifications WHERE firm_id = $1 ORDER BY id DESC LIMIT 1",
        firm_id,
    )
