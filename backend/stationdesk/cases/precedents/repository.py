"""SQL of the precedents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg
from msgspec import Struct
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.models import Precedent
from stationdesk.cases.precedents.terms import Person

Connection: TypeAlias = "asyncpg.Connection[Any]"

CANDIDATES_MAX = 500
"""The latest of a kind that are compared with a case."""


class PrecedentRow(Struct, frozen=True, kw_only=True):
    """A precedent. What is said of its case is there only for who may see that case."""

    id: UUID
    kind: str
    direction: str
    carrier: str
    ground: str | None
    title: str
    lesson: str
    tags: list[str]
    summary_words: list[str]
    outcome: str | None
    closed_at: datetime
    life_minutes: int
    member_name: str
    created_at: datetime
    case_id: UUID | None
    case_number: str | None
    station_id: UUID | None
    station_name: str | None


# Row-level security hides the cases of other stations: the outer join finds nothing there.
_SELECT = """
SELECT p.id, p.kind, p.direction, p.carrier, p.ground, p.title, p.lesson, p.tags,
       p.summary_words, p.outcome, p.closed_at, p.life_minutes, p.member_name, p.created_at,
       c.id AS case_id, c.number AS case_number, c.station_id, s.name AS station_name
FROM precedents p
LEFT JOIN cases c ON c.firm_id = p.firm_id AND c.id = p.case_id
LEFT JOIN stations s ON s.firm_id = c.firm_id AND s.id = c.station_id
"""


def _read(row: asyncpg.Record) -> PrecedentRow:
    return PrecedentRow(**dict(row.items()))


async def add(session: AsyncSession, row: Precedent) -> None:
    """Write a precedent."""
    session.add(row)
    await session.flush()


async def find(connection: Connection, firm_id: UUID, precedent_id: UUID) -> PrecedentRow | None:
    """One that was not withdrawn."""
    row = await connection.fetchrow(
        _SELECT + "WHERE p.firm_id = $1 AND p.id = $2 AND p.withdrawn_at IS NULL",
        firm_id, precedent_id,
    )  # fmt: skip
    return None if row is None else _read(row)


async def of_case(connection: Connection, firm_id: UUID, case_id: UUID) -> PrecedentRow | None:
    """The precedent that a case is, if it is one."""
    row = await connection.fetchrow(
        _SELECT + "WHERE p.firm_id = $1 AND p.case_id = $2 AND p.withdrawn_at IS NULL",
        firm_id, case_id,
    )  # fmt: skip
    return None if row is None else _read(row)


async def page(
    connection: Connection,
    firm_id: UUID,
    *,
    wanted: Sequence[str],
    kind: str | None,
    before: UUID | None,
    limit: int,
) -> list[PrecedentRow]:
    """The latest first; `wanted`: pairs of characters that all must be in it.

    The function of the owner finds by words; it is cut only after the kind, so a kind's page may
    look at as many as the firm has of those words.
    """
    conditions = ["p.firm_id = $1", "p.withdrawn_at IS NULL"]
    values: list[Any] = [firm_id, before, limit]
    conditions.append("($2::uuid IS NULL OR p.id < $2)")
    if wanted:
        values.append(list(wanted))
        conditions.append(f"p.id IN (SELECT precedents_with(${len(values)}, $2, 100000))")
    if kind is not None:
        values.append(kind)
        conditions.append(f"p.kind = ${len(values)}")
    rows = await connection.fetch(
        _SELECT + f"WHERE {' AND '.join(conditions)} ORDER BY p.id DESC LIMIT $3", *values
    )
    return [_read(row) for row in rows]


async def of_kind(
    connection: Connection, firm_id: UUID, kind: str, besides: UUID
) -> list[PrecedentRow]:
    """The latest of a kind, but for the one of this very case."""
    rows = await connection.fetch(
        _SELECT + "WHERE p.firm_id = $1 AND p.kind = $2 AND p.withdrawn_at IS NULL "
        "AND p.case_id <> $3 ORDER BY p.id DESC LIMIT $4",
        firm_id, kind, besides, CANDIDATES_MAX,
    )  # fmt: skip
    return [_read(row) for row in rows]


async def withdraw(
    connection: Connection, firm_id: UUID, precedent_id: UUID, by: str, now: datetime
) -> bool:
    """Take one out; False where somebody was faster."""
    done = await connection.fetchval(
        "UPDATE precedents SET withdrawn_at = $4, withdrawn_by = $3 "
        "WHERE firm_id = $1 AND id = $2 AND withdrawn_at IS NULL RETURNING true",
        firm_id, precedent_id, by, now,
    )  # fmt: skip
    return done is not None


async def people_of(connection: Connection, firm_id: UUID, case_id: UUID) -> list[Person]:
    """Whom a case knows."""
    rows = await connection.fetch(
        "SELECT name, phone, address FROM case_contacts WHERE firm_id = $1 AND case_id = $2",
        firm_id, case_id,
    )  # fmt: skip
    return [Person(*row) for row in rows]
