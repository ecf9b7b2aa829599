"""The claim, and all else that changes who holds a case: one statement each.

Every statement here ends the running custody interval, begins the next one at the same instant
and writes its timeline row, or does nothing at all.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg

CANDIDATES_PER_LANE = 24
"""How deep a claim looks into each lane. More than there are connections: others may hold locks."""

# Whom he covers gives his stations to him while the cover holds. A lane is cut by kind for those
# who take only some kinds; the others' lanes have none.
_LANES_OF_MEMBER = """
    SELECT DISTINCT a.station_id, d.direction, k.code AS kind
    FROM (
        SELECT $2::uuid AS member_id
        UNION ALL
        SELECT covered_member_id FROM covers
        WHERE firm_id = $1 AND cover_member_id = $2 AND from_at <= $3 AND to_at > $3
    ) AS served
    JOIN assignments a ON a.firm_id = $1 AND a.member_id = served.member_id
    CROSS JOIN (VALUES ('inbound'), ('outbound')) AS d (direction)
    LEFT JOIN member_skills k ON k.firm_id = $1 AND k.member_id = $2 AND k.facet = 'kind'
    WHERE a.valid_from <= $3 AND (a.valid_to IS NULL OR a.valid_to > $3)
      AND a.direction IN (d.direction, 'both')
      AND (NOT EXISTS (SELECT FROM member_skills WHERE firm_id = $1 AND member_id = $2
                       AND facet = 'carrier')
           OR EXISTS (SELECT FROM member_skills c JOIN stations s
                          ON s.firm_id = $1 AND s.id = a.station_id AND s.carrier = c.code
                      WHERE c.firm_id = $1 AND c.member_id = $2 AND c.facet = 'carrier'))
"""
_LANES_OF_FIRM = """
    SELECT s.id AS station_id, d.direction, NULL::text AS kind
    FROM stations s CROSS JOIN (VALUES ('inbound'), ('outbound')) AS d (direction)
    WHERE s.firm_id = $1
"""

# A lane is a station and a direction. Each gives its most urgent few by one index scan, so the
# cost follows the lanes of the agent, not the backlog of the firm. `holder_kind` is checked again
# at the lock: whoever was faster has changed it, and the next candidate is taken. Whether he has
# room for one more is asked first, and makes his other claims wait until this one has committed.
_CANDIDATES = """
room AS MATERIALIZED (SELECT has_room FROM held_room($1, $2, $3, $6 = 'agent')),
lanes AS MATERIALIZED ({lanes}),
candidates AS (
    SELECT lane_case.id, lane_case.rank
    FROM (SELECT * FROM lanes WHERE (SELECT has_room FROM room)) AS lanes
    CROSS JOIN LATERAL (
        (SELECT c.id, c.rank FROM cases c
         WHERE lanes.kind IS NULL
           AND c.firm_id = $1 AND c.station_id = lanes.station_id
           AND c.direction = lanes.direction AND c.holder_kind = 'queue'
         ORDER BY c.rank, c.id LIMIT {depth})
        UNION ALL
        (SELECT c.id, c.rank FROM cases c
         WHERE lanes.kind IS NOT NULL
           AND c.firm_id = $1 AND c.station_id = lanes.station_id
           AND c.direction = lanes.direction AND c.kind = lanes.kind AND c.holder_kind = 'queue'
         ORDER BY c.rank, c.id LIMIT {depth})
    ) AS lane_case
    ORDER BY lane_case.rank, lane_case.id LIMIT {depth}
),
picked AS (
    SELECT c.id, c.holder_kind, c.holder_reference, c.holder_name, c.custody_since,
           greatest($3, c.custody_since) AS at
    FROM candidates JOIN cases c ON c.firm_id = $1 AND c.id = candidates.id
    WHERE c.holder_kind = 'queue'
    ORDER BY candidates.rank, candidates.id LIMIT 1
    FOR UPDATE OF c SKIP LOCKED
)"""

_PICK_ONE = """
picked AS (
    SELECT c.id, c.holder_kind, c.holder_reference, c.holder_name, c.custody_since,
           greatest($3, c.custody_since) AS at
    FROM cases c
    WHERE c.firm_id = $1 AND c.id = $8 AND c.holder_kind = 'queue'
      AND ($10::integer IS NULL OR c.version = $10)
    FOR UPDATE
)"""

_TAKE = """
, moved AS (
    UPDATE cases c
    SET holder_kind = $6, holder_reference = $2, holder_name = $7, custody_since = picked.at,
        agent_member_id = $2, agent_kind = $6, agent_name = $7,
        lease_until = picked.at + $4::interval, forgotten_since = NULL, version = c.version + 1
    FROM picked WHERE c.firm_id = $1 AND c.id = picked.id
    RETURNING c.*
), ended AS (
    INSERT INTO case_custody (firm_id, case_id, case_version, station_id, holder_kind,
                              holder_reference, holder_name, from_at, to_at)
    SELECT $1, picked.id, moved.version - 1, moved.station_id, picked.holder_kind,
           picked.holder_reference, picked.holder_name, picked.custody_since, picked.at
    FROM picked JOIN moved ON moved.id = picked.id
), noted AS (
    INSERT INTO case_timeline (firm_id, case_id, id, station_id, case_version, at,
                               actor_member_id, actor_name, event, idempotency_key)
    SELECT $1, moved.id, $5, moved.station_id, moved.version, moved.custody_since, $2, $7,
           'claimed', {idempotency_key}
    FROM moved
)
SELECT c.id, c.number, c.kind, c.direction, c.state, c.version, c.station_id,
       s.code AS station_code, s.name AS station_name, s.carrier, c.waybill, c.summary, c.due_at,
       c.risk_fen, c.holder_kind, c.holder_name, c.holder_reference, c.agent_member_id,
       c.agent_name, c.opened_at, c.closed_at, c.snoozed_until, c.lease_until,
       c.details::text AS details
