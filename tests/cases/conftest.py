"""A desk: a firm with two agents, a supervisor and a station's owner, each signed in."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

import httpx
import pytest
from litestar import Litestar

from stationdesk.foundation.database import Database
from stationdesk.tenancy.actor import Role
from tests.factories.firms import Firm, add_member
from tests.factories.web import signed_in_client


@dataclass
class Desk:
    """Clients by who they are, and the database behind."""

    firm: Firm
    chen: httpx.AsyncClient
    li: httpx.AsyncClient
    boss: httpx.AsyncClient
    owner: httpx.AsyncClient
    database: Database


@pytest.fixture
async def desk(app: Litestar, database: Database, firm: Firm) -> AsyncIterator[Desk]:
    await add_member(database, firm, "chen", Role.AGENT, "S1", "S2")
    await add_member(database, firm, "li", Role.AGENT, "S1")
    await add_member(database, firm, "boss", Role.SUPERVISOR)
    await add_member(database, firm, "owner", Role.STATION_OWNER, "S1")
    async with AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(signed_in_client(app, firm, name))
            for name in ("chen", "li", "boss", "owner")
        ]
        yield Desk(firm, *clients, database)
