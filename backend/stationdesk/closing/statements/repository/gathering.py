"""SQL that gathers what a month's statements say, a chunk of accounts at a time.

Movements are read from the ledger, whatever their kind; fines and decisions are joined to them by
`fine_transactions`, so that a kind that nobody here knows is still a line.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg
import msgspec

from stationdesk.closing.statements.contents import Fee

Connection: TypeAlias = "asyncpg.Connection[Any]"


class StationRow(msgspec.Struct, frozen=True):
    """A station that a statement is made for."""

    id: UUID
    code: str
    name: str
    carrier: str
    timezone: str


class MemberRow(msgspec.Struct, frozen=True):
    """A member behind an agent's account."""

    id: UUID
    email: str
    name: str


class BalanceRow(msgspec.Struct, frozen=True):
    """An account with its balances before and at the end of the month, debit positive."""

    id: UUID
    name: str
    opening_fen: int
    closing_fen: int
    has_moved: bool


class MovementRow(msgspec.Struct, frozen=True):
    """A transaction's effect on an account (debit positive), once for each fine that it is of;
    `step`: of that fine."""

    account_id: UUID
    transaction_id: UUID
    amount_fen: int
    kind: str
    occurred_at: datetime
    posted_at: datetime
    reference: str
    reverses: UUID | None
    fine_id: UUID | None
    step: str | None


class Reversed(msgspec.Struct, frozen=True):
    """What a reversal takes back; `step`: of the fine, where it is of one."""

    kind: str
    period: date
    step: str | None


class FineFacts(msgspec.Struct, frozen=True):
    """A fine with the decision that held at the end of the month, and its case."""

    id: UUID
    station_code: str
    bill_no: str
    line_no: str
    waybill: str
    code: str
    name: str
    amount_fen: int
    occurred_at: datetime
    case_number: str
    cause: str | None
    rule: str
    rule_version: int
    shares: str | None
    decided_by: str | None
    decided_at: datetime | None
    ended_at: datetime | None
    reason_zh: str
    reason_en: str


async def is_closed(connection: Connection, firm_id: UUID, period: date) -> bool:
    """Whether the month is closed."""
    found = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM ledger_periods WHERE firm_id = $1 AND period = $2)",
        firm_id,
        period,
    )
    return bool(found)


async def closed_before(connection: Connection, firm_id: UUID, period: date) -> date | None:
    """The last month that was closed before this one."""
    found: date | None = await connection.fetchval(
        "SELECT max(period) FROM ledger_periods WHERE firm_id = $1 AND period < $2",
        firm_id,
        period,
    )
    return found


async def stations(connection: Connection, firm_id: UUID, before: datetime) -> list[StationRow]:
    """The firm's stations that were there before the month had ended, or have an account."""
    rows = await connection.fetch(
        "SELECT s.id, s.code, s.name, s.carrier, s.timezone FROM stations s "
        "WHERE s.firm_id = $1 AND (s.created_at < $2 OR EXISTS (SELECT FROM ledger_accounts a "
        "WHERE a.firm_id = s.firm_id AND a.name = 'station/' || s.code)) ORDER BY s.code",
        firm_id,
        before,
    )
    return [StationRow(**row) for row in rows]


async def members(
    connection: Connection, firm_id: UUID, emails: Sequence[str]
) -> dict[str, MemberRow]:
    """Members by e-mail, whoever has left included."""
    rows = await connection.fetch(
        "SELECT id, email, name FROM members WHERE firm_id = $1 AND email = ANY ($2)",
        firm_id,
        list(emails),
    )
    return {row["email"]: MemberRow(**row) for row in rows}


async def balances(
    connection: Connection, firm_id: UUID, prefix: str, earlier: date | None, period: date
) -> dict[str, BalanceRow]:
    """Accounts whose names begin so, by name, with their rollups and whether they moved."""
    rows = await connection.fetch(
        """
        SELECT a.id, a.name, coalesce(o.balance_fen, 0)::bigint AS opening_fen,
               coalesce(c.balance_fen, 0)::bigint AS closing_fen,
               EXISTS (SELECT FROM ledger_entries e
                       WHERE e.firm_id = $1 AND e.account_id = a.id AND e.period <= $4
                         AND ($3::date IS NULL OR e.period > $3)) AS has_moved
        FROM ledger_accounts a
        LEFT JOIN ledger_rollups o ON o.firm_id = $1 AND o.account_id = a.id AND o.period = $3
        LEFT JOIN ledger_rollups c ON c.firm_id = $1 AND c.account_id = a.id AND c.period = $4
        WHERE a.firm_id = $1 AND starts_with(a.name, $2) ORDER BY a.name
        """,
        firm_id,
        prefix,
        earlier,
        period,
    )
    return {row["name"]: BalanceRow(**row) for row in rows}


