"""Cases over HTTP, from open to closed."""

from datetime import datetime, timedelta

import pytest

from tests.cases.conftest import Desk
from tests.factories.cases import (
    claimed,
    open_over_http,
    prove,
    raise_event,
    shown,
    worked,
)


def life(case: dict) -> timedelta:
    ended = [each for each in case["custody"] if each["to_at"]]
    return sum(
        (
            datetime.fromisoformat(each["to_at"]) - datetime.fromisoformat(each["from_at"])
            for each in ended
        ),
        timedelta(0),
    )


async def test_a_problem_parcel_needs_only_type_and_description(desk: Desk) -> None:
    case = await open_over_http(
        desk.chen, details={"problem_type": "A1", "description": "联系不上收件人"}
    )
    assert case["number"].startswith("C")
    assert (case["state"], case["version"], case["holder"]["kind"]) == ("found", 1, "queue")
    assert case["station"] == {
        "id": str(desk.firm.stations["S1"].id), "code": "S1", "name": "杭州滨江西兴",
        "carrier": "zto",
    }  # fmt: skip
    assert [clock["name"] for clock in case["clocks"]] == ["register"]
    assert case["due_at"] == case["clocks"][0]["due_at"]
    assert case["clocks"][0]["policy"] == {
        "code": "example.zto.problem_parcel", "version": 1, "title": "示例:中通问题件时效",
        "version_id": None,
    }  # fmt: skip
    assert [each["event"] for each in case["timeline"]] == ["opened"]
    register = next(each for each in case["actions"] if each["event"] == "register")
    assert not register["is_allowed"]
    assert register["refusal"]["zh"] == "请先认领"


async def test_an_inbound_problem_parcel_is_worked_to_its_end(desk: Desk) -> None:
    case = await claimed(desk.chen, await open_over_http(desk.chen))
    case = await worked(desk.chen, case, "ask_courier", question="放在哪里", name="黄志勇")
    assert case["holder"] == {
        "kind": "courier", "name": "黄志勇", "member_id": None, "is_me": False,
    }  # fmt: skip
    case = await worked(desk.chen, case, "courier_answered", answer="在车上")
    case = await worked(desk.chen, case, "register")
    assert case["clocks"][0]["stopped_at"] is not None
    refused = await raise_event(
        desk.chen, case, "confirm_outcome", outcome="redelivered", confirmed_by="王女士"
    )
    assert refused.status_code == 409
    assert refused.json()["missing"] == ["call_record"]
    assert (await shown(desk.chen, case))["state"] == "registered", "a refusal changes nothing"
    await prove(desk.chen, case, "call_record")
    case = await worked(
        desk.chen, case, "confirm_outcome", outcome="redelivered", confirmed_by="王女士"
    )
    assert (case["state"], case["outcome"]) == ("confirmed", "redelivered")
    kinds = [each["holder"]["kind"] for each in case["custody"]]
    assert kinds == ["queue", "agent", "courier", "agent", "counterparty"]
    opened, closed = (datetime.fromisoformat(case[name]) for name in ("opened_at", "closed_at"))
    assert life(case) == closed - opened
    assert all(clock["stopped_at"] for clock in case["clocks"])


async def test_an_outbound_reply_can_be_rejected_and_replied_to_again(desk: Desk) -> None:
    case = await claimed(desk.chen, await open_over_http(desk.chen, direction="outbound"))
    case = await worked(desk.chen, case, "reply", instruction="redeliver", text="请再派")
    assert case["holder"]["kind"] == "counterparty"
    case = await worked(desk.chen, case, "reply_rejected", reason="仍打不通")
    assert case["holder"]["is_me"]
    assert [c["name"] for c in case["clocks"] if not c["stopped_at"]] == ["reply"]
    case = await worked(desk.chen, case, "reply", instruction="return", text="退回")
    case = await worked(
        desk.chen, case, "confirm_outcome", outcome="returned", confirmed_by="寄件人"
    )
    assert case["closed_at"]


