"""SQL of what stands in the way of a close."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec

from stationdesk.closing.months import next_month
from stationdesk.penalties.repository.fines import Connection

SAMPLES_MAX: Final = 5
_MONTH_OF: Final = "AT TIME ZONE 'Asia/Shanghai'"


class Counted(msgspec.Struct, frozen=True):
    """How many, for how much, and the first few by name."""

    count: int
    amount_fen: int = 0
    samples: tuple[str, ...] = ()


_OPEN_FINES: Final = """
FROM fines f JOIN stations s ON s.firm_id = f.firm_id AND s.id = f.station_id
WHERE f.firm_id = $1 AND f.status = 'undecided' AND f.refund_of IS NULL
  AND EXISTS (
      SELECT FROM fine_transactions t
      JOIN ledger_transactions l ON l.firm_id = t.firm_id AND l.id = t.transaction_id
      WHERE t.firm_id = f.firm_id AND t.fine_id = f.id AND t.step = 'intake'
        AND t.reversed_by IS NULL AND l.period <= $2)
"""
_NOT_ACCEPTED: Final = """
  AND NOT EXISTS (SELECT FROM accepted_open_fines o WHERE o.firm_id = f.firm_id
                  AND o.period = $2 AND o.fine_id = f.id)
"""


async def open_fines(connection: Connection, firm_id: UUID, period: date) -> Counted:
    """Undecided fines of the month and before, that nobody has accepted as open."""
    sql = (
        "SELECT count(*)::int, coalesce(sum(amount_fen), 0)::bigint, "  # noqa: S608
        "(array_agg(code || ' ' || waybill ORDER BY id))[1:5] FROM ("
        f"SELECT f.amount_fen, s.code, f.waybill, f.id {_OPEN_FINES}{_NOT_ACCEPTED}) found"
    )
    return _counted(await connection.fetchrow(sql, firm_id, period))


async def accepted_fines(connection: Connection, firm_id: UUID, period: date) -> Counted:
    """Undecided fines that somebody accepted as open; the samples name who."""
    row = await connection.fetchrow(
        "SELECT count(*)::int, coalesce(sum(f.amount_fen), 0)::bigint, "
        "(array_agg(DISTINCT o.accepted_by_name || '：' || o.note))[1:5] "
        "FROM accepted_open_fines o JOIN fines f ON f.firm_id = o.firm_id AND f.id = o.fine_id "
        "WHERE o.firm_id = $1 AND o.period = $2 AND f.status = 'undecided'",
        firm_id,
        period,
    )
    return _counted(row)


async def accept_open_fines(
    connection: Connection, firm_id: UUID, period: date, by_name: str, note: str, now: datetime
) -> int:
    """Accept what is undecided now as open, by name; returns how many."""
    done = await connection.execute(
        "INSERT INTO accepted_open_fines (firm_id, period, fine_id, note, accepted_at, "
        f"accepted_by_name) SELECT $1, $2, f.id, $3, $4, $5 {_OPEN_FINES}{_NOT_ACCEPTED}",
        firm_id, period, note, now, by_name,
    )  # fmt: skip
    return int(done.split()[-1])


async def waiting_approvals(connection: Connection, firm_id: UUID) -> Counted:
    """Decisions over somebody's limit that nobody has approved yet."""
    row = await connection.fetchrow(
        "SELECT count(*)::int, coalesce(sum(amount_fen), 0)::bigint, "
        "(array_agg(DISTINCT decided_by))[1:5] "
        "FROM fine_approvals WHERE firm_id = $1 AND state = 'waiting'",
        firm_id,
    )
    return _counted(row)


async def open_disputes(connection: Connection, firm_id: UUID) -> Counted:
    """Disputes that are not decided."""
    row = await connection.fetchrow(
        "SELECT count(*)::int, coalesce(sum(asked_fen), 0)::bigint, "
        "(array_agg(DISTINCT raised_by))[1:5] "
        "FROM fine_disputes WHERE firm_id = $1 AND state = 'open'",
        firm_id,
    )
    return _counted(row)


async def refused_bill_rows(connection: Connection, firm_id: UUID, period: date) -> Counted:
    """Rows of the month's bills that were refused: they are in no account."""
    row = await connection.fetchrow(
        "SELECT coalesce(sum(rejected), 0)::int, "  # noqa: S608
        "coalesce(sum((figures ->> 'rejected_fen')::bigint), 0)::bigint, "
        "(array_agg(file_name ORDER BY id))[1:5] FROM import_batches "
        "WHERE firm_id = $1 AND kind = 'bill' AND status = 'done' AND rejected > 0 "
        f"AND received_at >= $2::date::timestamp {_MONTH_OF} "
        f"AND received_at < $3::date::timestamp {_MONTH_OF}",
        firm_id,
        period,
        next_month(period),
    )
    return _counted(row)


async def waiting_awards(connection: Connection, firm_id: UUID) -> Counted:
    """Money of arbitrations that nobody has posted yet."""
    row = await connection.fetchrow(
        "SELECT count(*)::int, coalesce(sum(amount_fen), 0)::bigint, "
        "(array_agg(waybill ORDER BY id))[1:5] "
        "FROM arbitration_awards WHERE firm_id = $1 AND status = 'waiting'",
        firm_id,
    )
    return _counted(row)


async def waiting_losses(connection: Connection, firm_id: UUID) -> Counted:
    """Losses without a bill line that nobody has approved or refused yet."""
    row = await connection.fetchrow(
        "SELECT count(*)::int, coalesce(sum(amount_fen), 0)::bigint, "
        "(array_agg(waybill ORDER BY id))[1:5] "
        "FROM losses WHERE firm_id = $1 AND status IN ('suggested', 'entered')",
        firm_id,
    )
    return _counted(row)


async def uncharged_stations(
    connection: Connection, firm_id: UUID, period: date, end: date
) -> Counted:
    """Stations with fines or overtime in the month and no contract that says what to charge."""
    row = await connection.fetchrow(
        """
        SELECT count(*)::int, 0::bigint, (array_agg(s.code ORDER BY s.code))[1:5]
        FROM stations s WHERE s.firm_id = $1
          AND NOT EXISTS (SELECT FROM contracts c WHERE c.firm_id = $1 AND c.station_id = s.id
                          AND c.valid_from <= $3 AND (c.valid_to IS NULL OR c.valid_to >= $2))
          AND (EXISTS (SELECT FROM station_overtime o WHERE o.firm_id = $1 AND o.period = $2
                       AND o.station_id = s.id AND o.minutes > 0)
               OR EXISTS (SELECT FROM ledger_accounts a JOIN ledger_entries e
                          ON e.firm_id = a.firm_id AND e.account_id = a.id
                          WHERE a.firm_id = $1 AND a.name = 'station/' || s.code
                            AND e.period = $2))
        """,
        firm_id,
        period,
        end,
    )
    return _counted(row)


async def unsealed(connection: Connection, firm_id: UUID) -> int:
    """Transactions that no seal covers yet."""
    found: int = await connection.fetchval(
        "SELECT (SELECT count(*) FROM ledger_transactions WHERE firm_id = $1) - coalesce(("
        "SELECT max(tree_size) FROM ledger_seals WHERE firm_id = $1), 0)",
        firm_id,
    )
    return found


def _counted(row: "tuple[int, int, list[str] | None] | None") -> Counted:
    assert row is not None
    return Counted(row[0], row[1], tuple(row[2] or ())[:SAMPLES_MAX])
