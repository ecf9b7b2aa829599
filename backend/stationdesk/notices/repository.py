"""SQL of the notices and their channels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg

from stationdesk.foundation.ids import new_id
from stationdesk.notices.book import Book, ChannelRef, Envelope, Person

Connection: TypeAlias = "asyncpg.Connection[Any]"

INSERT = """
INSERT INTO notices (firm_id, id, case_id, station_id, topic, to_kind, to_role, to_reference,
                     to_name, channel, channel_id, link_id, subject_zh, subject_en, text_zh,
                     text_en, state, is_urgent, hold_until, created_at, next_attempt_at,
                     attempts, sent_at, error, dedupe_key, fine_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
        $20, $21, 0, $22, '', $23, $24)
ON CONFLICT (firm_id, dedupe_key) DO NOTHING
"""

# One turn of the sender: what is due, the longest waiting first, and through each robot no more
# than it takes in a minute. Claimed rows come up again after the lease, should this turn die.
CLAIM = """
WITH recent AS (
    SELECT channel_id, count(*) AS sent FROM notices
    WHERE firm_id = $1 AND channel_id IS NOT NULL
      AND attempted_at > $2::timestamptz - interval '1 minute'
    GROUP BY channel_id
), due AS (
    SELECT id, channel_id, row_number() OVER (PARTITION BY channel_id ORDER BY next_attempt_at, id)
           AS place
    FROM (SELECT id, channel_id, next_attempt_at FROM notices
          WHERE firm_id = $1 AND state = 'queued' AND next_attempt_at <= $2
          ORDER BY next_attempt_at, id LIMIT 500) AS first
), chosen AS (
    SELECT n.id FROM notices n JOIN due ON due.id = n.id
    LEFT JOIN recent ON recent.channel_id = due.channel_id
    WHERE n.firm_id = $1 AND n.state = 'queued'
      AND (n.channel = 'email' OR due.place + coalesce(recent.sent, 0) <= $3)
    ORDER BY n.next_attempt_at, n.id LIMIT $4
    FOR UPDATE OF n SKIP LOCKED
)
UPDATE notices n SET attempts = attempts + 1, attempted_at = $2,
                     next_attempt_at = $2::timestamptz + $5::interval
FROM chosen WHERE n.firm_id = $1 AND n.id = chosen.id
RETURNING n.id, n.channel, n.channel_id, n.to_kind, n.to_role, n.to_reference, n.to_name,
          n.station_id, n.subject_zh, n.text_zh, n.link_id, n.attempts, n.is_urgent,
          (SELECT timezone FROM stations s WHERE s.firm_id = n.firm_id AND s.id = n.station_id)
              AS zone,
          (SELECT row_to_json(c)::text FROM notice_channels c
           WHERE c.firm_id = n.firm_id AND c.id = n.channel_id) AS via,
          (SELECT phone FROM couriers k
           WHERE k.firm_id = n.firm_id AND k.id = n.to_reference AND n.to_kind = 'courier')
              AS phone
"""

RELEASE = """
UPDATE notices SET
    state = CASE WHEN channel = 'in_app' THEN 'sent' ELSE 'queued' END,
    sent_at = CASE WHEN channel = 'in_app' THEN $2::timestamptz END,
    next_attempt_at = CASE WHEN channel NOT IN ('in_app', 'paste') THEN $2::timestamptz END
WHERE firm_id = $1 AND id IN (
    SELECT id FROM notices WHERE firm_id = $1 AND state = 'held' AND hold_until <= $2
    ORDER BY hold_until LIMIT $3 FOR UPDATE SKIP LOCKED)
"""


async def address_book(
    connection: Connection, firm_id: UUID, station_ids: Sequence[UUID], now: datetime
) -> Book:
    """The firm's current people, who serves and owns the stations, and the active channels."""
    people = await connection.fetch(
        "SELECT id, name, role FROM members WHERE firm_id = $1 AND ended_at IS NULL ORDER BY name",
        firm_id,
    )
    known = {row["id"]: Person(row["id"], row["name"], row["role"]) for row in people}
    serving = await connection.fetch(
        """
        SELECT station_id, member_id FROM assignments
        WHERE firm_id = $1 AND station_id = ANY($2) AND valid_from <= $3
          AND (valid_to IS NULL OR valid_to > $3) AND is_primary
        ORDER BY valid_from
        """,
        firm_id, list(station_ids), now,
    )  # fmt: skip
    owners = await connection.fetch(
        "SELECT station_id, member_id FROM member_stations "
        "WHERE firm_id = $1 AND station_id = ANY($2)",
        firm_id, list(station_ids),
    )  # fmt: skip
    channels = await connection.fetch(
        "SELECT id, kind, name, audience, station_id FROM notice_channels "
        "WHERE firm_id = $1 AND is_active AND (station_id IS NULL OR station_id = ANY($2)) "
        "ORDER BY created_at",
        firm_id, list(station_ids),
    )  # fmt: skip
    zones = await connection.fetch(
        "SELECT id, timezone FROM stations WHERE firm_id = $1 AND id = ANY($2)",
        firm_id, list(station_ids),
    )  # fmt: skip
    return Book(
        zones={row["id"]: row["timezone"] for row in zones},
        people=known,
        serving=_by_station(serving, known),
        owners=_by_station(owners, known),
        channels=tuple(
            ChannelRef(
                row["id"], row["kind"], row["name"], tuple(row["audience"]), row["station_id"]
            )
            for row in channels
        ),
    )


