"""The sweep of ladders: 1,000 clocks that are due among 10 k open clocks, and among 1 M.

Both firms live in one database; the due clocks fire in batches as in the worker's tick. What the
sweep costs must follow what is due, not what is open.
"""

import asyncio
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import asyncpg

from stationdesk.case_kinds import discover
from stationdesk.cases.service import fire_due_rungs
from stationdesk.foundation.database import Database
from stationdesk.foundation.hosting import migrated_database
from stationdesk.foundation.settings import Settings
from stationdesk.tenancy.actor import Role
from stationdesk.tenancy.session import tenant_session
from tests.bench.claim_load import Load, write_cases
from tests.factories.firms import Firm, add_member, make_firm

BOUND: Final = 1.5
DUE, ROUNDS = 1000, 5
SMALL: Final = 10_000
STATIONS: Final = tuple((f"S{n}", "zto", f"网点{n}") for n in range(1, 7))
CLOCKS = """
INSERT INTO case_clocks (firm_id, case_id, id, station_id, name, owner, started_at, due_at, rungs,
                         next_rung_at, policy_code, policy_version)
SELECT c.firm_id, c.id, gen_random_uuid(), c.station_id, 'register', 'hq', $2::timestamptz,
       c.at + interval '30 minutes',
       jsonb_build_array(jsonb_build_object(
           'minutes_before', 30, 'at', c.at, 'notify', jsonb_build_array('agent'))),
       c.at, 'bench', 1
FROM (SELECT firm_id, id, station_id,
             $2::timestamptz + row_number() OVER (ORDER BY id) * interval '1 second' AS at
      FROM cases WHERE firm_id = $1) AS c
"""


def run(quick: bool) -> None:
    """Print the ratio of the medians."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        settings = Settings(data_dir=Path(folder))
        with migrated_database(settings) as endpoints:
            ratio = asyncio.run(
                _measure(Database(endpoints, settings), 100_000 if quick else 1_000_000)
            )
    verdict = "ok" if ratio <= BOUND else "MISS"
    print(f"bench ladder ratio={ratio:.2f} bound<={BOUND:.2f} {verdict}")


async def _measure(database: Database, large: int) -> float:
    discover()
    began = datetime.now(UTC)
    firms = [await _fill(database, size, began) for size in (SMALL, large)]
    took: list[list[float]] = [[], []]
    for number in range(1, ROUNDS + 1):
        now = began + timedelta(seconds=DUE * number)
        for place, firm in enumerate(firms):
            took[place].append(await _sweep(database, firm, now))
    await database.close()
    small, great = (statistics.median(each) for each in took)
    print(f"  {DUE} due among {SMALL:,}: {small:.2f} s; among {large:,}: {great:.2f} s")
    return great / small


async def _sweep(database: Database, firm: Firm, now: datetime) -> float:
    start, fired = time.perf_counter(), 0
    while True:
        async with tenant_session(database, firm.actor) as session:
            count = await fire_due_rungs(session, firm.actor, now)
        fired += count
        if not count:
            break
    assert fired == DUE, fired
    return time.perf_counter() - start


async def _fill(database: Database, size: int, began: datetime) -> Firm:
    firm = await make_firm(database, stations_wanted=STATIONS)
    await add_member(database, firm, "agent", Role.AGENT, *firm.stations)
    stations = [each.id for each in firm.stations.values()]
    await write_cases(database, firm.id, stations, Load(size, size))
    owner = await asyncpg.connect(**database.endpoints.owner.asyncpg_arguments())
    try:
        await owner.execute(CLOCKS, firm.id, began, timeout=900)
        await owner.execute("VACUUM ANALYZE case_clocks", timeout=600)
    finally:
        await owner.close()
    return firm


if __name__ == "__main__":
    run(quick=False)
