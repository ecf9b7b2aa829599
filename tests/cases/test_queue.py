"""Who holds a case: claims under contention, leases, hand-overs."""

import asyncio
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from litestar import Litestar

from stationdesk.cases import service
from stationdesk.cases.core.queue import claim_this
from stationdesk.cases.core.writing import LEASE
from stationdesk.cases.repository import records
from stationdesk.foundation.database import Database
from stationdesk.tenancy.actor import Role
from stationdesk.tenancy.session import hot_transaction, raw_connection, tenant_session
from stationdesk.workflow.custody import Holder, HolderKind, Interval, assert_adds_up
from tests.cases.conftest import Desk
from tests.factories.cases import (
    claimed,
    open_in_service,
    open_over_http,
    raise_event,
    shown,
    worked,
)
from tests.factories.firms import Firm, add_member
from tests.factories.web import signed_in_client

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
CASES = 1000
CLIENTS = 64

MANY = """
INSERT INTO cases (firm_id, id, number, kind, direction, state, station_id, waybill, summary,
                   details, details_version, rank, holder_kind, custody_since, source, opened_at,
                   received_at)
SELECT $1, gen_random_uuid(), 'T' || n, 'problem_parcel',
       CASE WHEN n % 2 = 0 THEN 'inbound' ELSE 'outbound' END, 'found', $2, n::text, 'A1',
       '{"problem_type": "A1"}', 1, $3::timestamptz + n * interval '1 second', 'queue', $3,
       'hand', $3, $3
FROM generate_series(1, $4::int) AS n
"""


async def test_a_thousand_claims_by_64_clients_are_a_thousand_cases(
    app: Litestar, database: Database, firm: Firm
) -> None:
    await add_member(database, firm, "chen", Role.AGENT, "S1")
    async with tenant_session(database, firm.actor) as session:
        connection = await raw_connection(session)
        await connection.execute(MANY, firm.id, firm.stations["S1"].id, NOW, CASES)
    taken: list[str] = []

    async with signed_in_client(app, firm, "chen") as client:

        async def keep_claiming() -> None:
            while True:
                answer = await client.post("/api/queue/claim")
                if answer.status_code == 204:
                    return
                assert answer.status_code == 200, answer.text
                taken.append(answer.json()["id"])

        await asyncio.gather(*(keep_claiming() for _ in range(CLIENTS)))
    assert len(taken) == CASES, "nobody was sent away while a case was waiting"
    assert len(set(taken)) == CASES
    async with tenant_session(database, firm.actor) as session:
        connection = await raw_connection(session)
        rows = await connection.fetch(
            """
            SELECT count(*) AS cases, count(*) FILTER (WHERE version = 2) AS once,
                   (SELECT count(*) FROM case_custody WHERE firm_id = $1) AS ended,
                   (SELECT count(*) FROM case_timeline WHERE firm_id = $1) AS noted
            FROM cases WHERE firm_id = $1 AND holder_kind = 'agent'
            """,
            firm.id,
        )
    assert tuple(rows[0]) == (CASES, CASES, CASES, CASES)


async def test_the_most_urgent_case_comes_first_and_money_pulls_forward(
    desk: Desk, database: Database
) -> None:
    later = NOW + timedelta(minutes=5)
    cheap = await open_in_service(database, desk.firm, now=NOW)
    dear = await open_in_service(
        database, desk.firm, now=later, kind="arbitration",
        details={"ground": "loss", "claimed_amount_fen": 100_000_00, "respond_due_minutes": 240},
    )  # fmt: skip
    last = await open_in_service(database, desk.firm, now=later)
    order = [(await desk.chen.post("/api/queue/claim")).json()["id"] for _ in range(3)]
    assert order == [str(dear.id), str(cheap.id), str(last.id)]


async def test_an_agent_gets_only_his_stations_and_directions(
    app: Litestar, database: Database, firm: Firm
) -> None:
    await add_member(database, firm, "wang", Role.AGENT, "S1", direction="inbound")
    outbound = await open_in_service(database, firm, now=NOW, direction="outbound")
    await open_in_service(database, firm, now=NOW, station="S2")
    inbound = await open_in_service(database, firm, now=NOW + timedelta(hours=9))
    async with signed_in_client(app, firm, "wang") as wang:
        assert (await wang.post("/api/queue/claim")).json()["id"] == str(inbound.id)
        assert (await wang.post("/api/queue/claim")).status_code == 204
        named = await wang.post("/api/queue/claim", json={"case_id": str(outbound.id)})
        assert named.status_code == 200, "a station of his: by name he may"


