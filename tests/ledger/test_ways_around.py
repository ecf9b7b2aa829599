"""More ways around the guards: what is refused, and what only `verify` can find."""

import asyncio
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import psycopg
import pytest

from stationdesk.foundation.database import Database, Endpoints
from stationdesk.foundation.embedded import Connection, Server
from stationdesk.foundation.embedded.connection import superuser_conninfo
from stationdesk.ledger import service
from stationdesk.ledger.verify import verify
from stationdesk.tenancy.session import hot_transaction
from tests.factories.firms import Firm, make_firm
from tests.ledger.book import NOW, balances, in_book, intake, open_book, post
from tests.ledger.test_guards import as_owner, insertion, refused
from tests.ledger.test_posting import NOVEMBER

FORGED_SEAL = (
    "INSERT INTO ledger_seals (firm_id, number, tree_size, root, chain, peaks, sealed_at, "
    "sealed_below) VALUES ($1, 1, 1, sha256('x'), sha256('y'), ARRAY[sha256('x')], now(), '3')"
)


@pytest.fixture
async def book(database: Database, firm: Firm) -> UUID:
    await open_book(database, firm)
    return (await post(database, firm, intake(5000))).transaction_id


async def found_wrong(database: Database, firm: Firm) -> str | None:
    report = await in_book(database, firm, verify)
    return None if report.problem is None else f"{report.problem.what}: {report.problem.subject}"


async def test_copy_meets_the_same_guards(
    database: Database, endpoints: Endpoints, firm: Firm, book: UUID
) -> None:
    columns = ["firm_id", "transaction_id", "line", "account_id", "period", "amount_fen"]
    async with as_owner(endpoints) as connection:
        row = await connection.fetchrow(
            "SELECT account_id FROM ledger_entries WHERE transaction_id = $1", book
        )
        states = []
        for wall, line in (("FORCE", 3), ("NO FORCE", 3), ("NO FORCE", 1)):
            transaction = connection.transaction()
            await transaction.start()
            await connection.execute(f"ALTER TABLE ledger_entries {wall} ROW LEVEL SECURITY")
            with pytest.raises(asyncpg.PostgresError) as error:
                await connection.copy_records_to_table(
                    "ledger_entries",
                    records=[(firm.id, book, line, row["account_id"], NOVEMBER, 7)],
                    columns=columns,
                )
            states.append(error.value.sqlstate)
            await transaction.rollback()
    # Row-level security takes no COPY at all; without it the guards see the rows.
    assert states == ["0A000", "LG003", "23505"]
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with hot_transaction(database, firm.actor) as connection:
            await connection.copy_records_to_table("ledger_entries", records=[], columns=columns)
    assert (await balances(database, firm))["unattributed/S1"] == 5000


@pytest.mark.parametrize(
    "sql",
    [
        "SET ROLE stationdesk_owner",
        "SET SESSION AUTHORIZATION stationdesk_owner",
        "SET LOCAL role = 'stationdesk_owner'",
        "CREATE OR REPLACE FUNCTION ledger_check_entries() RETURNS trigger LANGUAGE plpgsql "
        "AS 'BEGIN RETURN NULL; END'",
        "CREATE SCHEMA evil",
        "CREATE FUNCTION public.hashtext(text) RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "ALTER FUNCTION ledger_refuse_change() SET search_path = public",
        "CREATE RULE away AS ON INSERT TO ledger_entries DO INSTEAD NOTHING",
        "CREATE TABLE heir () INHERITS (ledger_entries)",
        "DROP INDEX ledger_reversed_once",
        "ALTER TABLE ledger_entries DISABLE ROW LEVEL SECURITY",
        "LOCK TABLE ledger_entries IN ACCESS EXCLUSIVE MODE",
        "CREATE POLICY more ON ledger_entries FOR UPDATE USING (true)",
        "DELETE FROM ledger_seals",
        "TRUNCATE ledger_leaves",
    ],
)
async def test_the_app_cannot_become_another_or_rebuild_anything(
    database: Database, firm: Firm, book: UUID, sql: str
) -> None:
    with pytest.raises(asyncpg.PostgresError) as error:
        async with hot_transaction(database, firm.actor) as connection:
            await connection.execute(sql)
    assert error.value.sqlstate in ("42501", "LG001")
    assert await found_wrong(database, firm) is None


