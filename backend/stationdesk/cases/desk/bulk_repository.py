"""Who holds many cases, changed in one statement over arrays.

The same as the single statements of `claims` and `holds` do, row by row: what is not as expected
is left out, and the service says why. Rows are locked in the order of their ids, so that two bulk
actions wait for each other and never deadlock.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg
from msgspec import Struct

from stationdesk.cases.repository import words
from stationdesk.cases.repository.records import SELECT_RECORD, read_record
from stationdesk.cases.schemas import CaseRecord

Connection: TypeAlias = "asyncpg.Connection[Any]"


class Wanted(Struct, frozen=True):
    """A case to be changed: at that version (None: whatever it is), with its timeline row's id."""

    case_id: UUID
    version: int | None
    timeline_id: UUID
    idempotency_key: str | None


class Target(Struct, frozen=True):
    """Who is to hold a case; no member: the queue."""

    member_id: UUID | None
    kind: str | None
    name: str


# $1 firm, $2 now, $3 ids, $4 versions, $5 timeline ids, $6 keys, $7 actor's member id, $8 his name
_PICKED = """
WITH wanted AS (
    SELECT * FROM unnest($3::uuid[], $4::integer[], $5::uuid[], $6::text[])
        AS w (id, version, timeline_id, key)
), picked AS (
    SELECT c.id, c.version, c.station_id, c.holder_kind, c.holder_reference, c.holder_name,
           c.custody_since, c.agent_member_id, c.agent_kind, c.agent_name,
           c.holder_kind IN ('queue', 'agent', 'supervisor') AS is_inside,
           greatest($2::timestamptz, c.custody_since) AS at, w.timeline_id, w.key{columns}
    FROM wanted w JOIN cases c ON c.firm_id = $1 AND c.id = w.id{joins}
    WHERE c.closed_at IS NULL AND (w.version IS NULL OR c.version = w.version) AND {conditions}
    ORDER BY c.id FOR UPDATE OF c
)"""
_ENDED = """
, ended AS (
    INSERT INTO case_custody (firm_id, case_id, case_version, station_id, holder_kind,
                              holder_reference, holder_name, from_at, to_at)
    SELECT $1, p.id, p.version, p.station_id, p.holder_kind, p.holder_reference, p.holder_name,
           p.custody_since, p.at
    FROM picked p JOIN moved ON moved.id = p.id WHERE p.is_inside
)"""
_NOTED = """
INSERT INTO case_timeline (firm_id, case_id, id, station_id, case_version, at, actor_member_id,
                           actor_name, event, text, data, idempotency_key)
SELECT $1, p.id, p.timeline_id, p.station_id, p.version + 1, p.at, $7, $8, {event}, {text}, {data},
       p.key
FROM picked p JOIN moved ON moved.id = p.id
RETURNING case_id, case_version
"""

_CLAIMED = """
, moved AS (
    UPDATE cases c
    SET holder_kind = $9, holder_reference = $7, holder_name = $8, custody_since = p.at,
        agent_member_id = $7, agent_kind = $9, agent_name = $8,
        lease_until = p.at + $10::interval, forgotten_since = NULL, version = c.version + 1
    FROM picked p WHERE c.firm_id = $1 AND c.id = p.id
    RETURNING c.id
)"""
_HANDED_OVER = """
, moved AS (
    UPDATE cases c
    SET agent_member_id = p.member_id, agent_kind = p.kind, agent_name = p.name,
        version = c.version + 1, snoozed_until = NULL,
        holder_kind = CASE WHEN p.is_inside THEN coalesce(p.kind, 'queue') ELSE c.holder_kind END,
        holder_reference = CASE WHEN p.is_inside THEN p.member_id ELSE c.holder_reference END,
        holder_name = CASE WHEN p.is_inside THEN p.name ELSE c.holder_name END,
        custody_since = CASE WHEN p.is_inside THEN p.at ELSE c.custody_since END,
        lease_until = CASE WHEN p.is_inside AND p.member_id IS NOT NULL
                           THEN p.at + $14::interval END
    FROM picked p WHERE c.firm_id = $1 AND c.id = p.id
    RETURNING c.id
)"""
_SLEPT = """
, moved AS (
    UPDATE cases c
    SET snoozed_until = $11, version = c.version + 1,
        lease_until = CASE WHEN c.lease_until IS NOT NULL
                           THEN greatest(c.lease_until, coalesce($11, $2) + $12::interval) END
    FROM picked p WHERE c.firm_id = $1 AND c.id = p.id
    RETURNING c.id
)"""