async def test_what_somebody_holds_is_refused_with_his_name(desk: Desk) -> None:
    case = await claimed(desk.chen, await open_over_http(desk.chen))
    assert (await desk.li.post("/api/queue/claim")).status_code == 204
    answer = await desk.li.post("/api/queue/claim", json={"case_id": case["id"]})
    assert answer.status_code == 409
    assert answer.json()["code"] == "case_held"
    assert answer.json()["holder"]["name"] == "chen"
    assert [change["event"] for change in answer.json()["changes"]] == ["claimed"]
    again = await desk.chen.post("/api/queue/claim", json={"case_id": case["id"]})
    assert again.status_code == 200
    assert again.json()["version"] == case["version"], "one's own again changes nothing"


async def test_a_stale_claim_is_told_what_changed(desk: Desk) -> None:
    seen = await open_over_http(desk.chen)
    await claimed(desk.chen, seen)
    await desk.chen.post("/api/queue/release", json={"case_id": seen["id"]})
    body = {"case_id": seen["id"], "version": seen["version"]}
    answer = await desk.li.post("/api/queue/claim", json=body)
    assert (answer.status_code, answer.json()["code"]) == (409, "stale_case")
    assert [change["event"] for change in answer.json()["changes"]] == ["claimed", "released"]
    body["version"] = answer.json()["current"]["version"]
    assert (await desk.li.post("/api/queue/claim", json=body)).status_code == 200


async def test_release_gives_back_and_custody_shows_it(desk: Desk) -> None:
    case = await claimed(desk.chen, await open_over_http(desk.chen))
    assert (
        await desk.li.post("/api/queue/release", json={"case_id": case["id"]})
    ).status_code == 403
    answer = await desk.chen.post("/api/queue/release", json={"case_id": case["id"]})
    assert answer.json()["holder"]["kind"] == "queue"
    case = await claimed(desk.li, case)
    assert [each["holder"]["kind"] for each in case["custody"]] == [
        "queue", "agent", "queue", "agent",
    ]  # fmt: skip
    everything = await desk.li.post("/api/queue/release")
    assert [each["id"] for each in everything.json()["items"]] == [case["id"]]


async def test_releasing_a_case_that_waits_outside_keeps_its_custody(desk: Desk) -> None:
    case = await claimed(desk.chen, await open_over_http(desk.chen))
    case = await worked(desk.chen, case, "ask_customer", question="何时在家")
    released = await desk.chen.post("/api/queue/release", json={"case_id": case["id"]})
    assert released.json()["holder"]["kind"] == "customer"
    assert released.json()["agent"] is None
    case = await shown(desk.boss, case)
    case = await worked(desk.boss, case, "customer_answered", answer="今晚")
    assert case["holder"]["kind"] == "queue"


async def test_transfer_and_reassign_need_somebody_who_can_take_it(desk: Desk) -> None:
    members = desk.firm.members
    case = await claimed(desk.chen, await open_over_http(desk.chen, station="S2"))
    body = {"case_id": case["id"], "member_id": str(members["li"].id), "note": "交接"}
    answer = await desk.chen.post("/api/queue/transfer", json=body)
    assert answer.status_code == 400
    assert "not assigned" in answer.json()["detail"]
    body["member_id"] = str(members["boss"].id)
    answer = await desk.chen.post("/api/queue/transfer", json=body)
    assert answer.json()["holder"]["kind"] == "supervisor"
    assert (await desk.chen.post("/api/queue/reassign", json=body)).status_code == 403
    body["member_id"] = str(members["chen"].id)
    answer = await desk.boss.post("/api/queue/reassign", json=body)
    assert answer.json()["holder"]["name"] == "chen"
    case = await shown(desk.chen, case)
    assert case["timeline"][-1]["text"] == "交接"
    told = case["timeline"][-1]["data"]
    assert (told["from"], told["to"]) == ("boss", "chen")


