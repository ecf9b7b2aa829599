"""SQL of what fines have put on agents and no month has settled, and of what a close made of it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from stationdesk.closing.wages.cap import WageFacts
from stationdesk.penalties.repository.fines import Connection


class PendingShare(msgspec.Struct, frozen=True):
    """An agent's account and a fine: what the ledger holds of it that no month has settled.

    `noticed_fen`: the most that a delivered notice told him for this fine and cause;
    `notice_id`: that notice, else the newest one that was not delivered.
    """

    account: str
    fine_id: UUID
    pending_fen: int
    member_id: UUID | None
    agent_name: str
    cause: str | None
    rule_name: str
    noticed_fen: int
    told_fen: int
    notice_id: UUID | None
    station_id: UUID
    station_name: str
    waybill: str
    fine_name: str
    fine_fen: int
    occurred_at: datetime
    reference: str


class SettledShare(msgspec.Struct, frozen=True):
    """A row of `closed_shares` to be."""

    fine_id: UUID
    agent_account: str
    member_id: UUID | None
    station_id: UUID
    pending_fen: int
    noticed_fen: int
    deducted_fen: int
    overflow_fen: int
    outcome: str
    notice_id: UUID | None
    transaction_id: UUID | None


class SettledAgent(msgspec.Struct, frozen=True):
    """A row of `closed_agents` to be, or as it stands; `shares`: of how many fines."""

    agent_account: str
    member_id: UUID | None
    agent_name: str
    wage_fen: int | None
    overtime_fen: int | None
    allowances_fen: int | None
    minimum_fen: int | None
    cap_fen: int
    noticed_fen: int
    not_noticed_fen: int
    deducted_fen: int
    over_cap_fen: int
    frozen_fen: int
    paid_back_fen: int
    payroll_fen: int
    transaction_id: UUID | None
    shares: int = 0


# A month settles all but what is frozen; so what is open now is what was frozen at the last close
# and what has moved since. A transaction of several fines counts with the first of them. Each of
# the three is a query of its own, by index from one to the next: in one statement the planner
# knows nothing of the sizes in between, and joins a hundred thousand rows with each other.
_PENDING: Final = """
WITH last AS MATERIALIZED (
    SELECT max(period) AS period FROM ledger_periods WHERE firm_id = $1 AND period < $2
)
SELECT account, fine_id, sum(amount_fen)::bigint AS pending_fen FROM (
    SELECT a.name AS account, e.amount_fen,
        (SELECT min(t.fine_id::text)::uuid FROM fine_transactions t
         WHERE t.firm_id = $1 AND t.transaction_id = e.transaction_id) AS fine_id
    FROM ledger_accounts a JOIN ledger_entries e ON e.firm_id = a.firm_id AND e.account_id = a.id
    WHERE a.firm_id = $1 AND a.name LIKE 'agent/%' AND e.period <= $2
      AND e.period > coalesce((SELECT period FROM last), '-infinity')
      AND ($3::text IS NULL OR a.name = $3)
    UNION ALL
    SELECT agent_account, pending_fen, fine_id FROM closed_shares
    WHERE firm_id = $1 AND period = (SELECT period FROM last) AND outcome = 'frozen'
      AND ($3::text IS NULL OR agent_account = $3)
) each WHERE fine_id IS NOT NULL GROUP BY 1, 2 HAVING sum(amount_fen) <> 0
"""
_FINES: Final = """
SELECT f.id, f.station_id, f.waybill, f.name, f.amount_fen, f.occurred_at,
    concat_ws(' ', f.carrier, f.bill_no, f.line_no, f.code, f.waybill) AS reference,
    d.agent_account, d.agent_name, d.cause, coalesce(d.rule ->> 'name', '') AS rule_name
