"""The queue's page of 50 over HTTP: its CPU beside a bare handler's, its time at 1 M beside 10 k.

CPU is that of the web process alone, per answer; the bare handler is an ASGI function without
framework, session look-up or validation that runs the same SQL and encodes the same page.
"""

import asyncio
import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import Final

import httpx

from stationdesk.foundation.database import Database
from stationdesk.foundation.hosting import migrated_database
from stationdesk.foundation.settings import Settings
from stationdesk.tenancy.actor import Role
from tests.bench.claim_load import Load, write_cases
from tests.bench.web_server import WebServer, session_cookie, web_server, wrk
from tests.factories.firms import Firm, add_member, make_firm

CPU_BOUND: Final = 2.0
GROWTH_BOUND: Final = 1.5
CLIENTS, ROUNDS, ROUND_SECONDS, PAGES = 4, 5, 3, 150
STATIONS: Final = tuple((f"S{n}", "zto", f"网点{n}") for n in range(1, 7))
PATH: Final = "/api/cases?limit=50"


def run(quick: bool) -> None:
    """Print both medians."""
    if shutil.which("wrk") is None:
        print("bench queue_page not run: wrk is not installed")
        return
    large = Load(100_000, 10_000) if quick else Load(1_000_000, 100_000)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        settings = Settings(data_dir=Path(folder))
        with migrated_database(settings) as endpoints:
            small = asyncio.run(_fill(Database(endpoints, settings), Load(10_000, 1_000)))
            big = asyncio.run(_fill(Database(endpoints, settings), large))
            _tell_bare_handler(big)
            with (
                web_server(settings.data_dir) as full,
                web_server(settings.data_dir, "tests.bench.bare_page:application") as bare,
            ):
                cookies = {firm.slug: session_cookie(full, firm, "agent") for firm in (small, big)}
                cpu, growth = [], []
                for _ in range(2 if quick else ROUNDS):
                    cookie = cookies[big.slug]
                    cpu.append(_cpu_per_page(full, cookie) / _cpu_per_page(bare, cookie))
                    growth.append(
                        _seconds_per_page(full, cookies[big.slug])
                        / _seconds_per_page(full, cookies[small.slug])
                    )
    _say("queue_page_cpu", statistics.median(cpu), CPU_BOUND)
    _say("queue_page_growth", statistics.median(growth), GROWTH_BOUND)


def _say(name: str, ratio: float, bound: float) -> None:
    verdict = "ok" if ratio <= bound else "MISS"
    print(f"bench {name} ratio={ratio:.2f} bound<={bound:.2f} {verdict}")


async def _fill(database: Database, load: Load) -> Firm:
    firm = await make_firm(database, stations_wanted=STATIONS)
    await add_member(database, firm, "agent", Role.AGENT, *firm.stations)
    await write_cases(database, firm.id, [each.id for each in firm.stations.values()], load)
    await database.close()
    return firm


def _tell_bare_handler(firm: Firm) -> None:
    os.environ["BENCH_FIRM"] = str(firm.id)
    os.environ["BENCH_MEMBER"] = str(firm.members["agent"].id)
    os.environ["BENCH_STATIONS"] = ",".join(str(each.id) for each in firm.stations.values())


def _cpu_per_page(server: WebServer, cookie: str) -> float:
    before = server.cpu_seconds()
    rate = wrk(server, PATH, cookie, clients=CLIENTS, seconds=ROUND_SECONDS, method="GET")
    return (server.cpu_seconds() - before) / (rate * ROUND_SECONDS)


def _seconds_per_page(server: WebServer, cookie: str) -> float:
    """The median answer of one client, one request after the other."""
    taken = []
    with httpx.Client(base_url=server.url, headers={"Cookie": cookie}, timeout=30) as client:
        for _ in range(PAGES):
            began = time.perf_counter()
            answer = client.get(PATH)
            taken.append(time.perf_counter() - began)
            assert len(answer.json()["items"]) == 50
    return statistics.median(taken)


if __name__ == "__main__":
    run(quick=False)
