"""What every test stands on: a real PostgreSQL, one database a worker, nothing cleaned."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from litestar import Litestar
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from stationdesk.accounts import credentials
from stationdesk.app import create_app
from stationdesk.foundation.database import Database, Endpoints
from stationdesk.foundation.embedded import Server, embedded_server
from stationdesk.foundation.hosting import endpoints_of_connection
from stationdesk.foundation.migrations import migrate
from stationdesk.foundation.settings import Settings
from tests.factories.firms import Firm, make_firm
from tests.factories.web import client_of

SPEED = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""The tests' own cluster may lose its data at a power cut; kill -9 tests use another."""


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Argon2id with the least work: a quarter of a second each is for attackers, not for tests.

    Products that tests start as processes of their own keep the real cost.
    """
    quick = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(credentials, "_hasher", quick)
        patched.setattr(credentials, "_NOBODY", quick.hash("nobody"))
        yield


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The embedded server, shared by all workers of this run."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    with embedded_server(shared / "cluster", settings=SPEED) as running:
        yield running


@pytest.fixture(scope="session")
def endpoints(server: Server) -> Iterator[Endpoints]:
    """A freshly migrated database of this worker's own."""
    name = f"test_{os.getpid()}"
    connection = server.create_database(name)
    made = endpoints_of_connection(connection)
    migrate(made.owner)
    yield made
    server.drop_database(name)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(data_dir=Path(tmp_path_factory.mktemp("data")))


@pytest.fixture(scope="session")
async def database(endpoints: Endpoints, settings: Settings) -> AsyncIterator[Database]:
    """The app's connections, as the role that owns nothing."""
    opened = Database(endpoints, settings)
    yield opened
    await opened.close()


@pytest.fixture
async def firm(database: Database) -> Firm:
    """A firm of this test's own, with stations S1 (ZTO) and S2 (YTO)."""
    return await make_firm(database)


@pytest.fixture(scope="session")
async def app(endpoints: Endpoints, settings: Settings) -> AsyncIterator[Litestar]:
    """The whole application, in process."""
    made = create_app(endpoints, settings)
    yield made
    await made.state.database.close()


@pytest.fixture
async def client(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """A client that is not signed in."""
    async with client_of(app) as opened:
        yield opened