# $9 kind, $10 lease
CLAIM_MANY = (
    _PICKED.format(columns="", joins="", conditions="c.holder_kind = 'queue'")
    + _CLAIMED
    + _ENDED
    + _NOTED.format(event="'claimed'", text="''", data="'{}'")
)

# $9 event, $10 note, $11…$13 whom each goes to, $14 lease, $15 who must be the agent now
HAND_OVER_MANY = (
    _PICKED.format(
        columns=", t.member_id, t.kind, t.name",
        joins="""
        JOIN unnest($3::uuid[], $11::uuid[], $12::text[], $13::text[])
            AS t (id, member_id, kind, name) ON t.id = w.id""",
        conditions="($15::uuid IS NULL OR c.agent_member_id = $15)",
    )
    + _HANDED_OVER
    + _ENDED
    + _NOTED.format(
        event="$9",
        text="$10",
        data="""jsonb_build_object('from', nullif(p.agent_name, ''), 'to', nullif(p.name, ''),
                                   'from_id', p.agent_member_id, 'from_kind', p.agent_kind)""",
    )
)

# $9 event, $10 reason, $11 until (NULL: awake), $12 lease
SNOOZE_MANY = (
    _PICKED.format(
        columns="", joins="",
        conditions="""c.agent_member_id = $7
        AND ($11::timestamptz IS NULL OR c.due_at IS NULL OR c.due_at <= $2 OR $11 < c.due_at)
        AND ($11 IS NOT NULL OR c.snoozed_until IS NOT NULL)""",
    )
    + _SLEPT
    + _NOTED.format(
        event="$9", text="$10", data="jsonb_strip_nulls(jsonb_build_object('until', $11))"
    )
)  # fmt: skip


# $1 firm, $2 now, $3 ids, $4 timeline ids, $5 keys, $6 actor's member id, $7 his name, $8 note,
# $9 what it is found by, $10 the line with it
_FOUND_BY = words.ADD.format(
    keys="$9::integer[]", line="$10::text",
    of="seen c WHERE cardinality($9::integer[]) > 0 ORDER BY c.id",
)  # fmt: skip
NOTE_MANY = f"""
WITH wanted AS (
    SELECT * FROM unnest($3::uuid[], $4::uuid[], $5::text[]) AS w (id, timeline_id, key)
), seen AS (
    SELECT c.id, c.station_id, c.version, c.waybill, c.received_at, w.timeline_id, w.key
    FROM wanted w JOIN cases c ON c.firm_id = $1 AND c.id = w.id
), noted AS (
    INSERT INTO case_timeline (firm_id, case_id, id, station_id, case_version, at,
                               actor_member_id, actor_name, event, text, data, idempotency_key)
    SELECT $1, id, timeline_id, station_id, version, $2, $6, $7, 'noted', $8, '{{}}', key FROM seen
    RETURNING case_id, case_version
), found_by AS ({_FOUND_BY})
SELECT case_id, case_version FROM noted
"""  # noqa: S608


def _arrays(wanted: Sequence[Wanted]) -> tuple[list[Any], ...]:
    return (
        [each.case_id for each in wanted], [each.version for each in wanted],
        [each.timeline_id for each in wanted], [each.idempotency_key for each in wanted],
    )  # fmt: skip


