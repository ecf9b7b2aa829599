"""Cases by their numbers, and the lines of those that a search has found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg

from stationdesk.cases.repository.pages import ROW_FIELDS

Connection: TypeAlias = "asyncpg.Connection[Any]"

# Ranges and equality alone: they are leakproof, so the indexes serve under row-level security.
_BY_NUMBER = """
(SELECT 'waybill' AS why, id FROM cases WHERE firm_id = $1 AND waybill COLLATE "C" = $2 LIMIT $3)
UNION ALL
(SELECT 'number', id FROM cases WHERE firm_id = $1 AND number = $2)
UNION ALL
(SELECT 'order_no', id FROM cases WHERE firm_id = $1 AND order_no = $2 LIMIT $3)
UNION ALL
(SELECT 'waybill_prefix', id FROM cases
 WHERE firm_id = $1 AND waybill COLLATE "C" > $2 AND waybill COLLATE "C" < $4
 ORDER BY waybill COLLATE "C" LIMIT $3)
"""


async def by_number(
    connection: Connection, firm_id: UUID, number: str, most: int
) -> list[tuple[str, UUID]]:
    """(why, case): by waybill whole or from its beginning, by its own number, by HQ's."""
    rows = await connection.fetch(_BY_NUMBER, firm_id, number, most, number + "\U0010ffff")
    return [(row["why"], row["id"]) for row in rows]


async def rows_of(
    connection: Connection, firm_id: UUID, case_ids: Sequence[UUID]
) -> dict[UUID, asyncpg.Record]:
    """The lines of these cases, as far as the reader may see them."""
    rows = await connection.fetch(
        f"SELECT {ROW_FIELDS} "  # noqa: S608
        "FROM cases c JOIN stations s ON s.firm_id = $1 AND s.id = c.station_id "
        "WHERE c.firm_id = $1 AND c.id = ANY($2)",
        firm_id, list(case_ids),
    )  # fmt: skip
    return {row["id"]: row for row in rows}


async def of_waybills(
    connection: Connection, firm_id: UUID, waybills: Sequence[str], most: int
) -> list[asyncpg.Record]:
    """The cases of many waybills, open ones first, then the latest."""
    rows: list[asyncpg.Record] = await connection.fetch(
        f"SELECT {ROW_FIELDS} "  # noqa: S608
        "FROM cases c JOIN stations s ON s.firm_id = $1 AND s.id = c.station_id "
        'WHERE c.firm_id = $1 AND c.waybill COLLATE "C" = ANY($2) '
        "ORDER BY c.closed_at IS NOT NULL, c.opened_at DESC, c.id LIMIT $3",
        firm_id, list(waybills), most,
    )  # fmt: skip
    return rows
