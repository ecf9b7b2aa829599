"""What a command gets: roles, database, extensions, settings, connections for every driver."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import psycopg
import pytest
import sqlalchemy
from sqlalchemy.ext.asyncio import create_async_engine

from stationdesk.foundation.embedded import Connection, Server, StatementRefused, embedded_server
from tests.foundation.embedded_commands import TEST_SETTINGS, answer


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    # A quote and a blank in the path: every spelling of a connection must survive them.
    folder = tmp_path_factory.mktemp("it's a desk")
    with embedded_server(folder, settings=TEST_SETTINGS) as running:
        yield running


def test_roles_have_no_power_and_the_app_owns_nothing(server: Server) -> None:
    with psycopg.connect(server.connection.libpq("stationdesk_app")) as session:
        rows = session.execute(
            "SELECT rolname, rolcanlogin, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb"
            " FROM pg_roles WHERE rolname LIKE 'stationdesk%' ORDER BY 1"
        ).fetchall()
        owners = session.execute(
            "SELECT datname, pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'stationdesk'"
        ).fetchall()
    assert rows == [("stationdesk_app", True, False), ("stationdesk_owner", True, False)]
    assert owners == [("stationdesk", "stationdesk_owner")]


def test_owner_makes_tables_and_the_app_cannot(server: Server) -> None:
    with psycopg.connect(server.connection.libpq("stationdesk_owner")) as session:
        session.execute("CREATE TABLE made_by_owner (id int)")
        session.rollback()
    with psycopg.connect(server.connection.libpq("stationdesk_app")) as session:
        session.execute("CREATE TEMP TABLE landing (id int)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            session.execute("CREATE TABLE made_by_app (id int)")


def test_extensions_are_there_and_trigrams_see_chinese(server: Server) -> None:
    found = answer(server.connection, "SELECT array_agg(extname::text) FROM pg_extension")
    assert isinstance(found, list)
    assert {"pg_trgm", "btree_gin", "btree_gist", "pg_stat_statements"} <= set(found)
    assert answer(server.connection, "SELECT cardinality(show_trgm('快递驿站'))") == 5
    assert answer(server.connection, "SHOW server_encoding") == "UTF8"


def test_settings_are_safe_by_default_and_can_be_overridden(server: Server) -> None:
    expected = {
        "fsync": "off",
        "shared_buffers": "16MB",
        "synchronous_commit": "on",
        "max_wal_size": "4GB",
        "max_connections": "100",
        "password_encryption": "scram-sha-256",
        "listen_addresses": "",
        "log_statement": "none",
        "TimeZone": "UTC",
    }
    for name, value in expected.items():
        assert answer(server.connection, f"SHOW {name}") == value, name


def test_socket_folder_is_private(server: Server) -> None:
    folder = server.connection.socket_dir
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / ".s.PGSQL.5432").stat().st_mode) == 0o700


def test_log_keeps_no_value_of_a_refused_row(server: Server, tmp_path: Path) -> None:
    with psycopg.connect(server.connection.libpq("stationdesk_app")) as session:
        session.execute("CREATE TEMP TABLE people (phone text PRIMARY KEY)")
        session.execute("INSERT INTO people VALUES ('13800138000')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            session.execute("INSERT INTO people VALUES ('13800138000')")
    log = (server.connection.socket_dir.parents[1] / "postgres.log").read_text()
    assert "duplicate key value" in log
    assert "13800138000" not in log


async def test_asyncpg_and_sqlalchemy_reach_the_same_database(server: Server) -> None:
    connection = await asyncpg.connect(**server.connection.asyncpg_kwargs("stationdesk_app"))
    try:
        assert await connection.fetchval("SELECT current_user") == "stationdesk_app"
    finally:
        await connection.close()
    for driver in ("asyncpg", "psycopg"):
        engine = create_async_engine(server.connection.sqlalchemy_url("stationdesk_owner", driver))
        async with engine.connect() as session:
            row = (
                await session.execute(sqlalchemy.text("SELECT current_user, current_database()"))
            ).one()
        await engine.dispose()
        assert tuple(row) == ("stationdesk_owner", "stationdesk")


def test_the_superuser_is_not_handed_out() -> None:
    connection = Connection(Path("/nowhere"), 5432, "stationdesk")
    with pytest.raises(ValueError, match="unknown role"):
        connection.libpq("postgres")  # type: ignore[arg-type]


def test_databases_are_cloned_and_dropped(server: Server) -> None:
    template = server.create_database("template_of_tests")
    with psycopg.connect(template.libpq("stationdesk_owner")) as session:
        session.execute("CREATE TABLE seen (id int)")
        session.execute("GRANT SELECT ON seen TO stationdesk_app")
    clone = server.create_database('clone "1"', template="template_of_tests")
    assert answer(clone, "SELECT count(*) FROM seen") == 0
    with pytest.raises(StatementRefused, match="already exists"):
        server.create_database('clone "1"')
    with psycopg.connect(clone.libpq("stationdesk_app")):  # dropped although in use
        server.drop_database('clone "1"')
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        answer(clone, "SELECT 1")
    server.drop_database('clone "1"')


def test_entering_twice_in_one_process_shares_the_server(server: Server) -> None:
    data_dir = server.connection.socket_dir.parents[1]
    with embedded_server(data_dir) as again:
        assert again.connection == server.connection
    assert answer(server.connection, "SELECT 1") == 1


def test_the_callers_libpq_environment_does_not_steer(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "PGOPTIONS", "-c default_transaction_read_only=on")
    server.create_database("unsteered")
    server.drop_database("unsteered")
