"""Edits behind the guards' back, by whoever may switch them off: `verify` names each."""

import asyncio
from datetime import date
from uuid import UUID

import psycopg
import pytest

from stationdesk.foundation.database import Database
from stationdesk.foundation.embedded import Connection, Server
from stationdesk.foundation.embedded.connection import superuser_conninfo
from stationdesk.ledger import service
from stationdesk.ledger.verify import Report, verify
from tests.factories.firms import Firm
from tests.ledger.book import NOW, in_book, intake, open_book, post


@pytest.fixture
async def book(database: Database, firm: Firm) -> UUID:
    """Three transactions and a reversal, sealed in two seals, one month closed, one unsealed."""
    await open_book(database, firm)
    first = (await post(database, firm, intake(5000))).transaction_id
    await post(database, firm, intake(3333))
    await in_book(database, firm, service.seal, NOW)
    await post(database, firm, intake(17))
    await in_book(database, firm, service.reverse, first, "undo", "won", NOW)
    await in_book(database, firm, service.close_period, date(2026, 11, 1), NOW, "test")
    while await in_book(database, firm, service.seal, NOW) is not None:
        pass
    await post(database, firm, intake(2))
    return first


async def report(database: Database, firm: Firm) -> Report:
    found: Report = await in_book(database, firm, verify)
    return found


async def test_a_true_ledger_is_true(database: Database, firm: Firm, book: UUID) -> None:
    found = (await report(database, firm)).as_json()
    chain = found.pop("chain")
    assert found == {
        "ok": True, "transactions": 5, "entries": 10, "seals": 2, "unsealed": 1, "problem": None,
    }  # fmt: skip
    assert len(bytes.fromhex(chain)) == 32


async def test_posters_at_work_are_no_false_alarm(
    database: Database, firm: Firm, book: UUID
) -> None:
    posters = [post(database, firm, intake(at + 1)) for at in range(30)]
    found, *_ = await asyncio.gather(report(database, firm), *posters)
    assert found.problem is None


@pytest.mark.parametrize(
    ("what", "edit"),
    [
        ("entries", "UPDATE ledger_entries SET amount_fen = amount_fen + 1 "
                    "WHERE transaction_id = %(id)s AND line = 1"),
        ("hash", "UPDATE ledger_entries SET amount_fen = amount_fen * 2 "
                 "WHERE transaction_id = %(id)s"),
        ("hash", "UPDATE ledger_accounts SET name = 'station/S7' WHERE name = 'station/S1' "
                 "AND firm_id = %(firm)s"),
        ("hash", "UPDATE ledger_transactions SET occurred_at = now() WHERE id = %(id)s"),
        ("hash", "UPDATE ledger_transactions SET reverses = NULL WHERE reverses = %(id)s"),
        ("entries", "DELETE FROM ledger_entries WHERE transaction_id = %(id)s AND line = 2"),
        ("entries", "DELETE FROM ledger_transactions WHERE id = %(id)s"),
        ("seal", "DELETE FROM ledger_entries WHERE transaction_id = %(id)s; "
                 "DELETE FROM ledger_transactions WHERE id = %(id)s OR reverses = %(id)s; "
                 "DELETE FROM ledger_entries e WHERE firm_id = %(firm)s AND NOT EXISTS "
                 "(SELECT FROM ledger_transactions t WHERE t.id = e.transaction_id)"),
        ("seal", "UPDATE ledger_leaves SET leaf_hash = sha256('x') WHERE position = 1 "
                 "AND firm_id = %(firm)s"),
        ("seal", "UPDATE ledger_seals SET root = sha256('x') WHERE firm_id = %(firm)s"),
        ("seal", "DELETE FROM ledger_seals WHERE number = 2 AND firm_id = %(firm)s"),
        ("rollup", "UPDATE ledger_rollups SET balance_fen = balance_fen + 1 "
                   "WHERE firm_id = %(firm)s"),
        ("rollup", "DELETE FROM ledger_rollups WHERE firm_id = %(firm)s"),
    ],
)  # fmt: skip
async def test_an_edit_behind_the_guards_is_named(
    database: Database, server: Server, firm: Firm, book: UUID, what: str, edit: str
) -> None:
    edit_as_superuser(database, server, edit, id=book, firm=firm.id)
    found = await report(database, firm)
    assert found.problem is not None
    assert found.problem.what == what


async def test_a_guard_that_is_switched_off_is_named(
    database: Database, server: Server, firm: Firm, book: UUID
) -> None:
    try:
        edit_as_superuser(
            database, server, "ALTER TABLE ledger_entries DISABLE TRIGGER ledger_unchanged"
        )
        found = await report(database, firm)
    finally:
        edit_as_superuser(
            database, server, "ALTER TABLE ledger_entries ENABLE TRIGGER ledger_unchanged"
        )
    assert found.problem is not None
    assert (found.problem.what, found.problem.subject) == (
        "guard", "ledger_unchanged on ledger_entries",
    )  # fmt: skip


def edit_as_superuser(database: Database, server: Server, sql: str, **values: UUID) -> None:
    """Where triggers do not fire: nobody can be kept from this, only found out."""
    target: Connection = server.connection.to(database.endpoints.app.database)
    for name, value in values.items():
        sql = sql.replace(f"%({name})s", f"'{value}'")
    with psycopg.connect(superuser_conninfo(target)) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(sql)
