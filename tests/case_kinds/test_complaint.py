"""Complaints over HTTP: limits by role, the order of things, marks, a clock for each source."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from stationdesk.policies import service as policies
from stationdesk.tenancy.session import hot_transaction
from tests.cases.conftest import Desk
from tests.factories.cases import claimed, open_over_http, prove, raise_event, shown, worked

NOW = datetime(2026, 11, 20, tzinfo=UTC)
OFFER = {"apology": "向您致歉", "proposal": "赔付并补送"}


async def _checked(desk: Desk, **details: Any) -> dict[str, Any]:
    case = await open_over_http(
        desk.chen, kind="complaint", details={"text": "签收了没收到", "caller": "王女士"} | details
    )
    case = await claimed(desk.chen, case)
    return await worked(desk.chen, case, "check_facts", checked_with="业务员", finding="放错驿站")


async def test_from_intake_to_the_customers_confirmation(desk: Desk) -> None:
    case = await _checked(desk)
    case = await worked(desk.chen, case, "propose_compensation", **OFFER, compensation_fen=1500)
    assert case["risk_fen"] == 1500
    case = await worked(desk.chen, case, "approve_compensation")
    assert (case["details"]["approved_fen"], case["details"]["approved_by_limit_fen"]) == (
        1500, 2000,
    )  # fmt: skip
    over = await raise_event(desk.chen, case, "carry_out", remedy="已赔", paid_fen=1501)
    assert over.json()["reason"] == "over_approved"
    case = await worked(desk.chen, case, "carry_out", remedy="已赔", paid_fen=1500)
    assert case["holder"]["kind"] == "customer"
    early = await raise_event(desk.chen, case, "confirm", confirmed_by="王女士")
    assert (early.status_code, early.json()["missing"]) == (409, ["record_sanction"])
    case = await worked(
        desk.chen, case, "record_sanction", responsible="courier", name="黄志勇", sanction="警告"
    )
    unproven = await raise_event(desk.chen, case, "confirm", confirmed_by="王女士")
    assert unproven.json()["missing"] == ["call_record", "payment_proof"]
    await prove(desk.chen, case, "call_record", "payment_proof")
    case = await worked(desk.chen, case, "confirm", confirmed_by="王女士")
    assert (case["state"], case["outcome"]) == ("confirmed", "confirmed")
    again = await worked(desk.boss, case, "complain_again", text="又放错了")
    assert (again["state"], again["details"]["times"]) == ("received", 2)


async def test_over_ones_limit_it_waits_for_a_role_that_has_it(desk: Desk) -> None:
    case = await _checked(desk)
    case = await worked(desk.chen, case, "propose_compensation", **OFFER, compensation_fen=2001)
    refused = await raise_event(desk.chen, case, "approve_compensation")
    assert (refused.status_code, refused.json()["reason"]) == (409, "over_limit")
    assert "¥20.00" in refused.json()["zh"]
    assert "组长" in refused.json()["zh"]
    assert "compensation v1" in refused.json()["detail"]
    case = await worked(desk.chen, case, "ask_approval", reason="客户坚持")
    assert (case["state"], case["holder"]["kind"]) == ("awaiting_approval", "supervisor")
    self_help = await raise_event(desk.chen, case, "approve_compensation")
    assert self_help.status_code == 403
    case = await worked(desk.boss, case, "approve_compensation")
    assert (case["state"], case["details"]["approved_by_limit_fen"]) == ("agreed", 20000)
    assert case["holder"]["name"] == desk.firm.members["chen"].name


async def test_what_is_inside_the_limit_need_not_be_asked_for(desk: Desk) -> None:
    case = await _checked(desk)
    case = await worked(desk.chen, case, "propose_compensation", **OFFER, compensation_fen=2000)
    refused = await raise_event(desk.chen, case, "ask_approval", reason="?")
    assert refused.json()["reason"] == "inside_limit"


async def test_a_supervisor_is_bound_by_his_limit_and_the_firms_policy(desk: Desk) -> None:
    case = await _checked(desk)
    async with hot_transaction(desk.database, desk.firm.actor) as connection:
        await policies.add_version(
            connection, desk.firm.id, code="compensation", carrier=None,
            effective_from=NOW - timedelta(days=400), effective_to=None, title="赔付权限", text="",
            source="test", parameters={"agent_fen": 100, "supervisor_fen": 500}, now=NOW,
        )  # fmt: skip
    case = await worked(desk.chen, case, "propose_compensation", **OFFER, compensation_fen=600)
    case = await worked(desk.chen, case, "ask_approval", reason="客户坚持")
    refused = await raise_event(desk.boss, case, "approve_compensation")
    assert "compensation v1" in refused.json()["zh"]
    assert "经理" in refused.json()["zh"]
    case = await worked(desk.boss, case, "reject_compensation", reason="过高")
    assert (case["state"], case["holder"]["kind"]) == ("checked", "agent")


async def test_each_source_has_its_own_clock_and_needs_its_answer(desk: Desk) -> None:
    missing = await desk.chen.post(
        "/api/cases",
        json={
            "kind": "complaint", "direction": "inbound", "station": "S1", "waybill": "7319",
            "details": {"source": "postal_12305", "text": "延误"},
        },
    )  # fmt: skip
    assert (missing.status_code, missing.json()["reason"]) == (400, "order_no_missing")
    hours = {}
    for source in ("postal_12305", "hq", "cainiao"):
        case = await _checked(desk, source=source, order_no="TS1")
        [clock] = [each for each in case["clocks"] if each["name"] != "first_contact"]
        assert clock["owner"] == "hq"
        lasts = datetime.fromisoformat(clock["due_at"]) - datetime.fromisoformat(
            clock["started_at"]
        )
        hours[source] = lasts / timedelta(hours=1)
    assert hours["hq"] < hours["cainiao"] < hours["postal_12305"]
    case = await worked(desk.chen, case, "propose", **OFFER)
    case = await worked(desk.chen, case, "carry_out", remedy="已送到")
    case = await worked(
        desk.chen, case, "record_sanction", responsible="nobody", sanction="天气原因"
    )
    refused = await raise_event(desk.chen, case, "confirm", confirmed_by="王女士")
    assert refused.json()["missing"] == ["answer_source"]
    case = await worked(desk.chen, case, "answer_source", text="已致歉并送到")
    assert all(each["stopped_at"] for each in case["clocks"])
    await prove(desk.chen, case, "call_record", "answer_screenshot")
    await worked(desk.chen, await shown(desk.chen, case), "confirm", confirmed_by="王女士")


@pytest.mark.parametrize("mark", ["unfounded", "abusive"])
async def test_a_mark_needs_a_reason_and_a_supervisor(desk: Desk, mark: str) -> None:
    case = await _checked(desk)
    bare = await raise_event(desk.chen, case, "propose_mark", mark=mark)
    assert bare.status_code == 400
    case = await worked(desk.chen, case, "propose_mark", mark=mark, reason="监控显示本人取走")
    assert (await raise_event(desk.chen, case, "confirm_mark")).status_code == 403
    await prove(desk.chen, case, "call_record")
    case = await worked(desk.boss, await shown(desk.boss, case), "confirm_mark")
    assert (case["state"], case["outcome"]) == ("unfounded", mark)
