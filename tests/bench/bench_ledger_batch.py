"""`ledger.post_all` of 1,000 postings of 4 entries, beside COPY into the same tables, at 10 k,
100 k and 1 M earlier entries; and the exact balance of the busiest account at each of them.

COPY writes the same rows, ready made, into tables with the same columns, defaults and indexes, in
two statements and one transaction a batch; it sorts out no accounts and hashes nothing. It cannot
write into the guarded tables themselves: no transaction stands there without its entries. Both have
as many earlier rows, take turns batch by batch and write durably; our rate counts all of the
client's work, COPY's only the sending of rows that were made before.

Balances: months are closed as a firm closes them, so a month holds as many entries at 1 M as at
10 k (2,500), and only the number of months grows. The worst case is measured too: one month that is
never closed, which then holds all of them.
"""

import hashlib
import statistics
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import uvloop

from stationdesk.foundation.database import Database
from stationdesk.foundation.embedded import Server, embedded_server
from stationdesk.foundation.ids import new_id
from stationdesk.ledger import service
from stationdesk.ledger.postings import Posting
from stationdesk.tenancy.session import hot_transaction
from tests.bench.bench_ledger import ACCOUNTS, AMOUNTS, BARE_TABLES, opened_book
from tests.factories.firms import Firm, make_firm

RATE_BOUND, COPY_BOUND, ALIKE_BOUND, BALANCE_BOUND = 50_000, 0.40, 1.5, 5.0
BATCH, ROUNDS, READS = 1_000, 15, 60
LEVELS: Final = (10_000, 100_000, 1_000_000)
MONTH_ENTRIES: Final = 2_500
FIRST_YEAR: Final = 1990
GRANT_BARE: Final = "GRANT INSERT ON bare_transactions, bare_entries TO stationdesk_app"
TRANSACTION: Final = (
    "firm_id", "id", "key", "request_hash", "kind", "period", "occurred_at", "posted_at",
    "reference", "entry_count", "leaf_hash",
)  # fmt: skip
ENTRY: Final = ("firm_id", "transaction_id", "line", "account_id", "period", "amount_fen")


def postings(count: int, now: datetime) -> list[Posting]:
    entries = tuple(zip(ACCOUNTS, AMOUNTS, strict=True))
    return [
        Posting(
            key=f"bench/{new_id()}", kind="bench", occurred_at=now, reference="bench",
            entries=entries,
        )
        for _ in range(count)
    ]  # fmt: skip


async def post_batch(
    database: Database, firm: Firm, count: int = BATCH, period: date | None = None
) -> float:
    """Seconds that a batch takes, from the business's own objects to the durable commit."""
    now = datetime.now(UTC)
    asked = postings(count, now)
    began = time.perf_counter()
    async with hot_transaction(database, firm.actor) as connection:
        await service.post_all(connection, firm.id, asked, now, period)
    return time.perf_counter() - began


async def copy_batch(connection: Any, firm: Firm, accounts: list[Any], count: int = BATCH) -> float:
    """Seconds that the same rows take by COPY."""
    now, digest = datetime.now(UTC), hashlib.sha256(b"bench").digest()
    ids = [new_id() for _ in range(count)]
    month = now.date().replace(day=1)
    transactions = [
        (firm.id, each, f"bench/{each}", digest, "bench", month, now, now, "bench", 4, digest)
        for each in ids
    ]
    entries = [
        (firm.id, each, line, account, month, amount)
        for each in ids
        for line, (account, amount) in enumerate(zip(accounts, AMOUNTS, strict=True), start=1)
    ]
    began = time.perf_counter()
    async with connection.transaction():
        await connection.copy_records_to_table(
            "bare_transactions", records=transactions, columns=TRANSACTION
        )
        await connection.copy_records_to_table("bare_entries", records=entries, columns=ENTRY)
    return time.perf_counter() - began


