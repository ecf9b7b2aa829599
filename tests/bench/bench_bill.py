"""A bill file → fines with proposals, postings and flags, beside COPY of the same lines into a bare
copy of the fines' table (same columns and indexes, no walls, no checks across tables).

Each round imports into a firm of its own, COPY and import in turns, durably, on one server.
"""

import resource
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import asyncpg
import uvloop

from stationdesk.foundation.database import Database, Endpoints
from stationdesk.foundation.hosting import migrated_database
from stationdesk.foundation.settings import Settings
from stationdesk.penalties.bills.importing import import_bill
from stationdesk.tenancy.actor import Role
from tests.bench.bill_files import STATIONS, write_bill, write_worked_cases
from tests.factories.firms import Firm, add_member, make_firm

LINES, ROUNDS = 100_000, 3
RATE_BOUND: Final = 5_000
NOW: Final = datetime(2026, 11, 18, 1, 2, tzinfo=UTC)
STATIONS_WANTED: Final = tuple((code, "zto", f"网点{code}") for code in STATIONS)
_BARE: Final = "CREATE TABLE bare_fines (LIKE fines INCLUDING DEFAULTS INCLUDING INDEXES)"


def run(quick: bool) -> None:
    """Print lines a second, and the share of what bare COPY does in the same run."""
    lines = LINES // 10 if quick else LINES
    with tempfile.TemporaryDirectory(prefix="stationdesk-bench-") as folder:
        path = Path(folder) / "bill.csv"
        write_bill(path, lines)
        settings = Settings(data_dir=Path(folder) / "data")
        with migrated_database(settings) as endpoints:
            uvloop.run(_measure(endpoints, settings, path, lines))


async def _measure(endpoints: Endpoints, settings: Settings, path: Path, lines: int) -> None:
    database = Database(endpoints, settings)
    owner = await asyncpg.connect(**endpoints.owner.asyncpg_arguments())
    await owner.execute(_BARE)
    seconds, bare = [], []
    for _ in range(ROUNDS):
        firm = await make_firm(database, stations_wanted=STATIONS_WANTED)
        agent = await add_member(database, firm, "agent", Role.AGENT, *STATIONS)
        await write_worked_cases(owner, firm, lines, agent.id)
        seconds.append(await _import(database, firm, path, lines))
        bare.append(await _copy(owner, firm))
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rate = lines / statistics.median(seconds)
    ratio = statistics.median(copied / taken for copied, taken in zip(bare, seconds, strict=True))
    verdict = "ok" if rate >= RATE_BOUND else "MISS"
    print(
        f"bench bill_import rate={rate:.0f} bound>={RATE_BOUND} {verdict} lines/s "
        f"(ratio={ratio:.2f} of COPY's {lines / statistics.median(bare):.0f}/s into a bare table; "
        f"{lines} lines, peak {peak_mb:.0f} MB)",
        flush=True,
    )
    await owner.execute("DROP TABLE bare_fines")
    await owner.close()
    await database.close()


async def _import(database: Database, firm: Firm, path: Path, lines: int) -> float:
    started = time.perf_counter()
    batch = await import_bill(database, firm.actor, path, file_name=path.name, now=NOW)
    taken = time.perf_counter() - started
    assert (batch.rows, batch.accepted, batch.rejected) == (lines, lines, 0), batch
    return taken


async def _copy(owner: Any, firm: Firm) -> float:
    """The same rows, from a binary file that lies ready."""
    await owner.execute("TRUNCATE bare_fines")
    with tempfile.NamedTemporaryFile(suffix=".copy") as file:
        await owner.copy_from_query(
            "SELECT * FROM fines WHERE firm_id = $1", firm.id, output=file.name, format="binary"
        )
        started = time.perf_counter()
        await owner.copy_to_table("bare_fines", source=file.name, format="binary")
        return time.perf_counter() - started
