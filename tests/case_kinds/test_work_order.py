"""A work order beyond its straight way: weight, assistance, transfer and back, second complaint."""

from datetime import datetime, timedelta
from typing import Any

from tests.cases.conftest import Desk
from tests.factories.cases import claimed, open_over_http, prove, raise_event, worked

WEIGHT = {
    "order_no": "GD31", "text": "收多了重量", "category": "weight", "claimed_weight_g": 2000,
    "reply_due_minutes": 120,
}  # fmt: skip


async def followed_up(desk: Desk, **details: Any) -> dict[str, Any]:
    case = await open_over_http(desk.chen, kind="work_order", details=details)
    case = await claimed(desk.chen, case)
    return await worked(desk.chen, case, "first_follow_up", text="已联系")


async def answered(desk: Desk) -> dict[str, Any]:
    case = await followed_up(desk, order_no="GD32", text="未联系", reply_due_minutes=120)
    await prove(desk.chen, case, "call_record")
    return await worked(desk.chen, case, "answer", text="今日再派", proof="截图")


async def test_a_claim_about_weight_is_answered_after_weighing_with_its_photo(desk: Desk) -> None:
    case = await followed_up(desk, **WEIGHT)
    refused = await raise_event(desk.chen, case, "answer", text="已复称")
    assert refused.json()["reason"] == "weight_missing"
    case = await worked(desk.chen, case, "record_weight", measured_weight_g=2300, weighed_by="仓管")
    weights = (case["details"]["claimed_weight_g"], case["details"]["measured_weight_g"])
    assert weights == (2000, 2300)
    refused = await raise_event(desk.chen, case, "answer", text="已复称")
    assert set(refused.json()["missing"]) == {"call_record", "weight_photo"}
    await prove(desk.chen, case, "call_record", "weight_photo")
    case = await worked(desk.chen, case, "answer", text="已复称 2.3 公斤")
    assert case["holder"]["kind"] == "carrier"


async def test_only_a_claim_about_weight_is_weighed(desk: Desk) -> None:
    case = await followed_up(desk, order_no="GD33", text="催")
    refused = await raise_event(
        desk.chen, case, "record_weight", measured_weight_g=1, weighed_by="仓管"
    )
    assert refused.json()["reason"] == "not_about_weight"


async def test_assistance_leaves_hqs_clock_running(desk: Desk) -> None:
    case = await followed_up(desk, order_no="GD34", text="对方不理", reply_due_minutes=120)
    unproven = await raise_event(desk.chen, case, "ask_assistance", reason="对方不理")
    assert unproven.status_code == 400
    case = await worked(
        desk.chen, case, "ask_assistance", reason="对方不理", to_whom="浙江省区", proof="截图"
    )
    assert (case["holder"]["kind"], case["holder"]["name"]) == ("carrier", "浙江省区")
    reply = next(each for each in case["clocks"] if each["name"] == "reply")
    assert reply["stopped_at"] is None
    assert reply["paused_at"] is None
    case = await worked(desk.chen, case, "assistance_given", text="已督办")
    assert (case["holder"]["is_me"], case["details"]["assistance_count"]) == (True, 1)


async def test_an_order_that_hq_gives_back_is_ours_again(desk: Desk) -> None:
    case = await followed_up(desk, order_no="GD35", text="未收到")
    await prove(desk.chen, case, "call_record")
    case = await worked(desk.chen, case, "transfer_out", to="柯桥", reason="非本网点", proof="截图")
    assert (case["state"], case["outcome"]) == ("transferred", "transferred")
    case = await worked(
        desk.chen, case, "transferred_back", reason="确属本网点", reply_due_minutes=60
    )
    assert (case["state"], case["outcome"], case["holder"]["is_me"]) == ("issued", None, True)
    running = {each["name"]: each for each in case["clocks"] if each["stopped_at"] is None}
    assert set(running) == {"first_follow_up", "reply"}
    reply = running["reply"]
    length = datetime.fromisoformat(reply["due_at"]) - datetime.fromisoformat(reply["started_at"])
    assert length == timedelta(minutes=60)


async def test_a_second_complaint_keeps_what_was_answered_before(desk: Desk) -> None:
    case = await answered(desk)
    case = await worked(desk.chen, case, "accept_answer")
    case = await worked(desk.chen, case, "second_complaint", text="还是没收到")
    (complaint,) = case["details"]["complaints"]
    assert complaint["answered_before"] == "今日再派"
    assert complaint["proof_before"] == "截图"
    assert complaint["answered_before_at"] is not None
    assert (case["state"], case["closed_at"]) == ("issued", None)


async def test_an_answer_dated_back_needs_its_proof(desk: Desk) -> None:
    case = await followed_up(desk, order_no="GD36", text="未收到")
    await prove(desk.chen, case, "call_record")
    earlier = "2020-01-01T08:00:00+08:00"
    refused = await raise_event(desk.chen, case, "answer", text="已答", answered_at=earlier)
    assert refused.json()["missing"] == ["proof"]


async def test_cases_on_one_waybill_see_each_other(desk: Desk) -> None:
    waybill = "73190553600001"
    first = await open_over_http(desk.chen, kind="chase", waybill=waybill)
    second = await open_over_http(desk.chen, kind="message", waybill=waybill)
    assert [each["id"] for each in second["related"]] == [first["id"]]
