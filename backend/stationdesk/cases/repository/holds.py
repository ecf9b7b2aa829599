"""Release, transfer, snooze, lease expiry: who holds a case changes, its state does not.

Each is one statement that ends the running interval, begins the next at the same instant and
writes the timeline. A case that waits outside keeps its custody: only its agent changes.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg

Connection: TypeAlias = "asyncpg.Connection[Any]"

EXPIRY_BATCH = 500

# $1 firm, $2 case, $3 now, $4 timeline id, $5 actor's member id, $6 actor's name, $7 event,
# $8 note, $9 the new agent (NULL: the queue), $10 his kind, $11 his name, $12 lease,
# $13 the member who must be the agent now (NULL: whoever), $14 idempotency key
HAND_OVER = """
WITH picked AS (
    SELECT c.*, c.holder_kind IN ('queue', 'agent', 'supervisor') AS is_inside,
           greatest($3::timestamptz, c.custody_since) AS at
    FROM cases c
    WHERE c.firm_id = $1 AND c.id = $2 AND c.closed_at IS NULL
      AND ($13::uuid IS NULL OR c.agent_member_id = $13)
    FOR UPDATE
), moved AS (
    UPDATE cases c
    SET agent_member_id = $9, agent_kind = $10, agent_name = $11, version = c.version + 1,
        snoozed_until = NULL, forgotten_since = NULL,
        holder_kind = CASE WHEN p.is_inside THEN coalesce($10, 'queue') ELSE c.holder_kind END,
        holder_reference = CASE WHEN p.is_inside THEN $9 ELSE c.holder_reference END,
        holder_name = CASE WHEN p.is_inside THEN $11 ELSE c.holder_name END,
        custody_since = CASE WHEN p.is_inside THEN p.at ELSE c.custody_since END,
        lease_until = CASE WHEN p.is_inside AND $9::uuid IS NOT NULL
                           THEN p.at + $12::interval END
    FROM picked p WHERE c.firm_id = $1 AND c.id = p.id
    RETURNING c.*
), ended AS (
    INSERT INTO case_custody (firm_id, case_id, case_version, station_id, holder_kind,
                              holder_reference, holder_name, from_at, to_at)
    SELECT $1, p.id, p.version, p.station_id, p.holder_kind, p.holder_reference, p.holder_name,
           p.custody_since, p.at
    FROM picked p JOIN moved ON moved.id = p.id WHERE p.is_inside
)
INSERT INTO case_timeline (firm_id, case_id, id, station_id, case_version, at, actor_member_id,
                           actor_name, event, text, idempotency_key, data)
SELECT $1, moved.id, $4, moved.station_id, moved.version, p.at, $5, $6, $7, $8, $14,
       jsonb_build_object('from', nullif(p.agent_name, ''), 'to', nullif($11::text, ''),
                          'from_id', p.agent_member_id, 'from_kind', p.agent_kind)
FROM moved JOIN picked p ON p.id = moved.id
"""

SNOOZE = """
WITH slept AS (
    UPDATE cases c
    SET snoozed_until = $7, version = c.version + 1, look_again_at = least(look_again_at, $3),
        lease_until = CASE WHEN c.lease_until IS NOT NULL
                           THEN greatest(c.lease_until, $7::timestamptz + $9::interval) END
    WHERE c.firm_id = $1 AND c.id = $2 AND c.closed_at IS NULL AND c.agent_member_id = $5
    RETURNING c.id, c.station_id, c.version
)
INSERT INTO case_timeline (firm_id, case_id, id, station_id, case_version, at, actor_member_id,
                           actor_name, event, text, idempotency_key, data)
SELECT $1, id, $4, station_id, version, $3, $5, $6, 'snoozed', $8, $10,
       jsonb_build_object('until', $7::timestamptz)
FROM slept
"""

# A member who was seen at his desk within a lease's length keeps what he holds.
EXPIRE = """
WITH picked AS (
    SELECT c.*, greatest($2::timestamptz, c.custody_since) AS at,
           ($4::uuid[])[row_number() OVER (ORDER BY c.id)] AS timeline_id
    FROM (
        SELECT * FROM cases c
        WHERE c.firm_id = $1 AND c.agent_member_id IS NOT NULL AND c.closed_at IS NULL
          AND c.holder_kind IN ('agent', 'supervisor') AND c.lease_until < $2
          AND NOT EXISTS (SELECT FROM queue_presence q WHERE q.firm_id = $1
                          AND q.member_id = c.agent_member_id
                          AND q.seen_at > $2::timestamptz - $3::interval)
        ORDER BY c.lease_until LIMIT $5
        FOR UPDATE SKIP LOCKED
    ) AS c
), moved AS (
    UPDATE cases c
    SET holder_kind = 'queue', holder_reference = NULL, holder_name = '', custody_since = p.at,
        agent_member_id = NULL, agent_kind = NULL, agent_name = '', lease_until = NULL,
        snoozed_until = NULL, version = c.version + 1
    FROM picked p WHERE c.firm_id = $1 AND c.id = p.id
    RETURNING c.id, c.version
), ended AS (
    INSERT INTO case_custody (firm_id, case_id, case_version, station_id, holder_kind,
                              holder_reference, holder_name, from_at, to_at)
    SELECT $1, p.id, p.version, p.station_id, p.holder_kind, p.holder_reference, p.holder_name,
           p.custody_since, p.at
    FROM picked p JOIN moved ON moved.id = p.id
)
INSERT INTO case_timeline (firm_id, case_id, id, station_id, case_version, at, actor_name, event,
                           data)
