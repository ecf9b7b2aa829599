"""Leave, covers and handovers of a shift."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg

Connection: TypeAlias = "asyncpg.Connection[Any]"

MOVE_BATCH = 100

_ABSENCE = """
SELECT a.id, a.member_id, m.name AS member_name, a.kind, a.from_at, a.to_at,
       a.substitute_member_id, u.name AS substitute_name, a.reason, a.habits, a.state,
       a.requested_at, a.accepted_at, a.handover::text AS handover, a.decided_at,
       a.decided_by_name, a.decision_note, a.is_override
FROM absences a
JOIN members m ON m.firm_id = a.firm_id AND m.id = a.member_id
JOIN members u ON u.firm_id = a.firm_id AND u.id = a.substitute_member_id
WHERE a.firm_id = $1
"""
_COVER = """
SELECT c.id, c.covered_member_id, m.name AS covered_name, c.cover_member_id, u.name AS cover_name,
       c.from_at, c.to_at, c.absence_id, c.reason, c.entered_by_name
FROM covers c
JOIN members m ON m.firm_id = c.firm_id AND m.id = c.covered_member_id
JOIN members u ON u.firm_id = c.firm_id AND u.id = c.cover_member_id
WHERE c.firm_id = $1
"""
_HANDOVER = """
SELECT h.id, h.from_member_id, m.name AS from_name, h.to_member_id, u.name AS to_name, h.notes,
       h.items::text AS items, h.state, h.offered_at, h.decided_at
FROM shift_handovers h
JOIN members m ON m.firm_id = h.firm_id AND m.id = h.from_member_id
LEFT JOIN members u ON u.firm_id = h.firm_id AND u.id = h.to_member_id
WHERE h.firm_id = $1
"""


async def insert(connection: Connection, table: str, columns: Mapping[str, Any]) -> None:
    """Write a row. Table and column names are ours, never a request's."""
    places = ", ".join(f"${n}" for n in range(1, len(columns) + 1))
    await connection.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})",  # noqa: S608
        *columns.values(),
    )


async def update_absence(
    connection: Connection, firm_id: UUID, absence_id: UUID, columns: Mapping[str, Any]
) -> None:
    """Rewrite columns of a leave that the caller has locked. Names are ours."""
    sets = ", ".join(f"{name} = ${n}" for n, name in enumerate(columns, start=3))
    await connection.execute(
        f"UPDATE absences SET {sets} WHERE firm_id = $1 AND id = $2",  # noqa: S608
        firm_id, absence_id, *columns.values(),
    )  # fmt: skip


async def absence(
    connection: Connection, firm_id: UUID, absence_id: UUID, *, locked: bool = False
) -> asyncpg.Record | None:
    """One leave with its people."""
    return await connection.fetchrow(
        _ABSENCE + "AND a.id = $2" + (" FOR UPDATE OF a" if locked else ""), firm_id, absence_id
    )


