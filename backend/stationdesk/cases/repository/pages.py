"""The queue's pages and its counts: keyset over (rank, id), covered by partial indexes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg

from stationdesk.cases.ranking import LONGEST_PULL

Connection: TypeAlias = "asyncpg.Connection[Any]"

PAGE_MAX = 200
FOUND_MAX = 500
"""How many cases a list narrowed by words may have: the latest of them."""
COUNT_MAX = 20_000
"""Counts stop here and say so: a badge needs no exact figure beyond."""
DUE_SOON = timedelta(minutes=30)

ROW_FIELDS = """c.id, c.number, c.kind, c.direction, c.state, c.version, c.station_id,
    s.code AS station_code, s.name AS station_name, s.carrier, c.waybill, c.summary, c.due_at,
    c.risk_fen, c.holder_kind, c.holder_name, c.holder_reference, c.agent_member_id,
    c.agent_name, c.opened_at, c.closed_at, c.snoozed_until"""

VIEWS = ("all", "mine", "unclaimed", "due_soon", "overdue", "forgotten")


class Filters:
    """Conditions with parameters, put together from fixed pieces; values never in the text."""

    def __init__(self, firm_id: UUID) -> None:
        self.values: list[Any] = [firm_id]
        self.conditions = ["c.firm_id = $1"]

    def where(self, condition: str, *values: Any) -> None:
        """Add a condition; `{}` stands for each value in turn."""
        places = []
        for value in values:
            self.values.append(value)
            places.append(f"${len(self.values)}")
        self.conditions.append(condition.format(*places))

    def text(self) -> str:
        """All of them."""
        return " AND ".join(self.conditions)


def view(filters: Filters, name: str, member_id: UUID | None, now: datetime) -> None:
    """Restrict to one of VIEWS. Late ones are bounded by rank, so that the index serves."""
    if name == "mine":
        filters.where("c.agent_member_id = {}", member_id)
    elif name == "unclaimed":
        filters.where("c.holder_kind = 'queue'")
    elif name == "forgotten":
        filters.where("c.forgotten_since IS NOT NULL AND c.closed_at IS NULL")
    elif name == "overdue":
        filters.where("c.due_at < {} AND c.rank < {}", now, now)
    elif name == "due_soon":
        until = now + DUE_SOON
        filters.where(
            "c.due_at >= {} AND c.due_at <= {} AND c.rank >= {} AND c.rank <= {}",
            now, until, now - LONGEST_PULL, until,
        )  # fmt: skip


def late_by(filters: Filters, until: datetime) -> None:
    """Restrict to what is due until then; a case's rank never lies behind its due time."""
    filters.where("c.due_at <= {} AND c.rank <= {}", until, until)


def search_words(filters: Filters, keys: list[int], words: list[str]) -> None:
    """By words of its texts; the latest of those that have them."""
    filters.where(
        "c.id IN (SELECT case_id FROM cases_with_words({}, {}, {}))", keys, words, FOUND_MAX
    )


def search(filters: Filters, words: str) -> None:
    """By the beginning or end of a waybill, a case's number or an order's number.

    Ranges, not LIKE: LIKE is not leakproof, and row-level security would keep it from the index.
    """
    backwards = words[::-1]
    filters.where(
        """c.id IN (
            (SELECT id FROM cases WHERE firm_id = $1 AND waybill COLLATE "C" >= {}
                AND waybill COLLATE "C" < {} ORDER BY waybill COLLATE "C" LIMIT 200)
            UNION ALL (SELECT id FROM cases WHERE firm_id = $1 AND number = {})
            UNION ALL (SELECT id FROM cases WHERE firm_id = $1 AND order_no = {} LIMIT 200)
            UNION ALL (SELECT case_id FROM case_words WHERE firm_id = $1
                AND waybill_tail COLLATE "C" >= {} AND waybill_tail COLLATE "C" < {} LIMIT 200))""",
        words, words + "\U0010ffff", words, words, backwards, backwards + "\U0010ffff",
    )  # fmt: skip


# The page is cut before the stations are joined: the planner would else begin with the stations,
# fetch every case of each, and sort.
_PAGE = """
WITH c AS MATERIALIZED (
    SELECT c.*, {position} AS position FROM cases c
    WHERE {conditions} ORDER BY {order} LIMIT {limit}
)
SELECT {fields}, c.position
FROM c JOIN stations s ON s.firm_id = $1 AND s.id = c.station_id
ORDER BY {order}
"""


async def _page(
    connection: Connection, filters: Filters, limit: int, position: str, order: str
) -> list[asyncpg.Record]:
    filters.values.append(min(limit, PAGE_MAX) + 1)
    rows: list[asyncpg.Record] = await connection.fetch(
        _PAGE.format(
            position=position,
            conditions=filters.text(),
            order=order,
            limit=f"${len(filters.values)}",
            fields=ROW_FIELDS,
        ),
        *filters.values,
    )
    return rows


