"""The one place that sets the tenant, per transaction."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.foundation.database import Database
from stationdesk.tenancy.actor import Actor


def tenant_settings(actor: Actor) -> str:
    """`SET LOCAL` of firm, scope and stations. Literals: `SET` takes no parameters, and all three
    come from our own types (a UUID, one of three words, UUIDs), never from a request."""
    stations = ",".join(sorted(str(station) for station in actor.station_ids or ()))
    return (
        f"SET LOCAL app.firm_id = '{actor.firm_id}'; SET LOCAL app.scope = '{actor.scope}'; "
        f"SET LOCAL app.station_ids = '{stations}'"
    )


async def raw_connection(session: AsyncSession) -> "asyncpg.Connection[Any]":
    """The asyncpg connection inside of the session's transaction."""
    connection = await session.connection()
    raw = await connection.get_raw_connection()
    driver: asyncpg.Connection[Any] = raw.driver_connection
    if not driver.is_in_transaction():
        # The dialect begins lazily; without this, what follows would commit by itself.
        await connection.exec_driver_sql("SELECT 1")
    return driver


@asynccontextmanager
async def tenant_session(database: Database, actor: Actor) -> AsyncIterator[AsyncSession]:
    """One transaction in the actor's firm, scope and stations; commits at the end."""
    async with database.session() as session:
        raw = await raw_connection(session)
        await raw.execute(tenant_settings(actor))
        yield session


@asynccontextmanager
async def hot_transaction(
    database: Database, actor: Actor
) -> AsyncIterator["asyncpg.Connection[Any]"]:
    """The same on a bare connection, its beginning and the tenant in one round trip."""
    pool = await database.hot_pool()
    async with pool.acquire() as pooled:
        connection: Any = pooled
        await connection.execute("BEGIN; " + tenant_settings(actor))
        try:
            yield connection
        except BaseException:
            await connection.execute("ROLLBACK")
            raise
        await connection.execute("COMMIT")
