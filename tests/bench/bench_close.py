"""The close of a month with 100,000 fines, 500 stations and 800 agents, without the papers: its
checks, the overflow of every share, payroll, fees, the ledger's close and seal, the statements.

Beside it, in the same run, a bare COPY of as many rows as the close writes into the ledger, into
tables with the same columns and indexes and without any guard.
"""

import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import asyncpg
import uvloop

from stationdesk.closing import running
from stationdesk.foundation.database import Database, Endpoints
from stationdesk.foundation.hosting import migrated_database
from stationdesk.foundation.settings import Settings
from stationdesk.tenancy.session import tenant_session
from tests.bench.months import NOW, PERIOD, Month, fill_month

STATIONS, AGENTS, FINES = 500, 800, 100_000
SECONDS_BOUND: Final = 60.0
WAGE_FEN, MINIMUM_FEN = 270_000, 220_000

# Each agent is told of every share and has a wage that covers about half; each station a contract.
_PREPARED: Final = """
INSERT INTO deduction_notices (firm_id, id, number, period, member_id, agent_name, amount_fen,
    made_at, made_by_name, delivered_at, delivered_how, delivered_by_name)
SELECT firm_id, id, 'KK-' || row_number() OVER (), $2, id, name, 1, $3, 'bench', $3, 'opened', name
FROM members WHERE firm_id = $1 AND role = 'agent';
"""
_LINES: Final = """
INSERT INTO deduction_notice_lines (firm_id, notice_id, fine_id, member_id, cause, amount_fen,
    fine_fen, station_name, waybill, fine_name, occurred_at, rule_name)
SELECT a.firm_id, a.agent_member_id, a.fine_id, a.agent_member_id, a.cause, a.agent_fen,
    a.amount_fen, '', '', '', f.occurred_at, ''
FROM fine_attributions a JOIN fines f ON f.firm_id = a.firm_id AND f.id = a.fine_id
WHERE a.firm_id = $1 AND a.agent_fen > 0
"""
_WAGES: Final = """
INSERT INTO wages (firm_id, period, member_id, wage_fen, overtime_fen, allowances_fen, minimum_fen,
    file_name, entered_at, entered_by_name)
SELECT firm_id, $2, id, $4, 0, 0, $5, '', $3, 'bench' FROM members
WHERE firm_id = $1 AND role = 'agent'
"""
_CONTRACTS: Final = """
INSERT INTO contracts (firm_id, id, station_id, valid_from, month_fee_fen, vat_basis_points,
    created_at, created_by_name)
SELECT firm_id, id, id, '2026-01-01', 100000, 600, $2, 'bench' FROM stations WHERE firm_id = $1
"""
_BARE: Final = """
CREATE TABLE bare_transactions (LIKE ledger_transactions INCLUDING DEFAULTS INCLUDING INDEXES);
CREATE TABLE bare_entries (LIKE ledger_entries INCLUDING INDEXES);
"""


def run(quick: bool) -> None:
    """Print seconds and the ratio to a bare COPY."""
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
        await _prepare(owner, month)
        before = await owner.fetchval("SELECT max(xid) FROM ledger_transactions")
        async with tenant_session(database, month.firm.actor) as session:
            await running.ask_for_close(
                session, month.firm.actor, PERIOD, f"{PERIOD:%Y-%m}", datetime.now(UTC)
            )
        started = time.perf_counter()
        await running.close_month(database, month.firm.actor, PERIOD, datetime.now(UTC))
        took = time.perf_counter() - started
        closing = await owner.fetchrow(
            "SELECT state, problem, figures ->> 'shares' AS shares FROM month_closings"
        )
        assert closing["state"] == "done", closing
        bare, entries = await _bare_copy(owner, before)
    finally:
        await owner.close()
        await database.close()
    verdict = "ok" if took < SECONDS_BOUND / size else "MISS"
    print(
        f"bench close_month seconds={took:.1f} bound<{SECONDS_BOUND / size:.0f} {verdict} "
        f"(1/{size} size: {closing['shares']} shares, {entries:,} entries posted; "
        f"{took / bare:.0f} x a bare COPY of these entries and their transactions)"
    )


async def _prepare(owner: "asyncpg.Connection[asyncpg.Record]", month: Month) -> None:
    firm_id = month.firm.id
    await owner.execute(_PREPARED, firm_id, PERIOD, NOW)
    await owner.execute(_LINES, firm_id)
    await owner.execute(_WAGES, firm_id, PERIOD, NOW, WAGE_FEN, MINIMUM_FEN)
    await owner.execute(_CONTRACTS, firm_id, NOW)
    await owner.execute("ANALYZE")


async def _bare_copy(owner: "asyncpg.Connection[asyncpg.Record]", before: int) -> tuple[float, int]:
    """Seconds that COPY takes for what the close has posted, and how many entries that is."""
    transactions = await owner.fetch("SELECT * FROM ledger_transactions WHERE xid > $1", before)
    entries = await owner.fetch(
        "SELECT e.* FROM ledger_entries e JOIN ledger_transactions t "
        "ON t.firm_id = e.firm_id AND t.id = e.transaction_id WHERE t.xid > $1",
        before,
    )
    await owner.execute(_BARE)
    started = time.perf_counter()
    await owner.copy_records_to_table("bare_transactions", records=map(tuple, transactions))
    await owner.copy_records_to_table("bare_entries", records=map(tuple, entries))
    return time.perf_counter() - started, len(entries)