async def movements(
    connection: Connection,
    firm_id: UUID,
    account_ids: Sequence[UUID],
    earlier: date | None,
    period: date,
) -> list[MovementRow]:
    """What moved on these accounts after `earlier` and up to `period`, in the order of posting."""
    rows = await connection.fetch(
        """
        WITH moved AS MATERIALIZED (
            SELECT account_id, transaction_id, sum(amount_fen)::bigint AS amount_fen
            FROM ledger_entries
            WHERE firm_id = $1 AND account_id = ANY ($2) AND period <= $4
              AND period > coalesce($3::date, '-infinity')
            GROUP BY account_id, transaction_id
        )
        SELECT m.account_id, m.transaction_id, m.amount_fen, t.kind, t.occurred_at, t.posted_at,
               t.reference, t.reverses, f.fine_id, f.step
        FROM moved m
        JOIN ledger_transactions t ON t.firm_id = $1 AND t.id = m.transaction_id
        LEFT JOIN fine_transactions f ON f.firm_id = $1 AND f.transaction_id = m.transaction_id
        ORDER BY m.account_id, m.transaction_id, f.fine_id
        """,
        firm_id,
        list(account_ids),
        earlier,
        period,
    )
    return [MovementRow(*row) for row in rows]


async def reversed_by(
    connection: Connection, firm_id: UUID, transaction_ids: Sequence[UUID]
) -> dict[UUID, Reversed]:
    """What each of these reversals takes back."""
    rows = await connection.fetch(
        "SELECT n.id, o.kind, o.period, (SELECT min(f.step) FROM fine_transactions f "
        "WHERE f.firm_id = $1 AND f.transaction_id = o.id) AS step "
        "FROM ledger_transactions n JOIN ledger_transactions o "
        "ON o.firm_id = $1 AND o.id = n.reverses "
        "WHERE n.firm_id = $1 AND n.id = ANY ($2)",
        firm_id,
        list(transaction_ids),
    )
    return {row["id"]: Reversed(row["kind"], row["period"], row["step"]) for row in rows}


async def fines(
    connection: Connection, firm_id: UUID, fine_ids: Sequence[UUID], period: date
) -> dict[UUID, FineFacts]:
    """What is known of these fines, with the last decision of months up to `period`.

    The reason is the proposal's, where the decision went the way that it proposed.
    """
    rows = await connection.fetch(
        """
        SELECT f.id, (SELECT s.code FROM stations s WHERE s.firm_id = $1 AND s.id = f.station_id)
                   AS station_code,
               f.bill_no, f.line_no, f.waybill, f.code, f.name, f.amount_fen, f.occurred_at,
               coalesce((SELECT c.number FROM cases c WHERE c.firm_id = $1 AND c.id = f.case_id),
                        '') AS case_number, a.cause,
               coalesce(a.rule ->> 'name', '') AS rule,
               coalesce((a.rule ->> 'version')::int, 0) AS rule_version,
               a.shares::text AS shares, a.decided_by, a.decided_at, a.ended_at,
               coalesce(p.reason ->> 'text_zh', '') AS reason_zh,
               coalesce(p.reason ->> 'text_en', '') AS reason_en
        FROM unnest($2::uuid[]) AS asked (id)
        -- OFFSET 0 keeps the look-ups by key: the walls' estimates would have all fines read.
        CROSS JOIN LATERAL (
            SELECT * FROM fines x WHERE x.firm_id = $1 AND x.id = asked.id OFFSET 0) f
        LEFT JOIN LATERAL (
            SELECT d.cause, d.rule, d.shares, d.decided_by, d.decided_at, d.ended_at
            FROM fine_attributions d
            WHERE d.firm_id = $1 AND d.fine_id = f.id AND (d.period IS NULL OR d.period <= $3)
            ORDER BY d.ended_at IS NULL DESC, d.id DESC LIMIT 1) a ON true
        LEFT JOIN LATERAL (SELECT f.proposal #> '{reasons,0}' AS reason OFFSET 0) p
            ON a.cause = f.proposed_cause
        """,
        firm_id,
        list(fine_ids),
        period,
    )
    return {row["id"]: FineFacts(*row) for row in rows}


async def taken_in_before(
    connection: Connection, firm_id: UUID, fine_ids: Sequence[UUID], period: date
) -> dict[UUID, date]:
    """The month in which each fine was first taken in, where that is not after `period`."""
    rows = await connection.fetch(
        "SELECT f.fine_id, min(t.period) AS period FROM fine_transactions f "
        "JOIN ledger_transactions t ON t.firm_id = $1 AND t.id = f.transaction_id "
        "WHERE f.firm_id = $1 AND f.fine_id = ANY ($2) AND f.step = 'intake' AND t.period <= $3 "
        "GROUP BY f.fine_id",
        firm_id,
        list(fine_ids),
        period,
    )
    return {row["fine_id"]: row["period"] for row in rows}


