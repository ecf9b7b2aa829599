"""A pickup order: complete or visibly incomplete, then collected with its waybill."""

from datetime import UTC, datetime, timedelta
from typing import Any

from stationdesk.case_kinds.pickup_order.details import NEEDED
from tests.cases.conftest import Desk
from tests.factories.cases import claimed, open_over_http, raise_event, worked


def whole(**changes: Any) -> dict[str, Any]:
    return {
        "goods": "衣服", "weight_g": 1500, "size": "30×20×10", "addressee": "李女士",
        "addressee_phone": "13900000000", "addressee_address": "苏州市吴中区某路2号",
        "collect_at": (datetime.now(UTC) + timedelta(hours=4)).isoformat(),
        "payment": "sender_cash", "shipper": "王先生", "phone": "13800000000",
        "address": "杭州市滨江区某路3号", "special_wishes": "无",
    } | changes  # fmt: skip


async def opened(desk: Desk, **details: Any) -> dict[str, Any]:
    case = await open_over_http(
        desk.chen, kind="pickup_order", direction="outbound", waybill="", details=details
    )
    return await claimed(desk.chen, case)


async def test_an_incomplete_order_says_what_it_lacks_and_gets_no_courier(desk: Desk) -> None:
    case = await opened(desk, shipper="王先生", goods="衣服")
    assert case["state"] == "incomplete"
    assert case["details"]["missing"] == [n for n in NEEDED if n not in ("shipper", "goods")]
    assert "assign" not in {each["event"] for each in case["actions"]}
    refused = await raise_event(desk.chen, case, "assign", courier="黄志勇")
    assert refused.status_code == 409
    case = await worked(desk.chen, case, "note_down", weight_g=1500, size="30×20×10")
    assert (case["state"], "weight_g" in case["details"]["missing"]) == ("incomplete", False)
    assert case["timeline"][-1]["text"].startswith("还缺:收件人")
    rest = whole()
    del rest["special_wishes"]
    refused = await raise_event(desk.chen, case, "confirm_order", **rest)
    assert refused.status_code == 409
    assert refused.json()["missing"] == ["special_wishes"], "asked, though there may be none"
    case = await worked(desk.chen, case, "confirm_order", special_wishes="无", **rest)
    assert (case["state"], case["details"]["missing"]) == ("ready", [])


async def test_a_complete_order_goes_to_a_courier_and_gets_its_waybill(desk: Desk) -> None:
    case = await opened(desk, **whole())
    assert (case["state"], case["clocks"][0]["name"]) == ("ready", "assign")
    assert case["waybill"] == case["number"]
    case = await worked(desk.chen, case, "assign", courier="黄志勇")
    assert (case["state"], case["holder"]["kind"]) == ("assigned", "courier")
    assert case["holder"]["name"] == "黄志勇"
    collect = next(each for each in case["clocks"] if each["name"] == "collect")
    wanted = datetime.fromisoformat(case["details"]["collect_at"])
    assert abs(datetime.fromisoformat(collect["due_at"]) - wanted) < timedelta(minutes=1)
    case = await worked(desk.chen, case, "hand_back", reason="车满")
    assert (case["state"], case["holder"]["is_me"]) == ("ready", True)
    case = await worked(desk.chen, case, "assign", courier="吴建军")
    case = await worked(
        desk.chen, case, "collect", waybill="73190553400001", collected_weight_g=1600
    )
    assert (case["state"], case["waybill"]) == ("collected", "73190553400001")
    found = (await desk.chen.get("/api/cases", params={"q": "73190553400001"})).json()["items"]
    assert [each["id"] for each in found] == [case["id"]]


async def test_a_customers_other_time_sets_the_collection_anew(desk: Desk) -> None:
    case = await opened(desk, **whole())
    case = await worked(desk.chen, case, "assign", courier="黄志勇")
    later = datetime.now(UTC) + timedelta(hours=20)
    case = await worked(
        desk.chen, case, "postpone", collect_at=later.isoformat(), reason="客户改约"
    )
    running = [each for each in case["clocks"] if each["stopped_at"] is None]
    assert [each["name"] for each in running] == ["collect"]
    assert datetime.fromisoformat(running[0]["due_at"]) >= later
    assert case["holder"]["name"] == "黄志勇", "the courier keeps it"


async def test_a_new_customer_orders_in_writing_and_a_failure_has_its_reason(desk: Desk) -> None:
    case = await opened(desk, **whole(is_first_order=True))
    case = await worked(desk.chen, case, "assign", courier="黄志勇")
    refused = await raise_event(desk.chen, case, "collect", waybill="73190553400002")
    assert refused.json()["missing"] == ["written_order"]
    case = await worked(desk.boss, case, "waive_evidence", code="written_order", reason="老板认识")
    assert (await raise_event(desk.chen, case, "fail")).status_code == 400
    case = await worked(desk.chen, case, "fail", failure="contraband")
    assert (case["state"], case["outcome"]) == ("failed", "failed")
