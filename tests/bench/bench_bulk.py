"""Bulk actions on 1,000 cases over HTTP, beside one SQL statement that does the same.

By a supervisor over HTTP, then, in turn, on another 1,000 by the statement alone (begin, tenant,
statement, commit) on a connection of its own; both durable, on the same server. Claim, release
and note are the product's own statements; the event is an escalation, beside one statement
that writes what it writes: what is kept for undo, the custody that ended, the case, its timeline,
the words it is found by.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import asyncpg
import httpx

from stationdesk.cases.core.writing import LEASE
from stationdesk.cases.desk.bulk_repository import CLAIM_MANY, HAND_OVER_MANY, NOTE_MANY
from stationdesk.cases.repository.words import ADD, written_words
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
TEXT: Final = "对方网点说今天一定派送，明早再看一次"

# $1 firm, $2 now, $3 ids, $4 timeline ids, $5 member, $6 his name, $7 text, $8 keys, $9 line
EVENT: Final = f"""
WITH wanted AS (
    SELECT * FROM unnest($3::uuid[], $4::uuid[]) AS w (id, timeline_id)
), seen AS (
    SELECT c.*, w.timeline_id FROM wanted w JOIN cases c ON c.firm_id = $1 AND c.id = w.id
    ORDER BY c.id FOR UPDATE OF c
), kept AS (
    INSERT INTO case_undo (firm_id, case_id, station_id, version, member_id, at, before, clocks)
    SELECT firm_id, id, station_id, version + 1, $5, $2, to_jsonb(seen) - 'timeline_id', '[]'
    FROM seen
    ON CONFLICT (firm_id, case_id) DO UPDATE
    SET version = excluded.version, before = excluded.before, at = excluded.at
), ended AS (
    INSERT INTO case_custody (firm_id, case_id, case_version, station_id, holder_kind,
                              holder_reference, holder_name, from_at, to_at)
    SELECT firm_id, id, version, station_id, holder_kind, holder_reference, holder_name,
           custody_since, $2 FROM seen
), moved AS (
    UPDATE cases c
    SET version = c.version + 1, holder_kind = 'supervisor', holder_reference = NULL,
        holder_name = '', custody_since = $2, lease_until = NULL, snoozed_until = NULL,
        details = c.details, rank = c.rank
    FROM seen s WHERE c.firm_id = $1 AND c.id = s.id
), noted AS (
    INSERT INTO case_timeline (firm_id, case_id, id, station_id, case_version, at,
                               actor_member_id, actor_name, event, text, data)
    SELECT firm_id, id, timeline_id, station_id, version + 1, $2, $5, $6, 'escalate', $7,
           jsonb_build_object('reason', $7::text,
                              'waits_on', jsonb_build_object('kind', 'supervisor', 'name', ''))
    FROM seen RETURNING case_id, case_version
), found_by AS (
    {ADD.format(keys="$8::integer[]", line="$9::text", of="seen c ORDER BY c.id")}
)
SELECT case_id, case_version FROM noted
"""


def run(quick: bool) -> None:
    """Print the median of the rounds' ratios, action by action."""
    load = Load(100_000, 60_000) if quick else Load(1_000_000, 200_000)
    rounds = 3 if quick else ROUNDS
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        settings = Settings(data_dir=Path(folder))
        with migrated_database(settings) as endpoints:
            firm = asyncio.run(_fill(Database(endpoints, settings), load))
            with web_server(settings.data_dir) as server:
                cookie = session_cookie(server, firm, "boss")
                with httpx.Client(
                    base_url=server.url, headers={"Cookie": cookie}, timeout=120
                ) as client:
                    for action, bare in BARE.items():
                        ratios = [_round(client, endpoints, firm, action, bare)
                                  for _ in range(rounds)]  # fmt: skip
                        _print(action, statistics.median(ratios))


def _print(action: str, ratio: float) -> None:
    verdict = "ok" if ratio < BOUND else "MISS"
    print(f"bench bulk_{action}_1000 ratio={ratio:.2f} bound<{BOUND:.2f} {verdict}")


