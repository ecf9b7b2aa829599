"""SQL of macros, saved views and of who looks at which case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg

Connection: TypeAlias = "asyncpg.Connection[Any]"

MACROS_MAX = 200
VIEWS_MAX = 60
VIEWERS_MAX = 500

_MACRO = """
SELECT id, member_id, title, text, kind, direction, carrier, steps::text AS steps, position,
       version, updated_by_name, updated_at
FROM macros
"""
# The firm's and one's own; a colleague's are his.
_MINE = "WHERE firm_id = $1 AND (member_id IS NULL OR member_id = $2)"


async def macros(
    connection: Connection, firm_id: UUID, member_id: UUID | None
) -> list[asyncpg.Record]:
    """All that the member may use, in their order."""
    rows: list[asyncpg.Record] = await connection.fetch(
        f"{_MACRO} {_MINE} ORDER BY position, title, id LIMIT {MACROS_MAX}", firm_id, member_id
    )
    return rows


async def macro(
    connection: Connection, firm_id: UUID, member_id: UUID | None, macro_id: UUID
) -> asyncpg.Record | None:
    """One of them."""
    return await connection.fetchrow(f"{_MACRO} {_MINE} AND id = $3", firm_id, member_id, macro_id)


async def insert(connection: Connection, table: str, columns: dict[str, Any]) -> None:
    """A new row; names are ours, never a request's."""
    places = ", ".join(f"${n}" for n in range(1, len(columns) + 1))
    await connection.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})",  # noqa: S608
        *columns.values(),
    )


async def update(
    connection: Connection, table: str, firm_id: UUID, row_id: UUID, columns: dict[str, Any]
) -> None:
    """Rewrite columns of a row that the caller has read as his to change."""
    sets = ", ".join(f"{name} = ${n}" for n, name in enumerate(columns, start=3))
    await connection.execute(
        f"UPDATE {table} SET {sets} WHERE firm_id = $1 AND id = $2",  # noqa: S608
        firm_id, row_id, *columns.values(),
    )  # fmt: skip


async def delete(connection: Connection, table: str, firm_id: UUID, row_id: UUID) -> None:
    """Forget a row."""
    await connection.execute(
        f"DELETE FROM {table} WHERE firm_id = $1 AND id = $2",  # noqa: S608
        firm_id, row_id,
    )  # fmt: skip


async def next_position(
    connection: Connection, table: str, firm_id: UUID, member_id: UUID | None
) -> int:
    """Behind all others of the same owner."""
    last: int = await connection.fetchval(
        f"SELECT coalesce(max(position), 0) FROM {table} "  # noqa: S608
        "WHERE firm_id = $1 AND member_id IS NOT DISTINCT FROM $2",
        firm_id, member_id,
    )  # fmt: skip
    return last + 1


async def views(
    connection: Connection, firm_id: UUID, member_id: UUID | None
) -> list[asyncpg.Record]:
    """Saved views that the member may open, shared ones first, in their order."""
    rows: list[asyncpg.Record] = await connection.fetch(
        f"SELECT id, member_id, title, filters::text AS filters, position, created_by_name "  # noqa: S608
        f"FROM case_views {_MINE} ORDER BY member_id IS NOT NULL, position, title, id "
        f"LIMIT {VIEWS_MAX}",
        firm_id, member_id,
    )  # fmt: skip
    return rows


async def count(connection: Connection, conditions: str, values: Sequence[Any], most: int) -> int:
    """How many open cases meet the conditions of `pages.Filters`, counted to `most` + 1."""
    found: int = await connection.fetchval(
        f"SELECT count(*) FROM (SELECT FROM cases c WHERE {conditions} LIMIT {most + 1}) AS found",  # noqa: S608
        *values,
    )
    return found


async def mark_viewing(
    connection: Connection, firm_id: UUID, member_id: UUID, name: str, case_id: UUID,
    is_editing: bool, now: datetime,
) -> None:  # fmt: skip
    """The member has the case open; nothing is written for a case that he may not see."""
    await connection.execute(
        """
        INSERT INTO case_viewers AS v
            (firm_id, member_id, case_id, station_id, member_name, is_editing, seen_at)
        SELECT c.firm_id, $2, c.id, c.station_id, $3, $5, $6
        FROM cases c WHERE c.firm_id = $1 AND c.id = $4
        ON CONFLICT (firm_id, member_id) DO UPDATE
        SET case_id = excluded.case_id, station_id = excluded.station_id,
            member_name = excluded.member_name, is_editing = excluded.is_editing,
            seen_at = greatest(v.seen_at, excluded.seen_at)
        """,
        firm_id, member_id, name, case_id, is_editing, now,
    )  # fmt: skip


async def mark_left(connection: Connection, firm_id: UUID, member_id: UUID) -> None:
    """The member has no case open."""
    await connection.execute(
        "DELETE FROM case_viewers WHERE firm_id = $1 AND member_id = $2", firm_id, member_id
    )


async def viewers(connection: Connection, firm_id: UUID, since: datetime) -> list[asyncpg.Record]:
    """Who has which case open, as far as the reader may see the cases."""
    rows: list[asyncpg.Record] = await connection.fetch(
        "SELECT case_id, member_id, member_name, is_editing FROM case_viewers "  # noqa: S608
        f"WHERE firm_id = $1 AND seen_at > $2 ORDER BY case_id, member_id LIMIT {VIEWERS_MAX}",
        firm_id, since,
    )  # fmt: skip
    return rows


async def words_of_case(
    connection: Connection, firm_id: UUID, case_id: UUID
) -> asyncpg.Record | None:
    """What only other tables know for the fields of a text: courier, promise, recipient."""
    return await connection.fetchrow(
        """
        SELECT (SELECT t.data->'waits_on'->>'name' FROM case_timeline t
                WHERE t.firm_id = $1 AND t.case_id = $2 AND t.data->'waits_on'->>'kind' = 'courier'
                ORDER BY t.at DESC, t.id DESC LIMIT 1) AS courier,
               (SELECT min(p.due_at) FROM case_promises p
                WHERE p.firm_id = $1 AND p.case_id = $2 AND p.status = 'open') AS promised_at,
               (SELECT c.name FROM case_contacts c WHERE c.firm_id = $1 AND c.case_id = $2
                ORDER BY c.role <> 'recipient' LIMIT 1) AS recipient,
               (SELECT s.timezone FROM stations s JOIN cases c ON c.firm_id = s.firm_id
                AND c.station_id = s.id WHERE c.firm_id = $1 AND c.id = $2) AS timezone
        """,
        firm_id, case_id,
    )  # fmt: skip
