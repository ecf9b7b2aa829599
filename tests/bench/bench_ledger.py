"""One posting of 4 entries, 8 clients in one process, beside pgbench doing the bare inserts.

Two of ours, both durable when the caller goes on, each caller with his own answer:
- `poster`: the posting is all there is to write (`Poster.post`): callers share commits;
- `post`: `ledger.post` in a tenant transaction of its own, four statements in three round trips, as
  a use case posts that writes more than the posting.

Two limits, both pgbench with 8 clients and prepared statements, which begins, inserts one
transaction and its four entries, and commits:
- `guarded`: into the ledger's own tables, with their triggers and policies, as the owner: one
  statement, as the guards want it;
- `bare`: into tables with the same columns, defaults and indexes, and nothing else: two statements.

pgbench sends ready account ids, hashes nothing, chooses no period and looks at no key or tenant.
Keys are as long on all sides, keys and ids grow on all. The ceiling is `post` where `ledger_post`
does the bare inserts and nothing else: no guard could be had for less. All write into the same
server, in turns; each ratio is the median of the rounds' ratios.
"""

import asyncio
import re
import statistics
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import UUID

import asyncpg
import uvloop

from stationdesk.foundation.database import Database
from stationdesk.foundation.embedded import Server, embedded_server
from stationdesk.foundation.embedded.binaries import binary, clean_environment
from stationdesk.foundation.hosting import endpoints_of_connection
from stationdesk.foundation.ids import new_id
from stationdesk.foundation.migrations import migrate
from stationdesk.foundation.settings import Settings
from stationdesk.ledger import service
from stationdesk.ledger.poster import Poster
from stationdesk.ledger.postings import Posting
from stationdesk.tenancy.session import hot_transaction
from tests.factories.firms import Firm, make_firm

BOUND: Final = 0.70
CLIENTS, ROUNDS, ROUND_SECONDS = 8, 5, 4
AMOUNTS: Final = (5000, -5000, 800, -800)
ACCOUNTS: Final = ("unattributed/S1", "station/S1", "agent/a@example.com", "firm/penalty_cost")

UNGUARDED: Final = """
CREATE OR REPLACE FUNCTION ledger_post(
    of_firm uuid, new_id uuid, new_key text, new_hash bytea, new_kind text, occurred timestamptz,
    posted timestamptz, about text, reversed uuid, accounts text[], amounts bigint[],
    in_period date, not_before date)
RETURNS bytea LANGUAGE plpgsql SECURITY DEFINER SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    INSERT INTO ledger_transactions (firm_id, id, key, request_hash, kind, period, occurred_at,
        posted_at, reference, entry_count, leaf_hash)
    VALUES (of_firm, new_id, new_key, new_hash, new_kind, not_before, occurred, posted, about,
        cardinality(accounts), new_hash);
    INSERT INTO ledger_entries (firm_id, transaction_id, line, account_id, period, amount_fen)
    SELECT of_firm, new_id, line, (SELECT a.id FROM ledger_accounts a
        WHERE a.firm_id = of_firm AND a.name = accounts[line]), not_before, amounts[line]
    FROM generate_series(1, cardinality(accounts)) AS line;
    RETURN NULL;
END $$;
DROP TRIGGER ledger_check ON ledger_transactions;
DROP TRIGGER ledger_check ON ledger_entries;
"""
BARE_TABLES: Final = """
CREATE TABLE bare_transactions (LIKE ledger_transactions INCLUDING DEFAULTS INCLUDING INDEXES);
CREATE TABLE bare_entries (LIKE ledger_entries INCLUDING INDEXES);
"""


def bare_script(firm: Firm, accounts: list[UUID], folder: Path, round_no: int) -> Path:
    """The two inserts as pgbench runs them; ids grow over all clients, nearly as UUIDv7 do.

    `at` counts a client's own transactions, so that pgbench need not ask the server for an id.
    """
    transaction_id = _id_of(round_no)
    lines = ", ".join(
        f"('{firm.id}', {transaction_id}, {line}, '{account}', '2026-11-01', {amount})"
        for line, account, amount in _lines(accounts)
    )
    path = folder / f"bare-{round_no}.sql"
    path.write_text(
        "\\set at :at + 1\nBEGIN;\n"
        f"{_transaction('bare_transactions', firm, transaction_id)};\n"
        "INSERT INTO bare_entries (firm_id, transaction_id, line, account_id, period, amount_fen) "
        f"VALUES {lines};\nCOMMIT;\n"
    )
    return path


def guarded_script(firm: Firm, accounts: list[UUID], folder: Path, round_no: int) -> Path:
    """The same rows into the ledger's own tables: a transaction comes with its entries."""
    transaction_id = _id_of(round_no)
    lines = ", ".join(
        f"({line}, '{account}'::uuid, {amount}::bigint)"
        for line, account, amount in _lines(accounts)
    )
    path = folder / f"guarded-{round_no}.sql"
    path.write_text(
        "\\set at :at + 1\nBEGIN;\n"
        f"WITH t AS ({_transaction('ledger_transactions', firm, transaction_id)} RETURNING id) "
        "INSERT INTO ledger_entries (firm_id, transaction_id, line, account_id, period, "
        f"amount_fen) SELECT '{firm.id}'::uuid, t.id, l.line, l.account, date '2026-11-01', "
        f"l.amount FROM t, (VALUES {lines}) AS l (line, account, amount);\nCOMMIT;\n"
    )
    return path


def _id_of(round_no: int) -> str:
    number = f"{round_no} * 1e9::bigint + :at::bigint * 64 + :client_id::bigint"
    return f"lpad(to_hex({number}), 32, '0')::uuid"


