"""One day of an outsourcing firm, in both directions, over HTTP: from the morning's scans to the
evening's reconciliation, with every kind of case, a fine, its split and its appeal."""

import csv
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from litestar import Litestar

from stationdesk.foundation.database import Database
from stationdesk.parcels.scan_import import import_scans
from stationdesk.parcels.sweep import sweep
from stationdesk.penalties.bills.importing import import_bill
from stationdesk.penalties.bills.rows import BILL_HEADER
from stationdesk.tenancy.actor import Role
from stationdesk.tenancy.session import tenant_session
from tests.factories.cases import claimed
from tests.factories.firms import Firm, add_member
from tests.factories.web import signed_in_client
from tests.scenarios.firm_day import Day, ago, ahead

WAYBILL = "7890441762{:04}"
SCANS = "waybill,scan,scanned_at,site,next_site,courier,weight_g,note"


@pytest.fixture
async def day(app: Litestar, database: Database, firm: Firm) -> AsyncIterator[Day]:
    await add_member(database, firm, "manager", Role.MANAGER)
    await add_member(database, firm, "supervisor", Role.SUPERVISOR)
    await add_member(database, firm, "inbound", Role.AGENT, "S1", direction="inbound")
    await add_member(database, firm, "outbound", Role.AGENT, "S1", direction="outbound")
    await add_member(database, firm, "owner", Role.STATION_OWNER, "S1")
    async with AsyncExitStack() as stack:
        people = [
            await stack.enter_async_context(signed_in_client(app, firm, name))
            for name in ("manager", "supervisor", "inbound", "outbound", "owner")
        ]
        yield Day(app, database, firm, *people)


async def test_a_day_of_a_firm(day: Day, tmp_path: Path) -> None:
    await _morning_scans(day, tmp_path)
    await _work_orders_from_headquarters(day)
    await _inbound_desk(day)
    await _inbound_street(day)
    await _complaint_over_the_agents_limit(day)
    await _outbound_desk(day)
    await _goods_sent_again(day)
    await _fine_and_appeal(day, tmp_path)
    await _evening_reconciliation(day)
    await _everything_adds_up(day)


async def _morning_scans(day: Day, folder: Path) -> None:
    """Two parcels arrived the day before yesterday and were never dispatched: each a case."""
    lines = [f"{WAYBILL.format(place)},到件,{ago(2 * 24 * 60)},S1,,,," for place in (1, 2)]
    path = folder / "scans.csv"
    path.write_text("\n".join([SCANS, *lines]), encoding="utf-8")
    now = datetime.now(UTC)
    await import_scans(day.database, day.firm.actor, path, now=now)
    async with tenant_session(day.database, day.firm.actor) as session:
        await sweep(session, day.firm.actor, now)
    found = (await day.inbound.get("/api/cases", params={"kind": "problem_parcel"})).json()
    by_waybill = {each["waybill"]: each for each in found["items"]}
    assert set(by_waybill) == {WAYBILL.format(1), WAYBILL.format(2)}
    day.opened |= {
        "gap": by_waybill[WAYBILL.format(1)]["id"],
        "later gap": by_waybill[WAYBILL.format(2)]["id"],
    }
    agent = day.inbound
    case = await claimed(agent, by_waybill[WAYBILL.format(1)])
    case = await day.go(agent, case, "register", problem_type="A1")
    case = await day.go(agent, case, "instruction_received", instruction="redeliver", text="再派")
    case = await day.go(agent, case, "report_outcome", outcome="redelivered")
    case = await day.go(
        agent, case, "confirm_outcome", outcome="redelivered", confirmed_by="王女士"
    )
    assert case["closed_at"] is not None


async def _work_orders_from_headquarters(day: Day) -> None:
    """HQ's list is imported by pointing at its columns; one order goes to the courier and back."""
    rows = [
        ["中通工单", "", "", "", ""],
        ["工单号", "网点名称", "运单号", "下发时间", "工单内容"],
        ["GD1", "S1", WAYBILL.format(11), ago(20), "客户称未收到"],
        ["GD2", "S1", WAYBILL.format(12), ago(15), "要求改约"],
    ]
    done = await day.import_list("cases", rows, {"category": {"constant": "not_received"}})
    assert (done["status"], done["accepted"]) == ("done", 2)
    agent = day.inbound
    listed = (await agent.get("/api/cases", params={"kind": "work_order"})).json()["items"]
    by_waybill = {each["waybill"]: each for each in listed}
    for name, place in (("answered order", 11), ("open order", 12)):
        day.opened[name] = by_waybill[WAYBILL.format(place)]["id"]
    case = await claimed(agent, by_waybill[WAYBILL.format(11)])
    case = await day.go(agent, case, "first_follow_up", text="已联系客户")
    case = await day.go(agent, case, "ask_courier", name="黄志勇", question="放在哪里")
    assert case["holder"]["kind"] == "courier"
    case = await day.go(agent, case, "courier_answered", answer="江陵路驿站", proof="微信截图")
    case = await day.go(agent, case, "answer", text="已约定今晚再派", proof="总部系统截图")
    assert case["state"] == "answered"


