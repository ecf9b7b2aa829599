"""`ledger.post` of 4 entries, 8 clients, in one process, beside pgbench doing the bare inserts.

The bare tables have the same columns and indexes and no
guard, no row-level security, no hash; pgbench begins, inserts one transaction and its four entries
by two prepared statements, and commits. Both write durably, in the same server, in turns.
"""

import asyncio
import re
import statistics
import subprocess
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

import asyncpg
import uvloop

from stationdesk.foundation.database import Database
from stationdesk.foundation.embedded import Server, embedded_server
from stationdesk.foundation.embedded.binaries import binary, clean_environment
from stationdesk.foundation.hosting import endpoints_of_connection
from stationdesk.foundation.migrations import migrate
from stationdesk.foundation.settings import Settings
from stationdesk.ledger import service
from stationdesk.ledger.postings import Posting
from stationdesk.tenancy.session import hot_transaction
from tests.factories.firms import Firm, make_firm

BOUND: Final = 0.60
CLIENTS, ROUNDS, ROUND_SECONDS = 8, 5, 4
ACCOUNTS: Final = ("unattributed/S1", "station/S1", "agent/a@example.com", "firm/penalty_cost")

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
        f"('{firm.id}', {transaction_id}, 'bench/' || ({number}), "
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
                key=f"bench/{uuid4()}", kind="bench", occurred_at=now, reference="bench",
                entries=tuple(zip(ACCOUNTS, (5000, -5000, 800, -800), strict=True)),
            )  # fmt: skip
            async with hot_transaction(database, firm.actor) as connection:
                await service.post(connection, firm.id, posting, now)
            done += 1
        return done

    started = time.perf_counter()
    counts = await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return sum(counts) / (time.perf_counter() - started)


async def measure(server: Server, folder: Path, seconds: int) -> None:
    """Take turns, and print the median of the rounds' ratios."""
    endpoints = endpoints_of_connection(server.create_database("bench"))
    await asyncio.to_thread(migrate, endpoints.owner)
    database = Database(endpoints, Settings(data_dir=folder, pool_size=CLIENTS))
    try:
        firm = await make_firm(database)
        async with hot_transaction(database, firm.actor) as connection:
            await service.open_accounts(connection, firm.id, ACCOUNTS, datetime.now(UTC))
            accounts = [
                row["id"] for row in await connection.fetch("SELECT id FROM ledger_accounts")
            ]
        owner = await asyncpg.connect(**endpoints.owner.asyncpg_arguments())
        await owner.execute(BARE_TABLES)
        await owner.close()
        ratios, rates = [], []
        for round_no in range(1, ROUNDS + 1):
            script = bare_script(firm, accounts, folder, round_no)
            bare = await asyncio.to_thread(bare_rate, server, "bench", script, seconds)
            rates.append((await posting_rate(database, firm, seconds), bare))
            ratios.append(rates[-1][0] / bare)
        ratio = statistics.median(ratios)
        verdict = "ok" if ratio >= BOUND else "MISS"
        own, bare = (statistics.median(each) for each in zip(*rates, strict=True))
        print(
            f"bench ledger_post ratio={ratio:.2f} bound>={BOUND:.2f} {verdict} "
            f"({own:.0f}/s beside {bare:.0f}/s)"
        )
    finally:
        await database.close()


def run(quick: bool) -> None:
    """A server of its own, so that nothing else is in the figures."""
    with tempfile.TemporaryDirectory(prefix="stationdesk-bench-") as name:
        folder = Path(name)
        with embedded_server(folder / "data") as server:
            uvloop.run(measure(server, folder, 1 if quick else ROUND_SECONDS))
