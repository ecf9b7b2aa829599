"""SQL of the months themselves: which there are, which are closed, how a close is going."""

import json
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from stationdesk.penalties.repository.fines import Connection

CLOSING_LOCK: Final = 7_310_015


class MonthRow(msgspec.Struct, frozen=True):
    """A month with its close, if one was asked for. `figures` is JSON text."""

    period: date
    closed_at: datetime | None
    closed_by: str | None
    state: str | None
    requested_at: datetime | None
    requested_by_name: str | None
    requested_by_member_id: UUID | None
    finished_at: datetime | None
    done: int
    total: int
    problem: str
    figures: str


_MONTH: Final = """
SELECT m.period::date AS period, c.closed_at, c.closed_by, k.state, k.requested_at,
    k.requested_by_name, k.requested_by_member_id, k.finished_at, coalesce(k.done, 0) AS done,
    coalesce(k.total, 0) AS total, coalesce(k.problem, '') AS problem,
    coalesce(k.figures, '{}')::text AS figures
FROM generate_series($2::date::timestamp, $3::date::timestamp, interval '1 month') AS m (period)
LEFT JOIN ledger_periods c ON c.firm_id = $1 AND c.period = m.period::date
LEFT JOIN month_closings k ON k.firm_id = $1 AND k.period = m.period::date
ORDER BY m.period DESC
"""


async def months(connection: Connection, firm_id: UUID, first: date, last: date) -> list[MonthRow]:
    """Every month from the first to the last, the latest first."""
    rows = await connection.fetch(_MONTH, firm_id, first, last)
    return [MonthRow(**row) for row in rows]


async def first_month(connection: Connection, firm_id: UUID) -> date | None:
    """The first month to which something was posted."""
    found: date | None = await connection.fetchval(
        "SELECT least((SELECT min(period) FROM ledger_transactions WHERE firm_id = $1), "
        "(SELECT min(period) FROM ledger_periods WHERE firm_id = $1))",
        firm_id,
    )
    return found


async def last_closed(connection: Connection, firm_id: UUID) -> date | None:
    """The last closed month; it and all before it stay closed."""
    found: date | None = await connection.fetchval(
        "SELECT max(period) FROM ledger_periods WHERE firm_id = $1", firm_id
    )
    return found


async def closed_at(connection: Connection, firm_id: UUID, period: date) -> datetime | None:
    """When the month was closed; None while it is open."""
    found: datetime | None = await connection.fetchval(
        "SELECT closed_at FROM ledger_periods WHERE firm_id = $1 AND period = $2", firm_id, period
    )
    return found


async def open_months_before(connection: Connection, firm_id: UUID, period: date) -> list[date]:
    """Earlier months that hold postings and are not closed."""
    rows = await connection.fetch(
        "SELECT DISTINCT period FROM ledger_transactions WHERE firm_id = $1 AND period < $2 "
        "AND period > coalesce((SELECT max(period) FROM ledger_periods WHERE firm_id = $1), "
        "'-infinity') ORDER BY period",
        firm_id,
        period,
    )
    return [row["period"] for row in rows]


async def lock_closing(connection: Connection, firm_id: UUID) -> None:
    """One close of a firm is asked for, or carried on, at a time."""
    await connection.execute(
        "SELECT pg_advisory_xact_lock($2, hashtext($1::uuid::text))", firm_id, CLOSING_LOCK
    )


async def take_time(connection: Connection, milliseconds: int) -> None:
    """For this transaction alone: a close sums what a large firm posted in a month."""
    await connection.execute(
        "SELECT set_config('statement_timeout', $1, true), set_config('lock_timeout', $1, true), "
        "set_config('idle_in_transaction_session_timeout', $1, true)",
        str(milliseconds),
    )


async def ask_for_close(
    connection: Connection,
    firm_id: UUID,
    period: date,
    by_name: str,
    by_member_id: UUID | None,
    now: datetime,
) -> None:
    """The close waits for its job; a refused one is asked for anew."""
    await connection.execute(
        "INSERT INTO month_closings (firm_id, period, state, requested_at, requested_by_name, "
        "requested_by_member_id) VALUES ($1, $2, 'waiting', $3, $4, $5) "
        "ON CONFLICT (firm_id, period) DO UPDATE SET state = 'waiting', "
        "requested_at = excluded.requested_at, requested_by_name = excluded.requested_by_name, "
        "requested_by_member_id = excluded.requested_by_member_id, finished_at = NULL, "
        "done = 0, total = 0, problem = ''",
        firm_id, period, now, by_name, by_member_id,
    )  # fmt: skip


async def set_progress(
    connection: Connection, firm_id: UUID, period: date, state: str, done: int, total: int
) -> None:
    """How far the close has come, for whoever watches."""
    await connection.execute(
        "UPDATE month_closings SET state = $3, done = $4, total = $5 "
        "WHERE firm_id = $1 AND period = $2",
        firm_id, period, state, done, total,
    )  # fmt: skip


async def set_posted(
    connection: Connection, firm_id: UUID, period: date, figures: dict[str, Any], now: datetime
) -> None:
    """All is posted and the month is closed; what is left is sealing and the statements."""
    await connection.execute(
        "UPDATE month_closings SET state = 'sealing', posted_at = $3, figures = $4::text::jsonb, "
        "done = total WHERE firm_id = $1 AND period = $2",
        firm_id, period, now, json.dumps(figures),
    )  # fmt: skip


async def set_done(connection: Connection, firm_id: UUID, period: date, now: datetime) -> None:
    """The close has come to its end."""
    await connection.execute(
        "UPDATE month_closings SET state = 'done', finished_at = $3 "
        "WHERE firm_id = $1 AND period = $2",
        firm_id, period, now,
    )  # fmt: skip


async def set_refused(
    connection: Connection, firm_id: UUID, period: date, problem: str, now: datetime
) -> None:
    """Nothing was posted; why."""
    await connection.execute(
        "UPDATE month_closings SET state = 'refused', problem = $3, finished_at = $4 "
        "WHERE firm_id = $1 AND period = $2 AND state IN ('waiting', 'posting')",
        firm_id, period, problem, now,
    )  # fmt: skip
