"""SQL of what is payable to stations at the end of a month, and of its payment."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec

from stationdesk.penalties import chart
from stationdesk.penalties.repository.fines import Connection


class SettlementRow(msgspec.Struct, frozen=True):
    """A settlement with its station and, once it was paid, its payment."""

    station_id: UUID
    station_code: str
    station_name: str
    credit_fen: int
    unattributed_fen: int
    frozen_fen: int
    paid_since_fen: int
    payable_fen: int
    fee_fen: int
    paid_fen: int | None
    paid_on: date | None
    reference: str | None
    recorded_by_name: str | None


class NewPayment(msgspec.Struct, frozen=True):
    """A row of `settlement_payments` to be."""

    station_id: UUID
    amount_fen: int
    paid_on: date
    reference: str
    posted_period: date
    transaction_id: UUID
    recorded_at: datetime
    recorded_by_name: str


# Balances at the month's end: the last rollup before it and the entries since.
_BALANCES: Final = """
WITH last AS MATERIALIZED (
    SELECT max(period) AS period FROM ledger_periods WHERE firm_id = $1 AND period < $2
)
SELECT account_id, sum(amount_fen)::bigint AS balance_fen FROM (
    SELECT r.account_id, r.balance_fen AS amount_fen FROM ledger_rollups r
    WHERE r.firm_id = $1 AND r.period = (SELECT period FROM last)
    UNION ALL
    SELECT e.account_id, e.amount_fen FROM ledger_entries e
    WHERE e.firm_id = $1 AND e.period <= $2
      AND e.period > coalesce((SELECT period FROM last), '-infinity')
) each GROUP BY account_id
"""
# What was paid in a later month for an earlier one is still in that balance, and not payable.
_PAID_SINCE: Final = """
SELECT station_id, sum(amount_fen)::bigint AS amount_fen FROM settlement_payments
WHERE firm_id = $1 AND posted_period > $2 AND period < $2 GROUP BY 1
"""
_FROZEN: Final = """
SELECT station_id, sum(station_fen)::bigint AS amount_fen FROM closed_frozen_fines
WHERE firm_id = $1 AND period = $2 GROUP BY 1
"""
_FREEZE: Final = """
WITH last AS MATERIALIZED (
    SELECT max(period) AS period FROM ledger_periods WHERE firm_id = $1 AND period < $2
), kept AS (
    SELECT t.fine_id, -sum(e.amount_fen) AS station_fen
    FROM fine_transactions t
    JOIN ledger_entries e ON e.firm_id = $1 AND e.transaction_id = t.transaction_id
    JOIN ledger_accounts a ON a.firm_id = $1 AND a.id = e.account_id
    WHERE t.firm_id = $1 AND t.fine_id = ANY ($3) AND e.period <= $2
      AND e.period > coalesce((SELECT period FROM last), '-infinity')
      AND (a.name LIKE 'station/%' OR a.name LIKE 'unattributed/%')
    GROUP BY 1
    UNION ALL
    SELECT fine_id, station_fen FROM closed_frozen_fines
    WHERE firm_id = $1 AND period = (SELECT period FROM last) AND fine_id = ANY ($3)
)
INSERT INTO closed_frozen_fines (firm_id, period, fine_id, station_id, station_fen)
SELECT $1, $2, f.id, f.station_id, sum(k.station_fen)
FROM kept k JOIN fines f ON f.firm_id = $1 AND f.id = k.fine_id GROUP BY f.id, f.station_id
"""


async def add_frozen(
    connection: Connection, firm_id: UUID, period: date, frozen: Sequence[UUID]
) -> None:
    """Keep what is withheld from the stations for these fines: what no earlier month settled."""
    await connection.execute(_FREEZE, firm_id, period, list(frozen))


async def add_settlements(connection: Connection, firm_id: UUID, period: date) -> int:
    """Write what is payable to each station at the month's end, its fee netted already; where
    nothing stands there is no row. `add_frozen` comes before it. Returns how many."""
    names = await connection.fetch(
        "SELECT id, name FROM ledger_accounts WHERE firm_id = $1", firm_id
    )
    by_id = {row["id"]: row["name"] for row in names}
    balances = {
        by_id[account_id]: amount
        for account_id, amount in await connection.fetch(_BALANCES, firm_id, period)
    }
    paid = dict(await connection.fetch(_PAID_SINCE, firm_id, period))
    frozen = dict(await connection.fetch(_FROZEN, firm_id, period))
    stations = await connection.fetch("SELECT id, code FROM stations WHERE firm_id = $1", firm_id)
    rows = [
        (
            station_id, -balances.get(chart.station(code), 0),
            balances.get(chart.unattributed(code), 0), frozen.get(station_id, 0),
            paid.get(station_id, 0),
        )
        for station_id, code in stations
    ]  # fmt: skip
    rows = [row for row in rows if any(row[1:])]
    await connection.execute(
        "INSERT INTO station_settlements (firm_id, period, station_id, credit_fen, "
        "unattributed_fen, frozen_fen, paid_since_fen, payable_fen) "
        "SELECT $1, $2, id, credit, unattributed, frozen, paid, "
        "credit - unattributed - frozen - paid FROM unnest($3::uuid[], $4::bigint[], "
        "$5::bigint[], $6::bigint[], $7::bigint[]) AS t (id, credit, unattributed, frozen, paid)",
        firm_id,
        period,
        *([row[at] for row in rows] for at in range(5)),
    )
    return len(rows)


async def sums(connection: Connection, firm_id: UUID, period: date) -> dict[str, int]:
    """What is payable to stations and by them, and how many settlements there are."""
    row = await connection.fetchrow(
        "SELECT coalesce(sum(payable_fen) FILTER (WHERE payable_fen > 0), 0)::bigint "
        "AS payable_fen, coalesce(-sum(payable_fen) FILTER (WHERE payable_fen < 0), 0)::bigint "
        "AS receivable_fen, count(*)::int AS settlements FROM station_settlements "
        "WHERE firm_id = $1 AND period = $2",
        firm_id,
        period,
    )
    assert row is not None
    return dict(row)


async def settlements(
    connection: Connection,
    firm_id: UUID,
    period: date,
    *,
    after: str = "",
    limit: int | None = None,
    station_id: UUID | None = None,
) -> list[SettlementRow]:
    """The settlements of a closed month by the stations' codes."""
    rows = await connection.fetch(
        """
        SELECT t.station_id, s.code AS station_code, s.name AS station_name, t.credit_fen,
            t.unattributed_fen, t.frozen_fen, t.paid_since_fen, t.payable_fen,
            coalesce((SELECT sum(f.net_fen + f.vat_fen) FROM service_fees f
                      WHERE f.firm_id = $1 AND f.period = $2 AND f.station_id = t.station_id), 0
                )::bigint AS fee_fen,
            p.amount_fen AS paid_fen, p.paid_on, p.reference, p.recorded_by_name
        FROM station_settlements t
        JOIN stations s ON s.firm_id = t.firm_id AND s.id = t.station_id
        LEFT JOIN settlement_payments p ON p.firm_id = t.firm_id AND p.period = t.period
            AND p.station_id = t.station_id
        WHERE t.firm_id = $1 AND t.period = $2 AND s.code > $3
          AND ($5::uuid IS NULL OR t.station_id = $5)
        ORDER BY s.code LIMIT $4
        """,
        firm_id,
        period,
        after,
        limit,
        station_id,
    )
    return [SettlementRow(**row) for row in rows]


async def lock_settlement(connection: Connection, firm_id: UUID, period: date) -> None:
    """One payment of a month at a time."""
    await connection.execute(
        "SELECT pg_advisory_xact_lock(7310014, hashtext($1))", f"{firm_id}/{period}"
    )


async def later_settlement(connection: Connection, firm_id: UUID, period: date) -> date | None:
    """The month closed after this one, into which what was not paid was carried."""
    found: date | None = await connection.fetchval(
        "SELECT min(period) FROM ledger_periods WHERE firm_id = $1 AND period > $2",
        firm_id,
        period,
    )
    return found


async def add_payment(
    connection: Connection, firm_id: UUID, period: date, payment: NewPayment
) -> None:
    """Record that a settlement was paid."""
    names = NewPayment.__struct_fields__
    places = ", ".join(f"${at}" for at in range(3, len(names) + 3))
    await connection.execute(
        f"INSERT INTO settlement_payments (firm_id, period, {', '.join(names)}) "  # noqa: S608
        f"VALUES ($1, $2, {places})",
        firm_id,
        period,
        *(getattr(payment, name) for name in names),
    )
