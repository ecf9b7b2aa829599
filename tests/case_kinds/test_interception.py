"""An interception: in time or too late, in both directions."""

from pathlib import Path

from stationdesk.parcels.scan_import import import_scans
from tests.cases.conftest import Desk
from tests.factories.cases import claimed, open_over_http, prove, raise_event, shown, worked
from tests.tenancy.test_routes import NOW, SCAN_HEADER, write_lines

ZTO, YTO = "73190553300001", "YT8800000000001"


async def scan(desk: Desk, folder: Path, waybill: str, station: str, *words: str) -> None:
    lines = [
        f"{waybill},{word},2026-11-19 {hour:02d}:00:00,{station},,,,"
        for hour, word in enumerate(words, start=6)
    ]
    write_lines(folder / "scans.csv", SCAN_HEADER, *lines)
    await import_scans(desk.database, desk.firm.actor, folder / "scans.csv", now=NOW)


async def test_a_change_of_address_needs_the_address(desk: Desk) -> None:
    body = {
        "kind": "interception", "direction": "outbound", "station": "S1", "waybill": ZTO,
        "details": {"target": "change_address", "reason": "搬家"},
    }  # fmt: skip
    refused = await desk.chen.post("/api/cases", json=body)
    assert refused.status_code == 400
    assert "new_address" in refused.json()["detail"]


async def test_outbound_an_order_is_placed_and_its_result_told(desk: Desk) -> None:
    case = await open_over_http(desk.chen, kind="interception", direction="outbound")
    case = await claimed(desk.chen, case)
    case = await worked(
        desk.chen, case, "place", carrier_order_no="lj77", fee_fen=1200, paid_by="shipper"
    )
    assert (case["state"], case["holder"]["kind"], case["order_no"]) == (
        "placed",
        "carrier",
        "LJ77",
    )
    refused = await raise_event(desk.chen, case, "succeed", told_to="王总")
    assert refused.json()["missing"] == ["customer_request"]
    await prove(desk.chen, case, "customer_request")
    case = await worked(desk.chen, case, "succeed", told_to="王总")
    assert (case["state"], case["outcome"]) == ("succeeded", "succeeded")


async def test_inbound_the_parcel_is_stopped_by_the_station_and_sent_back(desk: Desk) -> None:
    case = await claimed(desk.chen, await open_over_http(desk.chen, kind="interception"))
    case = await worked(desk.chen, case, "hold", proof="照片")
    assert (case["state"], case["holder"]["kind"]) == ("held", "station")
    owners = {each["name"]: each["owner"] for each in case["clocks"]}
    assert owners == {"hold": "hq", "send_back": "hq"}
    case = await worked(desk.chen, case, "resend", reason="夜班误派")
    assert (case["state"], case["holder"]["is_me"]) == ("received", True)
    case = await worked(desk.chen, case, "hold", proof="照片")
    case = await worked(desk.chen, case, "send_back", proof="底单")
    assert case["outcome"] == "succeeded"


async def test_what_is_signed_cannot_be_intercepted_any_more(desk: Desk, tmp_path: Path) -> None:
    case = await claimed(
        desk.chen, await open_over_http(desk.chen, kind="interception", waybill=ZTO)
    )
    await scan(desk, tmp_path, ZTO, "S1", "到件", "派件", "签收")
    seen = await shown(desk.chen, case)
    hold = next(each for each in seen["actions"] if each["event"] == "hold")
    assert hold["refusal"]["code"] == "already_signed", "said before anybody tries"
    refused = await raise_event(desk.chen, case, "hold", proof="照片")
    assert (refused.status_code, refused.json()["reason"]) == (409, "already_signed")
    body = {
        "kind": "interception", "direction": "inbound", "station": "S1", "waybill": ZTO,
        "details": {"reason": "退回"},
    }  # fmt: skip
    again = await desk.chen.post("/api/cases", json=body)
    assert (again.status_code, again.json()["reason"]) == (400, "already_signed")
    case = await worked(desk.chen, case, "come_too_late", reason="已签收", told_to="寄件人")
    assert (case["state"], case["outcome"]) == ("too_late", "too_late")


async def test_the_window_is_the_carriers_policy(desk: Desk, tmp_path: Path) -> None:
    """The example of YTO ends it at the dispatch, ZTO's at the signature."""
    await scan(desk, tmp_path, YTO, "S2", "到件", "派件")
    case = await open_over_http(desk.chen, kind="interception", station="S2", waybill=YTO)
    case = await claimed(desk.chen, case)
    refused = await raise_event(desk.chen, case, "hold", proof="照片")
    assert refused.json()["reason"] == "already_dispatched"
    await scan(desk, tmp_path, ZTO, "S1", "到件", "派件")
    case = await open_over_http(desk.chen, kind="interception", waybill=ZTO)
    case = await worked(desk.chen, await claimed(desk.chen, case), "hold", proof="照片")
    assert case["state"] == "held"
