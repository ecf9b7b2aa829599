"""The walls between firms and between stations, as the app's role."""

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError

from stationdesk.foundation.database import Database
from stationdesk.stations import repository
from stationdesk.stations.couriers.repository import couriers
from stationdesk.stations.models import StationName
from stationdesk.tenancy.actor import Role
from stationdesk.tenancy.session import hot_transaction, raw_connection, tenant_session
from tests.factories.firms import Firm, add_member, make_firm


async def test_a_firm_sees_its_own_stations_only(database: Database, firm: Firm) -> None:
    other = await make_firm(database)
    async with tenant_session(database, firm.actor) as session:
        seen = {station.id for station in await repository.stations(session)}
    assert seen == {station.id for station in firm.stations.values()}
    assert not seen & {station.id for station in other.stations.values()}


async def test_without_a_tenant_nothing_is_seen(database: Database, firm: Firm) -> None:
    async with database.session() as session:
        assert await repository.stations(session) == []


async def test_a_row_of_another_firm_cannot_be_written(database: Database, firm: Firm) -> None:
    other = await make_firm(database)
    with pytest.raises(DBAPIError, match="row-level security"):
        async with tenant_session(database, firm.actor) as session:
            session.add(
                StationName(
                    firm_id=other.id,
                    name_key="x",
                    station_id=other.stations["S1"].id,
                    name="x",
                    kind="alias",
                )
            )
    async with tenant_session(database, other.actor) as session:
        assert "x" not in {row.name_key for row in await repository.station_names(session)}


async def test_a_station_owner_sees_his_stations_and_no_firm_wide_table(
    database: Database, firm: Firm
) -> None:
    await add_member(database, firm, "owner", Role.STATION_OWNER, "S1")
    owner = firm.as_member("owner", "S1")
    async with tenant_session(database, owner) as session:
        assert [station.code for station in await repository.stations(session)] == ["S1"]
        raw = await raw_connection(session)
        assert await raw.fetchval("SELECT count(*) FROM api_tokens") == 0


async def test_the_tenant_ends_with_its_transaction(database: Database, firm: Firm) -> None:
    async with hot_transaction(database, firm.actor) as connection:
        assert await connection.fetchval("SELECT count(*) FROM stations") == 2
        held = connection
    pool = await database.hot_pool()
    async with pool.acquire() as connection:
        assert await connection.fetchval("SELECT count(*) FROM stations") == 0
    assert held is not None


async def test_the_app_owns_nothing_and_cannot_bypass(database: Database) -> None:
    pool = await database.hot_pool()
    async with pool.acquire() as connection:
        role = await connection.fetchrow(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles "
            "WHERE rolname = current_user"
        )
        owned = await connection.fetchval(
            "SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner "
            "WHERE r.rolname = current_user AND relkind <> 't' AND relpersistence <> 't'"
        )
    assert role is not None
    assert not any(role.values())
    assert owned == 0


async def test_copy_into_a_walled_table_goes_through_a_temporary_one(
    database: Database, firm: Firm
) -> None:
    station = firm.stations["S1"]
    async with hot_transaction(database, firm.actor) as connection:
        await connection.execute("SAVEPOINT before_copy")
        with pytest.raises(asyncpg.PostgresError, match="row-level security"):
            await connection.copy_records_to_table("couriers", records=[])
        await connection.execute("ROLLBACK TO before_copy")
        await connection.execute(
            "CREATE TEMP TABLE incoming (number text, name text) ON COMMIT DROP"
        )
        await connection.copy_records_to_table(
            "incoming", records=[("07", "吴建军"), ("12", "潘晓东")]
        )
        await connection.execute(
            "INSERT INTO couriers (firm_id, id, station_id, number, name) "
            "SELECT $1, gen_random_uuid(), $2, number, name FROM incoming",
            firm.id,
            station.id,
        )
    async with tenant_session(database, firm.actor) as session:
        assert [c.number for c in await couriers(session, station.id)] == ["07", "12"]


async def test_global_tables_are_closed_to_the_app(database: Database) -> None:
    pool = await database.hot_pool()
    async with pool.acquire() as connection:
        for table in ("firms", "users", "sessions"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.fetch(f"SELECT * FROM {table}")
