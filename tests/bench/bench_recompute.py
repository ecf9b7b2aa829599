"""100 k open clocks reckoned again after a policy was corrected, while a supervisor claims.

Beside it one bare `UPDATE` of the same rows, clocks and cases, in one transaction: what the bare
database needs, without arithmetic, timeline and progress. Claims are timed first with
nothing else going on, then while another process recomputes.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import asyncpg

from stationdesk.case_kinds import discover
from stationdesk.cases.core.queue import claim_next
from stationdesk.foundation.database import Database, Endpoints
from stationdesk.foundation.hosting import migrated_database
from stationdesk.foundation.settings import Settings
from stationdesk.policies.service import enter_version
from stationdesk.tenancy.actor import Role
from stationdesk.tenancy.session import tenant_session
from tests.bench.claim_load import Load, write_cases
from tests.factories.firms import Firm, add_member, make_firm

CLAIMS_IDLE: Final = 200
PAUSE_SECONDS: Final = 0.02
BOUND_SECONDS: Final = 0.25
"""A claim meanwhile, at the 95th percentile: nobody notices a quarter of a second."""
STATIONS: Final = tuple((f"S{n}", "zto", f"网点{n}") for n in range(1, 7))

CLOCKS = """
INSERT INTO case_clocks (firm_id, case_id, id, station_id, name, owner, started_at, due_at, rungs,
                         next_rung_at, policy_code, policy_version, set_at, length_minutes)
SELECT firm_id, id, gen_random_uuid(), station_id, 'register', 'hq', opened_at,
       opened_at + interval '240 minutes',
       jsonb_build_array(jsonb_build_object('minutes_before', 0, 'at',
           to_char((opened_at + interval '240 minutes') AT TIME ZONE 'UTC',
                   'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))),
       opened_at + interval '240 minutes', 'example.zto.problem_parcel', 1, opened_at, 240
FROM cases WHERE firm_id = $1 AND closed_at IS NULL
"""
BARE_CLOCKS = """
UPDATE case_clocks SET due_at = due_at + interval '1 minute',
    next_rung_at = next_rung_at + interval '1 minute' WHERE firm_id = $1
"""
BARE_CASES = """
UPDATE cases SET due_at = due_at + interval '1 minute', rank = rank + interval '1 minute'
WHERE firm_id = $1 AND closed_at IS NULL
"""


def run(quick: bool) -> None:
    """Print rate, ratio against the bare statement, and claims meanwhile against idle."""
    count = 10_000 if quick else 100_000
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        settings = Settings(data_dir=Path(folder))
        with migrated_database(settings) as endpoints:
            asyncio.run(_measure(endpoints, settings, count))


async def _measure(endpoints: Endpoints, settings: Settings, count: int) -> None:
    discover()
    database = Database(endpoints, settings)
    firm = await make_firm(database, stations_wanted=STATIONS)
    await add_member(database, firm, "boss", Role.SUPERVISOR)
    stations = [each.id for each in firm.stations.values()]
    await write_cases(database, firm.id, stations, Load(count, count))
    owner = await asyncpg.connect(**endpoints.owner.asyncpg_arguments())
    await owner.execute(CLOCKS, firm.id, timeout=600)
    await owner.execute("VACUUM ANALYZE case_clocks", timeout=600)
    bare = await _bare(owner, firm)
    await owner.execute("VACUUM ANALYZE cases", timeout=600)
    idle = [await _claim(database, firm) for _ in range(CLAIMS_IDLE)]
    async with tenant_session(database, firm.actor) as session:
        entered = await enter_version(
            session, firm.actor, code="case.problem_parcel", carrier="zto",
            effective_from=datetime(2020, 1, 1, tzinfo=UTC), effective_to=None, title="更正",
            text="", source="", now=datetime.now(UTC),
            parameters={"clocks": {"register": {"owner": "hq", "length_minutes": 300}}},
        )  # fmt: skip
    seconds, meanwhile = await _meanwhile(
        database, firm, [str(settings.data_dir), str(firm.id), str(entered.recomputation_id)]
    )
    changed = await owner.fetchval("SELECT changed FROM recomputations WHERE firm_id = $1", firm.id)
    assert changed == count, f"{changed} of {count} clocks changed"
    await owner.close()
    await database.close()
    p95, idle_p95 = _p95(meanwhile), _p95(idle)
    verdict = "ok" if p95 <= BOUND_SECONDS else "MISS"
    print(f"  {count:,} clocks in {seconds:.1f} s, {count / seconds:,.0f}/s")
    print(f"bench recompute_ratio ratio={seconds / bare:.1f} (bare update {bare:.1f} s)")
    print(
        f"bench recompute_claims p95={p95 * 1000:.0f} ms idle={idle_p95 * 1000:.0f} ms "
        f"({len(meanwhile)} claims) bound<={BOUND_SECONDS * 1000:.0f} ms {verdict}"
    )


async def _bare(owner: "asyncpg.Connection", firm: Firm) -> float:  # type: ignore[type-arg]
    begun = time.perf_counter()
    transaction = owner.transaction()
    await transaction.start()
    await owner.execute(BARE_CLOCKS, firm.id, timeout=600)
    await owner.execute(BARE_CASES, firm.id, timeout=600)
    await transaction.rollback()
    return time.perf_counter() - begun


async def _meanwhile(
    database: Database, firm: Firm, arguments: list[str]
) -> tuple[float, list[float]]:
    """Recompute in a process of its own, as the worker would, and claim all the while."""
    begun = time.perf_counter()
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.recompute_process", *arguments
    )
    taken = []
    while worker.returncode is None:
        taken.append(await _claim(database, firm))
        await asyncio.sleep(PAUSE_SECONDS)
    assert worker.returncode == 0
    return time.perf_counter() - begun, taken


async def _claim(database: Database, firm: Firm) -> float:
    manager = firm.as_member("boss")
    begun = time.perf_counter()
    assert await claim_next(database, manager, datetime.now(UTC)) is not None
    return time.perf_counter() - begun


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else max(times, default=0)
