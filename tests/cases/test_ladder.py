"""Rungs tell whom policy names, once; corrections are demanded, recorded, escalated."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from stationdesk.cases import service
from stationdesk.cases.asking.corrections import escalate_corrections
from stationdesk.foundation.database import Database
from stationdesk.policies.terms import read_terms
from stationdesk.tenancy.session import raw_connection, tenant_session
from stationdesk.worker.rounds import tick_firm_now
from tests.cases.conftest import Desk
from tests.factories.cases import claimed, open_in_service, shown, worked
from tests.factories.firms import Firm

NOON = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
GAP = {"gap": "dispatched_not_signed", "description": "", "courier": "黄志勇"}


async def fire(database: Database, firm: Firm, now: datetime) -> None:
    async with tenant_session(database, firm.actor) as session:
        await service.fire_due_rungs(session, firm.actor, now)


async def told(desk: Desk, case_id: Any) -> list[tuple[str, str, str, str]]:
    """Role, name, channel and state of what was told, oldest first."""
    async with tenant_session(desk.database, desk.firm.actor) as session:
        connection = await raw_connection(session)
        rows = await connection.fetch(
            "SELECT to_role, to_name, channel, state FROM notices WHERE firm_id = $1 "
            "AND case_id = $2 ORDER BY created_at, to_role, to_name",
            desk.firm.id, case_id,
        )  # fmt: skip
    return [tuple(row.values()) for row in rows]


async def rungs(desk: Desk, case_id: Any) -> list[dict[str, Any]]:
    timeline = (await shown(desk.boss, {"id": case_id}))["timeline"]
    return [each["data"] for each in timeline if each["event"] == "clock_rung"]


async def test_the_ladder_of_a_bare_list_reminds_pushes_and_counts_as_at_risk(desk: Desk) -> None:
    case = await open_in_service(desk.database, desk.firm, now=NOON, details=GAP)
    held = await claimed(desk.chen, {"id": str(case.id)})
    assert held["clocks"][0]["name"] == "register"
    due_at = case.due_at
    assert due_at is not None
    await fire(desk.database, desk.firm, due_at - timedelta(minutes=30))
    assert await told(desk, case.id) == [("agent", "chen", "in_app", "sent")]
    await fire(desk.database, desk.firm, due_at - timedelta(minutes=15))
    assert (await told(desk, case.id))[1:] == [
        ("agent", "chen", "in_app", "sent"), ("courier", "黄志勇", "paste", "queued"),
    ]  # fmt: skip
    asked = (await desk.chen.get(f"/api/cases/{case.id}/asked")).json()
    assert [(each["party"], each["to_name"]) for each in asked["links"]] == [("courier", "黄志勇")]
    (correction,) = asked["corrections"]
    assert correction["demanded_of"] == "杭州滨江西兴主管"
    await fire(desk.database, desk.firm, due_at)
    assert ("supervisor", "boss", "in_app", "sent") in await told(desk, case.id)
    first, second, third = await rungs(desk, case.id)
    assert [each["name"] for each in first["told"]] == ["chen"]
    assert [each["channel"] for each in second["told"]] == ["in_app", "paste"]
    assert [each["role"] for each in third["told"]] == ["supervisor"]
    inbox = (await desk.chen.get("/api/notices")).json()
    assert inbox["unread"] == 2
    assert "请打电话给杭州滨江西兴主管" in inbox["items"][0]["text_zh"]


async def test_nobody_is_pushed_where_something_moved(desk: Desk) -> None:
    case = await open_in_service(desk.database, desk.firm, now=NOON, details=GAP)
    due_at = case.due_at
    assert due_at is not None
    await fire(desk.database, desk.firm, due_at - timedelta(minutes=30))
    async with tenant_session(desk.database, desk.firm.actor) as session:
        at = due_at - timedelta(minutes=20)
        await service.apply_event(
            session, desk.firm.actor, case.id, "ask_courier",
            {"question": "在哪", "name": "黄志勇"}, None, at,
        )  # fmt: skip
        await service.apply_event(
            session, desk.firm.actor, case.id, "courier_answered", {"answer": "在车上"}, None, at
        )
    before = await told(desk, case.id)
    await fire(desk.database, desk.firm, due_at - timedelta(minutes=15))
    assert await told(desk, case.id) == before
    assert (await rungs(desk, case.id))[-1]["has_moved"] is True


async def test_after_a_night_without_a_worker_only_the_newest_rung_tells(desk: Desk) -> None:
    case = await open_in_service(desk.database, desk.firm, now=NOON, details=GAP)
    due_at = case.due_at
    assert due_at is not None
    for minutes in (40, 41, 60):
        await tick_firm_now(desk.database, desk.firm.actor, due_at + timedelta(minutes=minutes))
    found = await rungs(desk, case.id)
    assert [(each["minutes_before"], each["is_late"]) for each in found] == [
        (30, True), (15, True), (0, True),
    ]  # fmt: skip
    assert [len(each["told"]) for each in found] == [0, 0, 1]
    assert await told(desk, case.id) == [("supervisor", "boss", "in_app", "sent")]


async def test_at_night_it_waits_for_the_window_and_the_agent_is_told(desk: Desk) -> None:
    night = NOON + timedelta(hours=10)  # 20:00
    case = await open_in_service(desk.database, desk.firm, now=night, details=GAP)
    await claimed(desk.chen, {"id": str(case.id)})
    due_at = case.due_at  # midnight
    assert due_at is not None
    await fire(desk.database, desk.firm, due_at - timedelta(minutes=15))
    found = await told(desk, case.id)
    assert ("courier", "黄志勇", "paste", "held") in found
    subjects = [
        each["subject_zh"] for each in (await desk.chen.get("/api/notices")).json()["items"]
    ]
    assert "黄志勇 到时限前收不到提醒" in subjects
    seven = datetime(2026, 11, 20, 23, 0, tzinfo=UTC)
    await tick_firm_now(desk.database, desk.firm.actor, seven - timedelta(minutes=1))
    assert ("courier", "黄志勇", "paste", "held") in await told(desk, case.id)
    await tick_firm_now(desk.database, desk.firm.actor, seven)
    assert ("courier", "黄志勇", "paste", "queued") in await told(desk, case.id)


async def test_a_correction_is_recorded_once_or_goes_to_the_manager(desk: Desk) -> None:
    ids = []
    for number in range(2):
        case = await open_in_service(
            desk.database, desk.firm, now=NOON, details=GAP, waybill=f"7319055310253{number}"
        )
        ids.append(case.id)
        assert case.due_at is not None
    await fire(desk.database, desk.firm, case.due_at - timedelta(minutes=15))
    page = (await desk.chen.get("/api/corrections", params={"limit": 1})).json()
    rest = await desk.chen.get("/api/corrections", params={"cursor": page["next_cursor"]})
    waiting = page["items"] + rest.json()["items"]
    assert {each["case_id"] for each in waiting} == {str(each) for each in ids}
    first, second = waiting
    path = f"/api/cases/{first['case_id']}/corrections/{first['id']}"
    assert (await desk.chen.post(path, json={"done": " "})).status_code == 400
    elsewhere = path.replace(first["case_id"], second["case_id"])
    assert (await desk.chen.post(elsewhere, json={"done": "x"})).status_code == 404
    done = await desk.chen.post(path, json={"done": "主管到场,已派件"})
    assert done.json()["recorded_by"] == "chen"
    assert (await desk.boss.post(path, json={"done": "再记"})).status_code == 409
    late = case.due_at + timedelta(minutes=1)
    for _ in range(2):
        async with tenant_session(desk.database, desk.firm.actor) as session:
            await escalate_corrections(session, desk.firm.actor, late)
    open_ones = (await desk.chen.get("/api/corrections")).json()["items"]
    assert [each["escalated_at"] is not None for each in open_ones] == [True]
    inbox = (await desk.boss.get("/api/notices")).json()["items"]
    assert [each["topic"] for each in inbox].count("correction") == 1
    events = [
        each["event"] for each in (await shown(desk.boss, {"id": first["case_id"]}))["timeline"]
    ]
    assert events.count("correction_recorded") == 1


def test_rungs_are_typed_and_the_bare_list_keeps_its_meaning() -> None:
    clock = {
        "owner": "hq", "length_minutes": 60,
        "rungs": [5, {"minutes_before": 20, "notify": ["station"], "text": "快"}],
    }  # fmt: skip
    terms = read_terms("case.x", 1, "x", {"clocks": {"reply": clock}})
    assert [(rung.minutes_before, rung.notify) for rung in terms.clocks["reply"].ladder] == [
        (20, ("station",)), (5, ("agent", "courier")),
    ]  # fmt: skip
    plain = read_terms(
        "case.x", 1, "x",
        {"clocks": {"reply": {"length_minutes": 60, "rungs_minutes_before": [45, 0]}}},
    )  # fmt: skip
    assert [rung.notify for rung in plain.clocks["reply"].ladder] == [
        ("agent",), ("supervisor", "manager"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rung",
    [
        {"minutes_before": 5, "notify": ["everybody"]},
        {"minutes_before": -5},
        {"minutes_before": 5, "condition": "perhaps"},
        {"minutes_before": 5, "demands_correction_minutes": 0},
        {},
        "soon",
    ],
)
def test_a_rung_that_cannot_be_read_is_named(rung: Any) -> None:
    parameters = {"clocks": {"reply": {"length_minutes": 60, "rungs": [rung]}}}
    with pytest.raises(Exception, match="reply") as refused:
        read_terms("case.x", 1, "x", parameters)
    assert type(refused.value).__name__ == "PolicyUnreadable"


async def test_an_event_after_the_answer_tells_nothing_more(desk: Desk) -> None:
    """What was still to be told outside ends with the asking."""
    case = await open_in_service(desk.database, desk.firm, now=NOON, details=GAP)
    held = await claimed(desk.chen, {"id": str(case.id)})
    waiting = await worked(desk.chen, held, "ask_courier", question="在哪", name="黄志勇")
    assert [(name, channel) for _, name, channel, _ in await told(desk, case.id)] == [
        ("黄志勇", "paste")
    ]
    await worked(desk.chen, waiting, "courier_answered", answer="车上")
    assert [state for *_, state in await told(desk, case.id)] == ["failed"]
    asked = (await desk.chen.get(f"/api/cases/{case.id}/asked")).json()
    assert [each["state"] for each in asked["links"]] == ["revoked"]
