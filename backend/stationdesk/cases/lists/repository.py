"""SQL of lists and reconciliations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg
import msgspec

Connection: TypeAlias = "asyncpg.Connection[Any]"
PAGE_MAX = 200

# By HQ's number, or by what the row was opened for where the carrier gives none.
KNOWN = """
SELECT order_no, source_key FROM cases
WHERE firm_id = $1 AND kind = $2 AND direction = $3 AND order_no = ANY($4::text[])
UNION ALL
SELECT NULL, source_key FROM cases
WHERE firm_id = $1 AND kind = $2 AND direction = $3 AND waybill = ANY($5::text[])
  AND source_key = ANY($6::text[])
"""

# What headquarters could have on its list: ours of that kind and carrier, whether HQ's clock has
# been stopped by an answer, and until when it runs.
OURS = """
SELECT c.id, c.number, c.order_no, c.waybill, c.station_id, c.state, c.received_at, c.closed_at,
       c.closed_at IS NULL AND (k.running OR k.clocks = 0) AS is_open, k.due_at
FROM cases c
JOIN stations s ON s.firm_id = c.firm_id AND s.id = c.station_id AND s.carrier = $2
CROSS JOIN LATERAL (
    SELECT count(*) AS clocks, bool_or(stopped_at IS NULL) AS running,
           min(due_at) FILTER (WHERE stopped_at IS NULL) AS due_at
    FROM case_clocks
    WHERE firm_id = c.firm_id AND case_id = c.id AND owner = 'hq'
) k
WHERE c.firm_id = $1 AND c.kind = $3 AND ($4::text IS NULL OR c.direction = $4)
  AND (c.closed_at IS NULL OR c.order_no = ANY($5::text[]) OR c.waybill = ANY($6::text[]))
"""

INSERT_RECONCILIATION = """
INSERT INTO reconciliations (firm_id, id, carrier, kind, direction, file_name, listed_at, made_at,
                             made_by_name, hq_open, ours_open, matched, named)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
"""

INSERT_ITEMS = """
INSERT INTO reconciliation_items (firm_id, reconciliation_id, id, station_id, result, order_no,
                                  waybill, case_id, hq_due_at, our_due_at, row_number, facts)
SELECT $1, $2, * FROM unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[],
                             $8::uuid[], $9::timestamptz[], $10::timestamptz[], $11::int[],
                             $12::jsonb[])
"""

ITEMS = """
SELECT i.id, i.result, i.order_no, i.waybill, i.case_id, i.hq_due_at, i.our_due_at, i.row_number,
       i.facts::text AS facts, i.settled_at, i.settled_by_name, i.settled_how,
       s.code AS station_code, s.name AS station_name, c.number AS case_number, c.state,
       c.closed_at, c.answered_at
FROM reconciliation_items i
JOIN stations s ON s.firm_id = i.firm_id AND s.id = i.station_id
LEFT JOIN cases c ON c.firm_id = i.firm_id AND c.id = i.case_id
WHERE i.firm_id = $1 AND i.reconciliation_id = $2 AND i.id > $3
  AND ($4::text IS NULL OR i.result = $4) AND (NOT $5 OR i.settled_at IS NULL)
ORDER BY i.id LIMIT $6
"""

LIST = """
SELECT r.id, r.carrier, r.kind, r.direction, r.file_name, r.listed_at, r.made_at, r.made_by_name,
       r.hq_open, r.ours_open, r.matched, r.named, n.unsettled, n.by_result::text AS by_result