def _round(
    client: httpx.Client, endpoints: Endpoints, firm: Firm, action: str, bare: "Bare"
) -> float:
    ids = asyncio.run(_waiting(endpoints, firm))
    if action != "claim":
        _over_http(client, "claim", ids)
    http = _over_http(client, action, ids)
    others = asyncio.run(_waiting(endpoints, firm))
    if action != "claim":
        _over_http(client, "claim", others)
    alone = asyncio.run(_alone(endpoints, firm, others, bare))
    if action in ("note", "event"):
        _over_http(client, "release", [*ids])
        _over_http(client, "release", [*others])
    print(f"  {action}: http {http * 1000:.0f} ms, statement {alone * 1000:.0f} ms")
    return http / alone


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
            "SELECT id FROM cases WHERE firm_id = $1 AND holder_kind = 'queue' AND version = 1 "
            "AND direction = 'inbound' "
            "ORDER BY rank LIMIT $2",
            firm.id, CASES,
        )  # fmt: skip
    finally:
        await owner.close()
    assert len(rows) == CASES, "the queue ran dry: the figure means nothing"
    return [row["id"] for row in rows]


DATA: Final[dict[str, dict[str, Any]]] = {
    "note": {"text": TEXT},
    "event": {"event": "escalate", "data": {"reason": TEXT}},
}


def _over_http(client: httpx.Client, action: str, ids: list[UUID]) -> float:
    body = {
        "action": action, "ids": [str(case_id) for case_id in ids], "data": DATA.get(action, {}),
    }  # fmt: skip
    began = time.perf_counter()
    answer = client.post("/api/cases/bulk", json=body)
    took = time.perf_counter() - began
    assert answer.json()["done"] == CASES, answer.text[:500]
    return took


Bare = tuple[str, Callable[[Firm, UUID, str, list[UUID]], tuple[Any, ...]]]


def _claim(firm: Firm, member_id: UUID, name: str, ids: list[UUID]) -> tuple[Any, ...]:
    nothing = [None] * CASES
    return (
        firm.id, datetime.now(UTC), ids, nothing, [new_id() for _ in ids], nothing, member_id,
        name, "supervisor", LEASE,
    )  # fmt: skip


def _release(firm: Firm, member_id: UUID, name: str, ids: list[UUID]) -> tuple[Any, ...]:
    nothing = [None] * CASES
    return (
        firm.id, datetime.now(UTC), ids, nothing, [new_id() for _ in ids], nothing, member_id,
        name, "released", "", nothing, nothing, [""] * CASES, LEASE, None,
    )  # fmt: skip


def _note(firm: Firm, member_id: UUID, name: str, ids: list[UUID]) -> tuple[Any, ...]:
    keys, line = written_words(firm.id, (("noted", TEXT),))
    return (
        firm.id, datetime.now(UTC), ids, [new_id() for _ in ids], [None] * CASES, member_id, name,
        TEXT, keys, line,
    )  # fmt: skip


def _event(firm: Firm, member_id: UUID, name: str, ids: list[UUID]) -> tuple[Any, ...]:
    keys, line = written_words(firm.id, (("escalate", TEXT),))
    return (
        firm.id, datetime.now(UTC), ids, [new_id() for _ in ids], member_id, name, TEXT, keys,
        line,
    )  # fmt: skip


BARE: Final[dict[str, Bare]] = {
    "claim": (CLAIM_MANY, _claim),
    "release": (HAND_OVER_MANY, _release),
    "note": (NOTE_MANY, _note),
    "event": (EVENT, _event),
}


async def _alone(endpoints: Endpoints, firm: Firm, ids: list[UUID], bare: Bare) -> float:
    """The statement by itself, prepared before the clock starts."""
    actor = firm.as_member("boss")
    assert actor.member_id is not None
    sql, values = bare
    connection = await asyncpg.connect(**endpoints.app.asyncpg_arguments())
    try:
        statement = await connection.prepare(sql)
        given = values(firm, actor.member_id, actor.name, sorted(ids))
        began = time.perf_counter()
        await connection.execute("BEGIN; " + tenant_settings(actor))
        rows = await statement.fetch(*given)
        await connection.execute("COMMIT")
        took = time.perf_counter() - began
    finally:
        await connection.close()
    assert len(rows) == CASES
    return took


if __name__ == "__main__":
    run(quick=False)