FROM moved c JOIN stations s ON s.firm_id = $1 AND s.id = c.station_id
"""


def _claim(lanes: str) -> str:
    candidates = _CANDIDATES.format(lanes=lanes, depth=CANDIDATES_PER_LANE)
    return "WITH" + candidates + _TAKE.format(idempotency_key="$8")


CLAIM_NEXT = _claim(_LANES_OF_MEMBER)
CLAIM_NEXT_OF_FIRM = _claim(_LANES_OF_FIRM)
CLAIM_THIS = "WITH" + _PICK_ONE + _TAKE.format(idempotency_key="$9")

# Whether anything is left in the agent's lanes: tells "empty" from "all of it locked just now".
IS_ANYTHING_WAITING = """
SELECT EXISTS (
    SELECT FROM ({lanes}) AS lanes
    WHERE EXISTS (SELECT FROM cases c WHERE c.firm_id = $1 AND c.station_id = lanes.station_id
                  AND c.direction = lanes.direction AND c.holder_kind = 'queue'
                  AND (lanes.kind IS NULL OR c.kind = lanes.kind))
)
"""


async def claim_next(
    connection: asyncpg.Connection[Any],
    firm_id: UUID,
    member_id: UUID,
    now: datetime,
    lease: timedelta,
    timeline_id: UUID,
    holder_kind: str,
    name: str,
    idempotency_key: str | None,
    *,
    every_lane: bool,
) -> asyncpg.Record | None:
    """Take the most urgent case of the member's lanes (of the firm's, with `every_lane`)."""
    return await connection.fetchrow(
        CLAIM_NEXT_OF_FIRM if every_lane else CLAIM_NEXT,
        firm_id, member_id, now, lease, timeline_id, holder_kind, name, idempotency_key,
    )  # fmt: skip


async def claim_this(
    connection: asyncpg.Connection[Any],
    firm_id: UUID,
    member_id: UUID,
    now: datetime,
    lease: timedelta,
    timeline_id: UUID,
    holder_kind: str,
    name: str,
    case_id: UUID,
    idempotency_key: str | None,
    version: int | None,
) -> asyncpg.Record | None:
    """Take one case if nobody holds it; waits for whoever is changing it just now.

    With `version`, only if it is still at that one.
    """
    return await connection.fetchrow(
        CLAIM_THIS,
        firm_id, member_id, now, lease, timeline_id, holder_kind, name, case_id, idempotency_key,
        version,
    )  # fmt: skip


async def is_anything_waiting(
    connection: asyncpg.Connection[Any],
    firm_id: UUID,
    member_id: UUID,
    now: datetime,
    *,
    every_lane: bool,
) -> bool:
    """Whether an unheld case is visible in the lanes."""
    if every_lane:
        query = IS_ANYTHING_WAITING.format(lanes=_LANES_OF_FIRM)
        waiting: bool = await connection.fetchval(query, firm_id)
    else:
        query = IS_ANYTHING_WAITING.format(lanes=_LANES_OF_MEMBER)
        waiting = await connection.fetchval(query, firm_id, member_id, now)
    return waiting
