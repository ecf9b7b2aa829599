"""One thing done to many cases: row by row, all that can be, and why not the rest."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
from litestar import Litestar

from stationdesk.tenancy.actor import Role
from tests.cases.conftest import Desk
from tests.factories.cases import claimed, open_over_http, raise_event, shown, worked
from tests.factories.firms import add_member, make_firm
from tests.factories.web import signed_in_client


async def _many(client: httpx.AsyncClient, count: int, **changes: Any) -> list[dict[str, Any]]:
    return [
        await open_over_http(client, waybill=f"7319055310{n:04}", **changes) for n in range(count)
    ]


async def _bulk(
    client: httpx.AsyncClient,
    action: str,
    cases: list[dict[str, Any]],
    key: str | None = None,
    versions: bool = True,
    **data: Any,
) -> dict[str, Any]:
    answer = await client.post(
        "/api/cases/bulk",
        json={
            "action": action,
            "ids": [case["id"] for case in cases],
            "versions": {case["id"]: case["version"] for case in cases} if versions else {},
            "data": data,
        },
        headers={"Idempotency-Key": key} if key else {},
    )
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def _codes(told: dict[str, Any]) -> list[str]:
    return [item["code"] for item in told["items"]]


async def test_claim_takes_what_waits_and_says_why_not_the_rest(desk: Desk, app: Litestar) -> None:
    cases = await _many(desk.boss, 6)
    mine, others, closed, stale = cases[0], cases[1], cases[2], cases[3]
    await claimed(desk.chen, mine)
    await claimed(desk.li, others)
    await worked(desk.boss, closed, "cancel", reason="重复")
    stale = await claimed(desk.li, stale)
    assert (await desk.li.post("/api/queue/release", json={"case_id": stale["id"]})).is_success
    foreign = await open_over_http(desk.boss, station="S2", waybill="73190553109999")
    firm = await make_firm(desk.database)
    await add_member(desk.database, firm, "boss", Role.SUPERVISOR)
    async with signed_in_client(app, firm, "boss") as stranger:
        strange = await open_over_http(stranger, waybill="73190553108888")
    wanted = [*cases, foreign, strange, {"id": str(uuid4()), "version": 1}]
    told = await _bulk(desk.li, "claim", wanted)
    assert _codes(told) == [
        "case_held", "", "closed", "stale_case", "", "", "case_not_found", "case_not_found",
        "case_not_found",
    ]  # fmt: skip
    assert (told["done"], told["refused"]) == (3, 6)
    assert "chen" in told["items"][0]["zh"]
    for case in cases[4:]:
        now = await shown(desk.li, case)
        assert now["holder"]["is_me"]
        assert now["version"] == 2
        assert [each["event"] for each in now["timeline"]] == ["opened", "claimed"]
        assert [each["holder"]["kind"] for each in now["custody"]] == ["queue", "agent"]
    assert (await shown(desk.boss, foreign))["holder"]["kind"] == "queue"


async def test_the_same_key_again_does_nothing_twice(desk: Desk) -> None:
    cases = await _many(desk.boss, 3)
    await _bulk(desk.li, "claim", cases)
    first = await _bulk(desk.li, "release", cases, key="k1", versions=False)
    again = await _bulk(desk.li, "release", cases, key="k1", versions=False)
    assert again["items"] == first["items"]
    assert again["done"] == 3
    other = await _bulk(desk.li, "release", cases, key="k2", versions=False)
    assert _codes(other) == ["not_holder"] * 3
    noted = await _bulk(desk.li, "note", cases, key="k3", versions=False, text="已群发通知")
    await _bulk(desk.li, "note", cases, key="k3", versions=False, text="已群发通知")
    assert noted["done"] == 3
    events = [each["event"] for each in (await shown(desk.li, cases[0]))["timeline"]]
    assert events == ["opened", "claimed", "released", "noted"]


async def test_reassign_asks_for_a_supervisor_and_an_assigned_member(desk: Desk) -> None:
    here = await _many(desk.boss, 2)
    there = await open_over_http(desk.boss, station="S2", waybill="73190553107777")
    li = str(desk.firm.members["li"].id)
    body = {"action": "reassign", "ids": [here[0]["id"]], "data": {"member_id": li}}
    assert (await desk.chen.post("/api/cases/bulk", json=body)).status_code == 403
    told = await _bulk(desk.boss, "reassign", [*here, there], member_id=li, note="今晚你跟")
    assert _codes(told) == ["", "", "cannot_take_over"]
    now = await shown(desk.li, here[0])
    assert now["holder"]["is_me"]
    assert now["timeline"][-1]["text"] == "今晚你跟"
    owner = str(desk.firm.members["owner"].id)
    body = {"action": "reassign", "ids": [here[0]["id"]], "data": {"member_id": owner}}
    assert (await desk.boss.post("/api/cases/bulk", json=body)).status_code == 400


async def test_snooze_sleeps_ones_own_and_none_past_its_deadline(desk: Desk) -> None:
    calm = await open_over_http(desk.boss)
    urgent = await open_over_http(
        desk.boss, kind="work_order", waybill="73190553100001",
        details={"order_no": "GD9", "text": "未收到", "reply_due_minutes": 30},
    )  # fmt: skip
    colleagues = await open_over_http(desk.boss, waybill="73190553100002")
    await _bulk(desk.li, "claim", [calm, urgent], versions=False)
    await claimed(desk.chen, colleagues)
    until = (datetime.now(UTC) + timedelta(minutes=50)).isoformat()
    told = await _bulk(
        desk.li, "snooze", [calm, urgent, colleagues], versions=False, until=until, reason="等回电"
    )
    assert _codes(told) == ["", "snooze_too_long", "case_held"]
    assert (await shown(desk.li, calm))["snoozed_until"] is not None
    bad = {"action": "snooze", "ids": [calm["id"]], "data": {"until": until}}
    assert (await desk.li.post("/api/cases/bulk", json=bad)).status_code == 400


async def test_an_event_goes_through_each_cases_own_door(desk: Desk) -> None:
    cases = await _many(desk.boss, 30)
    await _bulk(desk.chen, "claim", cases[:29], versions=False)
    now = [await shown(desk.chen, case) for case in cases]
    await worked(desk.boss, now[3], "cancel", reason="重复")
    told = await _bulk(
        desk.chen, "event", now, event="ask_station", data={"question": "请核实是否入柜"}
    )
    assert told["done"] == 28
    assert {item["code"] for item in told["items"]} == {"", "stale_case", "not_holder"}
    asked = await shown(desk.chen, cases[0])
    assert asked["holder"]["kind"] == "station"
    assert asked["timeline"][-1]["data"]["question"] == "请核实是否入柜"
    left = await shown(desk.boss, cases[29])
    assert (left["version"], left["holder"]["kind"]) == (1, "queue")


async def test_a_views_cases_are_taken_by_its_filters(desk: Desk) -> None:
    await _many(desk.boss, 3)
    await open_over_http(
        desk.boss, kind="work_order", waybill="73190553100001",
        details={"order_no": "GD9", "text": "未收到"},
    )  # fmt: skip
    answer = await desk.li.post(
        "/api/cases/bulk",
        json={"action": "claim", "filters": {"kinds": ["problem_parcel"], "view": "unclaimed"}},
    )
    assert answer.json()["done"] == 3
    assert (await desk.li.get("/api/cases?holder=me")).json()["items"].__len__() == 3


async def test_nobody_and_too_many_are_refused_whole(desk: Desk) -> None:
    none = await desk.li.post("/api/cases/bulk", json={"action": "claim", "ids": []})
    many = await desk.li.post(
        "/api/cases/bulk", json={"action": "claim", "ids": [str(uuid4()) for _ in range(1001)]}
    )
    assert (none.status_code, many.status_code) == (400, 400)
    assert many.json()["count"] == 1001
    mine = {"action": "claim", "ids": [str(uuid4())]}
    assert (await desk.owner.post("/api/cases/bulk", json=mine)).status_code == 403


async def _undo(client: httpx.AsyncClient, *cases: dict[str, Any]) -> dict[str, Any]:
    items = [{"id": case["id"], "version": case["version"]} for case in cases]
    answer = await client.post("/api/cases/undo", json={"items": items})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_holds_are_given_back_to_whom_they_were_with(desk: Desk) -> None:
    cases = await _many(desk.boss, 3)
    await _bulk(desk.li, "claim", cases)
    taken = [await shown(desk.li, case) for case in cases]
    assert (await _undo(desk.li, *taken))["done"] == 3
    assert (await shown(desk.li, cases[0]))["holder"]["kind"] == "queue"
    await claimed(desk.li, cases[0])
    await desk.li.post("/api/queue/release", json={"case_id": cases[0]["id"]})
    assert (await _undo(desk.li, await shown(desk.li, cases[0])))["done"] == 1
    assert (await shown(desk.li, cases[0]))["holder"]["is_me"]
    chen = str(desk.firm.members["chen"].id)
    await _bulk(desk.boss, "reassign", [cases[0]], versions=False, member_id=chen)
    given = await shown(desk.boss, cases[0])
    assert _codes(await _undo(desk.li, given)) == ["undo_too_late"]
    assert (await _undo(desk.boss, given))["done"] == 1
    assert (await shown(desk.li, cases[0]))["holder"]["is_me"]


async def test_an_event_is_undone_with_its_clocks_and_custody(desk: Desk) -> None:
    case = await open_over_http(
        desk.boss, kind="work_order", details={"order_no": "GD9", "text": "未收到"}
    )
    before = await claimed(desk.li, case)
    after = await worked(desk.li, before, "ask_courier", question="放在哪里", name="黄志勇")
    assert after["holder"]["kind"] == "courier"
    assert (await _undo(desk.li, after))["done"] == 1
    now = await shown(desk.li, case)
    same = ("state", "details", "due_at", "risk_fen", "outcome")
    assert {name: now[name] for name in same} == {name: before[name] for name in same}
    assert now["holder"]["is_me"]
    assert now["version"] == after["version"] + 1
    assert now["clocks"] == before["clocks"]
    assert now["timeline"][-1]["event"] == "undone"
    assert now["timeline"][-2]["event"] == "ask_courier"
    kinds = [each["holder"]["kind"] for each in now["custody"]]
    assert kinds == ["queue", "agent", "courier", "agent"]
    again = await _undo(desk.li, now)
    assert _codes(again) == ["undo_too_late"]


async def test_a_case_that_went_on_is_not_turned_back(desk: Desk) -> None:
    case = await claimed(desk.li, await open_over_http(desk.boss))
    asked = await worked(desk.li, case, "ask_station", question="请核实")
    await worked(desk.owner, asked, "station_answered", answer="已入柜")
    assert _codes(await _undo(desk.li, asked)) == ["stale_case"]
    ended = await worked(desk.boss, await shown(desk.boss, case), "cancel", reason="重复")
    assert (await _undo(desk.boss, ended))["done"] == 1
    assert (await shown(desk.boss, case))["closed_at"] is None
    answer = await raise_event(desk.boss, await shown(desk.boss, case), "cancel", reason="重复")
    assert answer.status_code == 200


async def test_ones_own_note_is_struck_out(desk: Desk) -> None:
    case = await open_over_http(desk.boss)
    answer = await desk.li.post(f"/api/cases/{case['id']}/notes", json={"text": "写错了"})
    note = answer.json()["timeline"][-1]
    path = f"/api/cases/{case['id']}/notes/{note['id']}/withdrawal"
    assert (await desk.chen.post(path)).status_code == 409
    assert (await desk.li.post(path)).status_code == 201
    assert (await desk.li.post(path)).status_code == 201
    events = [each["event"] for each in (await shown(desk.li, case))["timeline"]]
    assert events == ["opened", "noted", "note_withdrawn"]