async def _inbound_desk(day: Day) -> None:
    """A message asked twice, a chase with a promise, an inquiry."""
    agent = day.inbound
    case = await day.open(
        "message",
        agent,
        "message",
        "inbound",
        WAYBILL.format(21),
        sender="counterparty",
        sender_name="义乌北苑",
        text="谁签收的",
    )
    case = await day.go(agent, case, "reply", reply_text="本人签收", proof="截图")
    case = await day.go(agent, case, "follow_up_question", text="有照片吗")
    case = await day.go(agent, case, "reply", reply_text="已附照片", proof="截图二")
    await day.go(agent, case, "settle", note="对方无异议")

    case = await day.open(
        "chase",
        agent,
        "chase",
        "inbound",
        WAYBILL.format(22),
        urged_by="recipient",
        name="李女士",
        text="今天能到吗",
    )
    case = await day.go(
        agent,
        case,
        "answer",
        promised_at=ahead(120),
        promised_to="李女士",
        promise_text="今晚七点前送到",
    )
    case = await day.go(agent, case, "fulfil", confirmed_by="李女士")
    assert case["outcome"] == "kept"

    case = await day.open(
        "inquiry",
        agent,
        "inquiry",
        "inbound",
        WAYBILL.format(23),
        asker="recipient",
        identity="pickup_code",
        question="运费多少",
    )
    await day.go(agent, case, "answer", told=["tariff"], answer_text="首重十二元")


async def _inbound_street(day: Day) -> None:
    """A parcel stopped and sent back; a courier who cannot reach anybody."""
    agent = day.inbound
    case = await day.open(
        "interception",
        agent,
        "interception",
        "inbound",
        WAYBILL.format(24),
        target="return_to_station",
        reason="寄件人要求退回",
    )
    case = await day.go(agent, case, "hold", proof="照片")
    await day.go(agent, case, "send_back", proof="底单照片", new_waybill=WAYBILL.format(25))

    case = await day.open(
        "street",
        agent,
        "driver_help",
        "inbound",
        WAYBILL.format(26),
        trouble="unreachable",
        courier="黄志勇",
        place="江陵路",
    )
    case = await day.go(agent, case, "give_contact", new_phone="13700000000", given_by="寄件人")
    assert case["state"] == "helped"


async def _complaint_over_the_agents_limit(day: Day) -> None:
    """The agent proposes more than he may approve: the supervisor does."""
    agent = day.inbound
    case = await day.open(
        "complaint",
        agent,
        "complaint",
        "inbound",
        WAYBILL.format(31),
        source="customer",
        text="签收了没收到",
        caller="王女士",
    )
    case = await day.go(agent, case, "check_facts", checked_with="黄志勇", finding="放错驿站")
    case = await day.go(
        agent,
        case,
        "propose_compensation",
        apology="向您致歉",
        proposal="赔付",
        compensation_fen=15_000,
    )
    case = await day.go(agent, case, "ask_approval", reason="货值高")
    assert case["holder"]["kind"] == "supervisor"
    case = await day.go(day.supervisor, case, "approve_compensation")
    case = await day.go(
        agent, case, "record_sanction", responsible="courier", name="黄志勇", sanction="口头警告"
    )
    case = await day.go(agent, case, "carry_out", remedy="已赔付", paid_fen=15_000)
    case = await day.go(agent, case, "confirm", confirmed_by="王女士")
    assert case["closed_at"] is not None


async def _outbound_desk(day: Day) -> None:
    """A reply to another station, an order to collect, an arbitration won."""
    agent = day.outbound
    case = await day.open(
        "their problem",
        agent,
        "problem_parcel",
        "outbound",
        WAYBILL.format(41),
        problem_type="A5",
        description="拒收",
    )
    case = await day.go(agent, case, "reply", instruction="redeliver", text="已改约，请再派")
    assert case["holder"]["kind"] == "counterparty"

    case = await day.open(
        "pickup",
        agent,
        "pickup_order",
        "outbound",
        WAYBILL.format(42),
        shipper="王先生",
        phone="13800000000",
        goods="衣服",
    )
    order = {
        "goods": "衣服",
        "weight_g": 1500,
        "size": "30×20×10",
        "addressee": "李女士",
        "addressee_phone": "13900000000",
        "addressee_address": "苏州市吴中区某路2号",
        "collect_at": ahead(180),
        "payment": "sender_cash",
        "shipper": "王先生",
        "phone": "13800000000",
        "address": "杭州市滨江区某路3号",
        "special_wishes": "无",
    }
    case = await day.go(agent, case, "confirm_order", **order)
    case = await day.go(agent, case, "assign", courier="黄志勇")
    await day.go(agent, case, "collect", waybill=WAYBILL.format(42))

    case = await day.open(
        "claim",
        agent,
        "arbitration",
        "outbound",
        WAYBILL.format(43),
        ground="damage",
        claimed_amount_fen=9900,
    )
    case = await day.go(agent, case, "contact", party="对方客服", text="协商未果")
    case = await day.go(agent, case, "file", claim_no="ZC1")
    case = await day.go(agent, case, "award", awarded_amount_fen=9900)
    case = await day.go(agent, case, "receive_payment", amount_fen=9900)
    assert case["state"] == "paid"