@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
async def test_a_statement_prepared_earlier_cannot_post_or_close_in_another_isolation(
    database: Database, firm: Firm, book: UUID, level: str
) -> None:
    connection: Any = await database.connect()
    try:
        for act in (service.post, service.close_period):
            arguments: tuple[Any, ...] = (
                (intake(7), NOW) if act is service.post else (NOVEMBER, NOW, "test")
            )
            await connection.execute(f"BEGIN ISOLATION LEVEL {level}")
            await connection.execute(f"SET LOCAL app.firm_id = '{firm.id}'")
            await connection.execute("SET LOCAL app.scope = 'firm'")
            with pytest.raises(Exception, match="READ COMMITTED"):
                await act(connection, firm.id, *arguments)
            await connection.execute("ROLLBACK")
    finally:
        await connection.close()
    assert (await balances(database, firm))["unattributed/S1"] == 5000


async def test_savepoints_do_not_part_a_transaction_from_its_entries(
    database: Database, endpoints: Endpoints, firm: Firm, book: UUID
) -> None:
    fresh = uuid4()
    one = (
        "INSERT INTO ledger_entries SELECT firm_id, $2, line, account_id, period, amount_fen "
        "FROM ledger_entries WHERE transaction_id = $1"
    )
    async with as_owner(endpoints) as connection:
        outer = connection.transaction()
        await outer.start()
        inner = connection.transaction()
        await inner.start()
        await connection.execute(insertion(), firm.id, fresh)
        await inner.rollback()
        with pytest.raises(asyncpg.PostgresError) as error:
            await connection.execute(one, book, fresh)
        await outer.rollback()
    assert error.value.sqlstate == "LG003"
    assert await found_wrong(database, firm) is None


@pytest.mark.parametrize(
    ("extra", "state"), [("3", "LG002"), ("1", "23505")], ids=["more lines", "the same lines"]
)
async def test_one_statement_cannot_add_entries_by_two_hands(
    database: Database, endpoints: Endpoints, firm: Firm, book: UUID, extra: str, state: str
) -> None:
    """The guard sees what all parts of a statement inserted, together."""
    twice = insertion().replace(
        "INSERT INTO ledger_entries",
        "more AS (INSERT INTO ledger_entries SELECT $1, $2::uuid, " + extra + ", account_id, "
        "period, 7 FROM ledger_entries WHERE firm_id = $1 LIMIT 1)\nINSERT INTO ledger_entries", 1
    ).replace("RETURNING id)", "RETURNING id),", 1)  # fmt: skip
    await refused(database, endpoints, firm, state, twice, firm.id, uuid4())


async def test_a_reversal_is_not_reversed_nor_done_twice_nor_across_firms(
    database: Database, endpoints: Endpoints, firm: Firm, book: UUID
) -> None:
    undone = await in_book(database, firm, service.reverse, book, "undo", "won", NOW)
    other = await make_firm(database)
    await open_book(database, other)
    for target, who, state in (
        (undone.transaction_id, firm, "LG006"),
        (book, firm, "23505"),
        (book, other, "LG006"),
    ):
        back = insertion(
            "(1, 'unattributed/S1', 5000), (2, 'station/S1', -5000)"
            if target != book
            else "(1, 'unattributed/S1', -5000), (2, 'station/S1', 5000)",
            columns=", reverses",
            values=f", '{target}'::uuid",
        )
        await refused(database, endpoints, who, state, back, who.id, uuid4())


async def test_the_owners_path_and_functions_do_not_blind_the_guards(
    database: Database, endpoints: Endpoints, firm: Firm, book: UUID
) -> None:
    async with as_owner(endpoints) as connection:
        transaction = connection.transaction()
        await transaction.start()
        for sql in (
            "CREATE SCHEMA evil",
            "CREATE FUNCTION evil.pg_current_xact_id() RETURNS xid8 LANGUAGE sql AS $$SELECT "
            "'3'::xid8$$",
            "CREATE FUNCTION evil.current_setting(text) RETURNS text LANGUAGE sql "
            "AS $$SELECT 'read committed'$$",
            "SET LOCAL search_path = evil, pg_catalog, public",
        ):
            await connection.execute(sql)
        with pytest.raises(asyncpg.PostgresError) as error:
            await connection.execute(
                insertion(columns=", xid", values=", '3'::xid8"), firm.id, uuid4()
            )
        await transaction.rollback()
    assert error.value.sqlstate == "LG003"


