"""A bulk action on 1,000 cases over HTTP, beside one SQL statement that does the same.

Claimed by a supervisor over HTTP, then, in turn, another 1,000 by the statement alone (begin,
tenant, statement, commit) on a connection of its own; both durable, on the same server.
"""

import asyncio
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import UUID

import asyncpg
import httpx

from stationdesk.cases.core.events import LEASE
from stationdesk.cases.desk.bulk_repository import CLAIM_MANY
from stationdesk.foundation.database import Database, Endpoints
from stationdesk.foundation.hosting import migrated_database
from stationdesk.foundation.ids import new_id
from stationdesk.foundation.settings import Settings
from stationdesk.tenancy.actor import Role
from stationdesk.tenancy.session import tenant_settings
from tests.bench.claim_load import Load, write_cases
from tests.bench.web_server import session_cookie, web_server
from tests.factories.firms import Firm, add_member, make_firm

BOUND: Final = 3.0
CASES, ROUNDS = 1_000, 7
STATIONS: Final = tuple((f"S{n}", "zto", f"网点{n}") for n in range(1, 7))


def run(quick: bool) -> None:
    """Print the median of the rounds' ratios."""
    load = Load(100_000, 20_000) if quick else Load(1_000_000, 100_000)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        settings = Settings(data_dir=Path(folder))
        with migrated_database(settings) as endpoints:
            firm = asyncio.run(_fill(Database(endpoints, settings), load))
            with web_server(settings.data_dir) as server:
                cookie = session_cookie(server, firm, "boss")
                ratios = []
                for _ in range(3 if quick else ROUNDS):
                    with httpx.Client(
                        base_url=server.url, headers={"Cookie": cookie}, timeout=60
                    ) as client:
                        http = _over_http(client, asyncio.run(_waiting(endpoints, firm)))
                    bare = asyncio.run(_bare(endpoints, firm))
                    ratios.append(http / bare)
                    print(f"  http {http * 1000:.0f} ms, statement {bare * 1000:.0f} ms")
    ratio = statistics.median(ratios)
    verdict = "ok" if ratio < BOUND else "MISS"
    print(f"bench bulk_claim_1000 ratio={ratio:.2f} bound<{BOUND:.2f} {verdict}")


async def _fill(database: Database, load: Load) -> Firm:
    firm = await make_firm(database, stations_wanted=STATIONS)
    await add_member(database, firm, "boss", Role.SUPERVISOR)
    await write_cases(database, firm.id, [each.id for each in firm.stations.values()], load)
    await database.close()
    return firm


async def _waiting(endpoints: Endpoints, firm: Firm) -> list[UUID]:
    owner = await asyncpg.connect(**endpoints.owner.asyncpg_arguments())
    try:
        rows = await owner.fetch(
            "SELECT id FROM cases WHERE firm_id = $1 AND holder_kind = 'queue' "
            "ORDER BY rank LIMIT $2",
            firm.id, CASES,
        )  # fmt: skip
    finally:
        await owner.close()
    assert len(rows) == CASES, "the queue ran dry: the figure means nothing"
    return [row["id"] for row in rows]


def _over_http(client: httpx.Client, ids: list[UUID]) -> float:
    body = {"action": "claim", "ids": [str(case_id) for case_id in ids]}
    began = time.perf_counter()
    answer = client.post("/api/cases/bulk", json=body)
    took = time.perf_counter() - began
    assert answer.json()["done"] == CASES, answer.text[:500]
    return took


async def _bare(endpoints: Endpoints, firm: Firm) -> float:
    """The statement by itself, prepared before the clock starts."""
    ids = sorted(await _waiting(endpoints, firm))
    actor = firm.as_member("boss")
    connection = await asyncpg.connect(**endpoints.app.asyncpg_arguments())
    try:
        statement = await connection.prepare(CLAIM_MANY)
        began = time.perf_counter()
        await connection.execute("BEGIN; " + tenant_settings(actor))
        rows = await statement.fetch(
            firm.id, datetime.now(UTC), ids, [None] * CASES, [new_id() for _ in ids],
            [None] * CASES, actor.member_id, actor.name, "supervisor", LEASE,
        )  # fmt: skip
        await connection.execute("COMMIT")
        took = time.perf_counter() - began
    finally:
        await connection.close()
    assert len(rows) == CASES
    return took


if __name__ == "__main__":
    run(quick=False)
