"""Macros, saved views, who looks at a case, and the export."""

import io
import json
from typing import Any

import httpx
import openpyxl
from litestar import Litestar

from stationdesk.cases.desk.macro_texts import FIELDS, fill, missing_fields, unknown_fields
from stationdesk.cases.desk.repository import viewers
from stationdesk.cases.stream import changes
from stationdesk.foundation.streams import StreamHub
from stationdesk.tenancy.actor import Actor, Role
from stationdesk.tenancy.session import hot_transaction
from tests.cases.conftest import Desk
from tests.factories.cases import claimed, open_over_http, shown
from tests.factories.firms import LONG_AGO, add_member
from tests.factories.web import signed_in_client

APOLOGY = {"title": "致歉并约再派", "text": "{网点}已致歉,尾号{运单尾号},{坐席}跟进"}
ASK = {
    "title": "请业务员举证",
    "kind": "work_order",
    "steps": [
        {
            "do": "event",
            "event": "ask_courier",
            "data": {"question": "{运单尾号}放在哪里", "name": "黄志勇"},
        },
        {"do": "note", "text": "已问业务员,等回复"},
    ],
}


async def _order(desk: Desk) -> dict[str, Any]:
    return await open_over_http(
        desk.boss, kind="work_order", waybill="78906137459920",
        details={"order_no": "GD9", "text": "未收到"},
    )  # fmt: skip


async def _made(client: httpx.AsyncClient, **macro: Any) -> dict[str, Any]:
    answer = await client.post("/api/macros", json=macro)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def test_a_text_is_filled_from_the_case(desk: Desk) -> None:
    macro = await _made(desk.chen, **APOLOGY)
    case = await _order(desk)
    path = f"/api/cases/{case['id']}/macros/{macro['id']}/preview"
    told = (await desk.chen.post(path)).json()
    assert told["text"] == "杭州滨江西兴已致歉,尾号9920,chen跟进"
    assert told["missing"] == []
    later = await _made(desk.chen, title="承诺", text="{承诺时间}前送达")
    path = f"/api/cases/{case['id']}/macros/{later['id']}/preview"
    assert (await desk.chen.post(path)).json()["missing"] == ["承诺时间"]
    run = await desk.chen.post(path.replace("preview", "run"), json={"version": 1})
    assert (run.status_code, run.json()["code"]) == (400, "macro_invalid")


async def test_steps_are_taken_all_or_none(desk: Desk) -> None:
    macro = await _made(desk.boss, **ASK, is_shared=True)
    case = await _order(desk)
    path = f"/api/cases/{case['id']}/macros/{macro['id']}/run"
    refused = await desk.chen.post(path, json={"version": 1})
    assert refused.status_code == 403
    assert refused.json()["step"] == 1
    assert "ask_courier" in refused.json()["detail"]
    assert (await shown(desk.chen, case))["version"] == 1
    now = await claimed(desk.chen, case)
    key = {"Idempotency-Key": "m1"}
    done = await desk.chen.post(path, json={"version": now["version"]}, headers=key)
    assert done.status_code == 200, done.text
    assert [each["event"] for each in done.json()["timeline"]][-2:] == ["ask_courier", "noted"]
    assert done.json()["timeline"][-2]["data"]["question"] == "9920放在哪里"
    again = await desk.chen.post(path, json={"version": now["version"]}, headers=key)
    assert again.json()["version"] == done.json()["version"]
    stale = await desk.chen.post(path, json={"version": now["version"]})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_case")
    item = {"id": case["id"], "version": done.json()["version"]}
    undone = await desk.chen.post("/api/cases/undo", json={"items": [item]})
    assert undone.json()["done"] == 1
    assert (await shown(desk.chen, case))["holder"]["is_me"]


async def test_a_later_steps_refusal_takes_the_earlier_back(desk: Desk) -> None:
    steps = [*ASK["steps"], {"do": "event", "event": "first_follow_up", "data": {"text": ""}}]
    macro = await _made(desk.boss, **ASK | {"steps": steps})
    case = await claimed(desk.chen, await _order(desk))
    assert (await desk.chen.post(
        f"/api/cases/{case['id']}/macros/{macro['id']}/run", json={"version": case["version"]}
    )).status_code == 404  # fmt: skip
    mine = await _made(desk.chen, **ASK | {"steps": steps})
    answer = await desk.chen.post(
        f"/api/cases/{case['id']}/macros/{mine['id']}/run", json={"version": case["version"]}
    )
    assert answer.status_code in (400, 409), answer.text
    assert answer.json()["step"] == 3
    now = await shown(desk.chen, case)
    assert (now["version"], now["timeline"][-1]["event"]) == (case["version"], "claimed")