async def test_the_apps_temporary_tables_do_not_catch_what_it_posts(
    database: Database, firm: Firm, book: UUID
) -> None:
    connection: Any = await database.connect()
    try:
        for sql in (
            "BEGIN",
            f"SET LOCAL app.firm_id = '{firm.id}'",
            "SET LOCAL app.scope = 'firm'",
            "CREATE TEMP TABLE ledger_periods (LIKE public.ledger_periods)",
            "CREATE TEMP TABLE ledger_transactions (LIKE public.ledger_transactions)",
            "CREATE TEMP TABLE ledger_entries (LIKE public.ledger_entries)",
            "CREATE TEMP TABLE ledger_accounts AS SELECT firm_id, gen_random_uuid() AS id, name "
            "FROM public.ledger_accounts",
            "SET LOCAL search_path = pg_temp, public",
        ):
            await connection.execute(sql)
        await service.post(connection, firm.id, intake(30), NOW)
        await service.post_all(connection, firm.id, [intake(40), intake(50)], NOW)
        await service.close_period(connection, firm.id, NOVEMBER, NOW, "test")
        await connection.execute("COMMIT")
    finally:
        await connection.close()
    assert (await balances(database, firm))["unattributed/S1"] == 5120
    assert await in_book(database, firm, service.open_period, NOW) == date(2026, 12, 1)


async def test_a_poster_cannot_let_go_of_the_month_before_it_commits(
    database: Database, firm: Firm, book: UUID
) -> None:
    async with hot_transaction(database, firm.actor) as poster:
        await service.post(poster, firm.id, intake(40, period=NOVEMBER), NOW)
        await poster.execute("SELECT pg_advisory_unlock_all()")
        closing = asyncio.create_task(
            in_book(database, firm, service.close_period, NOVEMBER, NOW, "test")
        )
        await asyncio.sleep(0.1)
        assert not closing.done()
    await closing
    assert await found_wrong(database, firm) is None


@pytest.mark.parametrize(
    "arguments",
    [
        {"names": ["station/S1"], "entry_of": [2], "line_of": [1]},
        {"names": ["station/S1"], "entry_of": [1], "line_of": [1]},
        {"names": ["station/S1", "unattributed/S1"], "entry_of": [1, 9], "line_of": [1, 1]},
    ],
    ids=["no entries", "half a posting", "an entry of nothing"],
)
async def test_arrays_that_do_not_fit_together_post_nothing(
    database: Database, firm: Firm, book: UUID, arguments: dict[str, list[Any]]
) -> None:
    count = len(arguments["entry_of"])
    with pytest.raises(asyncpg.PostgresError) as error:
        async with hot_transaction(database, firm.actor) as connection:
            await connection.fetch(
                "SELECT * FROM ledger_post_all($1, ARRAY[$2::uuid], ARRAY['k'], "
                "ARRAY[sha256('x')], ARRAY['test'], ARRAY[now()], now(), ARRAY[''], "
                "ARRAY[NULL::uuid], $3, $4, $5, $6, $7, NULL, '2026-11-01')",
                firm.id, uuid4(), arguments["names"], arguments["entry_of"], arguments["line_of"],
                list(range(1, count + 1)), [5, -5][:count],
            )  # fmt: skip
    assert error.value.sqlstate in ("LG002", "LG008")
    assert await balances(database, firm) == {"unattributed/S1": 5000, "station/S1": -5000}


async def test_a_seal_that_the_app_forged_is_found(
    database: Database, firm: Firm, book: UUID
) -> None:
    async with hot_transaction(database, firm.actor) as connection:
        await connection.execute(FORGED_SEAL, firm.id)
    assert await found_wrong(database, firm) == "seal: 1"


@pytest.mark.parametrize(
    ("named", "sql"),
    [
        ("rollup", "INSERT INTO ledger_rollups SELECT firm_id, '2026-10-01', id, 5 "
                   "FROM ledger_accounts WHERE firm_id = $1"),
        ("rollup", "INSERT INTO ledger_periods VALUES ($1, '2026-11-01', now(), 'owner')"),
    ],
    ids=["a rollup of the owner's", "a month closed by hand"],
)  # fmt: skip
async def test_what_only_the_owner_may_insert_is_found(
    database: Database, endpoints: Endpoints, firm: Firm, book: UUID, named: str, sql: str
) -> None:
    async with as_owner(endpoints) as connection:
        await connection.execute(sql, firm.id)
    found = await found_wrong(database, firm)
    assert found is not None
    assert found.startswith(named)


