"""Nothing is forgotten: what lies too long surfaces by itself, once, until something happens."""

from datetime import UTC, datetime, timedelta
from typing import Any

from stationdesk.cases import service
from stationdesk.cases.routing.still import surface_forgotten
from stationdesk.foundation.database import Database
from stationdesk.tenancy.actor import Role
from stationdesk.tenancy.session import tenant_session
from tests.factories.cases import claimed, open_in_service
from tests.factories.firms import Firm, add_member
from tests.factories.web import signed_in_client


async def _look(database: Database, firm: Firm, now: datetime) -> int:
    async with tenant_session(database, firm.actor) as session:
        return await surface_forgotten(session, firm.actor, now)


async def test_what_lies_too_long_is_shown_and_told_once(
    app: Any, database: Database, firm: Firm
) -> None:
    await add_member(database, firm, "chen", Role.AGENT, "S1")
    await add_member(database, firm, "boss", Role.SUPERVISOR)
    now = datetime.now(UTC)
    old = await open_in_service(database, firm, now=now - timedelta(hours=50), waybill="11")
    await open_in_service(database, firm, now=now - timedelta(hours=2), waybill="22")
    assert await _look(database, firm, now + timedelta(minutes=1)) == 2
    assert await _look(database, firm, now + timedelta(minutes=2)) == 0, "only what is due"
    async with (
        signed_in_client(app, firm, "chen") as chen,
        signed_in_client(app, firm, "boss") as boss,
    ):
        listed = (await chen.get("/api/cases", params={"view": "forgotten"})).json()["items"]
        assert [each["id"] for each in listed] == [str(old.id)]
        counts = (await chen.get("/api/cases/counts")).json()["views"]
        assert counts["forgotten"] == 1
        told = (await boss.get("/api/notices")).json()["items"]
        assert [each["topic"] for each in told] == ["forgotten"]
        case = (await chen.get(f"/api/cases/{old.id}")).json()
        assert case["timeline"][-1]["event"] == "forgotten"
        assert case["timeline"][-1]["data"]["policy"]["code"] == "example.any.forgotten"
        case = await claimed(chen, case)
        listed = (await chen.get("/api/cases", params={"view": "forgotten"})).json()["items"]
        assert listed == [], "something has happened"
        assert await _look(database, firm, now + timedelta(hours=49)) >= 1
        again = (await chen.get(f"/api/cases/{old.id}")).json()["timeline"]
        assert [each["event"] for each in again].count("forgotten") == 2, "it lies again"


async def test_a_note_stirs_a_case_without_an_event(database: Database, firm: Firm) -> None:
    now = datetime.now(UTC)
    old = await open_in_service(database, firm, now=now - timedelta(hours=50))
    await _look(database, firm, now + timedelta(minutes=1))
    async with tenant_session(database, firm.actor) as session:
        await service.add_note(session, firm.actor, old.id, "已致电", now + timedelta(minutes=5))
    await _look(database, firm, now + timedelta(hours=2))
    async with tenant_session(database, firm.actor) as session:
        detail = await service.case_detail(session, firm.actor, old.id, now + timedelta(hours=2))
    events = [each.event for each in detail.timeline]
    assert events[-2:] == ["forgotten", "noted"], "not marked anew"
