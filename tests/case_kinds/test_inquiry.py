"""An inquiry: facts that the asker may know; no guess where there is no trace."""

from pathlib import Path

from stationdesk.parcels.scan_import import import_scans
from tests.cases.conftest import Desk
from tests.factories.cases import claimed, open_over_http, raise_event, worked
from tests.tenancy.test_routes import NOW, SCAN_HEADER, write_lines

SCANNED = "73190553200001"
UNSEEN = "73190553200002"
TOLD = {"told": ["own_parcel"], "answer_text": "今天派送中"}


async def scanned(desk: Desk, folder: Path) -> None:
    scan = f"{SCANNED},到件,2026-11-19 05:58:00,S1,,,,"
    write_lines(folder / "scans.csv", SCAN_HEADER, scan)
    await import_scans(desk.database, desk.firm.actor, folder / "scans.csv", now=NOW)


async def test_a_parcel_is_told_of_to_whom_it_belongs_once_he_is_known(
    desk: Desk, tmp_path: Path
) -> None:
    await scanned(desk, tmp_path)
    stranger = {"asker": "other", "identity": "caller_number", "question": "他的件到哪了"}
    case = await open_over_http(desk.chen, kind="inquiry", waybill=SCANNED, details=stranger)
    case = await claimed(desk.chen, case)
    refused = await raise_event(desk.chen, case, "answer", **TOLD)
    assert refused.json()["reason"] == "not_his_parcel"
    case = await worked(desk.chen, case, "answer", told=["tariff"], answer_text="首重十二元")
    assert (case["state"], case["details"]["told"]) == ("answered", ["tariff"])

    unknown = {"asker": "recipient", "question": "我的件到哪了"}
    case = await open_over_http(desk.chen, kind="inquiry", waybill=SCANNED, details=unknown)
    case = await claimed(desk.chen, case)
    refused = await raise_event(desk.chen, case, "answer", **TOLD)
    assert refused.json()["reason"] == "asker_not_verified"
    case = await worked(desk.chen, case, "verify", identity="pickup_code")
    case = await worked(desk.chen, case, "answer", **TOLD)
    assert (case["state"], case["outcome"]) == ("answered", "answered")


async def test_nothing_else_can_be_told(desk: Desk) -> None:
    case = await claimed(desk.chen, await open_over_http(desk.chen, kind="inquiry"))
    for secret in ("courier_phone", "other_customer", "internal_rule"):
        refused = await raise_event(
            desk.chen, case, "answer", told=[secret], answer_text="业务员的手机是"
        )
        assert refused.status_code == 400
        assert refused.json()["missing"] == ["told"]


async def test_without_a_trace_somebody_is_asked_and_then_calls_back(desk: Desk) -> None:
    case = await claimed(desk.chen, await open_over_http(desk.chen, kind="inquiry", waybill=UNSEEN))
    refused = await raise_event(desk.chen, case, "answer", **TOLD)
    assert refused.json()["reason"] == "no_trace"
    case = await worked(desk.chen, case, "promise_call_back", phone="13800000000")
    assert case["state"] == "call_back_due"
    running = [each["name"] for each in case["clocks"] if each["stopped_at"] is None]
    assert running == ["call_back"]
    still = await raise_event(desk.chen, case, "answer", **TOLD)
    assert still.json()["reason"] == "no_trace", "a promise is no knowledge"
    case = await worked(desk.chen, case, "ask_courier", question="见过吗", name="黄志勇")
    assert case["holder"]["kind"] == "courier"
    case = await worked(desk.chen, case, "courier_answered", answer="在车上")
    case = await worked(desk.chen, case, "answer", **TOLD)
    assert (case["state"], case["outcome"]) == ("answered", "called_back")


async def test_a_question_about_tariffs_needs_no_parcel(desk: Desk) -> None:
    asked = {"asker": "other", "subject": "tariff", "question": "寄成都多少钱"}
    first = await open_over_http(desk.chen, kind="inquiry", waybill="", details=asked)
    second = await open_over_http(desk.chen, kind="inquiry", waybill=" ", details=asked)
    assert first["waybill"] == first["number"], "it goes by the case's own number"
    assert second["related"] == [], "two without a parcel are not about the same one"
    body = {"kind": "chase", "direction": "inbound", "station": "S1", "waybill": "",
            "details": {"text": "催"}}  # fmt: skip
    assert (await desk.chen.post("/api/cases", json=body)).status_code == 400