def _by_station(
    rows: Iterable[asyncpg.Record], known: dict[UUID, Person]
) -> dict[UUID, tuple[UUID, ...]]:
    found: dict[UUID, tuple[UUID, ...]] = {}
    for station_id, member_id in rows:
        if member_id in known:
            members = (*found.get(station_id, ()), member_id)
            found[station_id] = tuple(dict.fromkeys(members))
    return found


async def insert(
    connection: Connection, firm_id: UUID, envelopes: Sequence[Envelope], now: datetime
) -> None:
    """Write notices; those that were written before under the same key stay as they are."""
    await connection.executemany(INSERT, [_values(firm_id, each, now) for each in envelopes])


def _values(firm_id: UUID, each: Envelope, now: datetime) -> tuple[Any, ...]:
    telling = each.telling
    is_in_app, is_sent_out = each.channel == "in_app", each.channel_id is not None
    is_outside = each.to_kind in ("courier", "station")
    text = telling.outside if is_outside and telling.outside else telling.text
    state = "held" if each.hold_until else "sent" if is_in_app else "queued"
    return (
        firm_id, new_id(), telling.case_id, telling.station_id, telling.topic, each.to_kind,
        each.role, each.to_reference, each.to_name, each.channel, each.channel_id,
        telling.link_id if is_outside else None, telling.subject.zh, telling.subject.en,
        text.zh, text.en, state, each.is_urgent, each.hold_until, now,
        now if is_sent_out and state == "queued" else None,
        now if state == "sent" else None, each.dedupe_key, telling.fine_id,
    )  # fmt: skip


async def claim_due(
    connection: Connection,
    firm_id: UUID,
    now: datetime,
    *,
    a_minute: int,
    limit: int,
    lease: timedelta,
) -> list[asyncpg.Record]:
    """Take the next notices to send, an attempt counted for each."""
    rows: list[asyncpg.Record] = await connection.fetch(CLAIM, firm_id, now, a_minute, limit, lease)
    return rows


async def release_held(connection: Connection, firm_id: UUID, now: datetime, limit: int) -> int:
    """Let go what was held until now; returns how many."""
    status = await connection.execute(RELEASE, firm_id, now, limit)
    return int(status.split()[-1])


async def is_anything_due(connection: Connection, firm_id: UUID, now: datetime) -> bool:
    """Whether a notice waits to be sent out."""
    due: bool = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM notices WHERE firm_id = $1 AND state = 'queued' "
        "AND next_attempt_at <= $2)",
        firm_id, now,
    )  # fmt: skip
    return due


async def mark_sent(
    connection: Connection, firm_id: UUID, notice_id: UUID, channel_id: UUID, now: datetime
) -> None:
    """The other side has it."""
    await connection.execute(
        "UPDATE notices SET state = 'sent', sent_at = $3, next_attempt_at = NULL, error = '' "
        "WHERE firm_id = $1 AND id = $2 AND state = 'queued'",
        firm_id, notice_id, now,
    )  # fmt: skip
    await connection.execute(
        "UPDATE notice_channels SET last_sent_at = $3, last_error = '' "
        "WHERE firm_id = $1 AND id = $2",
        firm_id, channel_id, now,
    )  # fmt: skip


async def mark_refused(
    connection: Connection,
    firm_id: UUID,
    notice_id: UUID,
    channel_id: UUID | None,
    error: str,
    again_at: datetime | None,
) -> None:
    """It was not taken; tried again at `again_at`, or given up."""
    await connection.execute(
        "UPDATE notices SET state = CASE WHEN $4::timestamptz IS NULL THEN 'failed' ELSE 'queued' "
        "END, next_attempt_at = $4, error = $3 WHERE firm_id = $1 AND id = $2 AND state = 'queued'",
        firm_id, notice_id, error, again_at,
    )  # fmt: skip
    await connection.execute(
        "UPDATE notice_channels SET last_error = $3 WHERE firm_id = $1 AND id = $2",
        firm_id, channel_id, error,
    )  # fmt: skip