SELECT $1, p.id, p.timeline_id, p.station_id, moved.version, p.at, $6, 'lease_expired',
       jsonb_build_object('from', p.agent_name)
FROM picked p JOIN moved ON moved.id = p.id
"""

WAKE = """
WITH woken AS (
    UPDATE cases SET snoozed_until = NULL, version = version + 1
    WHERE (firm_id, id) IN (
        SELECT firm_id, id FROM cases
        WHERE firm_id = $1 AND agent_member_id IS NOT NULL AND closed_at IS NULL
          AND snoozed_until <= $2
        ORDER BY snoozed_until LIMIT $4 FOR UPDATE SKIP LOCKED)
    RETURNING id, station_id, version
)
INSERT INTO case_timeline (firm_id, case_id, id, station_id, case_version, at, actor_name, event)
SELECT $1, id, ($3::uuid[])[row_number() OVER (ORDER BY id)], station_id, version, $2, $5, 'woke'
FROM woken
"""


async def hand_over(
    connection: Connection,
    *,
    firm_id: UUID,
    case_id: UUID,
    now: datetime,
    timeline_id: UUID,
    actor_member_id: UUID | None,
    actor_name: str,
    event: str,
    note: str,
    to_member_id: UUID | None,
    to_kind: str | None,
    to_name: str,
    lease: timedelta,
    only_from: UUID | None,
    idempotency_key: str | None = None,
) -> bool:
    """Give an open case to a member, or back to the queue; False if it is not as expected."""
    status = await connection.execute(
        HAND_OVER, firm_id, case_id, now, timeline_id, actor_member_id, actor_name, event, note,
        to_member_id, to_kind, to_name, lease, only_from, idempotency_key,
    )  # fmt: skip
    return str(status).endswith(" 1")


async def snooze(
    connection: Connection,
    firm_id: UUID,
    case_id: UUID,
    now: datetime,
    timeline_id: UUID,
    member_id: UUID,
    name: str,
    until: datetime,
    reason: str,
    lease: timedelta,
    idempotency_key: str | None = None,
) -> bool:
    """Put the member's own case to sleep; False if it is not his."""
    status = await connection.execute(
        SNOOZE, firm_id, case_id, now, timeline_id, member_id, name, until, reason, lease,
        idempotency_key,
    )  # fmt: skip
    return str(status).endswith(" 1")


async def expire_leases(
    connection: Connection,
    firm_id: UUID,
    now: datetime,
    lease: timedelta,
    ids: list[UUID],
    actor_name: str,
) -> int:
    """Give back what nobody has touched, at most one batch; how many that were."""
    status = await connection.execute(
        EXPIRE, firm_id, now, lease, ids, min(len(ids), EXPIRY_BATCH), actor_name
    )
    return int(status.rsplit(" ", 1)[1])


async def wake(
    connection: Connection, firm_id: UUID, now: datetime, ids: list[UUID], actor_name: str
) -> int:
    """Wake cases whose sleep is over, at most one batch."""
    status = await connection.execute(
        WAKE, firm_id, now, ids, min(len(ids), EXPIRY_BATCH), actor_name
    )
    return int(status.rsplit(" ", 1)[1])


async def held_by(connection: Connection, firm_id: UUID, member_id: UUID) -> list[UUID]:
    """The open cases in a member's hands, not those that he waits for others with."""
    rows = await connection.fetch(
        """
        SELECT id FROM cases
        WHERE firm_id = $1 AND agent_member_id = $2 AND closed_at IS NULL
          AND holder_kind IN ('agent', 'supervisor')
        ORDER BY rank, id
        """,
        firm_id, member_id,
    )  # fmt: skip
    return [row["id"] for row in rows]


async def mark_presence(
    connection: Connection, firm_id: UUID, member_id: UUID, now: datetime
) -> None:
    """Note that the member is at his desk; one row a member, whatever he holds."""
    await connection.execute(
        """
        INSERT INTO queue_presence AS p (firm_id, member_id, seen_at) VALUES ($1, $2, $3)
        ON CONFLICT (firm_id, member_id) DO UPDATE
        SET seen_at = greatest(p.seen_at, excluded.seen_at)
        """,
        firm_id, member_id, now,
    )  # fmt: skip


async def member_for_hand_over(
    connection: Connection, firm_id: UUID, member_id: UUID, station_id: UUID, now: datetime
) -> asyncpg.Record | None:
    """Name and role of a current member, and whether the station is his, or one that he covers."""
    return await connection.fetchrow(
        """
        SELECT m.name, m.role, EXISTS (
            SELECT FROM assignments a
            WHERE a.firm_id = $1 AND a.station_id = $3
              AND (a.member_id = $2 OR a.member_id IN (
                  SELECT c.covered_member_id FROM covers c
                  WHERE c.firm_id = $1 AND c.cover_member_id = $2
                    AND c.from_at <= $4 AND c.to_at > $4))
              AND a.valid_from <= $4 AND (a.valid_to IS NULL OR a.valid_to > $4)) AS is_assigned
        FROM members m WHERE m.firm_id = $1 AND m.id = $2 AND m.ended_at IS NULL
        """,
        firm_id, member_id, station_id, now,
    )  # fmt: skip
