"""Contacts of cases: masked, walled, shown in full for a reason; and the risk register's hits."""

from datetime import datetime, timedelta
from typing import Any

import httpx

from stationdesk.cases.service import propose_clusters
from stationdesk.stations.risk.service import expire_reviews
from stationdesk.tenancy.session import tenant_session
from tests.cases.conftest import Desk
from tests.factories.cases import open_over_http, shown
from tests.factories.firms import LONG_AGO

RECIPIENT = {
    "role": "recipient",
    "name": "欧阳娜娜",
    "phone": "13800138067",
    "address": "杭州市滨江区江陵路88号3幢501室",
}


async def opened(client: httpx.AsyncClient, **changes: Any) -> dict[str, Any]:
    return await open_over_http(client, **({"contacts": [RECIPIENT]} | changes))


async def test_contacts_are_masked_everywhere_but_in_a_reveal(desk: Desk) -> None:
    case = await opened(desk.chen)
    (contact,) = case["contacts"]
    assert contact["name"] == "欧阳**"
    assert contact["phone"] == "138******67"
    assert contact["address"] == "杭州市滨江区江陵路****"
    assert contact["may_be_told"] is True
    path = f"/api/cases/{case['id']}/contacts"
    refused = await desk.chen.post(f"{path}/reveal", json={"role": "recipient", "reason": ""})
    assert refused.json()["code"] == "reason_needed"
    nobody = await desk.chen.post(f"{path}/reveal", json={"role": "sender", "reason": "回电"})
    assert nobody.json()["code"] == "contact_unknown"
    full = await desk.chen.post(f"{path}/reveal", json={"role": "recipient", "reason": "回电"})
    assert full.json() == RECIPIENT
    after = await shown(desk.chen, case)
    assert [row["event"] for row in after["timeline"]] == ["opened", "contact_revealed"]
    for secret in (RECIPIENT["phone"], RECIPIENT["name"], RECIPIENT["address"]):
        assert secret not in str(after)
    (logged,) = (await desk.boss.get("/api/reveals")).json()["items"]
    assert (logged["member_name"], logged["role"], logged["reason"]) == (
        "chen", "recipient", "回电",
    )  # fmt: skip


async def test_roles_that_are_not_named_stay_and_blank_ones_go(desk: Desk) -> None:
    case = await opened(desk.chen)
    path = f"/api/cases/{case['id']}/contacts"
    sender = {"role": "sender", "name": "织云服饰", "phone": "057188881234"}
    both = (await desk.chen.put(path, json={"contacts": [sender]})).json()
    assert [each["role"] for each in both["contacts"]] == ["recipient", "sender"]
    assert [row["event"] for row in both["timeline"]] == ["opened", "contacts_changed"]
    same = (await desk.chen.put(path, json={"contacts": [sender]})).json()
    assert len(same["timeline"]) == len(both["timeline"]), "nothing has changed"
    gone = (await desk.chen.put(path, json={"contacts": [{"role": "sender"}]})).json()
    assert [each["role"] for each in gone["contacts"]] == ["recipient"]
    for wrong in ({"role": "friend"}, {"role": "sender", "phone": "没有"}):
        refused = await desk.chen.put(path, json={"contacts": [RECIPIENT, wrong]})
        assert refused.json()["code"] == "contact_invalid"


async def test_another_case_of_the_parcel_knows_its_people(desk: Desk) -> None:
    first = await opened(desk.chen)
    second = await open_over_http(desk.chen)
    (contact,) = second["contacts"]
    assert (contact["name"], contact["from_case_id"]) == ("欧阳**", first["id"])


async def test_an_agent_of_another_station_and_the_owner_get_nothing_in_full(desk: Desk) -> None:
    case = await opened(desk.chen, station="S2")
    path = f"/api/cases/{case['id']}/contacts"
    asked = {"role": "recipient", "reason": "好奇"}
    assert (await desk.li.post(f"{path}/reveal", json=asked)).status_code == 404
    assert (await desk.li.put(path, json={"contacts": [RECIPIENT]})).status_code == 404
    at_s1 = await opened(desk.chen)
    path = f"/api/cases/{at_s1['id']}/contacts"
    assert (await desk.owner.post(f"{path}/reveal", json=asked)).status_code == 403
    assert (await shown(desk.owner, at_s1))["contacts"][0]["phone"] == "138******67"


async def test_a_customers_file_and_his_history_stand_beside_the_case(desk: Desk) -> None:
    file = await desk.chen.post(
        "/api/customers",
        json={"name": "欧阳娜娜", "phones": ["13800138067"], "tier": "vip", "stations": ["S1"]},
    )
    case = await opened(desk.chen)
    assert [each["tier"] for each in case["customers"]] == ["vip"]
    assert (await shown(desk.owner, case))["customers"] == []
    history = await desk.chen.get(f"/api/customers/{file.json()['id']}/cases")
    assert [row["id"] for row in history.json()["items"]] == [case["id"]]


