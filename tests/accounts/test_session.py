"""Signing in, staying signed in, signing out."""

import httpx
import pytest
from litestar import Litestar

from stationdesk.accounts import service
from stationdesk.accounts.service import LOCK_AFTER
from stationdesk.accounts.sign_in import SESSION_COOKIE
from stationdesk.foundation.database import Database
from stationdesk.tenancy.actor import Role
from stationdesk.tenancy.session import tenant_session
from tests.factories.firms import LONG_AGO, PASSWORD, Firm, add_member, make_firm
from tests.factories.web import client_of, signed_in_client


async def test_signing_in_says_who_and_where(app: Litestar, database: Database, firm: Firm) -> None:
    await add_member(database, firm, "manager", Role.MANAGER)
    async with signed_in_client(app, firm, "manager") as client:
        answer = (await client.get("/api/session")).json()
    assert answer["firm"]["slug"] == firm.slug
    assert answer["member"]["role"] == "manager"
    assert "fines_decide" in answer["permissions"]


async def test_a_wrong_password_and_an_unknown_person_look_the_same(
    client: httpx.AsyncClient, database: Database, firm: Firm
) -> None:
    member = await add_member(database, firm, "manager", Role.MANAGER)
    wrong = await client.post("/api/session", json={"email": member.email, "password": "no"})
    unknown = await client.post("/api/session", json={"email": "x@y.cn", "password": "no"})
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    assert SESSION_COOKIE not in client.cookies


async def test_signing_in_replaces_a_planted_cookie_and_ends_the_old_session(
    app: Litestar, database: Database, firm: Firm
) -> None:
    member = await add_member(database, firm, "manager", Role.MANAGER)
    body = {"email": member.email, "password": PASSWORD}
    async with client_of(app) as client:
        client.cookies.set(SESSION_COOKIE, "planted", domain="desk.test")
        first = (await client.post("/api/session", json=body)).cookies[SESSION_COOKIE]
        assert first != "planted"
        client.cookies.clear()
        client.cookies.set(SESSION_COOKIE, first, domain="desk.test")
        second = (await client.post("/api/session", json=body)).cookies[SESSION_COOKIE]
        client.cookies.clear()
        client.cookies.set(SESSION_COOKIE, first, domain="desk.test")
        assert (await client.get("/api/session")).status_code == 401
        client.cookies.clear()
        client.cookies.set(SESSION_COOKIE, second, domain="desk.test")
        assert (await client.get("/api/session")).status_code == 200


async def test_signing_out_ends_the_session(app: Litestar, database: Database, firm: Firm) -> None:
    await add_member(database, firm, "manager", Role.MANAGER)
    async with signed_in_client(app, firm, "manager") as client:
        token = client.cookies[SESSION_COOKIE]
        assert (await client.delete("/api/session")).status_code == 204
        client.cookies.set(SESSION_COOKIE, token, domain="desk.test")
        assert (await client.get("/api/session")).status_code == 401


async def test_a_user_of_two_firms_chooses_one(
    client: httpx.AsyncClient, database: Database, firm: Firm
) -> None:
    member = await add_member(database, firm, "manager", Role.MANAGER)
    other = await make_firm(database)
    async with tenant_session(database, other.actor) as session:
        await service.add_member(
            session,
            other.actor,
            email=member.email,
            name="",
            role="finance",
            password=PASSWORD,
            station_ids=[],
            now=LONG_AGO,
        )
    body = {"email": member.email, "password": PASSWORD}
    answer = await client.post("/api/session", json=body)
    assert answer.status_code == 409
    assert {f["slug"] for f in answer.json()["firms"]} == {firm.slug, other.slug}
    chosen = await client.post("/api/session", json={**body, "firm": other.slug})
    assert chosen.json()["member"]["role"] == "finance"


async def test_another_sites_page_cannot_act_with_our_cookie(
    app: Litestar, database: Database, firm: Firm
) -> None:
    await add_member(database, firm, "manager", Role.MANAGER)
    async with signed_in_client(app, firm, "manager") as client:
        body = {"code": "S9", "carrier": "zto", "name": "新站"}
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.test"}):
            answer = await client.post("/api/stations", json=body, headers=headers)
            assert answer.status_code == 403
            assert answer.json()["code"] == "foreign_page"
        codes = [s["code"] for s in (await client.get("/api/stations")).json()["items"]]
        assert "S9" not in codes
        own = await client.post("/api/stations", json=body, headers={"Origin": "http://desk.test"})
        assert own.status_code == 201


async def test_many_wrong_passwords_lock_for_a_while(
    client: httpx.AsyncClient, database: Database, firm: Firm
) -> None:
    member = await add_member(database, firm, "manager", Role.MANAGER)
    for _ in range(LOCK_AFTER):
        await client.post("/api/session", json={"email": member.email, "password": "no"})
    answer = await client.post("/api/session", json={"email": member.email, "password": PASSWORD})
    assert answer.status_code == 429


@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer sdk_abc", "Basic eDp5"])
async def test_a_wrong_token_is_refused(client: httpx.AsyncClient, header: str) -> None:
    answer = await client.get("/api/stations", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_token_acts_in_its_firm_and_role(
    client: httpx.AsyncClient, database: Database, firm: Firm
) -> None:
    async with tenant_session(database, firm.actor) as session:
        token = await service.create_api_token(
            session,
            firm.actor,
            role="station_owner",
            email=None,
            station_ids=[firm.stations["S1"].id],
            now=LONG_AGO.replace(year=2026),
        )
    client.headers["Authorization"] = f"Bearer {token}"
    seen = (await client.get("/api/stations")).json()["items"]
    assert [station["code"] for station in seen] == ["S1"]
    assert (await client.get("/api/members")).status_code == 403
