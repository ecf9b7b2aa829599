"""The timeline: what happened, and where a stream of it resumes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct

from stationdesk.cases.repository import words

Connection: TypeAlias = "asyncpg.Connection[Any]"

STREAM_PAGE_MAX = 500
WORDLESS = frozenset({"opened", "clock_rung", "snoozed"})
"""Events that say nothing a case would be looked for by; an opening writes its words itself."""


class TimelineRow(Struct, frozen=True):
    """A row of the timeline. `xid` and `id` are its place in the stream."""

    xid: int
    id: UUID
    case_id: UUID
    station_id: UUID
    case_version: int
    at: datetime
    actor_member_id: UUID | None
    actor_name: str
    event: str
    text: str
    data: Any


class StreamCursor(Struct, frozen=True):
    """Everything up to here has been read."""

    xid: int
    id: UUID


_SELECT = """
SELECT xid::text AS xid, id, case_id, station_id, case_version, at, actor_member_id, actor_name,
       event, text, data::text AS data
FROM case_timeline
"""


def _read(row: asyncpg.Record) -> TimelineRow:
    fields = dict(row.items())
    fields["xid"] = int(fields["xid"])
    fields["data"] = msgspec.json.decode(fields["data"])
    return TimelineRow(**fields)


class Noted(Struct, frozen=True, kw_only=True):
    """A row to be written; the members of `data` named in `persons` are somebody's."""

    firm_id: UUID
    case_id: UUID
    id: UUID
    station_id: UUID
    case_version: int
    at: datetime
    actor_member_id: UUID | None
    actor_name: str
    event: str
    text: str
    data: Mapping[str, Any]
    idempotency_key: str | None = None
    persons: Collection[str] = ()


async def note(
    connection: Connection,
    *,
    firm_id: UUID,
    case_id: UUID,
    id_: UUID,
    station_id: UUID,
    case_version: int,
    at: datetime,
    actor_member_id: UUID | None,
    actor_name: str,
    event: str,
    text: str,
    data: Mapping[str, Any],
    idempotency_key: str | None = None,
) -> None:
    """Write one row."""
    row = Noted(
        firm_id=firm_id, case_id=case_id, id=id_, station_id=station_id,
        case_version=case_version, at=at, actor_member_id=actor_member_id,
        actor_name=actor_name, event=event, text=text, data=data,
        idempotency_key=idempotency_key,
    )  # fmt: skip
    await note_many(connection, [row])


async def note_many(connection: Connection, rows: Sequence[Noted]) -> None:
    """Write rows, of one firm, and let their cases be found by them."""
    await connection.execute(
        """
        INSERT INTO case_timeline (firm_id, case_id, id, station_id, case_version, at,
                                   actor_member_id, actor_name, event, text, data,
                                   idempotency_key)
        SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::integer[],
                             $6::timestamptz[], $7::uuid[], $8::text[], $9::text[], $10::text[],
                             $11::jsonb[], $12::text[])
        """,
        [row.firm_id for row in rows], [row.case_id for row in rows], [row.id for row in rows],
        [row.station_id for row in rows], [row.case_version for row in rows],
        [row.at for row in rows], [row.actor_member_id for row in rows],
        [row.actor_name for row in rows], [row.event for row in rows],
        [row.text for row in rows], [msgspec.json.encode(row.data).decode() for row in rows],
        [row.idempotency_key for row in rows],
    )  # fmt: skip
    said = [
        (row.case_id, [(row.event, row.text), *words.lines_in(row.event, row.data, row.persons)])
        for row in rows
        if row.event not in WORDLESS
    ]
    if said:
        await words.add_many(connection, rows[0].firm_id, said)


async def of_case(
    connection: Connection, firm_id: UUID, case_id: UUID, after_version: int = -1
) -> list[TimelineRow]:
    """What happened to a case since a version, in order."""
    rows = await connection.fetch(
        _SELECT + "WHERE firm_id = $1 AND case_id = $2 AND case_version > $3 "
        "ORDER BY at, case_version, id",
        firm_id, case_id, after_version,
    )  # fmt: skip
    return [_read(row) for row in rows]


async def of_cases(
    connection: Connection, firm_id: UUID, case_ids: Sequence[UUID], most: int
) -> list[TimelineRow]:
    """What happened to several cases, in one order."""
    rows = await connection.fetch(
        _SELECT + "WHERE firm_id = $1 AND case_id = ANY($2) "
        "ORDER BY at, case_version, id LIMIT $3",
        firm_id, list(case_ids), most,
    )  # fmt: skip
    return [_read(row) for row in rows]


async def timeline_since(
    connection: Connection, firm_id: UUID, cursor: StreamCursor | None, limit: int
) -> list[TimelineRow]:
    """The next rows of the firm's stream, as the transaction's actor may see them.

    Only rows of transactions that no running one can precede: ids and sequences commit out of
    order, so anything above `pg_snapshot_xmin` is left for the next call.
    """
    after = cursor or StreamCursor(0, UUID(int=0))
    rows = await connection.fetch(
        _SELECT + "WHERE firm_id = $1 AND (xid, id) > ($2::text::xid8, $3) "
        "AND xid < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY xid, id LIMIT $4",
        firm_id, str(after.xid), after.id, min(limit, STREAM_PAGE_MAX),
    )  # fmt: skip
    return [_read(row) for row in rows]


async def stream_end(connection: Connection) -> StreamCursor:
    """Where a stream begins that only wants what comes: just below the oldest running one."""
    xmin: str = await connection.fetchval("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
    return StreamCursor(int(xmin) - 1, UUID(int=2**128 - 1))