async def test_what_no_case_could_follow_is_refused_at_saving(desk: Desk) -> None:
    wrong: list[dict[str, Any]] = [
        APOLOGY | {"text": "{运单尾好}"},
        APOLOGY | {"title": "  "},
        {"title": "空"},
        ASK | {"steps": [{"do": "event", "event": "fly", "data": {}}]},
        ASK | {"steps": [{"do": "note", "text": " "}]},
        ASK | {"steps": [{"do": "snooze", "minutes": 0, "reason": "x"}]},
        ASK | {"kind": "no_such_kind"},
        ASK | {"direction": "sideways"},
    ]
    for macro in wrong:
        answer = await desk.chen.post("/api/macros", json=macro)
        assert answer.status_code == 400, macro
    assert "运单尾好" in (await desk.chen.post("/api/macros", json=wrong[0])).json()["zh"]
    assert (await desk.chen.get("/api/macros")).json()["items"] == []


async def test_macros_are_the_firms_or_ones_own(desk: Desk) -> None:
    own = await _made(desk.chen, **APOLOGY)
    assert (await desk.chen.post("/api/macros", json=APOLOGY | {"is_shared": True})).status_code \
        == 403  # fmt: skip
    firms = await _made(desk.boss, **APOLOGY, is_shared=True, position=0)
    seen = (await desk.chen.get("/api/macros")).json()
    assert [macro["id"] for macro in seen["items"]] == [firms["id"], own["id"]]
    assert {field["name"] for field in seen["fields"]} == set(FIELDS)
    assert [macro["id"] for macro in (await desk.li.get("/api/macros")).json()["items"]] == [
        firms["id"]
    ]
    change = {"version": 1, "macro": APOLOGY | {"title": "改名"}}
    assert (await desk.li.patch(f"/api/macros/{own['id']}", json=change)).status_code == 404
    assert (await desk.chen.patch(f"/api/macros/{firms['id']}", json=change)).status_code == 403
    assert (await desk.chen.patch(f"/api/macros/{own['id']}", json=change)).json()["version"] == 2
    assert (await desk.chen.patch(f"/api/macros/{own['id']}", json=change)).status_code == 409
    assert (await desk.chen.delete(f"/api/macros/{firms['id']}")).status_code == 403
    assert (await desk.chen.delete(f"/api/macros/{own['id']}")).status_code == 204


def test_fields_are_written_in_either_language() -> None:
    values = {"waybill": "789", "courier": ""}
    assert fill("{运单号} {waybill} {业务员}", values) == "789 789 {业务员}"
    assert fill({"a": ["{运单号}"], "b": 3}, values) == {"a": ["789"], "b": 3}
    assert missing_fields(["{业务员}", {"x": "{courier}"}], values) == ["业务员", "courier"]
    assert unknown_fields("{运单号}{价格} {}") == ["价格", ""]


async def test_views_are_saved_shared_counted_and_ordered(desk: Desk) -> None:
    for n in range(3):
        await open_over_http(desk.boss, waybill=f"7319055310{n:04}")
    await open_over_http(desk.boss, waybill="73190553109999", station="S2")
    filters = {"kinds": ["problem_parcel"], "stations": ["S1", "S2"], "view": "unclaimed"}
    body = {"title": "未认领问题件", "filters": filters}
    own = (await desk.li.post("/api/case-views", json=body)).json()
    assert (own["count"], own["is_mine"], own["filters"]["stations"]) == (3, True, ["S1", "S2"])
    shared = body | {"is_shared": True}
    assert (await desk.li.post("/api/case-views", json=shared)).status_code == 403
    firms = (await desk.boss.post("/api/case-views", json=shared)).json()
    assert firms["count"] == 4
    seen = (await desk.chen.get("/api/case-views")).json()["items"]
    assert [(view["title"], view["count"]) for view in seen] == [("未认领问题件", 4)]
    await claimed(desk.chen, (await desk.chen.get("/api/cases")).json()["items"][0])
    assert (await desk.chen.get("/api/case-views")).json()["items"][0]["count"] == 3
    path = f"/api/case-views/{own['id']}"
    assert (await desk.chen.patch(path, json={"title": "x"})).status_code == 404
    renamed = (await desk.li.patch(path, json={"title": "我的", "position": 9})).json()
    assert (renamed["title"], renamed["position"]) == ("我的", 9)
    assert (await desk.li.delete(f"/api/case-views/{firms['id']}")).status_code == 403
    assert (await desk.li.delete(path)).status_code == 204
    assert len((await desk.li.get("/api/case-views")).json()["items"]) == 1


