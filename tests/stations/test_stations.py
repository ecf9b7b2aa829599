"""Stations, their names, people and assignments, over HTTP."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import httpx
import pytest
from litestar import Litestar

from stationdesk.foundation.database import Database
from stationdesk.stations.carriers import carrier_code
from stationdesk.tenancy.actor import Role
from tests.factories.firms import PASSWORD, Firm, add_member
from tests.factories.web import signed_in_client

NEW = {"code": "S9", "carrier": "中通", "name": "嘉兴南湖", "aliases": ["南湖"]}


@pytest.fixture
async def manager(
    app: Litestar, database: Database, firm: Firm
) -> AsyncIterator[httpx.AsyncClient]:
    await add_member(database, firm, "manager", Role.MANAGER)
    async with signed_in_client(app, firm, "manager") as client:
        yield client


async def test_a_station_has_a_push_address_that_only_managers_see(
    app: Litestar, database: Database, firm: Firm, manager: httpx.AsyncClient
) -> None:
    made = (await manager.post("/api/stations", json=NEW)).json()
    assert made["carrier"] == "zto"
    assert made["push_url"].startswith("/api/push/kuaidi100/")
    await add_member(database, firm, "agent", Role.AGENT, "S1")
    async with signed_in_client(app, firm, "agent") as agent:
        seen = (await agent.get(f"/api/stations/{firm.stations['S1'].id}")).json()
        assert seen["push_salt"] is None
        assert (await agent.get(f"/api/stations/{made['id']}")).status_code == 404


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"code": "S1"}, "station_name_taken"),
        ({"aliases": ["【杭州 滨江西兴】"]}, "station_name_taken"),
        ({"carrier": "pigeon"}, "station_invalid"),
        ({"code": "no spaces"}, "station_invalid"),
        ({"timezone": "Mars/Olympus"}, "station_invalid"),
    ],
)
async def test_a_station_that_scans_could_not_tell_apart_is_refused(
    manager: httpx.AsyncClient, change: dict[str, object], code: str
) -> None:
    answer = await manager.post("/api/stations", json=NEW | change)
    assert answer.json()["code"] == code
    assert [s["code"] for s in (await manager.get("/api/stations")).json()["items"]] == ["S1", "S2"]


async def test_waves_must_follow_each_other(firm: Firm, manager: httpx.AsyncClient) -> None:
    path = f"/api/stations/{firm.stations['S1'].id}"
    wrong = {"arrive_by": "09:00:00", "dispatch_by": "08:00:00", "sign_by": "12:00:00"}
    right = wrong | {"dispatch_by": "10:00:00"}
    assert (await manager.patch(path, json={"waves": [wrong]})).status_code == 400
    assert (await manager.get(path)).json()["waves"] == []
    assert (await manager.patch(path, json={"waves": [right]})).json()["waves"] == [right]


async def test_a_stations_calendar_counts_the_firms_own_clocks(
    firm: Firm, manager: httpx.AsyncClient
) -> None:
    path = f"/api/stations/{firm.stations['S1'].id}"
    for wrong in ({"workday": ["25:00"]}, {"workday": [], "rest_day": []}, {"zone": "Mars"}):
        assert (await manager.patch(path, json={"calendar": wrong})).status_code == 400
    short = {"workday": ["09:00-09:10"], "rest_day": ["09:00-09:10"]}
    kept = (await manager.patch(path, json={"calendar": short})).json()["calendar"]
    assert kept["workday"] == ["09:00-09:10"]
    case = {
        "kind": "problem_parcel",
        "direction": "inbound",
        "station": "S1",
        "waybill": "78906119307746",
        "details": {"problem_type": "B3", "description": "错分"},
    }
    opened = (await manager.post("/api/cases", json=case)).json()
    await manager.post("/api/queue/claim", json={"case_id": opened["id"]})
    event = {"event": "register", "version": 2, "data": {"problem_type": "B3"}}
    registered = (await manager.post(f"/api/cases/{opened['id']}/events", json=event)).json()
    due = {clock["name"]: clock for clock in registered["clocks"]}
    outcome = due["outcome"]
    began, ends = (datetime.fromisoformat(outcome[name]) for name in ("started_at", "due_at"))
    assert outcome["owner"] == "firm"
    assert ends - began > timedelta(days=100), "48 working hours at ten minutes a day"
    assert (await manager.patch(path, json={"calendar": {}})).json()["calendar"] is None


async def test_an_assignment_opens_a_station_to_an_agent_and_its_end_closes_it(
    app: Litestar, database: Database, firm: Firm, manager: httpx.AsyncClient
) -> None:
    agent = await add_member(database, firm, "agent", Role.AGENT)
    body = {"agent_email": agent.email, "station": "S2", "direction": "inbound"}
    made = (await manager.post("/api/assignments", json=body)).json()
    again = (await manager.post("/api/assignments", json=body)).json()
    assert again["id"] == made["id"]
    async with signed_in_client(app, firm, "agent") as client:
        seen = (await client.get("/api/stations")).json()["items"]
        assert [station["code"] for station in seen] == ["S2"]
        assert (await manager.delete(f"/api/assignments/{made['id']}")).status_code == 204
        assert (await client.get("/api/stations")).json()["items"] == []


async def test_only_who_works_cases_is_assigned(
    database: Database, firm: Firm, manager: httpx.AsyncClient
) -> None:
    owner = await add_member(database, firm, "owner", Role.STATION_OWNER, "S1")
    body = {"agent_email": owner.email, "station": "S1", "direction": "both"}
    assert (await manager.post("/api/assignments", json=body)).json()["code"] == "not_an_agent"
    wrong = body | {"direction": "sideways"}
    assert (await manager.post("/api/assignments", json=wrong)).status_code == 400


async def test_couriers_have_a_number_of_their_own(firm: Firm, manager: httpx.AsyncClient) -> None:
    path = f"/api/stations/{firm.stations['S1'].id}/couriers"
    body = {"number": "07", "name": "吴建军", "area": "江陵路"}
    assert (await manager.post(path, json=body)).status_code == 201
    assert (await manager.post(path, json=body)).json()["code"] == "courier_exists"
    assert [c["name"] for c in (await manager.get(path)).json()["items"]] == ["吴建军"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"email": "no address"}, "email_invalid"),
        ({"password": "short"}, "password_too_weak"),
        ({"role": "emperor"}, "role_invalid"),
        ({"role": "station_owner"}, "stations_needed"),
        ({"station_codes": ["S7"]}, "station_unknown"),
    ],
)
async def test_a_member_that_cannot_be_is_refused(
    firm: Firm, manager: httpx.AsyncClient, change: dict[str, object], code: str
) -> None:
    body = {"email": f"x@{firm.slug}.example.com", "role": "agent", "password": PASSWORD}
    before = (await manager.get("/api/members")).json()
    answer = await manager.post("/api/members", json=body | change)
    assert answer.json()["code"] == code
    assert (await manager.get("/api/members")).json() == before


@pytest.mark.parametrize(
    ("word", "code"),
    [("zto", "zto"), (" 中通 ", "zto"), ("yuantong", "yto"), ("HTKY", "best"), ("鸽子", None)],
)
def test_carriers_go_by_many_words(word: str, code: str | None) -> None:
    assert carrier_code(word) == code
