"""A firm with the people whom fines concern, and clients for those who look at them."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from litestar import Litestar

from stationdesk.foundation.database import Database
from stationdesk.tenancy.actor import Role
from tests.factories.firms import Firm, add_member
from tests.factories.web import signed_in_client
from tests.penalties.office import Office


@pytest.fixture
async def office(
    app: Litestar, database: Database, firm: Firm, tmp_path: Path
) -> AsyncIterator[Office]:
    await add_member(database, firm, "manager", Role.MANAGER)
    await add_member(database, firm, "agent", Role.AGENT, "S1")
    await add_member(database, firm, "owner", Role.STATION_OWNER, "S1")
    async with AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(signed_in_client(app, firm, name))
            for name in ("manager", "agent", "owner")
        ]
        yield Office(firm, database, tmp_path, *clients)
