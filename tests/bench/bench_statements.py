"""A month of 100,000 decided fines, 500 stations, 800 agents: its statements issued, and those of
the 500 stations as PDF by as many threads as the worker has.

Issuing is given beside a bare COPY of the same contents into a table without guard or index; the
papers beside the least that typst does for a page of the same fonts.
"""

import asyncio
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import asyncpg
import uvloop

from stationdesk.closing.statements.issuing import issue_statements
from stationdesk.closing.statements.repository import reading
from stationdesk.closing.statements.service import paper_making
from stationdesk.foundation.database import Database, Endpoints
from stationdesk.foundation.hosting import migrated_database
from stationdesk.foundation.settings import Settings
from stationdesk.integrations.documents.typst import render
from stationdesk.integrations.storage.objects import configured_storage
from stationdesk.ledger import service as ledger
from stationdesk.tenancy.session import hot_transaction
from tests.bench.months import NOW, PERIOD, Month, fill_month

STATIONS, AGENTS, FINES = 500, 800, 100_000
ISSUE_SECONDS_BOUND: Final = 15.0
PAPERS_SECONDS_BOUND: Final = 120.0
_BARE: Final = "CREATE TABLE bare (number text, content bytea, content_hash bytea)"
_PAGE: Final = '#set text(font: "Noto Sans CJK SC", fallback: false)\n对账单'


def run(quick: bool) -> None:
    """Print seconds of both, and what was made."""
    size = 10 if quick else 1
    with tempfile.TemporaryDirectory(prefix="stationdesk-bench-") as folder:
        settings = Settings(data_dir=Path(folder) / "data")
        with migrated_database(settings) as endpoints:
            uvloop.run(_measure(endpoints, settings, size))


async def _measure(endpoints: Endpoints, settings: Settings, size: int) -> None:
    database = Database(endpoints, settings)
    owner = await asyncpg.connect(**endpoints.owner.asyncpg_arguments())
    try:
        month = await fill_month(owner, database, STATIONS // size, AGENTS // size, FINES // size)
        await _close(database, month)
        await _measure_issuing(database, owner, month, size)
        await _measure_papers(database, settings, month, size)
    finally:
        await owner.close()
        await database.close()


async def _close(database: Database, month: Month) -> None:
    async with hot_transaction(database, month.firm.actor) as connection:
        await ledger.close_period(connection, month.firm.id, PERIOD, NOW, "bench")
    while True:
        async with hot_transaction(database, month.firm.actor) as connection:
            if await ledger.seal(connection, month.firm.id, NOW) is None:
                return


async def _measure_issuing(
    database: Database, owner: "asyncpg.Connection[asyncpg.Record]", month: Month, size: int
) -> None:
    started = time.perf_counter()
    issued = await issue_statements(database, month.firm.actor, PERIOD, datetime.now(UTC))
    took = time.perf_counter() - started
    rows = await owner.fetch(
        "SELECT number, content, content_hash FROM statements WHERE firm_id = $1", month.firm.id
    )
    await owner.execute(_BARE)
    started = time.perf_counter()
    await owner.copy_records_to_table("bare", records=[tuple(row) for row in rows])
    bare = time.perf_counter() - started
    lines = await owner.fetchval(
        "SELECT sum(line_count) FROM statements WHERE firm_id = $1", month.firm.id
    )
    megabytes = sum(len(row["content"]) for row in rows) / 1024**2
    verdict = "ok" if took < ISSUE_SECONDS_BOUND else "MISS"
    print(
        f"bench statements_issue seconds={took:.1f} bound<{ISSUE_SECONDS_BOUND:.0f} {verdict} "
        f"(1/{size} size: {issued.tree_size} statements, {lines:,} lines, {megabytes:.0f} MB "
        f"deflated; {took / bare:.1f} x a bare COPY of the same contents)"
    )


async def _measure_papers(database: Database, settings: Settings, month: Month, size: int) -> None:
    storage = configured_storage(settings)
    actor = month.firm.actor
    async with hot_transaction(database, actor) as connection:
        waiting = await reading.without_paper(connection, actor.firm_id, PERIOD, "zh", 10_000)
    stations = waiting[: STATIONS // size]
    started = time.perf_counter()
    await paper_making.make_papers(database, storage, actor, stations, "zh", NOW)
    took = time.perf_counter() - started
    started = time.perf_counter()
    for _ in range(10):
        await asyncio.to_thread(render, _PAGE, {})
    least = (time.perf_counter() - started) / 10
    verdict = "ok" if took < PAPERS_SECONDS_BOUND / size else "MISS"
    print(
        f"bench statements_pdf seconds={took:.1f} bound<{PAPERS_SECONDS_BOUND / size:.0f} "
        f"{verdict} ({len(stations)} papers; {took / len(stations) / least:.1f} x the least page)"
    )