FROM reconciliations r
CROSS JOIN LATERAL (
    SELECT coalesce(sum(count), 0)::int AS unsettled,
           coalesce(jsonb_object_agg(result, count), '{}') AS by_result
    FROM (
        SELECT result, count(*) FILTER (WHERE settled_at IS NULL)::int AS count
        FROM reconciliation_items
        WHERE firm_id = r.firm_id AND reconciliation_id = r.id
        GROUP BY result
    ) counted
) n
WHERE r.firm_id = $1 AND r.id < $2 AND ($3::uuid IS NULL OR r.id = $3)
ORDER BY r.id DESC LIMIT $4
"""


async def known(
    connection: Connection,
    firm_id: UUID,
    kind: str,
    direction: str,
    order_nos: Sequence[str],
    waybills: Sequence[str],
    source_keys: Sequence[str],
) -> tuple[set[str], set[str]]:
    """Which of HQ's numbers, and which source keys, have had a case already."""
    rows = await connection.fetch(KNOWN, firm_id, kind, direction, order_nos, waybills, source_keys)
    return (
        {row["order_no"] for row in rows if row["order_no"]},
        {row["source_key"] for row in rows if row["source_key"]},
    )


class OurCase(msgspec.Struct, frozen=True):
    """A case as far as HQ's list concerns it; `is_open`: HQ still waits for it, as we see it."""

    id: UUID
    number: str
    order_no: str | None
    waybill: str
    station_id: UUID
    state: str
    received_at: datetime
    closed_at: datetime | None
    is_open: bool
    due_at: datetime | None


async def ours(
    connection: Connection,
    firm_id: UUID,
    carrier: str,
    kind: str,
    direction: str | None,
    order_nos: Sequence[str],
    waybills: Sequence[str],
) -> list[OurCase]:
    """Open cases of the kind at the carrier's stations, and ended ones that HQ's list names."""
    rows = await connection.fetch(OURS, firm_id, carrier, kind, direction, order_nos, waybills)
    return [OurCase(**dict(row)) for row in rows]


async def insert_reconciliation(connection: Connection, *values: Any) -> None:
    await connection.execute(INSERT_RECONCILIATION, *values)


async def insert_items(
    connection: Connection, firm_id: UUID, reconciliation_id: UUID, items: Sequence[Sequence[Any]]
) -> None:
    """Write items given as tuples in the order of INSERT_ITEMS."""
    columns = [list(column) for column in zip(*items, strict=True)]
    await connection.execute(INSERT_ITEMS, firm_id, reconciliation_id, *columns)


async def items(
    connection: Connection,
    firm_id: UUID,
    reconciliation_id: UUID,
    after: UUID,
    result: str | None,
    is_unsettled: bool,
    limit: int,
) -> list[asyncpg.Record]:
    """A page of what differs."""
    rows: list[asyncpg.Record] = await connection.fetch(
        ITEMS, firm_id, reconciliation_id, after, result, is_unsettled, limit
    )
    return rows


async def reconciliations(
    connection: Connection, firm_id: UUID, before: UUID, only: UUID | None, limit: int
) -> list[asyncpg.Record]:
    """Reconciliations with how much of each is not settled, the newest first."""
    rows: list[asyncpg.Record] = await connection.fetch(LIST, firm_id, before, only, limit)
    return rows


async def item_for_update(
    connection: Connection, firm_id: UUID, reconciliation_id: UUID, item_id: UUID
) -> asyncpg.Record | None:
    """An item, locked; None if there is none."""
    return await connection.fetchrow(
        "SELECT id, station_id, result, waybill, case_id, settled_at, facts::text AS facts "
        "FROM reconciliation_items WHERE firm_id = $1 AND reconciliation_id = $2 AND id = $3 "
        "FOR UPDATE",
        firm_id, reconciliation_id, item_id,
    )  # fmt: skip


async def settle(
    connection: Connection,
    firm_id: UUID,
    reconciliation_id: UUID,
    item_id: UUID,
    case_id: UUID | None,
    how: str,
    by_name: str,
    now: datetime,
) -> None:
    """Write down how a difference was settled."""
    await connection.execute(
        "UPDATE reconciliation_items SET settled_at = $4, settled_by_name = $5, settled_how = $6, "
        "case_id = coalesce($7, case_id) "
        "WHERE firm_id = $1 AND reconciliation_id = $2 AND id = $3",
        firm_id, reconciliation_id, item_id, now, by_name, how, case_id,
    )  # fmt: skip
