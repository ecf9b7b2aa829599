"""Customers' files, couriers and reveals, over HTTP."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

import httpx
import pytest
from litestar import Litestar

from stationdesk.foundation.database import Database
from stationdesk.tenancy.actor import Role
from tests.factories.firms import Firm, add_member
from tests.factories.web import signed_in_client

FILE = {
    "name": "周莉莉",
    "phones": ["138-0013-8067", "057188881234"],
    "tier": "vip",
    "address": "杭州市滨江区江陵路88号3幢501室",
    "habits": "只收晚上",
    "compensation_terms": "破损按进价",
    "stations": ["S1"],
}


@dataclass
class Office:
    firm: Firm
    manager: httpx.AsyncClient
    chen: httpx.AsyncClient
    li: httpx.AsyncClient
    owner: httpx.AsyncClient


@pytest.fixture
async def office(app: Litestar, database: Database, firm: Firm) -> AsyncIterator[Office]:
    """A manager; Chen serves S1, Li serves S2; an owner of S1."""
    await add_member(database, firm, "manager", Role.MANAGER)
    await add_member(database, firm, "chen", Role.AGENT, "S1")
    await add_member(database, firm, "li", Role.AGENT, "S2")
    await add_member(database, firm, "owner", Role.STATION_OWNER, "S1")
    async with AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(signed_in_client(app, firm, name))
            for name in ("manager", "chen", "li", "owner")
        ]
        yield Office(firm, *clients)


async def made(client: httpx.AsyncClient, **changes: object) -> dict[str, object]:
    answer = await client.post("/api/customers", json=FILE | changes)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_file_is_shown_masked_and_in_full_only_for_a_logged_reason(office: Office) -> None:
    file = await made(office.chen)
    assert file["name"] == "周**"
    assert file["phones"] == ["138******67", "057*******34"]
    assert file["address"] == "杭州市滨江区江陵路****"
    path = f"/api/customers/{file['id']}"
    for silence in ("", " ", "x"):
        refused = await office.chen.post(f"{path}/reveal", json={"reason": silence})
        assert refused.json()["code"] == "reason_needed"
    assert (await office.manager.get("/api/reveals")).json()["items"] == []
    full = (await office.chen.post(f"{path}/reveal", json={"reason": "回电客户"})).json()
    assert full["name"] == "周莉莉"
    assert full["phones"] == FILE["phones"]
    assert full["address"] == FILE["address"]
    logged = (await office.manager.get("/api/reveals")).json()["items"]
    assert [(row["member_name"], row["reason"], row["subject_id"]) for row in logged] == [
        ("chen", "回电客户", file["id"])
    ]
    assert "周莉莉" not in str(logged)
    assert (await office.chen.get("/api/reveals")).status_code == 403


async def test_a_number_finds_its_file_however_it_is_written(office: Office) -> None:
    file = await made(office.chen)
    for written in ("+86 138 0013 8067", "13800138067"):
        found = (await office.chen.get("/api/customers/by-phone", params={"phone": written})).json()
        assert found["customer"]["id"] == file["id"]
    nobody = await office.chen.get("/api/customers/by-phone", params={"phone": "13900000000"})
    assert nobody.json() == {"customer": None}
    by_tail = (await office.chen.get("/api/customers", params={"q": "8067"})).json()["items"]
    by_name = (await office.chen.get("/api/customers", params={"q": "莉莉"})).json()["items"]
    assert [row["id"] for row in by_tail] == [row["id"] for row in by_name] == [file["id"]]


async def test_a_number_stands_on_one_file_only(office: Office) -> None:
    file = await made(office.chen)
    again = await office.chen.post("/api/customers", json=FILE | {"name": "周莉"})
    assert again.status_code == 409
    assert again.json()["customer_id"] == file["id"]
    assert "周**" in again.json()["detail"]
    hidden = await office.li.post("/api/customers", json=FILE | {"name": "周莉", "stations": []})
    assert hidden.status_code == 409
    assert hidden.json()["customer_id"] is None
    assert len((await office.manager.get("/api/customers")).json()["items"]) == 1


async def test_an_agent_of_another_station_and_the_owner_see_no_file(office: Office) -> None:
    file = await made(office.chen)
    whole_firms = await made(office.manager, name="何静", phones=["13700137000"], stations=[])
    path = f"/api/customers/{file['id']}"
    assert (await office.li.get(path)).status_code == 404
    assert (await office.li.post(f"{path}/reveal", json={"reason": "好奇"})).status_code == 404
    found = await office.li.get("/api/customers/by-phone", params={"phone": "13800138067"})
    assert found.json() == {"customer": None}
    seen = (await office.li.get("/api/customers")).json()["items"]
    assert [row["id"] for row in seen] == [whole_firms["id"]]
    assert (await office.owner.get("/api/customers")).status_code == 403


async def test_two_people_do_not_overwrite_each_other(office: Office) -> None:
    file = await made(office.chen)
    path = f"/api/customers/{file['id']}"
    first = await office.chen.patch(path, json={"version": 1, "tier": "watch"})
    assert first.json()["tier"] == "watch"
    late = await office.manager.patch(path, json={"version": 1, "tier": "normal"})
    assert late.status_code == 409
    assert (await office.chen.get(path)).json()["tier"] == "watch"


async def test_an_agent_cannot_take_a_file_from_other_stations(office: Office) -> None:
    file = await made(office.manager, stations=["S1", "S2"])
    path = f"/api/customers/{file['id']}"
    taken = await office.chen.patch(path, json={"version": 1, "stations": []})
    assert taken.json()["code"] == "customer_invalid"
    kept = await office.chen.patch(path, json={"version": 1, "stations": ["S1"]})
    assert kept.status_code == 200
    assert (await office.manager.get(path)).json()["stations"] == ["S1", "S2"]


@pytest.mark.parametrize(
    "change",
    [
        {"name": " "},
        {"phones": []},
        {"phones": ["没有"]},
        {"tier": "gold"},
        {"role": "friend"},
        {"habits": "x" * 3000},
        {"stations": ["S7"]},
        {"notes": "a\0b"},
    ],
)
async def test_a_file_that_cannot_be_is_refused(office: Office, change: dict[str, object]) -> None:
    answer = await office.chen.post("/api/customers", json=FILE | change)
    assert 400 <= answer.status_code < 500
    assert (await office.manager.get("/api/customers")).json()["items"] == []


async def test_pages_follow_each_other(office: Office) -> None:
    for number in range(5):
        await made(office.manager, name=f"客户{number}", phones=[f"1390000000{number}"])
    names: list[str] = []
    cursor = None
    while True:
        params = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = (await office.manager.get("/api/customers", params=params)).json()
        names += [row["id"] for row in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(names) == len(set(names)) == 5
    wrong = await office.manager.get("/api/customers", params={"cursor": "nonsense"})
    assert wrong.status_code == 400


async def test_a_spreadsheet_is_taken_row_by_row(office: Office) -> None:
    await made(office.manager)
    table = (
        "姓名,电话,等级,网点\n"
        "何静,13700137000、13700137001,重要,S1\n"
        "周莉,13800138067,普通,S1\n"
        ",13600136000,普通,S1\n"
        "吴伟,,普通,\n"
    )
    answer = await office.manager.post(
        "/api/customers/import", files={"file": ("c.csv", table.encode())}
    )
    report = answer.json()
    assert (report["rows"], report["accepted"]) == (4, 1)
    assert [row["row"] for row in report["refused"]] == [3, 4, 5]
    assert "周**" in report["refused"][0]["reason"]
    found = await office.manager.get("/api/customers/by-phone", params={"phone": "13700137001"})
    assert found.json()["customer"]["tier"] == "vip"
    wrong = await office.manager.post(
        "/api/customers/import", files={"file": ("c.csv", "甲,乙\n1,2\n".encode())}
    )
    assert wrong.json()["code"] == "header_wrong"


async def test_couriers_come_from_a_spreadsheet_and_leave(office: Office) -> None:
    table = (
        "网点,工号,姓名,电话,片区,开始日期\n"
        "S1,07,吴建军,13800010007,江陵路,2026-01-01\n"
        "S1,07,重号,,,\n"
        "S9,01,无网点,,,\n"
        "S1,08,日期,,,明天\n"
    )
    answer = await office.manager.post(
        "/api/couriers/import", files={"file": ("c.csv", table.encode())}
    )
    report = answer.json()
    assert (report["accepted"], [row["row"] for row in report["refused"]]) == (1, [3, 4, 5])
    path = f"/api/stations/{office.firm.stations['S1'].id}/couriers"
    (courier,) = (await office.chen.get(path)).json()["items"]
    assert (courier["phone"], courier["is_active"]) == ("13800010007", True)
    one = f"/api/couriers/{courier['id']}"
    assert (await office.chen.patch(one, json={"name": "x"})).status_code == 403
    wrong = await office.manager.patch(one, json={"active_to": "2025-01-01"})
    assert wrong.json()["code"] == "courier_invalid"
    left = await office.manager.patch(one, json={"active_to": "2026-02-01"})
    assert left.json()["is_active"] is False
    assert (await office.chen.get(path, params={"active": True})).json()["items"] == []
    assert len((await office.chen.get(path)).json()["items"]) == 1
    assert (await office.li.get(path)).status_code == 404


async def test_who_need_not_call_a_courier_sees_no_number(
    app: Litestar, database: Database, office: Office
) -> None:
    path = f"/api/stations/{office.firm.stations['S1'].id}/couriers"
    body = {"number": "07", "name": "吴建军", "phone": "13800010007"}
    assert (await office.manager.post(path, json=body)).status_code == 201
    await add_member(database, office.firm, "finance", Role.FINANCE)
    async with signed_in_client(app, office.firm, "finance") as finance:
        (seen,) = (await finance.get(path)).json()["items"]
    assert seen["phone"] == "138******07"
    (own,) = (await office.owner.get(path)).json()["items"]
    assert own["phone"] == "13800010007"