async def absences(
    connection: Connection,
    firm_id: UUID,
    member_id: UUID | None,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[asyncpg.Record]:
    """The latest first; of one member: his own and those that he stands in for."""
    rows: list[asyncpg.Record] = await connection.fetch(
        _ABSENCE
        + """
        AND ($2::uuid IS NULL OR a.member_id = $2 OR a.substitute_member_id = $2)
        AND ($3::timestamptz IS NULL OR (a.from_at, a.id) < ($3, $4))
        ORDER BY a.from_at DESC, a.id DESC LIMIT $5
        """,
        firm_id, member_id, *(after or (None, None)), limit + 1,
    )  # fmt: skip
    return rows


async def approved_between(
    connection: Connection, firm_id: UUID, from_at: datetime, to_at: datetime
) -> list[asyncpg.Record]:
    """Who is on leave at any time within [from_at, to_at)."""
    rows: list[asyncpg.Record] = await connection.fetch(
        """
        SELECT a.id, a.member_id, a.kind, a.from_at, a.to_at FROM absences a
        WHERE a.firm_id = $1 AND a.state = 'approved' AND a.to_at > $2 AND a.from_at < $3
        ORDER BY a.from_at, a.id
        """,
        firm_id, from_at, to_at,
    )  # fmt: skip
    return rows


async def is_away(
    connection: Connection,
    firm_id: UUID,
    member_id: UUID,
    from_at: datetime,
    to_at: datetime,
    states: list[str],
    but: UUID | None = None,
) -> bool:
    """Whether the member has leave in one of the states that touches [from_at, to_at)."""
    found: bool = await connection.fetchval(
        """
        SELECT EXISTS (SELECT FROM absences WHERE firm_id = $1 AND member_id = $2
                       AND to_at > $3 AND from_at < $4 AND state = ANY($5)
                       AND id IS DISTINCT FROM $6)
        """,
        firm_id, member_id, from_at, to_at, states, but,
    )  # fmt: skip
    return found


async def take_begun(connection: Connection, firm_id: UUID, now: datetime) -> list[asyncpg.Record]:
    """Leave that has begun and whose work has not moved yet; marked as moved."""
    rows: list[asyncpg.Record] = await connection.fetch(
        """
        UPDATE absences SET moved_at = $2 WHERE (firm_id, id) IN (
            SELECT firm_id, id FROM absences
            WHERE firm_id = $1 AND state = 'approved' AND moved_at IS NULL AND from_at <= $2
            ORDER BY from_at LIMIT $3 FOR UPDATE SKIP LOCKED)
        RETURNING id, member_id, substitute_member_id, to_at
        """,
        firm_id, now, MOVE_BATCH,
    )  # fmt: skip
    return rows


async def covers_between(
    connection: Connection, firm_id: UUID, from_at: datetime, to_at: datetime
) -> list[asyncpg.Record]:
    """Covers that hold at any time within [from_at, to_at), by their beginning."""
    rows: list[asyncpg.Record] = await connection.fetch(
        _COVER + "AND c.to_at > $2 AND c.from_at < $3 ORDER BY c.from_at, c.id LIMIT 1000",
        firm_id, from_at, to_at,
    )  # fmt: skip
    return rows


async def cover(connection: Connection, firm_id: UUID, cover_id: UUID) -> asyncpg.Record | None:
    """One cover."""
    return await connection.fetchrow(_COVER + "AND c.id = $2", firm_id, cover_id)


async def end_covers(
    connection: Connection,
    firm_id: UUID,
    now: datetime,
    *,
    cover_id: UUID | None = None,
    absence_id: UUID | None = None,
) -> None:
    """End a cover, or those of a leave, now; what has not begun is taken away."""
    wanted = "firm_id = $1 AND (id = $3 OR absence_id = $4)"
    await connection.execute(
        f"DELETE FROM covers WHERE {wanted} AND from_at >= $2",  # noqa: S608
        firm_id, now, cover_id, absence_id,
    )  # fmt: skip
    await connection.execute(
        f"UPDATE covers SET to_at = $2 WHERE {wanted} AND to_at > $2",  # noqa: S608
        firm_id, now, cover_id, absence_id,
    )  # fmt: skip


async def handover(
    connection: Connection, firm_id: UUID, handover_id: UUID, *, locked: bool = False
) -> asyncpg.Record | None:
    """One handover of a shift."""
    return await connection.fetchrow(
        _HANDOVER + "AND h.id = $2" + (" FOR UPDATE OF h" if locked else ""), firm_id, handover_id
    )


async def handovers(
    connection: Connection,
    firm_id: UUID,
    member_id: UUID | None,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[asyncpg.Record]:
    """The latest first; of one member: what he gave and what he was given."""
    rows: list[asyncpg.Record] = await connection.fetch(
        _HANDOVER
        + """
        AND ($2::uuid IS NULL OR h.from_member_id = $2 OR h.to_member_id = $2)
        AND ($3::timestamptz IS NULL OR (h.offered_at, h.id) < ($3, $4))
        ORDER BY h.offered_at DESC, h.id DESC LIMIT $5
        """,
        firm_id, member_id, *(after or (None, None)), limit + 1,
    )  # fmt: skip
    return rows


async def decide_handover(
    connection: Connection, firm_id: UUID, handover_id: UUID, state: str, now: datetime
) -> None:
    """Write how a handover ended."""
    await connection.execute(
        "UPDATE shift_handovers SET state = $3, decided_at = $4 WHERE firm_id = $1 AND id = $2",
        firm_id, handover_id, state, now,
    )  # fmt: skip
