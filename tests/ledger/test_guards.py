"""Every way around the guards that we could think of: as the app's role, and as the owner."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from stationdesk.foundation.database import Database, Endpoints
from stationdesk.ledger.service import close_period
from stationdesk.ledger.service import post as post_one
from stationdesk.tenancy.actor import Role
from stationdesk.tenancy.session import hot_transaction
from tests.factories.firms import Firm, make_firm
from tests.ledger.book import NOW, balances, in_book, intake, open_book, post
from tests.ledger.test_posting import NOVEMBER

TABLES = ("accounts", "transactions", "entries", "periods", "rollups", "seals", "leaves")
INSERT = """
WITH t AS (
    INSERT INTO ledger_transactions (firm_id, id, key, request_hash, kind, period, occurred_at,
        posted_at, reference, entry_count, leaf_hash {columns})
    VALUES ($1, $2::uuid, $2::uuid::text, decode(repeat('00', 32), 'hex'), 'test', '2026-11-01',
        now(), now(), '', {count}, decode(repeat('00', 32), 'hex') {values}) RETURNING id)
INSERT INTO ledger_entries (firm_id, transaction_id, line, account_id, period, amount_fen)
SELECT $1::uuid, t.id, l.line, coalesce((SELECT id FROM ledger_accounts
       WHERE firm_id = $1 AND name = l.account), gen_random_uuid()), {period}, l.amount