async def test_a_work_order_is_bounced_extended_and_comes_back_after_its_end(desk: Desk) -> None:
    issued = datetime.fromisoformat("2026-01-05T01:00:00+00:00")
    details = {
        "order_no": "gd-1", "text": "客户称未收到", "issued_at": issued.isoformat(),
        "reply_due_minutes": 120,
    }  # fmt: skip
    case = await open_over_http(desk.chen, kind="work_order", details=details)
    assert [each["holder"]["kind"] for each in case["custody"]] == ["intake", "queue"]
    assert datetime.fromisoformat(case["opened_at"]) == issued
    reply = next(clock for clock in case["clocks"] if clock["name"] == "reply")
    assert datetime.fromisoformat(reply["due_at"]) == issued + timedelta(minutes=120)
    assert reply["breached_at"] == reply["due_at"]
    found = await desk.chen.get("/api/cases", params={"q": "gd-1"})
    assert [each["id"] for each in found.json()["items"]] == [case["id"]]

    case = await claimed(desk.chen, case)
    case = await worked(desk.chen, case, "first_follow_up", text="已联系")
    case = await worked(desk.chen, case, "ask_extension", reason="等监控", minutes=30)
    assert (await raise_event(desk.chen, case, "ask_extension", reason="x", minutes=1)).json()[
        "reason"
    ] == "extension_pending"
    case = await worked(desk.chen, case, "extension_granted", proof="总部批复")
    reply = next(clock for clock in case["clocks"] if clock["name"] == "reply")
    assert datetime.fromisoformat(reply["due_at"]) == issued + timedelta(minutes=150)
    await prove(desk.chen, case, "call_record")
    case = await worked(desk.chen, case, "answer", text="今日再派", proof="截图")
    assert case["holder"]["kind"] == "carrier"
    case = await worked(desk.chen, case, "bounce", reason="答复不实", reply_due_minutes=60)
    assert case["holder"]["is_me"]
    case = await worked(desk.chen, case, "answer", text="已送达", proof="截图")
    case = await worked(desk.chen, case, "accept_answer")
    assert case["closed_at"]
    case = await worked(desk.chen, case, "second_complaint", text="还是没收到")
    assert (case["state"], case["closed_at"]) == ("issued", None)
    assert case["risk_fen"] == 10000, "a second complaint costs it once more"
    assert case["details"]["complaints"][0]["text"] == "还是没收到"
    assert "closed" in [each["holder"]["kind"] for each in case["custody"]]


async def test_a_claimant_settles_first_and_files_with_his_proofs(desk: Desk) -> None:
    case = await claimed(
        desk.chen, await open_over_http(desk.chen, kind="arbitration", direction="outbound")
    )
    assert case["claimed_amount_fen"] == case["risk_fen"] == 9900
    refused = await raise_event(desk.chen, case, "file", claim_no="ZC1")
    assert refused.json()["reason"] == "settlement_not_tried"
    case = await worked(desk.chen, case, "contact", party="对方客服", text="协商未果")
    refused = await raise_event(desk.chen, case, "file", claim_no="ZC1")
    assert set(refused.json()["missing"]) == {
        "packaging_photo", "goods_photo", "value_proof", "call_record",
    }  # fmt: skip
    await prove(desk.chen, case, *refused.json()["missing"])
    case = await worked(desk.chen, case, "file", claim_no="ZC1")
    case = await worked(desk.chen, case, "award", awarded_amount_fen=8000)
    case = await worked(desk.chen, case, "receive_payment", amount_fen=8000)
    assert (case["state"], case["outcome"], case["awarded_amount_fen"]) == ("paid", "awarded", 8000)


async def test_a_claim_is_not_filed_after_its_window(desk: Desk) -> None:
    details = {
        "ground": "damage", "claimed_amount_fen": 100, "occurred_at": "2025-01-01T00:00:00+08:00",
    }  # fmt: skip
    case = await claimed(
        desk.chen,
        await open_over_http(desk.chen, kind="arbitration", direction="outbound", details=details),
    )
    case = await worked(desk.chen, case, "contact", party="对方", text="无果")
    await prove(desk.chen, case, *[each["code"] for each in case["checklist"]])
    refused = await raise_event(desk.chen, case, "file", claim_no="ZC1")
    assert refused.json()["reason"] == "window_missed"
    assert (await worked(desk.chen, case, "withdraw", reason="过期"))["outcome"] == "withdrawn"


async def test_the_accused_negotiates_contests_and_hears_the_award(desk: Desk) -> None:
    case = await claimed(desk.chen, await open_over_http(desk.chen, kind="arbitration"))
    case = await worked(desk.chen, case, "negotiate", amount_fen=5000, text="先赔五十")
    case = await worked(desk.chen, case, "counteroffer", amount_fen=9000, text="要九十")
    await prove(desk.chen, case, "trace")
    case = await worked(desk.chen, case, "contest", statement="派送及时")
    assert case["holder"]["kind"] == "carrier"
    case = await worked(desk.chen, case, "reject", reason="证据不足")
    assert (case["outcome"], case["awarded_amount_fen"]) == ("rejected", 0)


async def test_the_owner_answers_only_what_his_station_was_asked(desk: Desk) -> None:
    case = await claimed(desk.chen, await open_over_http(desk.chen))
    refused = await raise_event(desk.owner, case, "station_answered", answer="在柜里")
    assert refused.status_code == 409
    case = await worked(desk.chen, case, "ask_station", question="在哪")
    assert case["holder"]["name"] == "杭州滨江西兴"
    case = await worked(desk.owner, case, "station_answered", answer="在柜里")
    assert case["holder"]["kind"] == "agent"
    assert case["timeline"][-1]["actor_name"] == "owner"
    assert (await raise_event(desk.owner, case, "register")).status_code == 403
    elsewhere = await open_over_http(desk.chen, station="S2")
    assert (await desk.owner.get(f"/api/cases/{elsewhere['id']}")).status_code == 404
    assert (await desk.owner.post("/api/cases", json={})).status_code in (400, 403)