async def batches(database: Database, firm: Firm, quick: bool) -> None:
    """Print the rate at each level, and how alike the levels are."""
    rates: list[tuple[float, float]] = []
    here = 0
    async with hot_transaction(database, firm.actor) as connection:
        accounts = [row["id"] for row in await connection.fetch("SELECT id FROM ledger_accounts")]
    bare = await database.connect()
    try:
        for level in LEVELS[:2] if quick else LEVELS:
            while here < level:
                count = min(10 * BATCH, (level - here) // 4)
                await post_batch(database, firm, count)
                await copy_batch(bare, firm, accounts, count)
                here += 4 * count
            ours, copies = [], []
            for _ in range(ROUNDS):
                ours.append(await post_batch(database, firm))
                copies.append(await copy_batch(bare, firm, accounts))
                here += 4 * BATCH
            rate = 4 * BATCH / statistics.median(ours)
            ratio = statistics.median(c / o for o, c in zip(ours, copies, strict=True))
            rates.append((rate, ratio))
            is_met = rate >= RATE_BOUND or ratio >= COPY_BOUND
            print(
                f"bench ledger_post_all at {level} earlier entries: rate={rate:.0f} entries/s "
                f"bound>={RATE_BOUND} or ratio={ratio:.2f} of COPY bound>={COPY_BOUND:.2f} "
                f"{'ok' if is_met else 'MISS'}"
            )
    finally:
        await bare.close()
    for at, (name, bound) in enumerate((("rate", ALIKE_BOUND), ("ratio to COPY", ALIKE_BOUND))):
        values = [each[at] for each in rates]
        spread = max(values) / min(values)
        print(
            f"bench ledger_post_all {name} over the levels: {spread:.2f} x bound<={bound:.1f} "
            f"{'ok' if spread <= bound else 'MISS'}"
        )


async def filled(database: Database, entries: int, is_closed_monthly: bool) -> Firm:
    """A firm with so many entries, every account in each posting; months closed, or all open."""
    firm = await make_firm(database)
    async with hot_transaction(database, firm.actor) as connection:
        await service.open_accounts(connection, firm.id, ACCOUNTS, datetime.now(UTC))
    months = entries // MONTH_ENTRIES
    for month in range(months):
        period = date(FIRST_YEAR + month // 12, month % 12 + 1, 1)
        if not is_closed_monthly:
            period = datetime.now(UTC).date().replace(day=1)
        await post_batch(database, firm, MONTH_ENTRIES // 4, period)
        if is_closed_monthly and month < months - 1:
            async with hot_transaction(database, firm.actor) as connection:
                await service.close_period(connection, firm.id, period, datetime.now(UTC), "bench")
    return firm


async def balance_seconds(database: Database, firm: Firm) -> float:
    """Of one exact balance of the account with the most entries; the connection is open."""
    async with hot_transaction(database, firm.actor) as connection:
        began = time.perf_counter()
        await service.balance(connection, firm.id, ACCOUNTS[0])
        return time.perf_counter() - began


async def balances(database: Database, quick: bool) -> None:
    """Print what the busiest account's exact balance costs as the ledger grows."""
    few, many = (10_000, 100_000) if quick else (10_000, 1_000_000)
    for name, is_closed, verdict in (
        ("months closed", True, True), ("all in one open month", False, False),
    ):  # fmt: skip
        small = await filled(database, few, is_closed)
        large = await filled(database, many, is_closed)
        pairs = [
            (await balance_seconds(database, small), await balance_seconds(database, large))
            for _ in range(READS)
        ][READS // 6 :]
        cost = statistics.median(b for _, b in pairs) / statistics.median(a for a, _ in pairs)
        ends = ("ok" if cost < BALANCE_BOUND else "MISS") if verdict else "for comparison"
        print(
            f"bench ledger_balance at {many} entries, {name}: {cost:.2f} x its cost at {few} "
            f"bound<{BALANCE_BOUND:.1f} {ends} "
            f"({statistics.median(b for _, b in pairs) * 1000:.2f} ms)"
        )


async def measure(server: Server, folder: Path, quick: bool) -> None:
    async with opened_book(server, "batch", folder, BARE_TABLES + GRANT_BARE) as (database, firm):
        await batches(database, firm, quick)
    async with opened_book(server, "balance", folder, "SELECT 1") as (database, _):
        await balances(database, quick)


def run(quick: bool) -> None:
    """A server of its own, so that nothing else is in the figures."""
    with tempfile.TemporaryDirectory(prefix="stationdesk-bench-") as name:
        folder = Path(name)
        with embedded_server(folder / "data") as server:
            uvloop.run(measure(server, folder, quick))
