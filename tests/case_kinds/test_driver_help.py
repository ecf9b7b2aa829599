"""A courier in the street: minutes count."""

from datetime import UTC, datetime, timedelta

from tests.cases.conftest import Desk
from tests.factories.cases import claimed, open_over_http, raise_event, worked


async def test_the_minutes_count_since_the_courier_waits_and_never_pause(desk: Desk) -> None:
    since = datetime.now(UTC) - timedelta(minutes=4)
    details = {"courier": "黄志勇", "place": "江陵路", "waiting_since": since.isoformat()}
    case = await claimed(
        desk.chen, await open_over_http(desk.chen, kind="driver_help", details=details)
    )
    due = datetime.fromisoformat(case["clocks"][0]["due_at"])
    assert due == since + timedelta(minutes=10)
    case = await worked(desk.chen, case, "ask_counterparty", question="请给新电话")
    assert case["clocks"][0]["paused_at"] is None
    case = await worked(desk.chen, case, "counterparty_answered", answer="13700000000")
    refused = await raise_event(desk.chen, case, "give_contact", given_by="寄件人")
    assert refused.status_code == 400
    assert "a new phone or a new address" in refused.json()["detail"]
    case = await worked(desk.chen, case, "give_contact", given_by="寄件人", new_phone="13700000000")
    assert (case["state"], case["outcome"]) == ("helped", "new_contact")
    case = await worked(desk.chen, case, "still_stuck", told="还是打不通")
    assert (case["state"], case["holder"]["is_me"]) == ("waiting", True)
    assert len([each for each in case["clocks"] if each["stopped_at"] is None]) == 1
    case = await worked(desk.chen, case, "bring_back", why="nobody_answers")
    assert case["outcome"] == "brought_back"


async def test_a_fee_is_agreed_where_it_is_about_a_fee_and_with_proof(desk: Desk) -> None:
    upstairs = {"courier": "沈国强", "trouble": "carry_upstairs_unpaid", "floor": 6}
    case = await claimed(
        desk.chen, await open_over_http(desk.chen, kind="driver_help", details=upstairs)
    )
    allowed = {each["event"]: each["is_allowed"] for each in case["actions"]}
    assert (allowed["agree_fee"], allowed["give_contact"]) == (True, False)
    unproven = {"fee_fen": 6000, "agreed_with": "寄件人"}
    assert (await raise_event(desk.chen, case, "agree_fee", **unproven)).status_code == 400
    case = await worked(desk.chen, case, "agree_fee", **unproven, proof="微信截图")
    assert (case["outcome"], case["details"]["fee_fen"]) == ("fee_agreed", 6000)
    assert case["timeline"][-1]["text"] == "寄件人 60.00"


async def test_it_exists_inbound_only(desk: Desk) -> None:
    body = {"kind": "driver_help", "direction": "outbound", "station": "S1", "waybill": "1",
            "details": {"courier": "黄志勇"}}  # fmt: skip
    refused = await desk.chen.post("/api/cases", json=body)
    assert (refused.status_code, refused.json()["code"]) == (400, "unknown_kind")
