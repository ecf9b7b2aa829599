"""SQL of the table of item codes, and of a month's decisions for what-if."""

from datetime import date, datetime
from uuid import UUID

import asyncpg

from stationdesk.penalties.bills.categories import FineCategory
from stationdesk.penalties.repository.fines import Connection

REPLAYED_MAX = 20_000

DECIDED = """
SELECT f.id, f.station_id, f.carrier, f.code, f.name, s.name AS station_name, f.occurred_at,
       s.timezone, a.cause, a.amount_fen, a.agent_name, a.inputs::text AS inputs,
       a.shares::text AS shares
FROM fine_attributions a
JOIN fines f ON f.firm_id = a.firm_id AND f.id = a.fine_id
JOIN stations s ON s.firm_id = f.firm_id AND s.id = f.station_id
WHERE a.firm_id = $1 AND a.period = $2 AND a.ended_at IS NULL AND a.transaction_id IS NOT NULL
  AND ($3::uuid IS NULL OR f.station_id = $3 OR a.agent_member_id IN (
      SELECT x.agent_member_id FROM fine_attributions x WHERE x.firm_id = $1 AND x.period = $2
      AND x.station_id = $3 AND x.ended_at IS NULL AND x.agent_member_id IS NOT NULL))
ORDER BY a.decided_at, a.id LIMIT $4
"""


async def categories(connection: Connection, firm_id: UUID) -> dict[tuple[str, str], FineCategory]:
    """The firm's own table, by carrier and code."""
    rows = await connection.fetch(
        "SELECT carrier, code, category FROM fine_codes WHERE firm_id = $1", firm_id
    )
    return {(row["carrier"], row["code"]): FineCategory(row["category"]) for row in rows}


async def fine_codes(connection: Connection, firm_id: UUID) -> list[asyncpg.Record]:
    """The codes that the firm's bills have brought or that it has entered, with how often."""
    rows: list[asyncpg.Record] = await connection.fetch(
        """
        SELECT coalesce(o.carrier, b.carrier) AS carrier, coalesce(o.code, b.code) AS code,
               coalesce(nullif(o.name, ''), b.name, '') AS name, o.category, o.changed_by_name,
               coalesce(b.fines, 0)::int AS fines, coalesce(b.amount_fen, 0)::bigint AS amount_fen
        FROM (SELECT * FROM fine_codes WHERE firm_id = $1) o
        FULL JOIN (
            SELECT carrier, code, max(name) AS name, count(*) AS fines,
                   sum(amount_fen) AS amount_fen
            FROM fines WHERE firm_id = $1 GROUP BY carrier, code
        ) b ON b.carrier = o.carrier AND b.code = o.code
        ORDER BY 1, 2
        """,
        firm_id,
    )
    return rows


async def set_category(
    connection: Connection,
    firm_id: UUID,
    carrier: str,
    code: str,
    name: str,
    category: FineCategory,
    by_name: str,
    now: datetime,
) -> None:
    """Say what a carrier's code is about."""
    await connection.execute(
        "INSERT INTO fine_codes (firm_id, carrier, code, name, category, changed_at, "
        "changed_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7) "
        "ON CONFLICT (firm_id, carrier, code) DO UPDATE SET name = excluded.name, "
        "category = excluded.category, changed_at = excluded.changed_at, "
        "changed_by_name = excluded.changed_by_name",
        firm_id, carrier, code, name, str(category), now, by_name,
    )  # fmt: skip


async def set_categories(
    connection: Connection, firm_id: UUID, carrier: str, code: str, category: str
) -> None:
    """What the lines of a code are about now, after the firm has said so."""
    await connection.execute(
        "UPDATE fines SET category = $4 WHERE firm_id = $1 AND carrier = $2 AND code = $3 "
        "AND category <> $4",
        firm_id, carrier, code, category,
    )  # fmt: skip


async def decided_in(
    connection: Connection, firm_id: UUID, period: date, station_id: UUID | None
) -> list[asyncpg.Record]:
    """The decisions of a month that were posted, in their order; at most REPLAYED_MAX + 1."""
    rows: list[asyncpg.Record] = await connection.fetch(
        DECIDED, firm_id, period, station_id, REPLAYED_MAX + 1
    )
    return rows