async def _goods_sent_again(day: Day) -> None:
    """The shipper sends again before the claim grows."""
    agent = day.outbound
    case = await day.open(
        "again",
        agent,
        "reissue",
        "outbound",
        WAYBILL.format(44),
        goods_value_fen=9900,
        reason="damage",
        contact="王先生",
    )
    case = await day.go(agent, case, "ask", name="王先生", text="请今晚补发")
    case = await day.go(agent, case, "agree", text="同意", cost_fen=990)
    await day.go(agent, case, "reissue", new_waybill=WAYBILL.format(45))


async def _fine_and_appeal(day: Day, folder: Path) -> None:
    """The carrier fines the answered order; it is split, appealed and cancelled: all is zero."""
    values = {
        "bill_no": "B1",
        "line_no": "1",
        "station": "S1",
        "waybill": WAYBILL.format(11),
        "code": "100201",
        "name": "工单自动考核",
        "amount": "50.00",
        "occurred_at": ago(5),
        "appeal_due_at": ahead(3 * 24 * 60),
    }
    path = folder / "bill.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, BILL_HEADER)
        writer.writeheader()
        writer.writerow(values)
    await import_bill(
        day.database, day.firm.actor, path, file_name="bill.csv", now=datetime.now(UTC)
    )
    (fine,) = (await day.manager.get("/api/fines")).json()["items"]
    decided = await day.manager.post(
        f"/api/fines/{fine['id']}/attribution", json={"cause": "firm_process", "note": "核对过"}
    )
    assert decided.status_code == 201, decided.text
    assert (await day.balances())["firm/penalty_cost"] == 5000
    appeal = await day.manager.post(
        f"/api/fines/{fine['id']}/appeal",
        json={"ground": "in_time", "reason": "总部系统内已按时答复"},
    )
    assert appeal.status_code == 201, appeal.text
    day.opened["appeal"] = appeal.json()["case_id"]
    case = await claimed(day.supervisor, {"id": day.opened["appeal"]})
    case = await day.go(day.supervisor, case, "file", appeal_no="SS1", statement="附截图")
    case = await day.go(day.manager, case, "fine_cancelled")
    assert case["outcome"] == "fine_cancelled"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, BILL_HEADER)
        writer.writeheader()
        writer.writerow(values | {"bill_no": "B2", "amount": "-50.00"})
    await import_bill(
        day.database, day.firm.actor, path, file_name="back.csv", now=datetime.now(UTC)
    )
    assert await day.balances() == {}


async def _evening_reconciliation(day: Day) -> None:
    """HQ still lists the order that we answered, and one that nobody told us of; the one that we
    hold open is not on its list."""
    rows = [
        ["中通未结工单", "", "", ""],
        ["工单号", "网点名称", "运单号", "下发时间"],
        ["GD1", "S1", WAYBILL.format(11), ago(60)],
        ["GD9", "S1", WAYBILL.format(19), ago(60)],
    ]
    done = await day.import_list("open_list", rows, {})
    found = (await day.supervisor.get(f"/api/reconciliations/{done['id']}")).json()
    assert found["by_result"] == {"answered_here": 1, "only_hq": 1, "only_ours": 1}


async def _everything_adds_up(day: Day) -> None:
    """Custody of every case fills its life without a gap; what is over has no running clock; a
    waybill's whole story can be read in one place."""
    for name in day.opened:
        case = await day.case(name)
        spans = sorted(case["custody"], key=lambda each: each["from_at"])
        assert spans[0]["from_at"] == case["opened_at"], name
        assert all(one["to_at"] == other["from_at"] for one, other in pairwise(spans)), name
        if case["closed_at"] is not None:
            assert all(clock["stopped_at"] for clock in case["clocks"]), name
    story = (await day.manager.get(f"/api/waybills/{WAYBILL.format(11)}")).json()
    told = json.dumps(story, ensure_ascii=False)
    assert "江陵路驿站" in told
    assert "100201" in told
    seen = await day.owner.get("/api/cases", params={"status": "open"})
    assert {each["station"]["code"] for each in seen.json()["items"]} == {"S1"}