async def test_a_case_does_not_sleep_past_its_deadline(desk: Desk) -> None:
    case = await claimed(desk.chen, await open_over_http(desk.chen))
    due_at = datetime.fromisoformat(case["due_at"])
    body = {"case_id": case["id"], "reason": "等客户下班"}
    for until in (due_at, datetime.now(UTC) - timedelta(minutes=1)):
        answer = await desk.chen.post("/api/queue/snooze", json=body | {"until": until.isoformat()})
        assert (answer.status_code, answer.json()["code"]) == (400, "snooze_too_long")
    until = due_at - timedelta(minutes=60)
    answer = await desk.chen.post("/api/queue/snooze", json=body | {"until": until.isoformat()})
    assert answer.json()["snoozed_until"] is not None
    async with tenant_session(desk.database, desk.firm.actor) as session:
        assert await service.wake_snoozed(session, desk.firm.actor, until) == 1
    case = await shown(desk.chen, case)
    assert case["snoozed_until"] is None
    assert [each["event"] for each in case["timeline"]][-2:] == ["snoozed", "woke"]


async def expire(desk: Desk, now: datetime) -> int:
    async with tenant_session(desk.database, desk.firm.actor) as session:
        return await service.expire_leases(session, desk.firm.actor, now)


async def test_a_lease_ends_without_presence_and_the_case_goes_back(desk: Desk) -> None:
    case = await claimed(desk.chen, await open_over_http(desk.chen))
    now = datetime.now(UTC)
    assert timedelta(minutes=15) <= LEASE
    assert await expire(desk, now + timedelta(minutes=15)) == 0
    assert await expire(desk, now + LEASE + timedelta(minutes=1)) == 1
    case = await shown(desk.chen, case)
    assert case["holder"]["kind"] == "queue"
    assert case["timeline"][-1]["event"] == "lease_expired"
    refused = await raise_event(desk.chen, case, "register")
    assert refused.status_code == 403


async def test_presence_keeps_what_one_holds(desk: Desk) -> None:
    await claimed(desk.chen, await open_over_http(desk.chen))
    later = datetime.now(UTC) + LEASE + timedelta(minutes=1)
    async with tenant_session(desk.database, desk.firm.as_member("chen", "S1")) as session:
        await service.mark_presence(session, desk.firm.as_member("chen", "S1"), later)
    assert await expire(desk, later + timedelta(minutes=15)) == 0
    assert await expire(desk, later + LEASE + timedelta(minutes=1)) == 1


async def test_asking_others_outlives_the_lease(desk: Desk) -> None:
    case = await claimed(desk.chen, await open_over_http(desk.chen))
    case = await worked(desk.chen, case, "ask_carrier", question="能否延期")
    assert await expire(desk, datetime.now(UTC) + timedelta(days=2)) == 0
    assert (await shown(desk.chen, case))["agent"]["is_me"]


async def test_the_database_itself_refuses_a_held_case_in_the_queue(
    desk: Desk, database: Database
) -> None:
    case = await claimed(desk.chen, await open_over_http(desk.chen))
    statement = "UPDATE cases SET holder_kind = 'queue' WHERE id = $1"
    async with hot_transaction(database, desk.firm.actor) as connection:
        with pytest.raises(asyncpg.CheckViolationError):
            await connection.execute(statement, case["id"])


async def test_a_claim_between_two_reads_never_breaks_the_custody_shown(
    database: Database, firm: Firm
) -> None:
    agent = await add_member(database, firm, "agent", Role.AGENT, "S1")
    actor = firm.as_member("agent", "S1")
    case = await open_in_service(database, firm, now=NOW)
    async with hot_transaction(database, firm.actor) as connection:
        read = await records.find(connection, firm.id, case.id)
        assert read is not None
        await claim_this(database, actor, case.id, NOW + timedelta(minutes=5))
        ended = await records.ended_custody(connection, firm.id, case.id, read.version)
        holder = Holder(HolderKind(read.holder_kind), read.holder_reference, read.holder_name)
        running = Interval(holder, read.custody_since)
    assert_adds_up([*ended, running], read.opened_at, None)
    assert agent.id == actor.member_id