FROM t, (VALUES {lines}) AS l (line, account, amount)
"""
BALANCED = "(1, 'unattributed/S1', 5), (2, 'station/S1', -5)"


def insertion(
    lines: str = BALANCED, count: int = 2, columns: str = "", values: str = "",
    period: str = "date '2026-11-01'",
) -> str:  # fmt: skip
    return INSERT.format(lines=lines, count=count, columns=columns, values=values, period=period)


@asynccontextmanager
async def as_owner(endpoints: Endpoints) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(**endpoints.owner.asyncpg_arguments())
    try:
        yield connection
    finally:
        await connection.close()


@pytest.fixture
async def book(database: Database, firm: Firm) -> UUID:
    await open_book(database, firm)
    return (await post(database, firm, intake(5000))).transaction_id


async def refused(
    database: Database, endpoints: Endpoints, firm: Firm, state: str, sql: str, *arguments: Any
) -> None:
    """The statement is refused to the app and to the owner, and nothing changed."""
    before = await balances(database, firm)
    with pytest.raises(asyncpg.PostgresError) as app_error:
        async with hot_transaction(database, firm.actor) as connection:
            await connection.execute(sql, *arguments)
    assert app_error.value.sqlstate in (state, "42501")
    async with as_owner(endpoints) as connection:
        with pytest.raises(asyncpg.PostgresError) as owner_error:
            await connection.execute(sql, *arguments)
    assert owner_error.value.sqlstate == state
    assert await balances(database, firm) == before


@pytest.mark.parametrize("table", TABLES)
async def test_nothing_is_updated_deleted_or_truncated(
    database: Database, endpoints: Endpoints, firm: Firm, book: UUID, table: str
) -> None:
    for sql in (f"UPDATE ledger_{table} SET firm_id = firm_id", f"DELETE FROM ledger_{table}",
                f"TRUNCATE ledger_{table}", f"TRUNCATE ledger_{table} CASCADE"):  # fmt: skip
        await refused(database, endpoints, firm, "LG001", sql)


async def test_no_way_round_by_upsert_or_merge(
    database: Database, endpoints: Endpoints, firm: Firm, book: UUID
) -> None:
    for sql in (
        "INSERT INTO ledger_entries SELECT * FROM ledger_entries WHERE firm_id = $1 "
        "ON CONFLICT (firm_id, transaction_id, line) DO UPDATE SET amount_fen = 1",
        "MERGE INTO ledger_entries e USING ledger_entries o ON e.firm_id = $1 AND "
        "e.transaction_id = o.transaction_id WHEN MATCHED THEN DELETE",
        "WITH x AS (UPDATE ledger_entries SET amount_fen = 7 WHERE firm_id = $1 RETURNING 1) "
        "SELECT * FROM x",
    ):
        await refused(database, endpoints, firm, "LG001", sql, firm.id)


@pytest.mark.parametrize(
    ("state", "sql"),
    [
        ("LG002", insertion("(1, 'unattributed/S1', 5), (2, 'station/S1', -4)")),
        ("LG002", insertion("(1, 'unattributed/S1', 5), (3, 'station/S1', -5)")),
        ("LG002", insertion(count=3)),
        ("LG002", insertion("(2, 'unattributed/S1', 5), (3, 'station/S1', -5)")),
        ("LG005", insertion("(1, 'unattributed/S1', 5), (2, 'no/such', -5)")),
        ("LG005", insertion("(1, 'unattributed/S1', 0), (2, 'station/S1', 0)")),
        ("LG008", insertion("(1, 'unattributed/S1', 5)", count=1)),
        ("LG003", insertion(columns=", xid", values=", '3'::xid8")),
        ("LG003", insertion(period="date '2026-12-01'")),
    ],
    ids=["sum", "gap", "count", "first", "account", "zero", "one_line", "xid", "period"],
)
async def test_a_false_transaction_is_refused(
    database: Database, endpoints: Endpoints, firm: Firm, book: UUID, state: str, sql: str
) -> None:
    await refused(database, endpoints, firm, state, sql, firm.id, uuid4())


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("key", "''"),
        ("key", "repeat('k', 201)"),
        ("key", "E'two\\nlines'"),
        ("request_hash", "'short'"),
        ("kind", "''"),
        ("kind", "repeat('k', 61)"),
        ("kind", "E'two\\nlines'"),
        ("period", "'2026-11-02'"),
        ("reference", "repeat('r', 1001)"),
        ("reference", "E'two\\nlines'"),
        ("leaf_hash", "'short'"),
    ],
)
async def test_a_field_out_of_its_form_is_refused(
    database: Database, endpoints: Endpoints, firm: Firm, book: UUID, column: str, value: str
) -> None:
    fields = {
        "key": "$2::text", "request_hash": "sha256('x')", "kind": "'test'",
        "period": "'2026-11-01'", "reference": "''", "leaf_hash": "sha256('x')",
    }  # fmt: skip
    fields[column] = value
    sql = (
        "INSERT INTO ledger_transactions (firm_id, id, occurred_at, posted_at, entry_count, "
        f"{', '.join(fields)}) VALUES ($1, $2::text::uuid, now(), now(), 2, "
        f"{', '.join(fields.values())})"
    )
    await refused(database, endpoints, firm, "LG008", sql, firm.id, str(uuid4()))


async def test_a_true_transaction_passes_the_same_guards(
    database: Database, endpoints: Endpoints, firm: Firm, book: UUID
) -> None:
    async with as_owner(endpoints) as connection:
        await connection.execute(insertion(), firm.id, uuid4())
    assert (await balances(database, firm))["unattributed/S1"] == 5005


async def test_a_transaction_without_entries_is_refused(
    database: Database, endpoints: Endpoints, firm: Firm, book: UUID
) -> None:
    sql = (
        "INSERT INTO ledger_transactions (firm_id, id, key, request_hash, kind, period, "
        "occurred_at, posted_at, reference, entry_count, leaf_hash) SELECT firm_id, $2, 'bare', "
        "request_hash, kind, period, now(), now(), '', 2, leaf_hash FROM ledger_transactions "
        "WHERE firm_id = $1"
    )
    await refused(database, endpoints, firm, "LG002", sql, firm.id, uuid4())


async def test_nothing_is_appended_to_an_old_transaction_nor_to_one_just_posted(
    database: Database, endpoints: Endpoints, firm: Firm, book: UUID
) -> None:
    append = (
        "INSERT INTO ledger_entries SELECT firm_id, transaction_id, line + 2, account_id, period, "
        "amount_fen FROM ledger_entries WHERE firm_id = $1 AND transaction_id = $2"
    )
    await refused(database, endpoints, firm, "LG003", append, firm.id, book)
    fresh = uuid4()
    async with as_owner(endpoints) as connection:
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute(insertion(), firm.id, fresh)
        with pytest.raises(asyncpg.PostgresError) as error:
            await connection.execute(append, firm.id, fresh)
        await transaction.rollback()
    assert error.value.sqlstate == "LG002"
    assert (await balances(database, firm))["unattributed/S1"] == 5000


async def test_an_orphan_entry_is_refused(
    database: Database, endpoints: Endpoints, firm: Firm, book: UUID
) -> None:
    sql = (
        "INSERT INTO ledger_entries SELECT firm_id, $2, line, account_id, period, amount_fen "
        "FROM ledger_entries WHERE firm_id = $1"
    )
    await refused(database, endpoints, firm, "LG003", sql, firm.id, uuid4())


async def test_a_false_reversal_is_refused(
    database: Database, endpoints: Endpoints, firm: Firm, book: UUID
) -> None:
    sql = insertion(columns=", reverses", values=f", '{book}'::uuid")
    await refused(database, endpoints, firm, "LG006", sql, firm.id, uuid4())


async def test_an_old_snapshot_cannot_post_into_a_month_closed_meanwhile(
    database: Database, endpoints: Endpoints, firm: Firm, book: UUID
) -> None:
    async with as_owner(endpoints) as connection:
        await connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        await connection.fetchval("SELECT count(*) FROM ledger_periods")
        await in_book(database, firm, close_period, NOVEMBER, NOW, "test")
        with pytest.raises(asyncpg.PostgresError, match="READ COMMITTED"):
            await connection.execute(insertion(), firm.id, uuid4())


async def test_temporary_tables_and_settings_do_not_blind_the_guards(
    database: Database, endpoints: Endpoints, firm: Firm, book: UUID
) -> None:
    await in_book(database, firm, close_period, NOVEMBER, NOW, "test")
    closed = insertion().replace("INTO ledger_", "INTO public.ledger_")
    async with as_owner(endpoints) as connection:
        for sql in (
            "CREATE TEMP TABLE ledger_periods (LIKE public.ledger_periods)",
            "CREATE TEMP TABLE ledger_accounts AS SELECT * FROM public.ledger_accounts",
            "SET search_path = pg_temp",
            "SET CONSTRAINTS ALL DEFERRED",
        ):
            await connection.execute(sql)
        with pytest.raises(asyncpg.PostgresError) as error:
            await connection.execute(closed, firm.id, uuid4())
    assert error.value.sqlstate == "LG004"


async def test_the_posting_function_serves_only_the_transactions_own_tenant(
    database: Database, firm: Firm, book: UUID
) -> None:
    other = await make_firm(database)
    await open_book(database, other)
    station_owner = replace(other.actor, role=Role.STATION_OWNER, station_ids=frozenset())
    for actor in (firm.actor, station_owner):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with hot_transaction(database, actor) as connection:
                await post_one(connection, other.id, intake(5), NOW)
    assert await balances(database, other) == {}


@pytest.mark.parametrize(
    "sql",
    [
        "SET session_replication_role = replica",
        "ALTER TABLE ledger_entries DISABLE TRIGGER ALL",
        "DROP TRIGGER ledger_check ON ledger_entries",
        "ALTER TABLE ledger_entries NO FORCE ROW LEVEL SECURITY",
        "INSERT INTO ledger_periods SELECT id, '2026-10-01', now(), 'x' FROM ledger_accounts",
        "INSERT INTO ledger_rollups SELECT firm_id, '2026-10-01', id, 5 FROM ledger_accounts",
    ],
)
async def test_the_app_has_no_right_to_switch_guards_off(
    database: Database, firm: Firm, book: UUID, sql: str
) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with hot_transaction(database, firm.actor) as connection:
            await connection.execute(sql)


async def test_the_owner_cannot_become_a_replica(endpoints: Endpoints) -> None:
    async with as_owner(endpoints) as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("SET session_replication_role = replica")