REBUILT = [
    ("ledger_check on ledger_entries",
     "ALTER TABLE ledger_entries DISABLE TRIGGER ledger_check",
     "ALTER TABLE ledger_entries ENABLE TRIGGER ledger_check"),
    ("ledger_check on ledger_transactions",
     "ALTER TABLE ledger_transactions ENABLE REPLICA TRIGGER ledger_check",
     "ALTER TABLE ledger_transactions ENABLE TRIGGER ledger_check"),
    ("ledger_unchanged on ledger_seals",
     "ALTER TRIGGER ledger_unchanged ON ledger_seals RENAME TO gone",
     "ALTER TRIGGER gone ON ledger_seals RENAME TO ledger_unchanged"),
    ("meddle on ledger_entries, which does not belong there",
     "CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; "
     "CREATE TRIGGER meddle BEFORE INSERT ON ledger_entries FOR EACH ROW EXECUTE FUNCTION meddle()",
     "DROP TRIGGER meddle ON ledger_entries; DROP FUNCTION meddle()"),
    ("a rule on ledger_periods",
     "CREATE RULE away AS ON INSERT TO ledger_periods DO INSTEAD NOTHING",
     "DROP RULE away ON ledger_periods"),
    ("a table that inherits ledger_entries",
     "CREATE TABLE heir () INHERITS (ledger_entries)",
     "DROP TABLE heir"),
    ("row-level security on ledger_entries",
     "ALTER TABLE ledger_entries NO FORCE ROW LEVEL SECURITY",
     "ALTER TABLE ledger_entries FORCE ROW LEVEL SECURITY"),
    ("the key ledger_reversed_once",
     "ALTER INDEX ledger_reversed_once RENAME TO gone",
     "ALTER INDEX gone RENAME TO ledger_reversed_once"),
]  # fmt: skip


@pytest.mark.parametrize(("named", "change", "back"), REBUILT, ids=[each[0] for each in REBUILT])
async def test_a_guard_that_the_owner_rebuilt_is_named(
    database: Database, endpoints: Endpoints, firm: Firm, book: UUID,
    named: str, change: str, back: str,
) -> None:  # fmt: skip
    async with as_owner(endpoints) as connection:
        await connection.execute(change)
        try:
            found = await found_wrong(database, firm)
        finally:
            await connection.execute(back)
    assert found == f"guard: {named}"
    assert await found_wrong(database, firm) is None


async def test_a_guard_that_the_owner_rewrote_is_named(
    database: Database, endpoints: Endpoints, firm: Firm, book: UUID
) -> None:
    source = "SELECT prosrc FROM pg_proc WHERE proname = 'ledger_check_entries'"
    write = (
        "CREATE OR REPLACE FUNCTION ledger_check_entries() RETURNS trigger LANGUAGE plpgsql "
        "SET search_path = pg_catalog, pg_temp AS $body${}$body$"
    )
    async with as_owner(endpoints) as connection:
        was = await connection.fetchval(source)
        await connection.execute(write.format("BEGIN RETURN NULL; END"))
        try:
            found = await found_wrong(database, firm)
        finally:
            await connection.execute(write.format(was))
    assert found == "guard: the code of ledger_check_entries"
    assert await found_wrong(database, firm) is None


async def test_a_balanced_pair_slipped_in_behind_the_guards_is_found(
    database: Database, endpoints: Endpoints, server: Server, firm: Firm, book: UUID
) -> None:
    """Every guard stands where it stood, and the trial balance is zero still."""
    target: Connection = server.connection.to(database.endpoints.app.database)
    with psycopg.connect(superuser_conninfo(target)) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(
            "INSERT INTO ledger_entries SELECT firm_id, transaction_id, line + 2, account_id, "
            "period, sign(amount_fen) * 9 FROM ledger_entries WHERE transaction_id = %s",
            (book,),
        )
    assert await found_wrong(database, firm) == f"entries: {book}"


async def test_posting_for_another_firm_in_a_group_is_refused_too(
    database: Database, firm: Firm, book: UUID
) -> None:
    other = await make_firm(database)
    await open_book(database, other)
    stranger = replace(firm.actor, firm_id=other.id)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with hot_transaction(database, stranger) as connection:
            await service.post_all(connection, firm.id, [intake(5)], NOW)
    assert (await balances(database, firm))["unattributed/S1"] == 5000