async def claim_many(
    connection: Connection, firm_id: UUID, now: datetime, wanted: Sequence[Wanted],
    member_id: UUID, name: str, holder_kind: str, lease: timedelta,
) -> dict[UUID, int]:  # fmt: skip
    """Take those that wait in the queue; the new versions of those taken."""
    rows = await connection.fetch(
        CLAIM_MANY, firm_id, now, *_arrays(wanted), member_id, name, holder_kind, lease
    )
    return {row["case_id"]: row["case_version"] for row in rows}


async def hand_over_many(
    connection: Connection, firm_id: UUID, now: datetime, wanted: Sequence[Wanted],
    targets: Sequence[Target], *, member_id: UUID | None, name: str, event: str, note: str,
    lease: timedelta, only_from: UUID | None,
) -> dict[UUID, int]:  # fmt: skip
    """Give each to its target; the new versions of those given."""
    rows = await connection.fetch(
        HAND_OVER_MANY, firm_id, now, *_arrays(wanted), member_id, name, event, note,
        [each.member_id for each in targets], [each.kind for each in targets],
        [each.name for each in targets], lease, only_from,
    )  # fmt: skip
    return {row["case_id"]: row["case_version"] for row in rows}


async def snooze_many(
    connection: Connection, firm_id: UUID, now: datetime, wanted: Sequence[Wanted],
    *, member_id: UUID, name: str, event: str, reason: str, until: datetime | None,
    lease: timedelta,
) -> dict[UUID, int]:  # fmt: skip
    """Put the member's own to sleep, or (without `until`) wake them; their new versions."""
    rows = await connection.fetch(
        SNOOZE_MANY, firm_id, now, *_arrays(wanted), member_id, name, event, reason, until, lease
    )
    return {row["case_id"]: row["case_version"] for row in rows}


async def note_many(
    connection: Connection, firm_id: UUID, now: datetime, wanted: Sequence[Wanted],
    *, member_id: UUID | None, name: str, note: str,
) -> dict[UUID, int]:  # fmt: skip
    """Write the same note on each that the actor may see; their versions, which stay."""
    keys, line = words.written_words(firm_id, (("noted", note),))
    rows = await connection.fetch(
        NOTE_MANY, firm_id, now, [each.case_id for each in wanted],
        [each.timeline_id for each in wanted], [each.idempotency_key for each in wanted],
        member_id, name, note, keys, line,
    )  # fmt: skip
    return {row["case_id"]: row["case_version"] for row in rows}


async def records_of(
    connection: Connection, firm_id: UUID, case_ids: Sequence[UUID]
) -> dict[UUID, CaseRecord]:
    """These cases as they are now, as far as the actor may see them."""
    rows = await connection.fetch(
        SELECT_RECORD + "WHERE c.firm_id = $1 AND c.id = ANY($2)", firm_id, list(case_ids)
    )
    return {row["id"]: read_record(row) for row in rows}


async def member_stations(
    connection: Connection, firm_id: UUID, member_id: UUID, now: datetime
) -> asyncpg.Record | None:
    """A current member's name, role and the stations that are his, or that he covers."""
    return await connection.fetchrow(
        """
        SELECT m.name, m.role, coalesce(array_agg(a.station_id)
            FILTER (WHERE a.station_id IS NOT NULL), '{}') AS station_ids
        FROM members m LEFT JOIN assignments a
            ON a.firm_id = m.firm_id
           AND (a.member_id = m.id OR a.member_id IN (
               SELECT c.covered_member_id FROM covers c
               WHERE c.firm_id = $1 AND c.cover_member_id = m.id
                 AND c.from_at <= $3 AND c.to_at > $3))
           AND a.valid_from <= $3
           AND (a.valid_to IS NULL OR a.valid_to > $3)
        WHERE m.firm_id = $1 AND m.id = $2 AND m.ended_at IS NULL
        GROUP BY m.name, m.role
        """,
        firm_id, member_id, now,
    )  # fmt: skip