def _lines(accounts: list[UUID]) -> list[tuple[int, UUID, int]]:
    return [(at + 1, *each) for at, each in enumerate(zip(accounts, AMOUNTS, strict=True))]


def _transaction(table: str, firm: Firm, transaction_id: str) -> str:
    digest = "sha256('bench')"
    return (
        f"INSERT INTO {table} (firm_id, id, key, request_hash, kind, period, occurred_at, "
        f"posted_at, reference, entry_count, leaf_hash) VALUES ('{firm.id}', {transaction_id}, "
        f"'bench/' || {transaction_id}, {digest}, 'bench', '2026-11-01', now(), now(), 'bench', "
        f"4, {digest})"
    )


def bare_rate(server: Server, database: str, script: Path, seconds: int) -> float:
    """Transactions a second of pgbench."""
    done = subprocess.run(
        [str(binary("pgbench")), "-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2",
         "-T", str(seconds), "-D", "at=0", "-f", str(script),
         server.connection.to(database).libpq("stationdesk_owner")],
        capture_output=True, text=True, env=clean_environment(), check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    assert found is not None, done.stdout
    return float(found[1])


def a_posting(now: datetime) -> Posting:
    return Posting(
        key=f"bench/{new_id()}", kind="bench", occurred_at=now, reference="bench",
        entries=tuple(zip(ACCOUNTS, AMOUNTS, strict=True)),
    )  # fmt: skip


async def posting_rate(database: Database, firm: Firm, seconds: int) -> float:
    """Transactions a second of `ledger.post`, each in a tenant transaction of its own."""

    async def once(now: datetime) -> None:
        async with hot_transaction(database, firm.actor) as connection:
            await service.post(connection, firm.id, a_posting(now), now)

    return await _rate(once, seconds)


async def poster_rate(database: Database, firm: Firm, seconds: int) -> float:
    """Transactions a second of `Poster.post`."""
    poster = Poster(database)

    async def once(now: datetime) -> None:
        await poster.post(firm.actor, a_posting(now), now)

    return await _rate(once, seconds)


async def _rate(once: Callable[[datetime], Awaitable[None]], seconds: int) -> float:
    until = time.perf_counter() + seconds

    async def client() -> int:
        done = 0
        while time.perf_counter() < until:
            await once(datetime.now(UTC))
            done += 1
        return done

    started = time.perf_counter()
    counts = await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return sum(counts) / (time.perf_counter() - started)


@asynccontextmanager
async def opened_book(
    server: Server, name: str, folder: Path, owners_sql: str
) -> AsyncIterator[tuple[Database, Firm]]:
    """A migrated database with a firm whose accounts are open; `owners_sql` is run in it first."""
    endpoints = endpoints_of_connection(server.create_database(name))
    await asyncio.to_thread(migrate, endpoints.owner)
    owner = await asyncpg.connect(**endpoints.owner.asyncpg_arguments())
    await owner.execute(owners_sql)
    await owner.close()
    database = Database(endpoints, Settings(data_dir=folder, pool_size=CLIENTS))
    try:
        firm = await make_firm(database)
        async with hot_transaction(database, firm.actor) as connection:
            await service.open_accounts(connection, firm.id, ACCOUNTS, datetime.now(UTC))
        yield database, firm
    finally:
        await database.close()


async def measure(server: Server, folder: Path, seconds: int) -> None:
    """Take turns, and print the medians of the rounds' ratios."""
    rounds: list[dict[str, float]] = []
    async with (
        opened_book(server, "bench", folder, BARE_TABLES) as (database, firm),
        opened_book(server, "unguarded", folder, UNGUARDED) as (unguarded, other),
    ):
        async with hot_transaction(database, firm.actor) as connection:
            accounts = [
                row["id"] for row in await connection.fetch("SELECT id FROM ledger_accounts")
            ]
        for at in range(ROUNDS):
            bare = bare_script(firm, accounts, folder, 2 * at + 1)
            guarded = guarded_script(firm, accounts, folder, 2 * at + 2)
            rounds.append(
                {
                    "poster": await poster_rate(database, firm, seconds),
                    "guarded": await asyncio.to_thread(
                        bare_rate, server, "bench", guarded, seconds
                    ),
                    "post": await posting_rate(database, firm, seconds),
                    "bare": await asyncio.to_thread(bare_rate, server, "bench", bare, seconds),
                    "ceiling": await posting_rate(unguarded, other, seconds),
                }
            )
    for ours in ("poster", "post"):
        for limit, of in (("guarded", "the same guards' tables"), ("bare", "bare tables")):
            ratio = statistics.median(each[ours] / each[limit] for each in rounds)
            print(
                f"bench ledger_{ours} beside {of}: ratio={ratio:.2f} bound>={BOUND:.2f} "
                f"{'ok' if ratio >= BOUND else 'MISS'} "
                f"({_median(rounds, ours):.0f}/s beside {_median(rounds, limit):.0f}/s)"
            )
    ceiling = statistics.median(each["ceiling"] / each["bare"] for each in rounds)
    print(
        f"bench ledger_post without any guard, beside bare tables: {ceiling:.2f} "
        f"({_median(rounds, 'ceiling'):.0f}/s: what three round trips of this client allow)"
    )


def _median(rounds: list[dict[str, float]], name: str) -> float:
    return statistics.median(each[name] for each in rounds)


def run(quick: bool) -> None:
    """A server of its own, so that nothing else is in the figures."""
    with tempfile.TemporaryDirectory(prefix="stationdesk-bench-") as name:
        folder = Path(name)
        with embedded_server(folder / "data") as server:
            uvloop.run(measure(server, folder, 1 if quick else ROUND_SECONDS))
