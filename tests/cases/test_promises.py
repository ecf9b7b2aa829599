"""Promises to customers: clocks, room, what became of them, and the end of a case."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stationdesk.cases.promises.terms import inner_due
from stationdesk.cases.service import break_due_promises, fire_due_rungs
from stationdesk.tenancy.session import tenant_session
from tests.cases.conftest import Desk
from tests.factories.cases import open_over_http, raise_event, shown

RECIPIENT = {"role": "recipient", "name": "欧阳娜娜", "phone": "13800138067"}
NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)


def soon(minutes: int) -> str:
    return (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat()


async def opened(desk: Desk) -> dict[str, Any]:
    return await open_over_http(desk.chen, contacts=[RECIPIENT])


async def promised(
    client: httpx.AsyncClient, case: dict[str, Any], minutes: int = 300, **changes: Any
) -> dict[str, Any]:
    body = {"to_role": "recipient", "text": "今天送达", "due_at": soon(minutes)} | changes
    answer = await client.post(f"/api/cases/{case['id']}/promises", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def settled(
    client: httpx.AsyncClient, case: dict[str, Any], how: str, **body: Any
) -> httpx.Response:
    promise = case["promises"][0]
    return await client.post(f"/api/cases/{case['id']}/promises/{promise['id']}/{how}", json=body)


@settings(max_examples=200)
@given(st.integers(5, 60 * 24 * 30), st.integers(0, 1440))
def test_the_inner_time_lies_before_what_was_told_and_leaves_time_to_act(
    minutes: int, usual: int
) -> None:
    due = NOW + timedelta(minutes=minutes)
    inner = inner_due(NOW, due, None, timedelta(minutes=usual))
    assert NOW < inner <= due
    assert due - inner <= timedelta(minutes=usual)
    if minutes >= 2 * usual:
        assert due - inner == timedelta(minutes=usual)


async def test_a_promise_has_a_clock_that_ends_before_the_customers_time(desk: Desk) -> None:
    case = await promised(desk.chen, await opened(desk))
    (promise,) = case["promises"]
    told, inner = (datetime.fromisoformat(promise[name]) for name in ("due_at", "inner_due_at"))
    assert told - inner == timedelta(minutes=60)
    assert promise["to_whom"] == "欧阳**"
    clock = next(each for each in case["clocks"] if each["name"] == "promise")
    assert datetime.fromisoformat(clock["due_at"]) == inner
    assert [rung["minutes_before"] for rung in clock["rungs"]] == [30, 15, 0]
    assert clock["policy"]["code"] == "example.any.promises"
    assert case["due_at"] == min(each["due_at"] for each in case["clocks"])
    assert "promise_made" in [row["event"] for row in case["timeline"]]


async def test_several_may_be_open_and_the_nearest_orders_the_queue(desk: Desk) -> None:
    case = await promised(desk.chen, await opened(desk), 600)
    case = await promised(desk.li, case, 20, margin_minutes=5, to_role="other", to_whom="商家")
    assert len(case["promises"]) == 2
    nearest = datetime.fromisoformat(case["promises"][0]["inner_due_at"])
    assert datetime.fromisoformat(case["due_at"]) == nearest
    kept = await settled(desk.chen, case, "kept", proof="签收照片")
    after = kept.json()
    assert [each["status"] for each in after["promises"]] == ["open", "kept"]
    assert datetime.fromisoformat(after["due_at"]) > nearest
    again = await desk.chen.post(
        f"/api/cases/{case['id']}/promises/{case['promises'][0]['id']}/withdrawn",
        json={"reason": "x"},
    )
    assert again.json()["code"] == "promise_settled"


@pytest.mark.parametrize(
    "change",
    [
        {"due_at": "2020-01-01T00:00:00Z"},
        {"due_at": "2099-01-01T00:00:00Z"},
        {"due_at": "2026-12-01T00:00:00"},
        {"margin_minutes": 400},
        {"margin_minutes": -1},
        {"text": " "},
        {"to_role": "friend"},
        {"to_role": "sender"},
    ],
)
async def test_a_promise_that_cannot_be_is_refused(desk: Desk, change: dict[str, Any]) -> None:
    case = await opened(desk)
    body = {"to_role": "recipient", "text": "今天送达", "due_at": soon(300)} | change
    answer = await desk.chen.post(f"/api/cases/{case['id']}/promises", json=body)
    assert answer.status_code == 400, answer.text
    assert (await shown(desk.chen, case))["promises"] == []


async def test_time_breaks_a_promise_once_and_it_stays_owed(desk: Desk) -> None:
    case = await promised(desk.chen, await opened(desk), 30)
    later = datetime.now(UTC) + timedelta(minutes=31)
    async with tenant_session(desk.database, desk.firm.actor) as session:
        assert await break_due_promises(session, desk.firm.actor, later) == 1
        assert await break_due_promises(session, desk.firm.actor, later) == 0
        await fire_due_rungs(session, desk.firm.actor, later)
    after = await shown(desk.chen, case)
    (promise,) = after["promises"]
    assert (promise["status"], promise["broken_at"]) == ("broken", promise["due_at"])
    clock = next(each for each in after["clocks"] if each["name"] == "promise")
    assert [rung["fired_at"] is not None for rung in clock["rungs"]] == [True] * len(clock["rungs"])
    assert clock["stopped_at"] is None
    without_proof = await settled(desk.chen, after, "kept")
    assert without_proof.json()["code"] == "promise_invalid"
    proven = await settled(desk.chen, after, "kept", proof="送达照片 IMG_2417")
    assert proven.json()["promises"][0]["status"] == "kept"
    assert proven.json()["promises"][0]["broken_at"] is None


async def test_the_customer_may_agree_to_another_time(desk: Desk) -> None:
    case = await promised(desk.chen, await opened(desk), 120)
    first = case["promises"][0]
    silent = await settled(desk.chen, case, "moved", due_at=soon(600), reason="")
    assert silent.json()["code"] == "promise_invalid"
    moved = (await settled(desk.chen, case, "moved", due_at=soon(600), reason="客户改约")).json()
    (promise,) = moved["promises"]
    assert promise["first_due_at"] == first["due_at"]
    assert promise["due_at"] > first["due_at"]
    clock = next(each for each in moved["clocks"] if each["name"] == "promise")
    assert clock["due_at"] == promise["inner_due_at"]


async def test_a_case_does_not_end_on_a_customer_who_still_waits(desk: Desk) -> None:
    case = await promised(desk.chen, await opened(desk))
    refused = await raise_event(desk.boss, case, "cancel", reason="重复")
    assert refused.status_code == 409, refused.text
    assert refused.json()["reason"] == "promise_open"
    assert "欧阳**" in refused.json()["zh"]
    assert (await shown(desk.chen, case))["closed_at"] is None
    await settled(desk.chen, case, "withdrawn", reason="客户取消")
    ended = await raise_event(desk.boss, await shown(desk.chen, case), "cancel", reason="重复")
    assert ended.json()["closed_at"] is not None
    late = await desk.chen.post(
        f"/api/cases/{case['id']}/promises",
        json={"to_role": "recipient", "text": "再送", "due_at": soon(300)},
    )
    assert late.json()["code"] == "promise_settled"


async def test_lists_and_the_report_count_them(desk: Desk) -> None:
    first = await promised(desk.chen, await opened(desk), 10, margin_minutes=2)
    await promised(desk.li, await open_over_http(desk.li, waybill="2", contacts=[RECIPIENT]), 10)

    async def listed(client: httpx.AsyncClient, view: str) -> list[str]:
        page = await client.get("/api/promises", params={"view": view, "limit": 1})
        rows = page.json()["items"]
        following = page.json()["next_cursor"]
        while following:
            params = {"view": view, "limit": 1, "cursor": following}
            page = await client.get("/api/promises", params=params)
            rows += page.json()["items"]
            following = page.json()["next_cursor"]
        return [row["case_id"] for row in rows]

    assert len(await listed(desk.boss, "open")) == 2
    assert await listed(desk.chen, "mine") == [first["id"]]
    assert (await desk.chen.get("/api/promises", params={"view": "x"})).status_code == 400
    await settled(desk.chen, first, "kept", proof="照片")
    later = datetime.now(UTC) + timedelta(minutes=11)
    async with tenant_session(desk.database, desk.firm.actor) as session:
        await break_due_promises(session, desk.firm.actor, later)
    assert len(await listed(desk.boss, "broken")) == 1
    until = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    report = (await desk.boss.get("/api/reports/sla", params={"to": until})).json()
    counted = report["customer_promises"]
    assert (counted["due"], counted["kept"], counted["broken"]) == (2, 1, 1)
    assert counted["kept_percent"] == 50.0
    assert "promise" not in {late["clock"] for late in report["late"]}


async def test_an_agent_of_another_station_sees_and_settles_nothing(desk: Desk) -> None:
    case = await open_over_http(desk.chen, station="S2", contacts=[RECIPIENT])
    case = await promised(desk.chen, case)
    assert (await settled(desk.li, case, "kept", proof="x")).status_code == 404
    assert (await desk.li.get("/api/promises", params={"view": "open"})).json()["items"] == []
    assert (await settled(desk.owner, case, "kept", proof="x")).status_code == 403
    assert (await shown(desk.chen, case))["promises"][0]["status"] == "open"
