"""Connections: SQLAlchemy over asyncpg for ordinary work, bare asyncpg for hot statements."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.foundation.settings import Settings

APP_ROLE = "stationdesk_app"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """How to reach one database as one role. `host` is a folder for a Unix socket.

    `role` is assumed at connect, where the login itself is a mightier one.
    """

    host: str
    port: int
    database: str
    user: str
    password: str | None = None
    role: str | None = None

    def asyncpg_arguments(self, **settings: str) -> dict[str, Any]:
        """Keyword arguments of `asyncpg.connect`."""
        server = {"application_name": "stationdesk", "jit": "off", "timezone": "UTC", **settings}
        if self.role is not None:
            server["role"] = self.role
        return {
            "host": self.host,
            "port": self.port,
            "database": self.database,
            "user": self.user,
            "password": self.password,
            "server_settings": server,
        }

    def conninfo(self) -> dict[str, Any]:
        """Keyword arguments of `psycopg.connect`."""
        arguments: dict[str, Any] = {
            "host": self.host,
            "port": self.port,
            "dbname": self.database,
            "user": self.user,
            "options": "-c timezone=UTC" + (f" -c role={self.role}" if self.role else ""),
        }
        return arguments | ({"password": self.password} if self.password else {})


@dataclass(frozen=True, slots=True)
class Endpoints:
    """The same database as its owner (migrations) and as the app (everything else)."""

    owner: Endpoint
    app: Endpoint


def endpoints_of_url(url: str) -> Endpoints:
    """Any server by URL, its login being the owner; the app assumes the role that owns nothing."""
    parts = make_url(url)
    common: dict[str, Any] = {
        "host": str(parts.query.get("host") or parts.host or "127.0.0.1"),
        "port": int(parts.port or 5432),
        "database": parts.database or "stationdesk",
        "user": parts.username or "postgres",
        "password": parts.password if parts.password is None else str(parts.password),
    }
    return Endpoints(owner=Endpoint(**common), app=Endpoint(**common, role=APP_ROLE))


class Database:
    """The app's connections to one database. Nothing here knows of tenants: see `tenancy`."""

    def __init__(self, endpoints: Endpoints, settings: Settings) -> None:
        self.endpoints = endpoints
        self.settings = settings
        self.engine: AsyncEngine = create_async_engine(
            "postgresql+asyncpg://",
            async_creator=self.connect,
            pool_size=settings.pool_size,
            max_overflow=0,
            pool_timeout=30,
            pool_pre_ping=True,
        )
        self.sessions = async_sessionmaker(
            self.engine, class_=AsyncSession, expire_on_commit=False, autobegin=False
        )
        self._hot_pool: asyncpg.Pool[asyncpg.Record] | None = None
        self._opening = asyncio.Lock()

    def _arguments(self) -> dict[str, Any]:
        return self.endpoints.app.asyncpg_arguments(
            statement_timeout=str(self.settings.statement_timeout_ms),
            lock_timeout=str(self.settings.lock_timeout_ms),
            idle_in_transaction_session_timeout=str(self.settings.idle_in_transaction_timeout_ms),
        )

    async def connect(self, **_: Any) -> "asyncpg.Connection[asyncpg.Record]":
        """A connection of its own as the app's role; the caller closes it."""
        return await asyncpg.connect(**self._arguments())

    async def hot_pool(self) -> "asyncpg.Pool[asyncpg.Record]":
        """The pool of bare connections for hot statements; opened at first use."""
        if self._hot_pool is None:
            # Two that ask for the first connection at once must not open two pools: one would leak.
            async with self._opening:
                if self._hot_pool is None:
                    self._hot_pool = await asyncpg.create_pool(
                        min_size=1,
                        max_size=self.settings.pool_size,
                        max_inactive_connection_lifetime=300,
                        reset=_nothing_to_reset,
                        **self._arguments(),
                    )
        return self._hot_pool

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """One transaction without a tenant: reaches global tables and owner functions only."""
        async with self.sessions() as session, session.begin():
            yield session

    async def close(self) -> None:
        """Give all connections back to the server."""
        if self._hot_pool is not None:
            await self._hot_pool.close()
        await self.engine.dispose()


async def _nothing_to_reset(connection: Any) -> None:
    """All that is set is set LOCAL to a transaction: the four statements of a reset buy nothing."""
