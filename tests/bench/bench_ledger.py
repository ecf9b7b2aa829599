"""`ledger.post` of 4 entries, 8 clients, in one process, beside pgbench doing the bare inserts.

The bare tables have the same columns, defaults and indexes, and no guard, no row-level security,
no hash. pgbench begins, inserts one transaction and its four entries by two prepared statements,
and commits: the fewest round trips it can do it in. Keys are as long on both sides, keys and ids
grow on both. Both write durably, in the same server, in turns.

The ceiling is the same client in the same rounds, where `ledger_post` does the bare inserts and
nothing else: no guard, no hash, no period, no look at the key. No guard could be had for less.
"""

import asyncio
import re
import statistics
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator
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
from stationdesk.ledger.postings import Posting
from stationdesk.tenancy.session import hot_transaction
from tests.factories.firms import Firm, make_firm

BOUND: Final = 0.60
CLIENTS, ROUNDS, ROUND_SECONDS = 8, 5, 4
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
    number = f"{round_no} * 1e9::bigint + :at::bigint * 64 + :client_id::bigint"
    transaction_id = f"lpad(to_hex({number}), 32, '0')::uuid"
    lines = ", ".join(
        f"('{firm.id}', {transaction_id}, {line}, '{account}', '2026-11-01', {amount})"
        for line, (account, amount) in enumerate(
            zip(accounts, (5000, -5000, 800, -800), strict=True), start=1
        )
    )
    digest = "sha256('bench')"
    path = folder / f"bare-{round_no}.sql"
    path.write_text(
        "\\set at :at + 1\n"
        "BEGIN;\n"
        "INSERT INTO bare_transactions (firm_id, id, key, request_hash, kind, period, "
        "occurred_at, posted_at, reference, entry_count, leaf_hash) VALUES "
        f"('{firm.id}', {transaction_id}, 'bench/' || {transaction_id}, "
        f"{digest}, 'bench', '2026-11-01', now(), now(), 'bench', 4, {digest});\n"
        "INSERT INTO bare_entries (firm_id, transaction_id, line, account_id, period, amount_fen) "
        f"VALUES {lines};\n"
        "COMMIT;\n"
    )
    return path


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


async def posting_rate(database: Database, firm: Firm, seconds: int) -> float:
    """Transactions a second of `ledger.post`, each in a tenant transaction of its own."""
    until = time.perf_counter() + seconds

    async def client() -> int:
        done = 0
        while time.perf_counter() < until:
            now = datetime.now(UTC)
            posting = Posting(
                key=f"bench/{new_id()}", kind="bench", occurred_at=now, reference="bench",
                entries=tuple(zip(ACCOUNTS, (5000, -5000, 800, -800), strict=True)),
            )  # fmt: skip
            async with hot_transaction(database, firm.actor) as connection:
                await service.post(connection, firm.id, posting, now)
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
    """Take turns, and print the median of the rounds' ratios."""
    rounds: list[tuple[float, float, float]] = []
    async with (
        opened_book(server, "bench", folder, BARE_TABLES) as (database, firm),
        opened_book(server, "unguarded", folder, UNGUARDED) as (unguarded, other),
    ):
        async with hot_transaction(database, firm.actor) as connection:
            accounts = [
                row["id"] for row in await connection.fetch("SELECT id FROM ledger_accounts")
            ]
        for round_no in range(1, ROUNDS + 1):
            script = bare_script(firm, accounts, folder, round_no)
            own = await posting_rate(database, firm, seconds)
            bare = await asyncio.to_thread(bare_rate, server, "bench", script, seconds)
            rounds.append((own, bare, await posting_rate(unguarded, other, seconds)))
    ratio = statistics.median(own / bare for own, bare, _ in rounds)
    ceiling = statistics.median(most / bare for _, bare, most in rounds)
    verdict = "ok" if ratio >= BOUND else "MISS"
    own, bare, most = (statistics.median(each) for each in zip(*rounds, strict=True))
    print(
        f"bench ledger_post ratio={ratio:.2f} bound>={BOUND:.2f} {verdict} "
        f"({own:.0f}/s beside {bare:.0f}/s; ceiling {ceiling:.2f}: "
        f"{most:.0f}/s of the same client without guards)"
    )


def run(quick: bool) -> None:
    """A server of its own, so that nothing else is in the figures."""
    with tempfile.TemporaryDirectory(prefix="stationdesk-bench-") as name:
        folder = Path(name)
        with embedded_server(folder / "data") as server:
            uvloop.run(measure(server, folder, 1 if quick else ROUND_SECONDS))
