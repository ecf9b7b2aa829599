"""The least that can answer the queue's page: bare ASGI, the same SQL, the same JSON.

No routing, no session look-up, no validation; firm and stations come from the environment.
"""

import os
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from stationdesk.cases.repository import pages
from stationdesk.cases.repository.pages import Filters
from stationdesk.cases.rows import case_row
from stationdesk.cases.schemas import CasePage
from stationdesk.foundation.database import Database
from stationdesk.foundation.hosting import hosted_database
from stationdesk.foundation.settings import read_settings
from stationdesk.tenancy.actor import Actor, Role
from stationdesk.tenancy.session import hot_transaction

Send = Callable[[dict[str, Any]], Awaitable[None]]


def application() -> Callable[..., Awaitable[None]]:
    """An ASGI application that answers every request with the first page."""
    settings = read_settings()
    held = ExitStack()
    database = Database(held.enter_context(hosted_database(settings)), settings)
    firm_id, member_id = UUID(os.environ["BENCH_FIRM"]), UUID(os.environ["BENCH_MEMBER"])
    stations = frozenset(UUID(each) for each in os.environ["BENCH_STATIONS"].split(","))
    actor = Actor(firm_id, Role.AGENT, "agent", member_id, None, stations)

    async def answer(scope: dict[str, Any], _: object, send: Send) -> None:
        if scope["type"] != "http":
            return
        filters = Filters(firm_id)
        pages.view(filters, "all", member_id, datetime.now(UTC))
        filters.where("c.closed_at IS NULL")
        async with hot_transaction(database, actor) as connection:
            rows = await pages.open_page(connection, filters, None, 50)
        page = CasePage([case_row(row, member_id) for row in rows[:50]], None)
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": msgspec.json.encode(page)})

    return answer