async def test_only_the_holder_works_a_case_and_a_supervisor_may(desk: Desk) -> None:
    case = await claimed(desk.chen, await open_over_http(desk.chen))
    refused = await raise_event(desk.li, case, "register")
    assert refused.status_code == 403
    assert "chen" in refused.json()["detail"]
    case = await worked(desk.boss, case, "register")
    assert case["agent"]["name"] == "chen", "he helped, he did not take over"
    refused = await raise_event(desk.chen, case, "waive_evidence", code="call_record", reason="x")
    assert refused.status_code == 403
    case = await worked(desk.boss, case, "waive_evidence", code="call_record", reason="客户在场")
    assert case["checklist"][0]["waived_by"] == "boss"
    case = await worked(desk.chen, case, "confirm_outcome", outcome="lost", confirmed_by="王")
    assert case["closed_at"]


async def test_escalation_goes_to_the_supervisor_and_back(desk: Desk) -> None:
    case = await claimed(desk.chen, await open_over_http(desk.chen))
    case = await worked(desk.chen, case, "escalate", reason="金额大")
    assert case["holder"]["kind"] == "supervisor"
    assert (await raise_event(desk.chen, case, "supervisor_answered", instruction="x")).status_code
    case = await worked(desk.boss, case, "supervisor_answered", instruction="照赔")
    assert (case["holder"]["kind"], case["holder"]["name"]) == ("agent", "chen")


async def test_a_stale_event_is_told_what_changed(desk: Desk) -> None:
    case = await claimed(desk.chen, await open_over_http(desk.chen))
    await worked(desk.chen, case, "register")
    stale = await raise_event(desk.chen, case, "ask_customer", question="何时在家")
    assert stale.status_code == 409
    problem = stale.json()
    assert problem["code"] == "stale_case"
    assert problem["current"]["version"] == case["version"] + 1
    assert [change["event"] for change in problem["changes"]] == ["register"]


async def test_the_same_key_opens_and_works_once(desk: Desk) -> None:
    desk.chen.headers["Idempotency-Key"] = "open-1"
    first, again = [await open_over_http(desk.chen) for _ in range(2)]
    assert first["id"] == again["id"]
    desk.chen.headers["Idempotency-Key"] = "claim-1"
    claims = [await desk.chen.post("/api/queue/claim") for _ in range(2)]
    assert [answer.json()["id"] for answer in claims] == [first["id"]] * 2
    desk.chen.headers["Idempotency-Key"] = "register-1"
    case = claims[0].json()
    answers = [await raise_event(desk.chen, case, "register") for _ in range(2)]
    assert [answer.json()["version"] for answer in answers] == [3, 3]
    assert [each["event"] for each in answers[1].json()["timeline"]].count("register") == 1
    del desk.chen.headers["Idempotency-Key"]


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"kind": "dance"}, 400, "unknown_kind"),
        ({"direction": "upwards"}, 400, "unknown_kind"),
        ({"station": "S9"}, 404, "station_unknown"),
        ({"waybill": "  "}, 400, "details_invalid"),
        ({"details": {"description": "x"}}, 400, "details_invalid"),
        ({"details": {"problem_type": "A1", "colour": "red"}}, 400, "details_invalid"),
        (
            {"kind": "arbitration", "details": {"ground": "rain", "claimed_amount_fen": 1}},
            400, "details_invalid",
        ),
        (
            {"kind": "arbitration", "details": {"ground": "loss", "claimed_amount_fen": -1}},
            400, "details_invalid",
        ),
        (
            {
                "kind": "arbitration", "direction": "outbound",
                "details": {"ground": "delay", "claimed_amount_fen": 1},
            },
            400, "details_invalid",
        ),
    ],
)  # fmt: skip
async def test_what_cannot_be_opened_says_why(
    desk: Desk, changes: dict, status: int, code: str
) -> None:
    body = {
        "kind": "problem_parcel", "direction": "inbound", "station": "S1", "waybill": "7319",
        "details": {"problem_type": "A1", "description": "x"},
    } | changes  # fmt: skip
    answer = await desk.chen.post("/api/cases", json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert (await desk.boss.get("/api/cases")).json()["items"] == []


async def test_bad_event_data_name_the_field(desk: Desk) -> None:
    case = await claimed(desk.chen, await open_over_http(desk.chen))
    answer = await raise_event(desk.chen, case, "ask_courier", question="在哪")
    assert answer.status_code == 400
    assert "name" in answer.json()["detail"]
    future = (datetime.now().astimezone() + timedelta(hours=2)).isoformat()
    answer = await raise_event(desk.chen, case, "register", registered_at=future)
    assert answer.json()["reason"] == "in_the_future"
    assert (await raise_event(desk.chen, case, "dance")).status_code == 400
    naive = await raise_event(desk.chen, case, "register", registered_at="2026-01-01T00:00:00")
    assert naive.status_code == 400


async def test_cases_of_one_waybill_see_each_other(desk: Desk) -> None:
    first = await open_over_http(desk.chen)
    second = await open_over_http(desk.chen, kind="work_order")
    assert [each["id"] for each in second["related"]] == [first["id"]]