FROM unnest($2::uuid[]) AS wanted (id) JOIN fines f ON f.firm_id = $1 AND f.id = wanted.id
LEFT JOIN fine_attributions d ON d.firm_id = $1 AND d.fine_id = f.id AND d.ended_at IS NULL
"""
_TOLD: Final = """
SELECT l.fine_id, l.member_id, l.cause, l.amount_fen, n.id, n.delivered_at IS NOT NULL AS is_here
FROM unnest($2::uuid[]) AS wanted (id)
JOIN deduction_notice_lines l ON l.firm_id = $1 AND l.fine_id = wanted.id
JOIN deduction_notices n ON n.firm_id = $1 AND n.id = l.notice_id
ORDER BY n.id
"""


class _Told(msgspec.Struct):
    """What notices said of a fine to an agent, for one cause."""

    noticed_fen: int = 0
    told_fen: int = 0
    notice_id: UUID | None = None

    def add(self, amount_fen: int, notice_id: UUID, is_delivered: bool) -> None:
        self.told_fen = max(self.told_fen, amount_fen)
        if is_delivered and amount_fen > self.noticed_fen:
            self.noticed_fen, self.notice_id = amount_fen, notice_id
        elif self.noticed_fen == 0:
            self.notice_id = notice_id


async def pending_shares(
    connection: Connection, firm_id: UUID, period: date, account: str | None = None
) -> list[PendingShare]:
    """What stands on agents' accounts until the month's end, by fine: by account, the older first.

    `account`: that agent's alone.
    """
    pending = await connection.fetch(_PENDING, firm_id, period, account)
    ids = list({row["fine_id"] for row in pending})
    fines = {row["id"]: row for row in await connection.fetch(_FINES, firm_id, ids)}
    told: dict[tuple[UUID, UUID, str], _Told] = defaultdict(_Told)
    for fine_id, member_id, cause, *said in await connection.fetch(_TOLD, firm_id, ids):
        told[(fine_id, member_id, cause)].add(*said)
    members = await _members(connection, firm_id)
    stations = await _station_names(connection, firm_id)
    found = [_pending(row, fines[row["fine_id"]], members, stations, told) for row in pending]
    return sorted(found, key=lambda each: (each.account, each.occurred_at, each.fine_id))


def _pending(
    row: asyncpg.Record,
    fine: asyncpg.Record,
    members: dict[str, tuple[UUID, str]],
    stations: dict[UUID, str],
    told: dict[tuple[UUID, UUID, str], _Told],
) -> PendingShare:
    account, pending_fen = row["account"], row["pending_fen"]
    member_id, name = members.get(account, (None, account.removeprefix("agent/")))
    # Only the decision that holds now says why; one for somebody else says nothing of him.
    holds = fine["agent_account"] == account
    cause = fine["cause"] if holds else None
    said = told.get((fine["id"], member_id, cause)) if member_id and cause else None
    return PendingShare(
        account=account,
        fine_id=fine["id"],
        pending_fen=pending_fen,
        member_id=member_id,
        agent_name=fine["agent_name"] if holds else name,
        cause=cause,
        rule_name=fine["rule_name"] if holds else "",
        noticed_fen=max(0, min(said.noticed_fen, pending_fen)) if said else 0,
        told_fen=said.told_fen if said else 0,
        notice_id=said.notice_id if said else None,
        station_id=fine["station_id"],
        station_name=stations[fine["station_id"]],
        waybill=fine["waybill"],
        fine_name=fine["name"],
        fine_fen=fine["amount_fen"],
        occurred_at=fine["occurred_at"],
        reference=fine["reference"],
    )


async def _members(connection: Connection, firm_id: UUID) -> dict[str, tuple[UUID, str]]:
    rows = await connection.fetch(
        "SELECT 'agent/' || email, id, name FROM members WHERE firm_id = $1", firm_id
    )
    return {account: (member_id, name) for account, member_id, name in rows}


async def _station_names(connection: Connection, firm_id: UUID) -> dict[UUID, str]:
    rows = await connection.fetch("SELECT id, name FROM stations WHERE firm_id = $1", firm_id)
    return {row["id"]: row["name"] for row in rows}


async def movement_mark(connection: Connection, firm_id: UUID, period: date) -> tuple[int, int]:
    """What has been posted to the month and to those still open before it: how many transactions,
    and the newest's database transaction. A close that sees it change begins anew."""
    row = await connection.fetchrow(
        "SELECT count(*), coalesce(max(t.xid::text::bigint), 0) FROM ledger_transactions t "
        "WHERE t.firm_id = $1 AND t.period <= $2 AND t.xid <> pg_current_xact_id() "
        "AND t.period > coalesce((SELECT max(c.period) FROM ledger_periods c "
        "WHERE c.firm_id = $1), '-infinity')",
        firm_id,
        period,
    )
    assert row is not None
    return row[0], row[1]


