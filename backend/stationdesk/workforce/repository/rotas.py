"""Members, their weeks and days, overtime; the facts of duty that plans are made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg
import msgspec

Connection: TypeAlias = "asyncpg.Connection[Any]"

WORKING_ROLES = ("agent", "supervisor", "manager", "firm_owner")


async def zone(connection: Connection, firm_id: UUID) -> str:
    """The firm's time zone."""
    name: str = await connection.fetchval("SELECT firm_zone($1)", firm_id)
    return name


async def workers(connection: Connection, firm_id: UUID) -> list[asyncpg.Record]:
    """Current members who hold cases, by name, with when they were last at their desks."""
    rows: list[asyncpg.Record] = await connection.fetch(
        """
        SELECT m.id, m.name, m.email, m.role, q.seen_at
        FROM members m
        LEFT JOIN queue_presence q ON q.firm_id = m.firm_id AND q.member_id = m.id
        WHERE m.firm_id = $1 AND m.ended_at IS NULL AND m.role = ANY($2)
        ORDER BY m.name, m.id
        """,
        firm_id, list(WORKING_ROLES),
    )  # fmt: skip
    return rows


async def worker(connection: Connection, firm_id: UUID, member_id: UUID) -> asyncpg.Record | None:
    """A current member who holds cases."""
    return await connection.fetchrow(
        "SELECT id, name, role FROM members "
        "WHERE firm_id = $1 AND id = $2 AND ended_at IS NULL AND role = ANY($3)",
        firm_id, member_id, list(WORKING_ROLES),
    )  # fmt: skip


async def weeks(connection: Connection, firm_id: UUID) -> dict[UUID, dict[str, list[str]]]:
    """The weekly shifts of everybody who has any."""
    rows = await connection.fetch(
        "SELECT member_id, week::text AS week FROM shift_patterns WHERE firm_id = $1", firm_id
    )
    return {row["member_id"]: msgspec.json.decode(row["week"]) for row in rows}


async def put_week(
    connection: Connection, firm_id: UUID, member_id: UUID, week: str, now: datetime, by: str
) -> None:
    """Write somebody's week, whatever it was."""
    await connection.execute(
        """
        INSERT INTO shift_patterns (firm_id, member_id, week, changed_at, changed_by_name)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (firm_id, member_id) DO UPDATE
        SET week = excluded.week, changed_at = excluded.changed_at,
            changed_by_name = excluded.changed_by_name
        """,
        firm_id, member_id, week, now, by,
    )  # fmt: skip


async def drop_week(connection: Connection, firm_id: UUID, member_id: UUID) -> None:
    """No shifts are kept for him any more."""
    await connection.execute(
        "DELETE FROM shift_patterns WHERE firm_id = $1 AND member_id = $2", firm_id, member_id
    )


async def days(
    connection: Connection, firm_id: UUID, from_day: date, to_day: date
) -> list[asyncpg.Record]:
    """What single days say instead, within [from_day, to_day]."""
    rows: list[asyncpg.Record] = await connection.fetch(
        """
        SELECT member_id, day, windows::text AS windows, note FROM shift_days
        WHERE firm_id = $1 AND day BETWEEN $2 AND $3 ORDER BY day, member_id
        """,
        firm_id, from_day, to_day,
    )  # fmt: skip
    return rows


async def put_days(
    connection: Connection, rows: Sequence[tuple[UUID, UUID, date, str, str]]
) -> None:
    """(firm, member, day, windows, note): write each day, whatever it said."""
    await connection.executemany(
        """
        INSERT INTO shift_days (firm_id, member_id, day, windows, note)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (firm_id, member_id, day) DO UPDATE
        SET windows = excluded.windows, note = excluded.note
        """,
        rows,
    )


async def drop_day(connection: Connection, firm_id: UUID, member_id: UUID, day: date) -> None:
    """The week holds on that day again."""
    await connection.execute(
        "DELETE FROM shift_days WHERE firm_id = $1 AND member_id = $2 AND day = $3",
        firm_id, member_id, day,
    )  # fmt: skip


async def add_overtime(connection: Connection, *values: Any) -> None:
    """Firm, id, member, station, from, to, reason, when and by whom it was recorded."""
    await connection.execute(
        """
        INSERT INTO overtimes (firm_id, id, member_id, station_id, from_at, to_at, reason,
                               recorded_at, recorded_by_name)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """,
        *values,
    )


async def overtimes(
    connection: Connection,
    firm_id: UUID,
    member_id: UUID | None,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[asyncpg.Record]:
    """The latest first, of one member or of all; one more than `limit` if there are more."""
    rows: list[asyncpg.Record] = await connection.fetch(
        """
        SELECT o.id, o.member_id, m.name AS member_name, o.station_id, s.name AS station_name,
               o.from_at, o.to_at, o.reason, o.recorded_by_name
        FROM overtimes o JOIN members m ON m.firm_id = o.firm_id AND m.id = o.member_id
        LEFT JOIN stations s ON s.firm_id = o.firm_id AND s.id = o.station_id
        WHERE o.firm_id = $1 AND ($2::uuid IS NULL OR o.member_id = $2)
          AND ($3::timestamptz IS NULL OR (o.from_at, o.id) < ($3, $4))
        ORDER BY o.from_at DESC, o.id DESC LIMIT $5
        """,
        firm_id, member_id, *(after or (None, None)), limit + 1,
    )  # fmt: skip
    return rows


async def posts(connection: Connection, firm_id: UUID, at: datetime) -> list[asyncpg.Record]:
    """Who serves which station in which direction at that moment, by the firm's assignments."""
    rows: list[asyncpg.Record] = await connection.fetch(
        """
        SELECT a.station_id, a.direction, a.member_id, a.is_primary
        FROM assignments a JOIN members m ON m.firm_id = a.firm_id AND m.id = a.member_id
        WHERE a.firm_id = $1 AND a.valid_from <= $2 AND (a.valid_to IS NULL OR a.valid_to > $2)
          AND m.ended_at IS NULL
        ORDER BY a.is_primary DESC, m.name, a.id
        """,
        firm_id, at,
    )  # fmt: skip
    return rows


async def stations(connection: Connection, firm_id: UUID) -> list[asyncpg.Record]:
    """The stations that the actor may see, by code."""
    rows: list[asyncpg.Record] = await connection.fetch(
        "SELECT id, code, name, carrier FROM stations WHERE firm_id = $1 ORDER BY code", firm_id
    )
    return rows


async def duty_facts(
    connection: Connection, firm_id: UUID, member_id: UUID, at: datetime
) -> str | None:
    """A member's duty as JSON; the owner's function, for who may not see shifts and leave."""
    facts: str | None = await connection.fetchval(
        "SELECT duty_facts($1, $2, $3)::text", firm_id, member_id, at
    )
    return facts


async def cover_facts(
    connection: Connection,
    firm_id: UUID,
    member_id: UUID,
    station_id: UUID,
    direction: str,
    at: datetime,
) -> str:
    """The duty of each who stands in for the member at that lane then, as a JSON list."""
    facts: str = await connection.fetchval(
        "SELECT covers_of_member($1, $2, $3, $4, $5)::text",
        firm_id, member_id, station_id, direction, at,
    )  # fmt: skip
    return facts