async def undecided(
    connection: Connection, firm_id: UUID, account_ids: Sequence[UUID], period: date
) -> list[tuple[UUID, UUID, int]]:
    """(account, fine, amount) of what stood on these accounts at the end of the month.

    Only a fine that is undecided now, or was moved since, can have stood there: of those alone
    the entries are summed, and not of years of decided ones.
    """
    rows = await connection.fetch(
        """
        WITH moved AS MATERIALIZED (
            SELECT f.fine_id FROM ledger_entries e
            JOIN fine_transactions f ON f.firm_id = $1 AND f.transaction_id = e.transaction_id
            WHERE e.firm_id = $1 AND e.account_id = ANY ($2) AND e.period > $3
            UNION
            SELECT n.id FROM fines n WHERE n.firm_id = $1 AND n.status = 'undecided'
        )
        SELECT e.account_id, m.fine_id, sum(e.amount_fen)::bigint AS amount_fen
        FROM moved m
        JOIN fine_transactions f ON f.firm_id = $1 AND f.fine_id = m.fine_id
        JOIN ledger_entries e ON e.firm_id = $1 AND e.transaction_id = f.transaction_id
        WHERE e.account_id = ANY ($2) AND e.period <= $3
        GROUP BY e.account_id, m.fine_id HAVING sum(e.amount_fen) <> 0
        ORDER BY e.account_id, m.fine_id
        """,
        firm_id,
        list(account_ids),
        period,
    )
    return [tuple(row) for row in rows]


async def tax_of(
    connection: Connection, firm_id: UUID, transaction_ids: Sequence[UUID], account: str
) -> dict[UUID, int]:
    """Per transaction what it credits the tax account with, where it is about one party alone."""
    rows = await connection.fetch(
        """
        SELECT e.transaction_id, -sum(e.amount_fen) FILTER (WHERE a.name = $3)::bigint AS vat_fen
        FROM ledger_entries e
        JOIN ledger_accounts a ON a.firm_id = $1 AND a.id = e.account_id
        WHERE e.firm_id = $1 AND e.transaction_id = ANY ($2)
        GROUP BY e.transaction_id
        HAVING bool_or(a.name = $3)
           AND count(DISTINCT a.name) FILTER (WHERE a.name ~ '^(station|agent)/') = 1
        """,
        firm_id,
        list(transaction_ids),
        account,
    )
    return {row["transaction_id"]: row["vat_fen"] for row in rows}


async def numbers_of(
    connection: Connection, firm_id: UUID, accounts: Sequence[str]
) -> dict[str, list[tuple[date, str]]]:
    """The numbers of what was issued for these accounts before, by account, the oldest first."""
    rows = await connection.fetch(
        "SELECT account, period, number FROM statements WHERE firm_id = $1 AND account = ANY ($2) "
        "ORDER BY account, period",
        firm_id,
        list(accounts),
    )
    found: dict[str, list[tuple[date, str]]] = {}
    for row in rows:
        found.setdefault(row["account"], []).append((row["period"], row["number"]))
    return found


async def account_ids(
    connection: Connection, firm_id: UUID, names: Sequence[str]
) -> dict[str, UUID]:
    """The accounts among these that were opened, by name."""
    rows = await connection.fetch(
        "SELECT name, id FROM ledger_accounts WHERE firm_id = $1 AND name = ANY ($2)",
        firm_id,
        list(names),
    )
    return {row["name"]: row["id"] for row in rows}


async def fees(
    connection: Connection, firm_id: UUID, transaction_ids: Sequence[UUID]
) -> dict[UUID, list[Fee]]:
    """What these transactions charge for service, contract by contract."""
    rows = await connection.fetch(
        "SELECT transaction_id, held_from, held_to, parcels, month_fen, parcels_fen, top_up_fen, "
        "overtime_minutes, overtime_fen, net_fen, vat_basis_points, vat_fen FROM service_fees "
        "WHERE firm_id = $1 AND transaction_id = ANY ($2) ORDER BY held_from, contract_id",
        firm_id,
        list(transaction_ids),
    )
    found: dict[UUID, list[Fee]] = {}
    for row in rows:
        values = dict(row)
        found.setdefault(values.pop("transaction_id"), []).append(Fee(**values))
    return found


async def paid_since(connection: Connection, firm_id: UUID, period: date) -> dict[UUID, int] | None:
    """By station what the close has left out as paid since; None: closed in another way."""
    rows = await connection.fetch(
        "SELECT station_id, paid_since_fen FROM station_settlements "
        "WHERE firm_id = $1 AND period = $2",
        firm_id,
        period,
    )
    return {row["station_id"]: row["paid_since_fen"] for row in rows} if rows else None


async def frozen_at_close(
    connection: Connection, firm_id: UUID, period: date
) -> list[tuple[UUID | None, str | None, UUID, int]]:
    """(station, agent's account, fine, amount in the party's favour) that the close froze."""
    rows = await connection.fetch(
        "SELECT station_id, NULL AS agent_account, fine_id, station_fen FROM closed_frozen_fines "
        "WHERE firm_id = $1 AND period = $2 AND station_fen <> 0 "
        "UNION ALL SELECT NULL, agent_account, fine_id, -pending_fen FROM closed_shares "
        "WHERE firm_id = $1 AND period = $2 AND outcome = 'frozen' ORDER BY fine_id",
        firm_id,
        period,
    )
    return [tuple(row) for row in rows]
