"""SQL of reckoning open clocks again: read without locks, written in one go under short ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg
import msgspec

from stationdesk.cases.clockwork import CaseClock
from stationdesk.cases.repository.records import CLOCK_FIELDS
from stationdesk.clocks.written import write_calendar

Connection: TypeAlias = "asyncpg.Connection[Any]"

_CONCERNED = """
FROM case_clocks k
JOIN cases c ON c.firm_id = k.firm_id AND c.id = k.case_id
JOIN stations s ON s.firm_id = c.firm_id AND s.id = c.station_id
WHERE k.firm_id = $1 AND k.stopped_at IS NULL AND c.closed_at IS NULL
  AND ($2::text[] = '{}' OR c.kind = ANY($2::text[]))
  AND ($3::text[] = '{}' OR s.carrier = ANY($3::text[]))
  AND ($4::uuid[] = '{}' OR c.station_id = ANY($4::uuid[]))
"""
COUNT = "SELECT count(DISTINCT k.case_id) " + _CONCERNED
NEXT_CASES = (
    "SELECT DISTINCT k.case_id "
    + _CONCERNED
    + "AND ($5::uuid IS NULL OR k.case_id > $5) ORDER BY k.case_id LIMIT $6"
)
_CASES = """
SELECT c.id, c.kind, c.version, c.station_id, c.risk_fen, c.opened_at, c.due_at, c.rank, s.carrier
FROM cases c JOIN stations s ON s.firm_id = c.firm_id AND s.id = c.station_id
WHERE c.firm_id = $1 AND c.id = ANY($2::uuid[]) AND c.closed_at IS NULL
ORDER BY c.id
"""
_CLOCKS = f"""
SELECT k.case_id, {CLOCK_FIELDS}, k.breached_at FROM case_clocks k
WHERE k.firm_id = $1 AND k.case_id = ANY($2::uuid[]) AND k.stopped_at IS NULL
ORDER BY k.case_id, k.started_at, k.id
"""  # noqa: S608

WRITE_CLOCKS = """
UPDATE case_clocks k
SET due_at = n.due_at, paused_at = n.paused_at, breached_at = n.breached_at,
    rungs = n.rungs::jsonb, next_rung_at = n.next_rung_at, calendar = n.calendar::jsonb,
    policy_code = n.policy_code, policy_version = n.policy_version,
    policy_title = n.policy_title, policy_version_id = n.policy_version_id,
    length_minutes = n.length_minutes, exemptions = n.exemptions::jsonb
FROM unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[],
            $7::text[], $8::timestamptz[], $9::text[], $10::text[], $11::integer[], $12::text[],
            $13::uuid[], $14::integer[], $15::text[])
     AS n (case_id, id, due_at, paused_at, breached_at, rungs, next_rung_at, calendar,
           policy_code, policy_version, policy_title, policy_version_id, length_minutes,
           exemptions)
WHERE k.firm_id = $1 AND k.case_id = n.case_id AND k.id = n.id
"""
WRITE_CASES = """
UPDATE cases c SET due_at = n.due_at, rank = n.rank
FROM unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[]) AS n (id, due_at, rank)
WHERE c.firm_id = $1 AND c.id = n.id
"""
WRITE_TIMELINE = """
INSERT INTO case_timeline (firm_id, case_id, id, station_id, case_version, at, actor_name, event,
                           text, data)
SELECT $1, n.case_id, n.id, n.station_id, n.version, $2, $3, 'clock_recomputed', n.text,
       n.data::jsonb
FROM unnest($4::uuid[], $5::uuid[], $6::uuid[], $7::integer[], $8::text[], $9::text[])
     AS n (case_id, id, station_id, version, text, data)
"""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which cases are concerned; empty: all."""

    kinds: Sequence[str]
    carriers: Sequence[str]
    station_ids: Sequence[UUID]

    def values(self) -> tuple[list[str], list[str], list[UUID]]:
        """As the statements take them."""
        return list(self.kinds), list(self.carriers), list(self.station_ids)


@dataclass(frozen=True, slots=True)
class Note:
    """A line for a case's timeline."""

    case_id: UUID
    id: UUID
    station_id: UUID
    version: int
    text: str
    data: Any


async def count(connection: Connection, firm_id: UUID, scope: Scope) -> int:
    """How many open cases have an open clock that is concerned."""
    found: int = await connection.fetchval(COUNT, firm_id, *scope.values())
    return found


async def next_cases(
    connection: Connection, firm_id: UUID, scope: Scope, after: UUID | None, limit: int
) -> list[UUID]:
    """The next cases by id."""
    rows = await connection.fetch(NEXT_CASES, firm_id, *scope.values(), after, limit)
    return [row["case_id"] for row in rows]


async def read(
    connection: Connection, firm_id: UUID, case_ids: list[UUID], *, locked: bool = False
) -> tuple[list[asyncpg.Record], list[asyncpg.Record]]:
    """Cases and their open clocks; locked cases first, as whoever works a case locks them."""
    cases = await connection.fetch(
        _CASES + (" FOR UPDATE OF c" if locked else ""), firm_id, case_ids
    )
    clocks = await connection.fetch(
        _CLOCKS + (" FOR UPDATE OF k" if locked else ""), firm_id, case_ids
    )
    return cases, clocks


async def write_clocks(
    connection: Connection, firm_id: UUID, changed: Sequence[tuple[UUID, CaseClock]], now: datetime
) -> None:
    """Rewrite clocks of locked cases, all in one statement."""
    rows = [_clock_values(case_id, each, now) for case_id, each in changed]
    await connection.execute(WRITE_CLOCKS, firm_id, *map(list, zip(*rows, strict=True)))


def _clock_values(case_id: UUID, each: CaseClock, now: datetime) -> tuple[Any, ...]:
    clock = each.clock
    calendar = write_calendar(each.calendar)
    return (
        case_id, each.id, clock.due_at, clock.paused_at, clock.breached_at(now),
        msgspec.json.encode(clock.rungs).decode(), clock.next_rung_at,
        msgspec.json.encode(calendar).decode() if calendar else None,
        each.policy_code, each.policy_version, each.policy_title, each.policy_version_id,
        each.length_minutes, msgspec.json.encode(each.exemptions).decode(),
    )  # fmt: skip


async def write_cases(
    connection: Connection,
    firm_id: UUID,
    placed: Sequence[tuple[UUID, datetime | None, datetime]],
) -> None:
    """Rewrite due time and rank of locked cases."""
    if placed:
        await connection.execute(WRITE_CASES, firm_id, *map(list, zip(*placed, strict=True)))


async def write_notes(
    connection: Connection, firm_id: UUID, now: datetime, actor_name: str, notes: Sequence[Note]
) -> None:
    """Tell the timelines."""
    rows = [
        (note.case_id, note.id, note.station_id, note.version, note.text,
         msgspec.json.encode(note.data).decode())
        for note in notes
    ]  # fmt: skip
    await connection.execute(
        WRITE_TIMELINE, firm_id, now, actor_name, *map(list, zip(*rows, strict=True))
    )
