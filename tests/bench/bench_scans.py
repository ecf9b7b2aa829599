"""Scans from a CSV file into raw scans, parcels and gaps, beside COPY of the same rows into a bare
logged table with typed columns; the same file again; the gaps of one station, beside the same
answer read from a prepared table; the memory of the importing process.

Every round imports into a firm of its own, COPY and import in turns, durably, on one server.
"""

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import asyncpg

from stationdesk.foundation.database import Database, Endpoints
from stationdesk.foundation.hosting import migrated_database
from stationdesk.foundation.settings import Settings
from stationdesk.parcels.scan_import import import_scans
from stationdesk.parcels.service import all_gaps
from stationdesk.tenancy.session import tenant_session
from tests.bench.scan_files import HEADER, STATIONS, write_scans
from tests.factories.firms import Firm, make_firm

IMPORT_BOUND, AGAIN_BOUND, GAPS_BOUND, MEMORY_BOUND_MB = 0.35, 2.0, 3.0, 300
EVENTS, ROUNDS, READS = 1_000_000, 5, 30
NOW: Final = datetime(2026, 11, 25, tzinfo=UTC)
STATIONS_WANTED: Final = tuple((code, "zto", f"网点{code}") for code in STATIONS)

_BARE = """
CREATE TABLE IF NOT EXISTS bench_bare (waybill text, scan text, scanned_at timestamp, site text,
    next_site text, courier text, weight_g integer, note text)
"""


def run(quick: bool) -> None:
    """Print the medians of the rounds' ratios."""
    events = EVENTS // 10 if quick else EVENTS
    with tempfile.TemporaryDirectory(prefix="stationdesk-bench-") as folder:
        path = Path(folder) / "scans.csv"
        write_scans(path, events)
        settings = Settings(data_dir=Path(folder) / "data")
        with migrated_database(settings) as endpoints:
            asyncio.run(_measure(endpoints, settings, path))
            _memory(settings, path)


async def _measure(endpoints: Endpoints, settings: Settings, path: Path) -> None:
    database = Database(endpoints, settings)
    owner = await asyncpg.connect(**endpoints.owner.asyncpg_arguments())
    await owner.execute(_BARE)
    ratios, again = [], []
    firm: Firm | None = None
    for _ in range(ROUNDS):
        bare = await _timed(lambda: _copy(owner, path))
        firm = await make_firm(database, stations_wanted=STATIONS_WANTED)
        actor = firm.actor
        first = await _timed(lambda a=actor: import_scans(database, a, path, now=NOW))
        second = await _timed(lambda a=actor: import_scans(database, a, path, now=NOW))
        ratios.append(bare / first)
        again.append(first / second)
    _print("scans_import", statistics.median(ratios), IMPORT_BOUND, at_least=True)
    _print("scans_import_again", statistics.median(again), AGAIN_BOUND, at_least=True)
    assert firm is not None
    await _gaps(database, owner, firm)
    await owner.execute("DROP TABLE bench_bare")
    await owner.close()
    await database.close()


async def _copy(owner: Any, path: Path) -> None:
    await owner.execute("TRUNCATE bench_bare")
    await owner.copy_to_table(
        "bench_bare", source=path, format="csv", header=True, columns=HEADER.split(",")
    )


async def _gaps(database: Database, owner: Any, firm: Firm) -> None:
    """One station's gaps, from the parcels and from a table that holds the answer."""
    await owner.execute("VACUUM ANALYZE parcels")
    station = firm.stations[STATIONS[0]].id
    async with tenant_session(database, firm.actor) as session:
        answer = await all_gaps(session, NOW, station_ids=[station])
    await owner.execute("DROP TABLE IF EXISTS bench_answer")
    await owner.execute(
        "CREATE TABLE bench_answer AS SELECT waybill, direction, gap, gap_since, due_at, "
        "gap_courier FROM parcels WHERE station_id = $1 AND gap IS NOT NULL".replace(
            "$1", f"'{station}'"
        )
    )
    assert len(answer) == await owner.fetchval("SELECT count(*) FROM bench_answer")

    async def ask() -> None:
        async with tenant_session(database, firm.actor) as session:
            await all_gaps(session, NOW, station_ids=[station])

    async def read() -> None:
        async with owner.transaction():
            await owner.fetch("SELECT * FROM bench_answer ORDER BY due_at")

    asked, read_back = [], []
    for _ in range(READS):
        asked.append(await _timed(ask))
        read_back.append(await _timed(read))
    ratio = statistics.median(asked) / statistics.median(read_back)
    _print("gaps_of_one_station", ratio, GAPS_BOUND, at_least=False)


def _memory(settings: Settings, path: Path) -> None:
    """The peak of a process that does nothing but import."""
    command = [sys.executable, "-m", "tests.bench.scan_process", str(settings.data_dir), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    peak = int(done.stdout.split()[-1]) / 1024
    verdict = "ok" if peak < MEMORY_BOUND_MB else "MISS"
    print(f"bench scans_memory_mb value={peak:.0f} bound<{MEMORY_BOUND_MB} {verdict}", flush=True)


async def _timed(work: Callable[[], Awaitable[object]]) -> float:
    started = time.perf_counter()
    await work()
    return time.perf_counter() - started


def _print(name: str, ratio: float, bound: float, *, at_least: bool) -> None:
    kept = ratio >= bound if at_least else ratio < bound
    sign = ">=" if at_least else "<"
    verdict = "ok" if kept else "MISS"
    print(f"bench {name} ratio={ratio:.2f} bound{sign}{bound:.2f} {verdict}", flush=True)
