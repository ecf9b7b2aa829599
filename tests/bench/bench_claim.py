"""Claim over HTTP by 16 clients, session look-up and all, beside pgbench running the same SQL.

100 k open cases among 1 M. Both write durably in the same server, in turns; rates are counted in
the database, so that only claims that took a case count. pgbench runs the claim's transaction
alone (begin, tenant, claim, commit), without the session look-up that HTTP also does.

Then one claim after another, with a limit on how many may be held, among 10 k and among 1 M cases:
what it costs must follow the agent's lanes and hands, not the firm's cases.
"""

import asyncio
import re
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import asyncpg

from stationdesk.cases.core.writing import LEASE
from stationdesk.cases.repository import claims
from stationdesk.foundation.database import Database, Endpoint
from stationdesk.foundation.embedded.binaries import binary, clean_environment
from stationdesk.foundation.hosting import migrated_database
from stationdesk.foundation.ids import new_id
from stationdesk.foundation.settings import Settings
from stationdesk.tenancy.actor import Actor, Role
from stationdesk.tenancy.session import hot_transaction
from stationdesk.workforce.repository.abilities import put_limit
from tests.bench.claim_load import Load, write_cases
from tests.bench.web_server import session_cookie, web_server, wrk
from tests.factories.firms import Firm, add_member, make_firm

BOUND: Final = 0.40
SCALE_BOUND: Final = 1.5
SCALE_CLAIMS, SCALE_HELD_MAX = 300, 1_000
CLIENTS, ROUNDS, ROUND_SECONDS = 16, 5, 4
STATIONS: Final = tuple((f"S{n}", "zto", f"网点{n}") for n in range(1, 7))


def run(quick: bool) -> None:
    """Print the median of the rounds' ratios."""
    if shutil.which("wrk") is None:
        print("bench claim_http not run: wrk is not installed")
        return
    load = Load(100_000, 10_000) if quick else Load(1_000_000, 100_000)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        settings = Settings(data_dir=Path(folder))
        with migrated_database(settings) as endpoints:
            firm = asyncio.run(_fill(Database(endpoints, settings), load))
            script = Path(folder) / "claim.sql"
            script.write_text(_script(firm))
            with web_server(settings.data_dir) as server:
                cookie = session_cookie(server, firm, "agent")
                ratios = []
                for _ in range(2 if quick else ROUNDS):
                    http = _rate(
                        endpoints.owner,
                        lambda: wrk(
                            server,
                            "/api/queue/claim",
                            cookie,
                            clients=CLIENTS,
                            seconds=ROUND_SECONDS,
                            method="POST",
                        ),
                    )
                    bare = _rate(endpoints.owner, lambda: _pgbench(endpoints.app, script))
                    ratios.append(http / bare)
                    print(f"  http {http:.0f}/s, pgbench {bare:.0f}/s")
    ratio = statistics.median(ratios)
    verdict = "ok" if ratio >= BOUND else "MISS"
    print(f"bench claim_http ratio={ratio:.2f} bound>={BOUND:.2f} {verdict}")
    few = _milliseconds(Load(10_000, 5_000))
    many = _milliseconds(Load(100_000, 50_000) if quick else Load(1_000_000, 500_000))
    print(f"  one claim: {few:.2f} ms among 10 k cases, {many:.2f} ms among many")
    verdict = "ok" if many / few <= SCALE_BOUND else "MISS"
    print(f"bench claim_scale ratio={many / few:.2f} bound<={SCALE_BOUND:.2f} {verdict}")


def _milliseconds(load: Load) -> float:
    """The median of one claim's time on a bare connection, for an agent with a limit."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        settings = Settings(data_dir=Path(folder))
        with migrated_database(settings) as endpoints:
            return asyncio.run(_claim_alone(Database(endpoints, settings), load))


async def _claim_alone(database: Database, load: Load) -> float:
    firm = await _filled(database, load)
    actor = firm.as_member("agent", *firm.stations)
    assert actor.member_id is not None
    async with hot_transaction(database, Actor.system(firm.id)) as connection:
        await put_limit(connection, firm.id, actor.member_id, SCALE_HELD_MAX, "bench")
    took = []
    for _ in range(SCALE_CLAIMS):
        began = time.perf_counter()
        async with hot_transaction(database, actor) as connection:
            taken = await claims.claim_next(
                connection, firm.id, actor.member_id, datetime.now(UTC), LEASE, new_id(), "agent",
                actor.name, None, every_lane=False,
            )  # fmt: skip
        took.append(time.perf_counter() - began)
        assert taken is not None, "the queue ran dry: the time means nothing"
    await database.close()
    return 1000 * statistics.median(took)


async def _fill(database: Database, load: Load) -> Firm:
    firm = await _filled(database, load)
    await database.close()
    return firm


async def _filled(database: Database, load: Load) -> Firm:
    firm = await make_firm(database, stations_wanted=STATIONS)
    await add_member(database, firm, "agent", Role.AGENT, *firm.stations)
    await write_cases(database, firm.id, [each.id for each in firm.stations.values()], load)
    return firm


def _script(firm: Firm) -> str:
    """The claim with its parameters written in: pgbench prepares it once."""
    member = firm.members["agent"]
    stations = ",".join(str(each.id) for each in firm.stations.values())
    values = {
        "$1": f"'{firm.id}'::uuid", "$2": f"'{member.id}'::uuid", "$3": "now()",
        "$4": f"'{LEASE.total_seconds()} seconds'", "$5": "gen_random_uuid()", "$6": "'agent'",
        "$7": f"'{member.name}'", "$8": "NULL",
    }  # fmt: skip
    claim = re.sub(r"\$\d", lambda found: values[found[0]], claims.CLAIM_NEXT)
    return (
        "BEGIN;\n"
        f"SELECT set_config('app.firm_id', '{firm.id}', true), "
        f"set_config('app.scope', 'agent', true), "
        f"set_config('app.station_ids', '{stations}', true);\n"
        f"{' '.join(claim.split())};\nCOMMIT;\n"
    )


def _pgbench(app: Endpoint, script: Path) -> float:
    done = subprocess.run(
        [
            str(binary("pgbench")), "-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2",
            "-T", str(ROUND_SECONDS), "-f", str(script), "-h", app.host, "-p", str(app.port),
            "-U", app.user, app.database,
        ],
        capture_output=True, text=True, env=clean_environment(), check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    assert found is not None, done.stdout
    return float(found[1])


def _rate(owner: Endpoint, drive: Callable[[], float]) -> float:
    """Cases taken a second while `drive` runs; it must not have run dry."""

    async def held() -> int:
        connection = await asyncpg.connect(**owner.asyncpg_arguments())
        try:
            held_now: int = await connection.fetchval(
                "SELECT count(*) FROM cases WHERE agent_member_id IS NOT NULL"
            )
            waiting: int = await connection.fetchval(
                "SELECT count(*) FROM cases WHERE holder_kind = 'queue'"
            )
        finally:
            await connection.close()
        assert waiting > 0, "the queue ran dry: the rate means nothing"
        return held_now

    before = asyncio.run(held())
    began = time.perf_counter()
    drive()
    took = time.perf_counter() - began
    return (asyncio.run(held()) - before) / took


if __name__ == "__main__":
    run(quick=False)
