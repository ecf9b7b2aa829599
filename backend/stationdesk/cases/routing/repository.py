"""Cases that nobody has touched, and what each member carries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg

Connection: TypeAlias = "asyncpg.Connection[Any]"

LOOK_BATCH = 500
HANDED_MAX = 500
NOT_STIRRING = (
    "snoozed", "woke", "lease_expired", "clock_rung", "clock_recomputed", "forgotten",
    "correction_overdue", "stood_in",
)  # fmt: skip
"""What happens to a case without anybody doing anything for it."""

DUE_FOR_A_LOOK = """
SELECT c.id, c.number, c.kind, c.station_id, s.name AS station_name, c.waybill, c.summary,
       c.version, c.opened_at, c.custody_since, c.holder_kind, c.holder_name, c.agent_member_id,
       c.agent_name, c.snoozed_until, c.forgotten_since, t.stirred_at,
       (SELECT count(*) FROM case_timeline z WHERE z.firm_id = $1 AND z.case_id = c.id
        AND z.event = 'snoozed' AND z.at > coalesce(t.stirred_at, c.opened_at)) AS snoozes
FROM (
    SELECT * FROM cases
    WHERE firm_id = $1 AND closed_at IS NULL AND look_again_at <= $2
    ORDER BY look_again_at LIMIT $3 FOR UPDATE SKIP LOCKED
) AS c
JOIN stations s ON s.firm_id = $1 AND s.id = c.station_id
CROSS JOIN LATERAL (
    SELECT max(n.at) AS stirred_at FROM case_timeline n
    WHERE n.firm_id = $1 AND n.case_id = c.id AND n.event <> ALL($4)
) AS t
"""


async def due_for_a_look(
    connection: Connection, firm_id: UUID, now: datetime
) -> list[asyncpg.Record]:
    """Open cases whose moment to be looked at has come, locked; at most a batch."""
    rows: list[asyncpg.Record] = await connection.fetch(
        DUE_FOR_A_LOOK, firm_id, now, LOOK_BATCH, list(NOT_STIRRING)
    )
    return rows


async def mark_looked_at(
    connection: Connection,
    firm_id: UUID,
    marks: Sequence[tuple[UUID, datetime | None, datetime]],
) -> None:
    """(case, forgotten since, look again at): what looking at each has shown."""
    await connection.execute(
        """
        UPDATE cases c SET forgotten_since = m.since, look_again_at = m.again
        FROM unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[]) AS m (id, since, again)
        WHERE c.firm_id = $1 AND c.id = m.id
        """,
        firm_id, [each[0] for each in marks], [each[1] for each in marks],
        [each[2] for each in marks],
    )  # fmt: skip


async def loads(connection: Connection, firm_id: UUID, now: datetime) -> list[asyncpg.Record]:
    """By member: cases in his hands, those that he waits for others with, and the late ones."""
    rows: list[asyncpg.Record] = await connection.fetch(
        """
        SELECT agent_member_id AS member_id,
               count(*) FILTER (WHERE holder_kind IN ('agent', 'supervisor')) AS held,
               count(*) FILTER (WHERE holder_kind NOT IN ('agent', 'supervisor')) AS waiting,
               count(*) FILTER (WHERE due_at < $2) AS overdue
        FROM cases
        WHERE firm_id = $1 AND agent_member_id IS NOT NULL AND closed_at IS NULL
        GROUP BY agent_member_id
        """,
        firm_id, now,
    )  # fmt: skip
    return rows


async def open_by_station_and_kind(connection: Connection, firm_id: UUID) -> list[asyncpg.Record]:
    """How much is open, by station and kind: all, unclaimed, and the earliest deadline."""
    rows: list[asyncpg.Record] = await connection.fetch(
        """
        SELECT station_id, kind, count(*) AS open,
               count(*) FILTER (WHERE holder_kind = 'queue') AS unclaimed, min(due_at) AS due_at,
               min(opened_at) FILTER (WHERE holder_kind = 'queue') AS waiting_since
        FROM cases WHERE firm_id = $1 AND closed_at IS NULL GROUP BY station_id, kind
        """,
        firm_id,
    )
    return rows


async def cases_of_agent(
    connection: Connection, firm_id: UUID, member_id: UUID
) -> list[asyncpg.Record]:
    """The open cases that are a member's, in his hands or not, the most urgent first."""
    rows: list[asyncpg.Record] = await connection.fetch(
        """
        SELECT c.id AS case_id, c.number, c.kind, c.direction, s.name AS station_name, c.waybill,
               c.summary, c.due_at, c.station_id, c.version, c.opened_at,
               c.holder_kind IN ('agent', 'supervisor') AS is_in_hands
        FROM cases c JOIN stations s ON s.firm_id = c.firm_id AND s.id = c.station_id
        WHERE c.firm_id = $1 AND c.agent_member_id = $2 AND c.closed_at IS NULL
        ORDER BY c.rank, c.id LIMIT $3
        """,
        firm_id, member_id, HANDED_MAX,
    )  # fmt: skip
    return rows


async def open_promises_of(
    connection: Connection, firm_id: UUID, member_id: UUID
) -> list[asyncpg.Record]:
    """Promises that somebody made, or that stand on his cases, the next due first."""
    rows: list[asyncpg.Record] = await connection.fetch(
        """
        SELECT p.case_id, c.number, p.to_whom, p.text, p.due_at
        FROM case_promises p JOIN cases c ON c.firm_id = p.firm_id AND c.id = p.case_id
        WHERE p.firm_id = $1 AND p.status = 'open'
          AND (p.made_by_member_id = $2 OR c.agent_member_id = $2)
        ORDER BY p.due_at, p.id LIMIT $3
        """,
        firm_id, member_id, HANDED_MAX,
    )  # fmt: skip
    return rows
