"""Arbitration as the claimant over HTTP: contact or material first, filed, paid; or too late."""

from datetime import UTC, datetime, timedelta
from typing import Any

from stationdesk.tenancy.session import hot_transaction
from tests.cases.conftest import Desk
from tests.factories.cases import claimed, open_over_http, prove, raise_event, shown, worked

PROOFS = ("trace", "value_proof", "call_record")


async def _claim(desk: Desk, **details: Any) -> dict[str, Any]:
    case = await open_over_http(
        desk.chen, kind="arbitration", direction="outbound",
        details={"ground": "loss", "claimed_amount_fen": 9900, "counterparty": "苏州吴中"}
        | details,
    )  # fmt: skip
    return await claimed(desk.chen, case)


async def test_material_contact_filing_award_and_its_money(desk: Desk) -> None:
    case = await _claim(desk)
    case = await worked(
        desk.chen, case, "ask_material", asked_of="shipper", name="王先生", text="请发采购单"
    )
    assert (case["state"], case["holder"]["kind"], case["holder"]["name"]) == (
        "collecting", "customer", "王先生",
    )  # fmt: skip
    await prove(desk.chen, case, *PROOFS)
    case = await shown(desk.chen, case)
    unsettled = await raise_event(desk.chen, case, "file", claim_no="ZC1")
    assert unsettled.json()["reason"] == "settlement_not_tried"
    case = await worked(desk.chen, case, "material_received", text="采购单已收到")
    case = await worked(desk.chen, case, "contact", party="苏州吴中客服", text="查无此件,愿赔三十")
    case = await worked(desk.chen, case, "offer", amount_fen=3000, text="愿赔三十")
    assert case["details"]["offered_amount_fen"] == 3000
    case = await worked(desk.chen, case, "file", claim_no="ZC1")
    case = await worked(desk.chen, case, "award", awarded_amount_fen=9900)
    case = await worked(desk.chen, case, "receive_payment", amount_fen=9900, proof="返款流水")
    assert case["state"] == "paid"
    async with hot_transaction(desk.database, desk.firm.actor) as connection:
        [award] = await connection.fetch("SELECT * FROM arbitration_awards")
    assert str(award["case_id"]) == case["id"]
    assert (award["amount_fen"], award["ground"], award["status"]) == (9900, "loss", "waiting")


async def test_the_window_is_missed_only_once_it_is_over(desk: Desk) -> None:
    case = await _claim(desk)
    early = await raise_event(desk.chen, case, "window_missed", reason="?", lost_amount_fen=9900)
    assert early.json()["reason"] == "window_open"
    old = (datetime.now(UTC) - timedelta(days=60)).isoformat()
    case = await _claim(desk, occurred_at=old)
    case = await worked(desk.chen, case, "contact", party="苏州吴中客服", text="查无此件")
    await prove(desk.chen, case, *PROOFS)
    case = await shown(desk.chen, case)
    late = await raise_event(desk.chen, case, "file", claim_no="ZC2")
    assert late.json()["reason"] == "window_missed"
    case = await worked(desk.chen, case, "window_missed", reason="材料晚到", lost_amount_fen=9900)
    assert (case["outcome"], case["details"]["lost_amount_fen"]) == ("missed", 9900)
