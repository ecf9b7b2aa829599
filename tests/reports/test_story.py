"""One waybill's whole story, as each reader may know it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from litestar import Litestar

from stationdesk.foundation.database import Database
from stationdesk.parcels.scan_import import import_scans
from stationdesk.penalties.bills.importing import import_bill
from stationdesk.penalties.bills.rows import BILL_HEADER
from stationdesk.tenancy.actor import Role
from tests.factories.cases import claimed, open_over_http, worked
from tests.factories.firms import Firm, add_member, make_firm
from tests.factories.web import signed_in_client

WAYBILL = "78906137459920"
NOW = datetime(2026, 11, 21, tzinfo=UTC)


async def _scene(database: Database, firm: Firm, boss: httpx.AsyncClient, folder: Path) -> Any:
    scans, bill = folder / "scans.csv", folder / "bill.csv"
    header = "waybill,scan,scanned_at,site,next_site,courier,weight_g,note"
    lines = [
        f"{WAYBILL},到件,2026-11-19 05:58:00,S1,,,,",
        f"{WAYBILL},派件,2026-11-19 08:41:00,S1,,黄志勇,,",
    ]
    scans.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    await import_scans(database, firm.actor, scans, now=NOW)
    fine = f"B1,1,S1,{WAYBILL},100201,工单自动考核,50.00,2026-11-20 11:14:00,,,"
    bill.write_text("\n".join([",".join(BILL_HEADER), fine]) + "\n", encoding="utf-8")
    await import_bill(database, firm.actor, bill, file_name="bill.csv", now=NOW)
    case = await open_over_http(
        boss, kind="work_order", waybill=WAYBILL,
        details={"order_no": "GD9", "text": "未收到"},
    )  # fmt: skip
    case = await claimed(boss, case)
    await worked(boss, case, "ask_courier", question="打 13812345678 核实", name="黄志勇")
    await open_over_http(boss, waybill=WAYBILL, station="S2")
    fines = (await boss.get("/api/fines")).json()["items"]
    answer = await boss.post(
        f"/api/fines/{fines[0]['id']}/attribution", json={"cause": "firm_process", "note": "没排班"}
    )
    assert answer.status_code < 300, answer.text
    return case


async def test_everything_stands_in_one_order(
    app: Litestar, database: Database, firm: Firm, tmp_path: Path
) -> None:
    await add_member(database, firm, "boss", Role.MANAGER)
    async with signed_in_client(app, firm, "boss") as boss:
        case = await _scene(database, firm, boss, tmp_path)
        story = (await boss.get(f"/api/waybills/{WAYBILL}")).json()
        lower = (await boss.get(f"/api/waybills/{WAYBILL.lower()}")).json()
        unknown = await boss.get("/api/waybills/99999999999")
    assert unknown.status_code == 404
    assert lower["waybill"] == WAYBILL
    entries = story["entries"]
    assert [entry["at"] for entry in entries] == sorted(entry["at"] for entry in entries)
    told = [(entry["source"], entry["code"]) for entry in entries]
    assert told[:3] == [("scan", "arrived"), ("scan", "dispatched"), ("fine", "100201")]
    assert ("case", "ask_courier") in told
    assert ("decision", "firm_process") in told
    assert [len(story["parcels"]), len(story["cases"])] == [1, 2]
    asked = next(entry for entry in entries if entry["code"] == "claimed")
    assert (asked["case_id"], asked["title_zh"]) == (case["id"], "认领")
    assert "13812345678" not in str(story)
    fine = next(entry for entry in entries if entry["source"] == "fine")
    assert fine["amount_fen"] == 5000


async def test_each_reader_knows_his_part(
    app: Litestar, database: Database, firm: Firm, tmp_path: Path
) -> None:
    for name, role, stations in (
        ("boss", Role.MANAGER, ()), ("li", Role.AGENT, ("S2",)),
        ("owner", Role.STATION_OWNER, ("S1",)), ("other", Role.STATION_OWNER, ("S2",)),
    ):  # fmt: skip
        await add_member(database, firm, name, role, *stations)
    foreign = await make_firm(database)
    await add_member(database, foreign, "boss", Role.MANAGER)

    async def sources(who: Firm, name: str) -> set[str]:
        async with signed_in_client(app, who, name) as client:
            answer = await client.get(f"/api/waybills/{WAYBILL}")
        if answer.status_code == 404:
            return set()
        story = answer.json()
        return {entry["source"] for entry in story["entries"]} | {
            case["station"]["code"] for case in story["cases"]
        }

    async with signed_in_client(app, firm, "boss") as boss:
        await _scene(database, firm, boss, tmp_path)
    assert await sources(firm, "boss") >= {"scan", "case", "fine", "decision", "S1", "S2"}
    assert await sources(firm, "owner") == {"scan", "case", "fine", "decision", "S1"}
    assert await sources(firm, "li") == {"case", "S2"}
    assert await sources(firm, "other") == {"case", "S2"}
    assert await sources(foreign, "boss") == set()