async def add_closed_shares(
    connection: Connection, firm_id: UUID, period: date, shares: Sequence[SettledShare]
) -> None:
    """Write what became of each share, in one statement."""
    names = SettledShare.__struct_fields__
    await connection.execute(
        f"INSERT INTO closed_shares (firm_id, period, {', '.join(names)}) "  # noqa: S608
        "SELECT $1, $2, * FROM unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[], "
        "$7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::text[], $12::uuid[], "
        "$13::uuid[])",
        firm_id,
        period,
        *([getattr(each, name) for each in shares] for name in names),
    )


async def add_closed_agents(
    connection: Connection, firm_id: UUID, period: date, agents: Sequence[SettledAgent]
) -> None:
    """Write each agent's month, with what his cap was reckoned from."""
    names = SettledAgent.__struct_fields__[:-1]
    await connection.execute(
        f"INSERT INTO closed_agents (firm_id, period, {', '.join(names)}) "  # noqa: S608
        "SELECT $1, $2, * FROM unnest($3::text[], $4::uuid[], $5::text[], $6::bigint[], "
        "$7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], "
        "$13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[], $17::bigint[], $18::uuid[])",
        firm_id,
        period,
        *([getattr(each, name) for each in agents] for name in names),
    )


async def closed_agents(connection: Connection, firm_id: UUID, period: date) -> list[SettledAgent]:
    """What the close reckoned, by name."""
    names = ", ".join(SettledAgent.__struct_fields__[:-1])
    rows = await connection.fetch(
        f"SELECT {names}, (SELECT count(*)::int FROM closed_shares s WHERE s.firm_id = a.firm_id "  # noqa: S608
        "AND s.period = a.period AND s.agent_account = a.agent_account) AS shares "
        "FROM closed_agents a WHERE firm_id = $1 AND period = $2 "
        "ORDER BY agent_name, agent_account",
        firm_id,
        period,
    )
    return [SettledAgent(**row) for row in rows]


async def closed_shares_of(
    connection: Connection, firm_id: UUID, period: date, account: str
) -> list[dict[str, Any]]:
    """One agent's shares of a closed month, as `ShareOut` shows them; the older first."""
    rows = await connection.fetch(
        """
        SELECT c.fine_id, s.name AS station_name, f.waybill, f.name AS fine_name,
            f.amount_fen AS fine_fen, f.occurred_at, c.pending_fen, c.noticed_fen,
            c.outcome AS state, c.deducted_fen, c.overflow_fen, c.transaction_id,
            (SELECT a.cause FROM fine_attributions a
             WHERE a.firm_id = $1 AND a.fine_id = c.fine_id AND a.agent_account = c.agent_account
             ORDER BY a.ended_at IS NULL DESC, a.id DESC LIMIT 1) AS cause
        FROM closed_shares c
        JOIN fines f ON f.firm_id = c.firm_id AND f.id = c.fine_id
        JOIN stations s ON s.firm_id = c.firm_id AND s.id = c.station_id
        WHERE c.firm_id = $1 AND c.period = $2 AND c.agent_account = $3
        ORDER BY f.occurred_at, f.id
        """,
        firm_id,
        period,
        account,
    )
    return [dict(row) for row in rows]


async def wage_facts(connection: Connection, firm_id: UUID, period: date) -> dict[UUID, WageFacts]:
    """The month's wages by member."""
    rows = await connection.fetch(
        "SELECT member_id, wage_fen, overtime_fen, allowances_fen, minimum_fen, days_worked, "
        "days_due FROM wages WHERE firm_id = $1 AND period = $2",
        firm_id,
        period,
    )
    return {row["member_id"]: WageFacts(*row[1:]) for row in rows}


async def left_before(connection: Connection, firm_id: UUID, period: date) -> set[UUID]:
    """Members who had left before the month began: they earn no wage in it."""
    rows = await connection.fetch(
        "SELECT id FROM members WHERE firm_id = $1 "
        "AND ended_at < $2::date::timestamp AT TIME ZONE 'Asia/Shanghai'",
        firm_id,
        period,
    )
    return {row["id"] for row in rows}
