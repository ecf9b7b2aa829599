"""Skills and limits, and how much room a member has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg
from msgspec import Struct

Connection: TypeAlias = "asyncpg.Connection[Any]"


class Room(Struct, frozen=True):
    """How many cases a member may hold and holds; `held_max` None: no limit, nothing counted."""

    held_max: int | None
    held: int | None
    has_room: bool


async def room(
    connection: Connection, firm_id: UUID, member_id: UUID, now: datetime, *, is_agent: bool
) -> Room:
    """The member's room; keeps his other claims waiting until this transaction ends."""
    row = await connection.fetchrow(
        "SELECT held_max, held, has_room FROM held_room($1, $2, $3, $4)",
        firm_id, member_id, now, is_agent,
    )  # fmt: skip
    return Room(row["held_max"], row["held"], row["has_room"])


async def limits(connection: Connection, firm_id: UUID) -> dict[UUID, int | None]:
    """The limits of those who have one of their own."""
    rows = await connection.fetch(
        "SELECT member_id, held_max FROM member_limits WHERE firm_id = $1", firm_id
    )
    return {row["member_id"]: row["held_max"] for row in rows}


async def put_limit(
    connection: Connection, firm_id: UUID, member_id: UUID, held_max: int | None, by: str
) -> None:
    """A limit of his own; None: no limit."""
    await connection.execute(
        """
        INSERT INTO member_limits (firm_id, member_id, held_max, changed_by_name)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (firm_id, member_id) DO UPDATE
        SET held_max = excluded.held_max, changed_by_name = excluded.changed_by_name
        """,
        firm_id, member_id, held_max, by,
    )  # fmt: skip


async def drop_limit(connection: Connection, firm_id: UUID, member_id: UUID) -> None:
    """The policy's limit holds for him again."""
    await connection.execute(
        "DELETE FROM member_limits WHERE firm_id = $1 AND member_id = $2", firm_id, member_id
    )


async def skills(connection: Connection, firm_id: UUID) -> list[asyncpg.Record]:
    """(member, facet, code) of everybody who has any."""
    rows: list[asyncpg.Record] = await connection.fetch(
        "SELECT member_id, facet, code FROM member_skills WHERE firm_id = $1 ORDER BY facet, code",
        firm_id,
    )
    return rows


async def put_skills(
    connection: Connection, firm_id: UUID, member_id: UUID, wanted: Sequence[tuple[str, str]]
) -> None:
    """These (facet, code) and no others."""
    await connection.execute(
        "DELETE FROM member_skills WHERE firm_id = $1 AND member_id = $2", firm_id, member_id
    )
    await connection.executemany(
        "INSERT INTO member_skills (firm_id, member_id, facet, code) VALUES ($1, $2, $3, $4)",
        [(firm_id, member_id, facet, code) for facet, code in wanted],
    )