async def hold_again(
    connection: Connection, firm_id: UUID, notice_id: UUID, until: datetime
) -> None:
    """Its window has closed while it waited: no attempt is counted."""
    await connection.execute(
        "UPDATE notices SET state = 'held', hold_until = $3, next_attempt_at = NULL, "
        "attempts = attempts - 1, attempted_at = NULL "
        "WHERE firm_id = $1 AND id = $2 AND state = 'queued'",
        firm_id, notice_id, until,
    )  # fmt: skip


async def give_up_outside(connection: Connection, firm_id: UUID, case_id: UUID, why: str) -> None:
    """What still waits to be told to couriers and stations about a case is no longer needed."""
    await give_up_outside_of(connection, firm_id, [case_id], why)


async def give_up_outside_of(
    connection: Connection, firm_id: UUID, case_ids: Sequence[UUID], why: str
) -> None:
    """The same for several cases."""
    await connection.execute(
        "UPDATE notices SET state = 'failed', next_attempt_at = NULL, error = $3 "
        "WHERE firm_id = $1 AND case_id = ANY($2) AND state IN ('queued', 'held') "
        "AND to_kind IN ('courier', 'station')",
        firm_id, list(case_ids), why,
    )  # fmt: skip


async def mark_pasted(connection: Connection, firm_id: UUID, link_id: UUID, now: datetime) -> None:
    """A text that was made to be pasted has been copied."""
    await connection.execute(
        "UPDATE notices SET state = 'sent', sent_at = $3 WHERE firm_id = $1 AND link_id = $2 "
        "AND channel = 'paste' AND state = 'queued'",
        firm_id, link_id, now,
    )  # fmt: skip


INBOX_FIELDS = """id, case_id, fine_id, station_id, topic, subject_zh, subject_en, text_zh, text_en,
    state, created_at, sent_at, read_at"""


async def inbox(
    connection: Connection,
    firm_id: UUID,
    member_id: UUID,
    after: tuple[datetime, UUID] | None,
    limit: int,
    *,
    unread_only: bool,
) -> list[asyncpg.Record]:
    """A member's notices, the newest first, one more than asked for where there is more."""
    states = ["sent"] if unread_only else ["sent", "read"]
    position = "AND (created_at, id) < ($5, $6)" if after else ""
    rows: list[asyncpg.Record] = await connection.fetch(
        f"SELECT {INBOX_FIELDS} FROM notices WHERE firm_id = $1 AND to_reference = $2 "  # noqa: S608
        f"AND channel = 'in_app' AND state = ANY($3) {position} "
        "ORDER BY created_at DESC, id DESC LIMIT $4",
        firm_id, member_id, states, limit + 1, *(after or ()),
    )  # fmt: skip
    return rows


async def unread(connection: Connection, firm_id: UUID, member_id: UUID, limit: int) -> int:
    """How many of a member's notices are unread; counts no further than the limit."""
    count: int = await connection.fetchval(
        "SELECT count(*) FROM (SELECT FROM notices WHERE firm_id = $1 AND to_reference = $2 "
        "AND channel = 'in_app' AND state = 'sent' LIMIT $3) AS counted",
        firm_id, member_id, limit,
    )  # fmt: skip
    return count


async def mark_read(
    connection: Connection, firm_id: UUID, member_id: UUID, notice_id: UUID | None, now: datetime
) -> int:
    """Mark one, or all, of a member's notices as read; returns how many are his and visible."""
    status = await connection.execute(
        "UPDATE notices SET state = 'read', read_at = coalesce(read_at, $4) "
        "WHERE firm_id = $1 AND to_reference = $2 AND channel = 'in_app' "
        "AND ($3::uuid IS NULL AND state = 'sent' OR id = $3 AND state IN ('sent', 'read'))",
        firm_id, member_id, notice_id, now,
    )  # fmt: skip
    return int(status.split()[-1])


async def of_case(connection: Connection, firm_id: UUID, case_id: UUID) -> list[asyncpg.Record]:
    """What was told about a case, the newest first."""
    rows: list[asyncpg.Record] = await connection.fetch(
        "SELECT id, topic, to_kind, to_role, to_name, channel, subject_zh, subject_en, state, "
        "hold_until, created_at, sent_at, read_at, error, link_id FROM notices "
        "WHERE firm_id = $1 AND case_id = $2 ORDER BY created_at DESC, id DESC LIMIT 200",
        firm_id, case_id,
    )  # fmt: skip
    return rows
