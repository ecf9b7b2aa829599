"""What time does to a case, what a fine learns of it, what resolves itself."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from stationdesk.cases import service
from stationdesk.cases.errors import AlreadyOpen
from stationdesk.cases.repository.timeline import StreamCursor, stream_end, timeline_since
from stationdesk.foundation.database import Database
from stationdesk.policies import service as policies
from stationdesk.tenancy.session import hot_transaction, raw_connection, tenant_session
from stationdesk.workflow.custody import assert_adds_up
from tests.cases.conftest import Desk
from tests.factories.cases import claimed, open_in_service, raise_event, shown, worked
from tests.factories.firms import Firm

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
GAP = {"gap": "dispatched_not_signed", "description": ""}


async def fire(database: Database, firm: Firm, now: datetime) -> int:
    async with tenant_session(database, firm.actor) as session:
        return await service.fire_due_rungs(session, firm.actor, now)


async def test_rungs_fire_once_in_order_and_late_ones_are_marked(desk: Desk) -> None:
    case = await open_in_service(desk.database, desk.firm, now=NOW)
    due_at = case.due_at
    assert due_at == NOW + timedelta(minutes=240)
    assert await fire(desk.database, desk.firm, due_at - timedelta(minutes=31)) == 0
    assert await fire(desk.database, desk.firm, due_at - timedelta(minutes=30)) == 1
    # The worker was down: both that are left fire now, in order.
    assert await fire(desk.database, desk.firm, due_at + timedelta(minutes=40)) == 1
    assert await fire(desk.database, desk.firm, due_at + timedelta(minutes=41)) == 0
    shown_case = await shown(desk.boss, {"id": case.id})
    rungs = [each["data"] for each in shown_case["timeline"] if each["event"] == "clock_rung"]
    assert [(rung["minutes_before"], rung["is_late"]) for rung in rungs] == [
        (30, False), (15, True), (0, True),
    ]  # fmt: skip
    clock = shown_case["clocks"][0]
    assert datetime.fromisoformat(clock["breached_at"]) == due_at
    assert [rung["is_late"] for rung in clock["rungs"]] == [False, True, True]


async def test_two_workers_fire_a_rung_once(desk: Desk) -> None:
    case = await open_in_service(desk.database, desk.firm, now=NOW)
    late = NOW + timedelta(days=1)
    await asyncio.gather(*(fire(desk.database, desk.firm, late) for _ in range(4)))
    events = (await shown(desk.boss, {"id": case.id}))["timeline"]
    assert [each["event"] for each in events].count("clock_rung") == 3


async def test_what_resolved_itself_closes_from_wherever_it_was(desk: Desk) -> None:
    case = await open_in_service(
        desk.database, desk.firm, now=NOW, source="gap", source_key="gap:1", details=GAP
    )
    assert case.summary == "有派未签"
    with pytest.raises(AlreadyOpen):
        await open_in_service(
            desk.database, desk.firm, now=NOW, source="gap", source_key="gap:1", details=GAP
        )
    held = await claimed(desk.chen, {"id": str(case.id)})
    waiting = await worked(desk.chen, held, "ask_courier", question="签收了吗", name="黄志勇")
    refused = await raise_event(desk.boss, waiting, "resolved_itself")
    assert refused.status_code == 403, "only the sweep may say so"
    async with tenant_session(desk.database, desk.firm.actor) as session:
        closed = await service.apply_event(
            session, desk.firm.actor, case.id, "resolved_itself",
            {"reason": "已签收", "milestone": "signed"}, None, datetime.now(UTC),
        )  # fmt: skip
    assert closed.closed_at is not None
    assert (await shown(desk.boss, held))["timeline"][-1]["text"] == "已签收"
    again = await open_in_service(
        desk.database, desk.firm, now=datetime.now(UTC), source="gap", source_key="gap:1",
        details=GAP,
    )  # fmt: skip
    assert again.id != case.id, "the same gap may come back"


async def test_a_fine_learns_who_held_the_case_when(desk: Desk) -> None:
    case = await open_in_service(
        desk.database, desk.firm, now=NOW, kind="work_order", waybill="7319",
        details={
            "order_no": "G1", "text": "x", "issued_at": (NOW - timedelta(minutes=3)).isoformat(),
            "reply_due_minutes": 120,
        },
    )  # fmt: skip
    held = await claimed(desk.chen, {"id": str(case.id)})
    await worked(desk.chen, held, "first_follow_up", text="已联系")
    now = datetime.now(UTC)
    place = (desk.firm.stations["S1"].id, "7319")
    async with hot_transaction(desk.database, desk.firm.actor) as connection:
        found = await service.evidence_for_waybills(
            connection, desk.firm.id, [place, (place[0], "7320")], now
        )
    assert list(found) == [place]
    facts = found[place]
    assert [each.kind for each in facts] == ["work_order"]
    clocks = {clock.name: clock for clock in facts[0].clocks}
    assert clocks["reply"].breached_at == NOW + timedelta(minutes=117)
    assert clocks["first_follow_up"].stopped_at is not None
    assert [each.holder.kind for each in facts[0].custody] == ["intake", "queue", "agent"]
    assert facts[0].custody[-1].holder.reference == desk.firm.members["chen"].id
    assert_adds_up(facts[0].custody, facts[0].opened_at, facts[0].closed_at)


async def test_the_firms_own_policy_takes_the_place_of_the_example(desk: Desk) -> None:
    parameters = {
        "risk_fen": 700, "clocks": {"register": {"owner": "hq", "length_minutes": 33}},
    }  # fmt: skip
    async with tenant_session(desk.database, desk.firm.actor) as session:
        connection = await raw_connection(session)
        version = await policies.add_version(
            connection, desk.firm.id, code="case.problem_parcel", carrier="zto",
            effective_from=NOW, effective_to=None, title="本公司时效", text="", source="手册",
            parameters=parameters, now=NOW,
        )  # fmt: skip
    assert version == 1
    before = await open_in_service(desk.database, desk.firm, now=NOW - timedelta(seconds=1))
    after = await open_in_service(desk.database, desk.firm, now=NOW)
    other = await open_in_service(desk.database, desk.firm, now=NOW, station="S2")
    assert (before.risk_fen, after.risk_fen, other.risk_fen) == (2000, 700, 2000)
    assert after.due_at == NOW + timedelta(minutes=33)
    clock = (await shown(desk.boss, {"id": after.id}))["clocks"][0]
    policy = clock["policy"]
    assert (policy["code"], policy["version"], policy["title"]) == (
        "case.problem_parcel", 1, "本公司时效",
    )  # fmt: skip


async def test_a_stream_resumes_without_losing_what_commits_late(desk: Desk) -> None:
    """A row of an older transaction that commits later is not skipped."""
    firm, database = desk.firm, desk.database
    async with hot_transaction(database, firm.actor) as connection:
        start = await stream_end(connection)
    async with tenant_session(database, firm.actor) as slow:
        first = await service.open_case(
            slow, firm.actor, kind="problem_parcel", direction="inbound",
            station_id=firm.stations["S1"].id, waybill="1", now=NOW, details=GAP,
        )  # fmt: skip
        async with hot_transaction(database, firm.actor) as reader:
            assert await timeline_since(reader, firm.id, start, 100) == []
    second = await open_in_service(database, firm, now=NOW)
    async with hot_transaction(database, firm.actor) as reader:
        rows = await timeline_since(reader, firm.id, start, 1)
        assert [row.case_id for row in rows] == [first.id]
        cursor = StreamCursor(rows[0].xid, rows[0].id)
        rows = await timeline_since(reader, firm.id, cursor, 100)
        assert [row.case_id for row in rows] == [second.id]
    elsewhere = await open_in_service(database, firm, now=NOW, station="S2")
    async with hot_transaction(database, firm.as_member("owner", "S1")) as reader:
        seen = {row.case_id for row in await timeline_since(reader, firm.id, start, 100)}
    assert elsewhere.id not in seen
