"""Search by waybill and one event on a case over HTTP: their time at 1 M cases beside 10 k.

One client, one request after the other; medians, in turns on the same server. Half of the
searches are by a whole number, half by its last digits.
"""

import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import asyncpg
import httpx

from stationdesk.foundation.bigrams import bigram_keys
from stationdesk.foundation.database import Database
from stationdesk.foundation.hosting import migrated_database
from stationdesk.foundation.settings import Settings
from stationdesk.tenancy.actor import Role
from tests.bench.claim_load import Load, write_cases
from tests.bench.web_server import WebServer, session_cookie, web_server
from tests.factories.firms import Firm, add_member, make_firm

GROWTH_BOUND: Final = 1.5
ROUNDS, SEARCHES, EVENTS = 5, 100, 40
STATIONS: Final = tuple((f"S{n}", "zto", f"网点{n}") for n in range(1, 7))
FIRST_WAYBILL: Final = 730000000000
SUMMARY: Final = "A1 联系不上"
WORDS: Final = """
INSERT INTO case_words (firm_id, case_id, station_id, waybill_tail, received_at, bigrams, lines)
SELECT firm_id, id, station_id, reverse(waybill), received_at, $2, E'summary\\t' || summary
FROM cases WHERE firm_id = $1
"""


def run(quick: bool) -> None:
    """Print both medians."""
    large = Load(100_000, 10_000) if quick else Load(1_000_000, 100_000)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        settings = Settings(data_dir=Path(folder))
        with migrated_database(settings) as endpoints:
            small = asyncio.run(_fill(Database(endpoints, settings), Load(10_000, 1_000)))
            big = asyncio.run(_fill(Database(endpoints, settings), large))
            with (
                web_server(settings.data_dir) as server,
                _client(server, small) as few,
                _client(server, big) as many,
            ):
                searches = _searches(few, 10_000), _searches(many, large.total)
                _grow("search_waybill_growth", quick, *searches)
                _grow("event_growth", quick, _events(few), _events(many))


def _grow(name: str, quick: bool, few: Callable[[], float], many: Callable[[], float]) -> None:
    ratios = []
    for _ in range(2 if quick else ROUNDS):
        ratios.append(many() / few())
    ratio = statistics.median(ratios)
    verdict = "ok" if ratio <= GROWTH_BOUND else "MISS"
    print(f"bench {name} ratio={ratio:.2f} bound<={GROWTH_BOUND:.2f} {verdict}")


async def _fill(database: Database, load: Load) -> Firm:
    firm = await make_firm(database, stations_wanted=STATIONS)
    await add_member(database, firm, "boss", Role.SUPERVISOR)
    await write_cases(database, firm.id, [each.id for each in firm.stations.values()], load)
    owner = await asyncpg.connect(**database.endpoints.owner.asyncpg_arguments())
    try:
        await owner.execute(WORDS, firm.id, bigram_keys(firm.id, [SUMMARY]), timeout=900)
        await owner.execute("VACUUM ANALYZE case_words", timeout=600)
    finally:
        await owner.close()
    await database.close()
    return firm


def _client(server: WebServer, firm: Firm) -> httpx.Client:
    cookie = session_cookie(server, firm, "boss")
    return httpx.Client(base_url=server.url, headers={"Cookie": cookie}, timeout=60)


def _timed(ask: Iterator[Callable[[], httpx.Response]]) -> float:
    """The median answer."""
    taken = []
    for call in ask:
        began = time.perf_counter()
        answer = call()
        taken.append(time.perf_counter() - began)
        assert answer.status_code == 200, answer.text
    return statistics.median(taken)


def _searches(client: httpx.Client, total: int) -> Callable[[], float]:
    numbers = random.Random(total)

    def calls() -> Iterator[Callable[[], httpx.Response]]:
        for n in range(SEARCHES):
            waybill = str(FIRST_WAYBILL + numbers.randint(1, total))
            asked = waybill if n % 2 else waybill[-8:]
            yield lambda asked=asked: client.get("/api/search", params={"q": asked})  # type: ignore[misc]

    return lambda: _timed(calls())


def _events(client: httpx.Client) -> Callable[[], float]:
    """A station is asked: custody, clocks, row, timeline, words; each case once."""

    def calls() -> Iterator[Callable[[], httpx.Response]]:
        waiting = {"direction": "inbound", "view": "unclaimed", "limit": EVENTS}
        for row in client.get("/api/cases", params=waiting).json()["items"]:
            taken = client.post("/api/queue/claim", json={"case_id": row["id"]}).json()
            body = {
                "event": "ask_station", "version": taken["version"],
                "data": {"question": "请核实放在哪里"},
            }  # fmt: skip
            path = f"/api/cases/{taken['id']}/events"
            yield lambda path=path, body=body: client.post(path, json=body)  # type: ignore[misc]

    return lambda: _timed(calls())


if __name__ == "__main__":
    run(quick=False)
