"""A firm with its manager, agent, station owner and finance, each signed in."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from litestar import Litestar

from stationdesk.foundation.database import Database
from stationdesk.tenancy.actor import Role
from tests.closing.books import Books
from tests.factories.firms import Firm, add_member
from tests.factories.web import signed_in_client


@pytest.fixture
async def books(
    app: Litestar, database: Database, firm: Firm, tmp_path: Path
) -> AsyncIterator[Books]:
    await add_member(database, firm, "manager", Role.MANAGER)
    await add_member(database, firm, "agent", Role.AGENT, "S1")
    await add_member(database, firm, "owner", Role.STATION_OWNER, "S1")
    await add_member(database, firm, "finance", Role.FINANCE)
    async with AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(signed_in_client(app, firm, name))
            for name in ("manager", "agent", "owner", "finance")
        ]
        yield Books(firm, database, tmp_path, *clients)