async def test_a_view_that_cannot_be_read_is_refused_at_saving(desk: Desk) -> None:
    for filters in ({"view": "nonsense"}, {"holders": ["nobody"]}, {"direction": "up"},
                    {"due_within_minutes": -1}, {"colour": "red"}):  # fmt: skip
        body = {"title": "坏", "filters": filters}
        assert (await desk.li.post("/api/case-views", json=body)).status_code == 400, filters
    long = {"title": "长" * 30, "filters": {}}
    assert (await desk.li.post("/api/case-views", json=long)).status_code == 400


async def test_lists_are_narrowed_by_several_and_by_time_and_money(desk: Desk) -> None:
    parcel = await open_over_http(desk.boss)
    order = await _order(desk)
    there = await open_over_http(desk.boss, station="S2", waybill="73190553109999")

    async def listed(**filters: Any) -> set[str]:
        answer = await desk.boss.get("/api/cases", params=filters)
        assert answer.status_code == 200, answer.text
        return {row["id"] for row in answer.json()["items"]}

    assert await listed(kind="work_order,chase") == {order["id"]}
    assert await listed(station="S1,S2") == {parcel["id"], order["id"], there["id"]}
    assert await listed(station="S2") == {there["id"]}
    assert await listed(states=order["state"]) == {order["id"]}
    assert order["id"] not in await listed(due_within_minutes=1)
    assert await listed(risk_over_fen=10**9) == set()
    await claimed(desk.boss, order)
    assert await listed(holder="me,queue") == {parcel["id"], order["id"], there["id"]}
    assert await listed(holder="me") == {order["id"]}


async def test_colleagues_see_who_has_the_case_open(desk: Desk) -> None:
    case = await open_over_http(desk.boss, station="S2")
    body = {"case_id": case["id"], "is_editing": True}
    assert (await desk.li.post("/api/cases/viewing", json=body)).status_code == 204
    assert (await desk.chen.post("/api/cases/viewing", json=body)).status_code == 204
    stream = changes(desk.database, desk.firm.as_member("boss"), StreamHub(desk.database), None)
    assert (await anext(stream)).event == "hello"
    message = await anext(stream)
    await stream.aclose()
    assert message.event == "viewers"
    told = json.loads(str(message.data))["viewers"]
    assert [(each["name"], each["is_editing"]) for each in told[case["id"]]] == [("chen", True)]
    assert await _looking(desk, desk.firm.as_member("li", "S1")) == []
    await desk.chen.post("/api/cases/viewing", json={"case_id": None})
    assert await _looking(desk, desk.firm.as_member("boss")) == []


async def _looking(desk: Desk, reader: Actor) -> list[str]:
    async with hot_transaction(desk.database, reader) as connection:
        rows = await viewers(connection, reader.firm_id, LONG_AGO)
    return [row["member_name"] for row in rows]


async def test_the_export_has_every_row_and_no_formula(desk: Desk, app: Litestar) -> None:
    for n in range(205):
        await open_over_http(desk.boss, waybill=f"7319055310{n:04}")
    evil = {"problem_type": "A1", "description": "=1+1"}
    await open_over_http(desk.boss, waybill="=HYPERLINK(1)", details=evil, station="S2")
    answer = await desk.boss.get("/api/cases/export.xlsx")
    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    rows = list(book.active.iter_rows(values_only=True))
    assert len(rows) == 1 + 206
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "=HYPERLINK(1)" in [row[6] for row in rows]
    await add_member(desk.database, desk.firm, "small", Role.AGENT, "S2")
    async with signed_in_client(app, desk.firm, "small") as small:
        narrow = await small.get("/api/cases/export.xlsx", params={"kind": "problem_parcel"})
    found = openpyxl.load_workbook(io.BytesIO(narrow.content)).active
    assert found.max_row == 2