async def test_the_register_speaks_once_an_entry_is_confirmed(desk: Desk) -> None:
    case = await opened(desk.chen)
    wanted = {
        "role": "recipient", "match_by": "phone", "category": "signed_not_received",
        "courier_instruction": "先电联，不放柜，拍门牌",
    }  # fmt: skip
    proposed = await desk.chen.post(f"/api/cases/{case['id']}/risk", json=wanted)
    assert proposed.status_code == 201
    assert proposed.json()["risk_hits"] == [], "it is only proposed"
    again = await desk.chen.post(f"/api/cases/{case['id']}/risk", json=wanted)
    assert again.json()["code"] == "risk_exists"
    (entry,) = (await desk.boss.get("/api/risk", params={"review_due": True})).json()["items"]
    assert (entry["name"], entry["source_case_ids"]) == ("欧阳**", [case["id"]])
    decision = {"version": 1, "reviewer_name": "业务员 吴建军", "review_on": "2099-01-01"}
    path = f"/api/risk/{entry['id']}"
    assert (await desk.chen.post(f"{path}/confirm", json=decision)).status_code == 403
    past = await desk.boss.post(f"{path}/confirm", json=decision | {"review_on": "2020-01-01"})
    assert past.json()["code"] == "risk_invalid"
    assert (await desk.boss.post(f"{path}/confirm", json=decision)).status_code == 200
    (hit,) = (await shown(desk.chen, case))["risk_hits"]
    assert hit["courier_instruction"] == wanted["courier_instruction"]
    on_parcel = await desk.li.get(f"/api/parcels/{case['waybill']}/risk")
    assert [each["id"] for each in on_parcel.json()["items"]] == [entry["id"]]
    elsewhere = await opened(desk.chen, station="S2", waybill="YT1234567890")
    assert elsewhere["risk_hits"] == [], "another station's parcel"
    late = await desk.boss.post(f"{path}/dismiss", json={"version": 1, "reason": "误报"})
    assert late.json()["code"] == "risk_changed"
    gone = await desk.boss.post(f"{path}/dismiss", json={"version": 2, "reason": "已搬走"})
    assert gone.json()["status"] == "dismissed"
    assert (await shown(desk.chen, case))["risk_hits"] == []


async def test_a_place_is_met_by_everybody_who_lives_there(desk: Desk) -> None:
    place = {
        "station": "S1", "kind": "place", "match_by": "address", "category": "locker_overdue",
        "address": "杭州市滨江区 江陵路88号", "courier_instruction": "不入柜",
    }  # fmt: skip
    entry = (await desk.boss.post("/api/risk", json=place)).json()
    decision = {"version": 1, "reviewer_name": "boss", "review_on": "2099-01-01"}
    await desk.boss.post(f"/api/risk/{entry['id']}/confirm", json=decision)
    case = await opened(desk.chen)
    assert [hit["id"] for hit in case["risk_hits"]] == [entry["id"]]
    other = RECIPIENT | {"address": "杭州市滨江区江陵路8号"}
    assert (await opened(desk.chen, waybill="2", contacts=[other]))["risk_hits"] == []
    short = await desk.boss.post("/api/risk", json=place | {"address": "杭州"})
    assert short.json()["code"] == "risk_invalid"


async def test_what_clusters_is_proposed_once_and_again_only_by_new_cases(desk: Desk) -> None:
    details = {"problem_type": "B17", "description": "签收未收到"}
    for number in range(2):
        await opened(desk.chen, waybill=f"7890{number}", details=details)
    assert await _proposals(desk) == []
    case = await opened(desk.chen, waybill="78909", details=details)
    assert [each["category"] for each in await _proposals(desk)] == ["signed_not_received"]
    (entry,) = await _proposals(desk)
    assert entry["match_by"] == "phone"
    assert case["id"] in entry["source_case_ids"]
    assert len(entry["source_case_ids"]) == 3
    assert "电话" in entry["courier_instruction"]
    await desk.boss.post(f"/api/risk/{entry['id']}/dismiss", json={"version": 1, "reason": "误报"})
    assert await _proposals(desk) == []
    for number in range(3):
        await opened(desk.chen, waybill=f"7891{number}", details=details)
    assert [each["status"] for each in await _proposals(desk)] == ["proposed"]
    assert await _run_job(desk, LONG_AGO.replace(year=2090)) == 0, "nothing of it is recent"


async def _proposals(desk: Desk) -> list[dict[str, Any]]:
    """What is proposed after the nightly job has run, shortly after the latest case."""
    newest = (await desk.boss.get("/api/cases")).json()["items"]
    now = max(datetime.fromisoformat(row["opened_at"]) for row in newest) + timedelta(minutes=1)
    await _run_job(desk, now)
    page = await desk.boss.get("/api/risk", params={"status": "proposed"})
    return page.json()["items"]


async def _run_job(desk: Desk, now: datetime) -> int:
    async with tenant_session(desk.database, desk.firm.actor) as session:
        return await propose_clusters(session, desk.firm.actor, now)


async def test_an_entry_past_its_review_is_marked_and_still_shown(desk: Desk) -> None:
    case = await opened(desk.chen)
    wanted = {
        "role": "recipient", "match_by": "name_address", "category": "false_claims",
        "agent_instruction": "赔付前请组长审批",
    }  # fmt: skip
    await desk.chen.post(f"/api/cases/{case['id']}/risk", json=wanted)
    (entry,) = (await desk.boss.get("/api/risk")).json()["items"]
    decision = {"version": 1, "reviewer_name": "boss", "review_on": "2090-01-01"}
    await desk.boss.post(f"/api/risk/{entry['id']}/confirm", json=decision)
    now = LONG_AGO.replace(year=2090, day=2)
    async with tenant_session(desk.database, desk.firm.actor) as session:
        assert await expire_reviews(session, desk.firm.actor, now) == 1
        assert await expire_reviews(session, desk.firm.actor, now) == 0
    (hit,) = (await shown(desk.chen, case))["risk_hits"]
    assert hit["status"] == "expired"
    due = await desk.boss.get("/api/risk", params={"review_due": True})
    assert [each["id"] for each in due.json()["items"]] == [entry["id"]]