async def open_page(
    connection: Connection,
    filters: Filters,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[asyncpg.Record]:
    """Lines by rank, one more than `limit` if there is a next page."""
    if after is not None:
        filters.where("(c.rank, c.id) > ({}, {})", *after)
    return await _page(connection, filters, limit, "c.rank", "c.rank, c.id")


async def closed_page(
    connection: Connection,
    filters: Filters,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[asyncpg.Record]:
    """Closed cases, the latest first."""
    filters.where("c.closed_at IS NOT NULL")
    if after is not None:
        filters.where("(c.closed_at, c.id) < ({}, {})", *after)
    return await _page(connection, filters, limit, "c.closed_at", "c.closed_at DESC, c.id DESC")


async def ids(connection: Connection, filters: Filters, most: int) -> list[UUID]:
    """The cases that meet the filters, the most urgent first, at most so many."""
    rows = await connection.fetch(
        f"SELECT c.id FROM cases c WHERE {filters.text()} ORDER BY c.rank, c.id LIMIT {most:d}",  # noqa: S608
        *filters.values,
    )
    return [row["id"] for row in rows]


async def of_waybill(
    connection: Connection, firm_id: UUID, waybill: str, limit: int = PAGE_MAX
) -> list[asyncpg.Record]:
    """Every case of a waybill, the latest first."""
    rows: list[asyncpg.Record] = await connection.fetch(
        f"SELECT {ROW_FIELDS} "  # noqa: S608
        "FROM cases c JOIN stations s ON s.firm_id = $1 AND s.id = c.station_id "
        'WHERE c.firm_id = $1 AND c.waybill COLLATE "C" = $2 '
        "ORDER BY c.opened_at DESC, c.id LIMIT $3",
        firm_id, waybill, limit,
    )  # fmt: skip
    return rows


async def related(
    connection: Connection, firm_id: UUID, waybill: str, case_id: UUID, parent_id: UUID | None
) -> list[asyncpg.Record]:
    """The waybill's cases, what this one was opened from, and what was opened from it."""
    rows: list[asyncpg.Record] = await connection.fetch(
        f"SELECT {ROW_FIELDS} "  # noqa: S608
        "FROM cases c JOIN stations s ON s.firm_id = $1 AND s.id = c.station_id "
        "WHERE c.firm_id = $1 AND c.id IN ("
        'SELECT id FROM cases WHERE firm_id = $1 AND waybill COLLATE "C" = $2 '
        "UNION SELECT id FROM cases WHERE firm_id = $1 AND id = $4 "
        "UNION SELECT id FROM cases WHERE firm_id = $1 AND parent_case_id = $3) "
        "ORDER BY c.opened_at DESC, c.id LIMIT $5",
        firm_id, waybill, case_id, parent_id, PAGE_MAX,
    )  # fmt: skip
    return rows


COUNTS = """
WITH open_case AS MATERIALIZED (
    SELECT c.kind, c.holder_kind, c.agent_member_id, c.station_id, c.due_at,
           c.forgotten_since
    FROM cases c WHERE c.firm_id = $1 AND c.closed_at IS NULL LIMIT $5
)
SELECT 'view' AS facet, v.name AS value, count(*) AS count
FROM open_case o CROSS JOIN LATERAL (VALUES
    ('all', true), ('mine', o.agent_member_id = $2), ('unclaimed', o.holder_kind = 'queue'),
    ('due_soon', o.due_at >= $3 AND o.due_at <= $4), ('overdue', o.due_at < $3),
    ('forgotten', o.forgotten_since IS NOT NULL)
) AS v (name, is_in) WHERE v.is_in GROUP BY v.name
UNION ALL
SELECT 'kind', kind, count(*) FROM open_case GROUP BY kind
UNION ALL
SELECT 'holder', CASE WHEN holder_kind IN ('agent', 'supervisor') AND agent_member_id = $2
                      THEN 'me' ELSE holder_kind END, count(*) FROM open_case GROUP BY 2
UNION ALL
SELECT 'station', station_id::text, count(*) FROM open_case GROUP BY station_id
"""


async def counts(
    connection: Connection, firm_id: UUID, member_id: UUID | None, now: datetime
) -> list[asyncpg.Record]:
    """(facet, value, count) of the open cases that the actor may see."""
    rows: list[asyncpg.Record] = await connection.fetch(
        COUNTS, firm_id, member_id, now, now + DUE_SOON, COUNT_MAX + 1
    )
    return rows


async def station_names(connection: Connection, firm_id: UUID) -> list[asyncpg.Record]:
    """Stations that the actor may see, by code."""
    rows: list[asyncpg.Record] = await connection.fetch(
        "SELECT id, code, name FROM stations WHERE firm_id = $1 ORDER BY code", firm_id
    )
    return rows
