"""Sweeps: overdue gaps become cases once, and cases of gaps that are over are closed."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from stationdesk.case_kinds import discover
from stationdesk.foundation.database import Database
from stationdesk.parcels.schemas import SweepResult
from stationdesk.parcels.sweep import sweep
from stationdesk.tenancy.session import tenant_session
from tests.factories.firms import Firm
from tests.parcels.files import fetch, scan_file, take

ARRIVED = "ZT1,到件,2026-11-20 08:00:00,S1,,,,"
DISPATCHED = "ZT1,派件,2026-11-20 20:30:00,S1,,K1,,"


@pytest.fixture(autouse=True)
def kinds() -> None:
    """The kinds of case, registered as the composition roots do."""
    discover()


async def run(database: Database, firm: Firm, as_of: datetime) -> SweepResult:
    async with tenant_session(database, firm.actor) as session:
        return await sweep(session, firm.actor, as_of)


async def test_an_overdue_gap_opens_one_case_and_its_end_closes_it(
    database: Database, firm: Firm, tmp_path: Path
) -> None:
    await take(database, firm, scan_file(tmp_path, [ARRIVED]))
    early, late = datetime(2026, 11, 20, 1, tzinfo=UTC), datetime(2026, 11, 20, 5, tzinfo=UTC)
    before = await run(database, firm, early)
    assert (before.gaps, before.opened) == (1, 0)
    assert (await run(database, firm, late)).opened == 1
    again = await run(database, firm, late)
    assert (again.opened, again.resolved) == (0, 0)
    (case,) = await fetch(database, firm, "SELECT waybill, closed_at, state FROM cases")
    assert (case["waybill"], case["closed_at"]) == ("ZT1", None)

    await take(database, firm, scan_file(tmp_path, [DISPATCHED]))
    after = await run(database, firm, datetime(2026, 11, 20, 13, tzinfo=UTC))
    assert (after.opened, after.resolved) == (0, 1)
    (case,) = await fetch(database, firm, "SELECT closed_at FROM cases")
    assert case["closed_at"] is not None
    assert (await run(database, firm, datetime(2026, 11, 20, 13, tzinfo=UTC))).resolved == 0


async def test_a_registered_problem_suspends_the_gap_and_keeps_its_case(
    database: Database, firm: Firm, tmp_path: Path
) -> None:
    await take(database, firm, scan_file(tmp_path, [ARRIVED]))
    await run(database, firm, datetime(2026, 11, 20, 5, tzinfo=UTC))
    problem = "ZT1,问题件,2026-11-20 14:00:00,S1,,,,"
    await take(database, firm, scan_file(tmp_path, [problem]))
    suspended = await run(database, firm, datetime(2026, 11, 20, 7, tzinfo=UTC))
    assert (suspended.gaps, suspended.resolved) == (0, 0)


async def test_a_sweep_of_the_past_opens_what_stood_then(
    database: Database, firm: Firm, tmp_path: Path
) -> None:
    await take(database, firm, scan_file(tmp_path, [ARRIVED, DISPATCHED]))
    assert (await run(database, firm, datetime(2026, 11, 20, 6, tzinfo=UTC))).opened == 1
    assert (await run(database, firm, datetime(2026, 11, 20, 12, 45, tzinfo=UTC))).resolved == 1
