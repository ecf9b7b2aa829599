"""SQL of exemption notices."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from stationdesk.policies.repository.versions import Connection

FIELDS = """id, carrier, area, station_ids, kinds, clock_names, from_at, to_at, effect,
    added_minutes, new_due_at, title, proof, attachment_id, created_by_name, created_at,
    withdrawn_at, withdrawn_by_name, withdrawn_reason"""


async def insert(connection: Connection, firm_id: UUID, columns: dict[str, Any]) -> None:
    """Write a new notice. Names are ours, never a request's."""
    names = ["firm_id", *columns]
    places = ", ".join(f"${n}" for n in range(1, len(names) + 1))
    await connection.execute(
        f"INSERT INTO exemptions ({', '.join(names)}) VALUES ({places})",  # noqa: S608
        firm_id, *columns.values(),
    )  # fmt: skip


async def withdraw(
    connection: Connection, firm_id: UUID, exemption_id: UUID, by: str, reason: str, now: datetime
) -> asyncpg.Record | None:
    """Mark a notice as withdrawn; None if there is none that stands."""
    return await connection.fetchrow(
        f"""
        UPDATE exemptions SET withdrawn_at = $5, withdrawn_by_name = $3, withdrawn_reason = $4
        WHERE firm_id = $1 AND id = $2 AND withdrawn_at IS NULL
        RETURNING {FIELDS}
        """,  # noqa: S608
        firm_id, exemption_id, by, reason, now,
    )  # fmt: skip


async def by_id(connection: Connection, firm_id: UUID, exemption_id: UUID) -> asyncpg.Record | None:
    """One notice."""
    return await connection.fetchrow(
        f"SELECT {FIELDS} FROM exemptions WHERE firm_id = $1 AND id = $2",  # noqa: S608
        firm_id, exemption_id,
    )  # fmt: skip


async def page(
    connection: Connection, firm_id: UUID, before: UUID | None, limit: int
) -> list[asyncpg.Record]:
    """Notices, the latest entered first; one more than `limit`."""
    rows: list[asyncpg.Record] = await connection.fetch(
        f"""
        SELECT {FIELDS} FROM exemptions
        WHERE firm_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3
        """,  # noqa: S608
        firm_id, before, limit + 1,
    )  # fmt: skip
    return rows


async def standing(connection: Connection, firm_id: UUID, since: datetime) -> list[asyncpg.Record]:
    """Notices that were not withdrawn and did not end before `since`."""
    rows: list[asyncpg.Record] = await connection.fetch(
        f"SELECT {FIELDS} FROM exemptions "  # noqa: S608
        "WHERE firm_id = $1 AND withdrawn_at IS NULL AND to_at > $2",
        firm_id, since,
    )  # fmt: skip
    return rows


async def stations_by_code(
    connection: Connection, firm_id: UUID, codes: list[str]
) -> dict[str, asyncpg.Record]:
    """Stations of those codes: id and carrier."""
    rows = await connection.fetch(
        "SELECT id, code, name, carrier, timezone, calendar::text AS calendar FROM stations "
        "WHERE firm_id = $1 AND code = ANY($2::text[])",
        firm_id, codes,
    )  # fmt: skip
    return {row["code"]: row for row in rows}


async def codes_of_stations(
    connection: Connection, firm_id: UUID, ids: list[UUID]
) -> dict[UUID, str]:
    """The codes of stations."""
    rows = await connection.fetch(
        "SELECT id, code FROM stations WHERE firm_id = $1 AND id = ANY($2::uuid[])", firm_id, ids
    )
    return {row["id"]: row["code"] for row in rows}
