"""SQL that `ledger verify` walks the statements by."""

from collections.abc import AsyncIterator
from datetime import date
from uuid import UUID

import msgspec

from stationdesk.closing.statements.repository.gathering import Connection


class CheckedRow(msgspec.Struct, frozen=True):
    """A stored statement with what the ledger's rollups say of its account, in the party's favour;
    `before_fen`: at the month closed before."""

    id: UUID
    period: date
    position: int
    number: str
    party_code: str
    account: str
    opening_fen: int
    closing_fen: int
    undecided_fen: int
    frozen_fen: int
    paid_since_fen: int
    payable_fen: int
    line_count: int
    content: bytes
    content_hash: bytes
    before_fen: int
    balance_fen: int
    pending_fen: int


async def walk_statements(connection: Connection, firm_id: UUID) -> AsyncIterator[CheckedRow]:
    """Every statement by month and number, streamed."""
    async for row in connection.cursor(
        """
        SELECT s.id, s.period, s.position, s.number, s.party_code, s.account, s.opening_fen,
               s.closing_fen, s.undecided_fen, s.frozen_fen, s.paid_since_fen, s.payable_fen,
               s.line_count, s.content, s.content_hash,
               -coalesce((SELECT r.balance_fen FROM ledger_rollups r
                          WHERE r.firm_id = $1 AND r.account_id = a.id AND r.period = (
                              SELECT max(p.period) FROM ledger_periods p
                              WHERE p.firm_id = $1 AND p.period < s.period)), 0)::bigint
                   AS before_fen,
               -coalesce((SELECT r.balance_fen FROM ledger_rollups r WHERE r.firm_id = $1
                          AND r.account_id = a.id AND r.period = s.period), 0)::bigint
                   AS balance_fen,
               coalesce((SELECT r.balance_fen FROM ledger_rollups r
                         JOIN ledger_accounts u ON u.firm_id = $1 AND u.id = r.account_id
                         WHERE r.firm_id = $1 AND r.period = s.period AND s.party = 'station'
                           AND u.name = 'unattributed/' || s.party_code), 0)::bigint
                   AS pending_fen
        FROM statements s
        LEFT JOIN ledger_accounts a ON a.firm_id = $1 AND a.name = s.account
        WHERE s.firm_id = $1 ORDER BY s.period, s.position
        """,
        firm_id,
        prefetch=50,
    ):
        yield CheckedRow(**row)


async def missing_guard(connection: Connection) -> str | None:
    """A guard of the statements' tables that is gone or switched off, as "trigger on table"."""
    found: str | None = await connection.fetchval(
        """
        SELECT g.guard || ' on ' || g.name
        FROM (SELECT 'statement_unchanged' AS guard, unnest(ARRAY['statements',
                  'statement_roots', 'statement_answers', 'statement_papers']) AS name
              UNION ALL SELECT 'statement_check', unnest(ARRAY['statements', 'statement_roots',
                  'statement_answers'])) g
        WHERE NOT EXISTS (
            SELECT FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
            WHERE c.relname = g.name AND t.tgname = g.guard AND t.tgenabled IN ('O', 'A'))
        ORDER BY 1 LIMIT 1
        """
    )
    return found


async def stray_answer(connection: Connection, firm_id: UUID) -> tuple[UUID, str] | None:
    """(statement, who) of an answer to another content than stands there."""
    row = await connection.fetchrow(
        "SELECT a.statement_id, a.answered_by FROM statement_answers a LEFT JOIN statements s "
        "ON s.firm_id = $1 AND s.id = a.statement_id AND s.content_hash = a.content_hash "
        "WHERE a.firm_id = $1 AND s.id IS NULL ORDER BY a.id LIMIT 1",
        firm_id,
    )
    return None if row is None else tuple(row)
