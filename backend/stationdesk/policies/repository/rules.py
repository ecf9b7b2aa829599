"""SQL of what moves deadlines besides a policy's lengths: calendars and exemptions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg

Connection: TypeAlias = "asyncpg.Connection[Any]"

EXEMPTIONS_LOOKED_BACK = timedelta(days=92)
"""No clock that is still open began before an exemption that ended longer ago than this."""

_EXEMPTION_OF_CASE = """e.withdrawn_at IS NULL AND (e.carrier IS NULL OR e.carrier = $3)
    AND (e.station_ids = '{}' OR $2 = ANY(e.station_ids))
    AND (e.kinds = '{}' OR $4 = ANY(e.kinds))"""

# One round trip for all: it is made whenever a clock may be set.
RULES_AT_STATION = f"""
SELECT s.calendar::text AS station,
    (SELECT calendar::text FROM calendars
     WHERE firm_id = $1 AND level = 'carrier' AND key = $3) AS carrier,
    (SELECT calendar::text FROM calendars
     WHERE firm_id = $1 AND level = 'firm' AND key = '') AS firm,
    (SELECT json_object_agg(day, is_workday)::text FROM calendar_days
     WHERE firm_id = $1) AS days,
    (SELECT json_agg(found)::text FROM (
        SELECT e.id, e.title, e.proof, e.clock_names, e.from_at, e.to_at, e.effect,
               e.added_minutes, e.new_due_at
        FROM exemptions e
        WHERE e.firm_id = $1 AND e.to_at > $5 AND {_EXEMPTION_OF_CASE}) AS found) AS exemptions
FROM stations s WHERE s.firm_id = $1 AND s.id = $2
"""  # noqa: S608


async def rules_at_station(
    connection: Connection, firm_id: UUID, station_id: UUID, carrier: str, kind: str, at: datetime
) -> asyncpg.Record | None:
    """Calendars and exemptions that hold for cases of a kind at a station, as JSON texts."""
    return await connection.fetchrow(
        RULES_AT_STATION, firm_id, station_id, carrier, kind, at - EXEMPTIONS_LOOKED_BACK
    )


async def station_calendars(connection: Connection, firm_id: UUID) -> dict[UUID, str]:
    """The stations that have a calendar of their own, as JSON texts."""
    rows = await connection.fetch(
        "SELECT id, calendar::text AS calendar FROM stations "
        "WHERE firm_id = $1 AND calendar IS NOT NULL",
        firm_id,
    )
    return {row["id"]: row["calendar"] for row in rows}


async def firm_calendars(connection: Connection, firm_id: UUID) -> list[asyncpg.Record]:
    """The firm's default calendar and its carriers', as JSON texts."""
    rows: list[asyncpg.Record] = await connection.fetch(
        "SELECT level, key, calendar::text AS calendar, changed_at, changed_by_name "
        "FROM calendars WHERE firm_id = $1 ORDER BY level DESC, key",
        firm_id,
    )
    return rows


async def put_calendar(
    connection: Connection, firm_id: UUID, level: str, key: str, calendar: str, by: str,
    now: datetime,
) -> None:  # fmt: skip
    """Set the firm's calendar or a carrier's."""
    await connection.execute(
        """
        INSERT INTO calendars (firm_id, level, key, calendar, changed_by_name, changed_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (firm_id, level, key) DO UPDATE SET calendar = excluded.calendar,
            changed_by_name = excluded.changed_by_name, changed_at = excluded.changed_at
        """,
        firm_id, level, key, calendar, by, now,
    )  # fmt: skip


async def delete_calendar(connection: Connection, firm_id: UUID, level: str, key: str) -> None:
    """Take the firm's calendar or a carrier's away."""
    await connection.execute(
        "DELETE FROM calendars WHERE firm_id = $1 AND level = $2 AND key = $3", firm_id, level, key
    )


async def put_station_calendar(
    connection: Connection, firm_id: UUID, station_id: UUID, calendar: str | None
) -> None:
    """Set a station's calendar, or take it away."""
    await connection.execute(
        "UPDATE stations SET calendar = $3 WHERE firm_id = $1 AND id = $2",
        firm_id, station_id, calendar,
    )  # fmt: skip


async def days(connection: Connection, firm_id: UUID) -> list[asyncpg.Record]:
    """The holidays and make-up workdays that the firm entered, by date."""
    rows: list[asyncpg.Record] = await connection.fetch(
        "SELECT day, is_workday, note FROM calendar_days WHERE firm_id = $1 ORDER BY day", firm_id
    )
    return rows


async def put_days(
    connection: Connection, firm_id: UUID, entered: list[tuple[date, bool, str]]
) -> None:
    """Enter days, over what was said of them before."""
    await connection.executemany(
        """
        INSERT INTO calendar_days (firm_id, day, is_workday, note) VALUES ($1, $2, $3, $4)
        ON CONFLICT (firm_id, day) DO UPDATE
        SET is_workday = excluded.is_workday, note = excluded.note
        """,
        [(firm_id, *each) for each in entered],
    )


async def delete_days(connection: Connection, firm_id: UUID, removed: list[date]) -> None:
    """Leave days to the statutory list again."""
    await connection.execute(
        "DELETE FROM calendar_days WHERE firm_id = $1 AND day = ANY($2::date[])", firm_id, removed
    )
