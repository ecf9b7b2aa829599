"""GET /stream: server-sent events that say which cases changed; rows are fetched as usual."""

import time
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec
from litestar import Request, get
from litestar.response import ServerSentEvent, ServerSentEventMessage

from stationdesk.cases.desk.repository import viewers
from stationdesk.cases.repository.timeline import StreamCursor, stream_end, timeline_since
from stationdesk.foundation.database import Database
from stationdesk.foundation.streams import StreamHub
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.session import hot_transaction
from stationdesk.tenancy.wiring import Caller, Connections

HEARTBEAT_SECONDS: Final = 15
PAGE: Final = 500
VIEWING_FOR: Final = timedelta(seconds=25)
"""A browser says every ten seconds what it has open; silence is somebody who has left."""
_NOBODY: Final = '{"viewers":{}}'
STREAM_SECONDS_MAX: Final = 600
"""Then the browser connects again, and is asked again who he is."""


@get("/stream", guards=[requires(Permission.CASES_READ)])
async def stream(
    request: Request[Any, Any, Any], actor: Caller, database: Connections
) -> ServerSentEvent:
    """Events `change` with `{"cases": [ids]}`; resumes after the browser's Last-Event-ID. Events
    `viewers` say who has which case open, whenever that has changed.

    What is told is read as the receiver, under row-level security, in commit order.
    """
    hub: StreamHub = request.app.state.streams
    resumed = parse_cursor(request.headers.get("last-event-id", ""))
    return ServerSentEvent(
        changes(database, actor, hub, resumed),
        headers={"X-Accel-Buffering": "no", "Cache-Control": "no-store"},
    )


def parse_cursor(text: str) -> StreamCursor | None:
    """`<transaction>-<id>`, or None for anything else: then the stream begins now."""
    xid, _, row_id = text.partition("-")
    try:
        return StreamCursor(int(xid), UUID(hex=row_id))
    except ValueError:
        return None


async def changes(
    database: Database, actor: Actor, hub: StreamHub, cursor: StreamCursor | None
) -> AsyncIterator[ServerSentEventMessage]:
    """Messages for one receiver until the process shuts down or he goes away."""
    if cursor is None:
        async with hot_transaction(database, actor) as connection:
            cursor = await stream_end(connection)
    yield ServerSentEventMessage(event="hello", data="{}", id=_text(cursor), retry=2000)
    began = last_word = time.monotonic()
    seen = _NOBODY
    while not hub.is_closing and time.monotonic() - began < STREAM_SECONDS_MAX:
        async with hot_transaction(database, actor) as connection:
            rows = await timeline_since(connection, actor.firm_id, cursor, PAGE)
            since = datetime.now(UTC) - VIEWING_FOR
            looking = await viewers(connection, actor.firm_id, since)
        told, seen = seen, _viewers(looking)
        if seen != told:
            yield ServerSentEventMessage(event="viewers", data=seen)
        if rows:
            cursor = StreamCursor(rows[-1].xid, rows[-1].id)
            ids = list(dict.fromkeys(str(row.case_id) for row in rows))
            data = msgspec.json.encode({"cases": ids}).decode()
            yield ServerSentEventMessage(event="change", data=data, id=_text(cursor))
            last_word = time.monotonic()
        elif time.monotonic() - last_word > HEARTBEAT_SECONDS:
            yield ServerSentEventMessage(event="heartbeat", data="{}", id=_text(cursor))
            last_word = time.monotonic()
        if len(rows) < PAGE:
            await hub.wait(actor.firm_id)


def _viewers(rows: Sequence[Any]) -> str:
    """Who has which case open, by case, as JSON."""
    by_case: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        viewer = {
            "member_id": str(row["member_id"]),
            "name": row["member_name"],
            "is_editing": row["is_editing"],
        }
        by_case.setdefault(str(row["case_id"]), []).append(viewer)
    return msgspec.json.encode({"viewers": by_case}).decode()


def _text(cursor: StreamCursor) -> str:
    return f"{cursor.xid}-{cursor.id.hex}"


ROUTES = [stream]
