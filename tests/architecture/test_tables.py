"""Every tenant table is walled and keyed by firm; models say what migrations made."""

import importlib
import pkgutil

import psycopg
import pytest
from sqlmodel import SQLModel

import stationdesk
from stationdesk.foundation.database import Endpoints

GLOBAL_TABLES = {"alembic_version", "firms", "users", "sessions"}
"""Global by nature; reached through the owner's functions only. Procrastinate's come beside."""


@pytest.fixture(scope="module")
def owner(endpoints: Endpoints):
    with psycopg.connect(**endpoints.owner.conninfo()) as connection:
        yield connection


def _tenant_tables(owner: psycopg.Connection) -> list[str]:
    rows = owner.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition "
        "AND c.relname NOT LIKE 'procrastinate%' ORDER BY 1"
    ).fetchall()
    return [name for (name,) in rows if name not in GLOBAL_TABLES]


def test_row_level_security_is_forced_on_every_tenant_table(owner: psycopg.Connection) -> None:
    tables = _tenant_tables(owner)
    assert "stations" in tables
    for table in tables:
        forced = owner.execute(
            "SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE relname = %s",
            (table,),
        ).fetchone()
        assert forced == (True,), table
        policies = {
            row[0]
            for row in owner.execute(
                "SELECT polname FROM pg_policy WHERE polrelid = %s::regclass", (table,)
            )
        }
        assert {"tenant", "scope", "owner"} <= policies, table


def test_partitions_are_granted_to_nobody(owner: psycopg.Connection) -> None:
    granted = owner.execute(
        "SELECT c.relname FROM pg_class c WHERE c.relispartition AND c.relkind = 'r' "
        "AND has_table_privilege('stationdesk_app', c.oid, 'SELECT, INSERT, UPDATE, DELETE')"
    ).fetchall()
    assert granted == []


def test_every_key_begins_with_the_firm(owner: psycopg.Connection) -> None:
    for table in _tenant_tables(owner):
        keys = owner.execute(
            "SELECT conname, contype, (SELECT attname FROM pg_attribute WHERE attrelid = conrelid "
            "AND attnum = conkey[1]), confrelid::regclass::text FROM pg_constraint "
            "WHERE conrelid = %s::regclass AND contype IN ('p', 'u', 'f')",
            (table,),
        ).fetchall()
        assert any(kind == "p" for _, kind, _, _ in keys), f"{table} has no primary key"
        for name, kind, column, target in keys:
            if kind == "f" and target in GLOBAL_TABLES:
                continue
            assert column == "firm_id", f"{table}.{name}"
        unique = owner.execute(
            "SELECT indexrelid::regclass::text, (SELECT attname FROM pg_attribute "
            "WHERE attrelid = indrelid AND attnum = indkey[0]) FROM pg_index "
            "WHERE indrelid = %s::regclass AND indisunique",
            (table,),
        ).fetchall()
        for name, column in unique:
            assert column == "firm_id", f"{table}.{name}"


def test_models_say_what_the_migrations_made(owner: psycopg.Connection) -> None:
    """Names and nullability; types, indexes and keys are the migrations' own business."""
    for module in pkgutil.walk_packages(stationdesk.__path__, "stationdesk."):
        if "models" in module.name.split("."):
            importlib.import_module(module.name)
    rows = owner.execute(
        "SELECT table_name, column_name, is_nullable = 'YES' FROM information_schema.columns "
        "WHERE table_schema = 'public'"
    ).fetchall()
    made: dict[str, dict[str, bool]] = {}
    for table, column, is_nullable in rows:
        made.setdefault(table, {})[column] = is_nullable
    described = {
        table.name: {column.name: bool(column.nullable) for column in table.columns}
        for table in SQLModel.metadata.tables.values()
    }
    assert set(_tenant_tables(owner)) <= set(described), "a table has no model"
    for table, columns in described.items():
        assert columns == made.get(table), table
