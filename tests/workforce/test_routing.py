"""Leave, covers and limits over HTTP: who sees, takes and is given what."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from litestar import Litestar

from stationdesk.foundation.database import Database
from stationdesk.tenancy.actor import Actor, Role
from stationdesk.worker.rounds import tick_firm_now
from stationdesk.workflow.custody import Holder, HolderKind, Interval, assert_adds_up
from tests.factories.cases import claimed, open_over_http, shown, worked
from tests.factories.firms import Firm, add_member
from tests.factories.web import signed_in_client


@dataclass
class Crew:
    """Chen serves S2, Li S1; Boss supervises; Owner owns S2."""

    firm: Firm
    chen: httpx.AsyncClient
    li: httpx.AsyncClient
    boss: httpx.AsyncClient
    owner: httpx.AsyncClient
    database: Database

    def id_of(self, name: str) -> str:
        return str(self.firm.members[name].id)

    async def post(self, who: httpx.AsyncClient, path: str, **body: Any) -> dict[str, Any]:
        answer = await who.post(f"/api/workforce/{path}", json=body)
        assert answer.status_code < 300, answer.text
        found: dict[str, Any] = answer.json() if answer.content else {}
        return found

    async def tick(self) -> None:
        now = datetime.now(UTC)
        await tick_firm_now(self.database, Actor.system(self.firm.id), now)

    async def off_today(self, name: str) -> None:
        """Nothing but leave keeps a whole week off; a day off is enough here."""
        answer = await self.boss.post(f"/api/workforce/weeks/{self.id_of(name)}", json={"week": {}})
        assert answer.status_code == 204, answer.text


@pytest.fixture
async def crew(app: Litestar, database: Database, firm: Firm) -> AsyncIterator[Crew]:
    await add_member(database, firm, "chen", Role.AGENT, "S2")
    await add_member(database, firm, "li", Role.AGENT, "S1")
    await add_member(database, firm, "boss", Role.SUPERVISOR)
    await add_member(database, firm, "owner", Role.STATION_OWNER, "S2")
    async with AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(signed_in_client(app, firm, name))
            for name in ("chen", "li", "boss", "owner")
        ]
        yield Crew(firm, *clients, database)


def span(days: float, length: float = 1) -> dict[str, str]:
    begin = datetime.now(UTC) + timedelta(days=days)
    return {
        "from_at": begin.isoformat(), "to_at": (begin + timedelta(days=length)).isoformat(),
    }  # fmt: skip


async def leave_from_now(crew: Crew) -> dict[str, Any]:
    """Chen is on leave since a minute ago, by override; Li stands in."""
    asked = await crew.post(
        crew.chen, "absences", kind="sick", substitute_member_id=crew.id_of("li"),
        habits="惠山下午两点交件", **span(-0.001),
    )  # fmt: skip
    await crew.post(crew.li, f"absences/{asked['id']}/accept")
    return await crew.post(
        crew.boss, f"absences/{asked['id']}/decision", is_approved=True, is_override=True,
        note="突发生病",
    )  # fmt: skip


def adds_up(case: dict[str, Any]) -> None:
    intervals = [
        Interval(
            Holder(HolderKind(each["holder"]["kind"]), None, each["holder"]["name"]),
            datetime.fromisoformat(each["from_at"]),
            datetime.fromisoformat(each["to_at"]) if each["to_at"] else None,
        )
        for each in case["custody"]
    ]
    assert_adds_up(intervals, datetime.fromisoformat(case["opened_at"]), None)


async def test_leave_needs_a_handover_and_notice_unless_overridden(crew: Crew) -> None:
    await claimed(crew.chen, await open_over_http(crew.chen, station="S2"))
    asked = await crew.post(
        crew.chen, "absences", kind="annual", substitute_member_id=crew.id_of("li"),
        reason="回家", habits="惠山下午两点交件", **span(1),
    )  # fmt: skip
    assert asked["lacks"] == ["handover", "notice"]
    url = f"/api/workforce/absences/{asked['id']}"
    refused = await crew.boss.post(f"{url}/decision", json={"is_approved": True})
    assert (refused.status_code, refused.json()["code"]) == (409, "handover_missing")
    assert refused.json()["reasons"] == ["handover", "notice"]
    silent = await crew.boss.post(
        f"{url}/decision", json={"is_approved": True, "is_override": True}
    )
    assert silent.status_code == 409, "an override needs a reason"
    listed = (await crew.li.get(f"{url}/handover")).json()
    assert [each["waybill"] for each in listed["cases"]] == ["73190553102532"], "all of it is shown"
    assert listed["habits"] == "惠山下午两点交件"
    assert (await crew.chen.post(f"{url}/accept")).status_code == 403
    taken = await crew.post(crew.li, f"absences/{asked['id']}/accept")
    assert (taken["state"], taken["lacks"]) == ("accepted", ["notice"])
    assert (await crew.chen.post(f"{url}/decision", json={"is_approved": True})).status_code == 403
    done = await crew.post(
        crew.boss, f"absences/{asked['id']}/decision", is_approved=True, is_override=True, note="急"
    )
    assert (done["state"], done["is_override"]) == ("approved", True)
    again = await crew.chen.post(
        "/api/workforce/absences",
        json={"kind": "annual", "substitute_member_id": crew.id_of("li"), **span(1.5)},
    )
    assert again.status_code == 400, "twice in the same time"


async def test_in_good_time_a_handover_is_enough(crew: Crew) -> None:
    asked = await crew.post(
        crew.chen, "absences", kind="annual", substitute_member_id=crew.id_of("li"), **span(3)
    )
    await crew.post(crew.li, f"absences/{asked['id']}/accept")
    done = await crew.post(crew.boss, f"absences/{asked['id']}/decision", is_approved=True)
    assert (done["state"], done["is_override"]) == ("approved", False)
    covers = (await crew.boss.get("/api/workforce/covers")).json()["items"]
    assert [(each["covered_name"], each["cover_name"]) for each in covers] == [("chen", "li")]


async def test_a_cover_sees_and_claims_while_it_holds_and_not_after(crew: Crew) -> None:
    case = await open_over_http(crew.boss, station="S2")
    assert (await crew.li.get(f"/api/cases/{case['id']}")).status_code == 404
    assert (await crew.li.post("/api/queue/claim")).status_code == 204
    done = await leave_from_now(crew)
    assert (await crew.li.post("/api/queue/claim")).json()["id"] == case["id"]
    await crew.li.post("/api/queue/release", json={"case_id": case["id"]})
    await crew.post(crew.boss, f"absences/{done['id']}/withdraw")
    assert (await crew.li.get(f"/api/cases/{case['id']}")).status_code == 404
    assert (await crew.li.post("/api/queue/claim")).status_code == 204
    assert (await crew.chen.post("/api/queue/claim")).json()["id"] == case["id"]


async def test_what_is_answered_while_its_agent_is_on_leave_goes_to_his_cover(crew: Crew) -> None:
    case = await claimed(crew.chen, await open_over_http(crew.chen, station="S2"))
    case = await worked(crew.chen, case, "ask_station", question="放哪了")
    await leave_from_now(crew)
    case = await shown(crew.owner, case)
    case = await worked(crew.owner, case, "station_answered", answer="在驿站")
    assert (case["holder"]["kind"], case["holder"]["name"]) == ("agent", "li")
    case = await shown(crew.li, case)
    assert case["agent"]["name"] == "li"
    assert case["lease_until"] is not None
    assert case["timeline"][-1]["data"]["stood_in"] == {"for": "chen", "why": "absent", "by": "li"}
    adds_up(case)
    await worked(crew.li, case, "ask_station", question="请拍照")


async def test_off_shift_and_without_a_cover_it_goes_back_to_the_queue(crew: Crew) -> None:
    case = await claimed(crew.chen, await open_over_http(crew.chen, station="S2"))
    case = await worked(crew.chen, case, "ask_station", question="放哪了")
    await crew.off_today("chen")
    case = await worked(
        crew.owner, await shown(crew.owner, case), "station_answered", answer="在驿站"
    )
    assert (case["holder"]["kind"], case["agent"]) == ("queue", None)
    adds_up(await shown(crew.boss, case))


async def test_who_answers_himself_is_there_whatever_his_shift_says(crew: Crew) -> None:
    case = await claimed(crew.chen, await open_over_http(crew.chen, station="S2"))
    case = await worked(crew.chen, case, "ask_customer", question="何时在家")
    await crew.off_today("chen")
    case = await worked(crew.chen, case, "customer_answered", answer="今晚")
    assert case["holder"]["name"] == "chen"


async def test_when_leave_begins_his_cases_move_and_keep_their_custody(crew: Crew) -> None:
    asked = await claimed(crew.chen, await open_over_http(crew.chen, station="S2", waybill="1"))
    asked = await worked(crew.chen, asked, "ask_station", question="放哪了")
    held = await claimed(crew.chen, await open_over_http(crew.chen, station="S2", waybill="2"))
    await leave_from_now(crew)
    await crew.tick()
    held, asked = await shown(crew.li, held), await shown(crew.li, asked)
    assert (held["holder"]["name"], held["timeline"][-1]["event"]) == ("li", "covered")
    assert (asked["holder"]["kind"], asked["agent"]["name"]) == ("station", "li")
    adds_up(held)
    before = held["version"]
    await crew.tick()
    assert (await shown(crew.li, held))["version"] == before, "once"


async def test_what_is_meant_for_somebody_on_leave_goes_to_his_cover(crew: Crew) -> None:
    case = await claimed(crew.boss, await open_over_http(crew.boss, station="S2"))
    await leave_from_now(crew)
    body = {"case_id": case["id"], "member_id": crew.id_of("chen"), "note": "请跟进"}
    answer = await crew.boss.post("/api/queue/reassign", json=body)
    assert answer.json()["agent"]["name"] == "li"


async def test_a_limit_is_never_exceeded(crew: Crew) -> None:
    for number in range(12):
        await open_over_http(crew.boss, station="S1", waybill=str(1000 + number))
    answer = await crew.boss.post(
        f"/api/workforce/abilities/{crew.id_of('li')}", json={"held_max": 5}
    )
    assert answer.status_code == 204, answer.text
    answers = await asyncio.gather(*(crew.li.post("/api/queue/claim") for _ in range(32)))
    codes = [each.status_code for each in answers]
    assert codes.count(200) == 5
    assert set(codes) == {200, 409}
    refusal = next(each.json() for each in answers if each.status_code == 409)
    assert (refusal["code"], refusal["held_max"], refusal["held"]) == ("at_capacity", 5, 5)
    waiting = (await crew.li.get("/api/cases", params={"view": "unclaimed"})).json()["items"]
    named = await crew.li.post("/api/queue/claim", json={"case_id": waiting[0]["id"]})
    assert named.json()["code"] == "at_capacity"
    mine = next(each.json() for each in answers if each.status_code == 200)
    again = await crew.li.post("/api/queue/claim", json={"case_id": mine["id"]})
    assert again.status_code == 200, "one's own again is no claim"
    bulk = await crew.li.post(
        "/api/cases/bulk", json={"action": "claim", "ids": [each["id"] for each in waiting]}
    )
    assert {item["code"] for item in bulk.json()["items"]} == {"at_capacity"}
    await crew.li.post("/api/queue/release", json={"case_id": mine["id"]})
    assert (await crew.li.post("/api/queue/claim")).status_code == 200


async def test_skills_narrow_what_is_taken(crew: Crew) -> None:
    await open_over_http(crew.boss, station="S1", waybill="1")
    order = await open_over_http(crew.boss, station="S1", kind="work_order", waybill="2")
    url = f"/api/workforce/abilities/{crew.id_of('li')}"
    await crew.boss.post(url, json={"kinds": ["work_order"]})
    assert (await crew.li.post("/api/queue/claim")).json()["id"] == order["id"]
    assert (await crew.li.post("/api/queue/claim")).status_code == 204
    await crew.boss.post(url, json={"carriers": ["yto"]})
    assert (await crew.li.post("/api/queue/claim")).status_code == 204, "S1 is ZTO's"
    refused = await crew.boss.post(url, json={"carriers": ["pigeon"]})
    assert refused.status_code == 400


async def test_a_shift_is_handed_over_in_one_step(crew: Crew, app: Litestar) -> None:
    await add_member(crew.database, crew.firm, "wu", Role.AGENT, "S2")
    first = await claimed(crew.chen, await open_over_http(crew.chen, station="S2", waybill="1"))
    offered = await crew.post(
        crew.chen, "handovers", to_member_id=crew.id_of("wu"), notes="业务员明早回电"
    )
    assert [each["number"] for each in offered["handover"]["items"]["cases"]] == [first["number"]]
    assert (await shown(crew.chen, first))["holder"]["name"] == "chen", "his until it is accepted"
    url = f"/api/workforce/handovers/{offered['handover']['id']}"
    assert (await crew.li.post(f"{url}/accept")).status_code == 404
    async with signed_in_client(app, crew.firm, "wu") as wu:
        taken = (await wu.post(f"{url}/accept")).json()
        assert (taken["moved"], taken["released"]) == (1, 0)
        assert (await wu.post(f"{url}/accept")).status_code == 409
        case = await shown(wu, first)
        assert (case["holder"]["name"], case["timeline"][-1]["event"]) == (
            "wu", "shift_handed_over",
        )  # fmt: skip
        adds_up(case)
        given_back = await crew.post(wu, "handovers", notes="")
        assert (given_back["released"], given_back["handover"]["state"]) == (1, "released")
    assert (await shown(crew.boss, first))["holder"]["kind"] == "queue"


async def test_rotas_are_pasted_copied_and_refused_line_by_line(crew: Crew) -> None:
    text = (
        "chen,2026-11-23,08:30-17:30\nchen\t2026/11/24\t休\nnobody,2026-11-23,08:00-09:00\nli,x,y"
    )
    taken = await crew.post(crew.boss, "rota/import", text=text)
    assert taken["taken"] == 2
    assert [each["line"] for each in taken["refused"]] == [3, 4]
    await crew.post(crew.boss, "rota/copy", from_monday="2026-11-23", to_monday="2026-11-30")
    rota = (await crew.chen.get("/api/workforce/rota?from_day=2026-11-30&days=7")).json()
    chen = next(each for each in rota["items"] if each["name"] == "chen")
    assert [day["windows"] for day in chen["days"][:3]] == [["08:30-17:30"], [], []]
    assert (
        await crew.chen.post("/api/workforce/rota/import", json={"text": ""})
    ).status_code == 403


async def test_candidates_are_ranked_and_coverage_raises_the_alarm(crew: Crew) -> None:
    await add_member(crew.database, crew.firm, "wu", Role.AGENT, "S2")
    await claimed(crew.chen, await open_over_http(crew.chen, station="S2"))
    query = "/api/workforce/candidates?station=S2&direction=inbound&kind=problem_parcel"
    found = (await crew.boss.get(query)).json()["items"]
    assert [each["name"] for each in found] == ["wu", "chen", "boss"], "the least loaded first"
    await crew.off_today("wu")
    found = (await crew.boss.get(query)).json()["items"]
    assert [(each["name"], each["against"]) for each in found][-1] == ("wu", ["off"])
    # Served all day, so that the hour of the test does not matter.
    entered = await crew.boss.get("/api/workforce/coverage")
    assert entered.status_code == 200, entered.text
    lanes = {(each["station_code"], each["direction"]): each for each in entered.json()["items"]}
    assert [each["name"] for each in lanes["S2", "inbound"]["primaries"]] == ["chen"]


async def test_walls_of_the_workforce(crew: Crew) -> None:
    for path in ("rota?from_day=2026-11-23", "absences", "load", "coverage", "covers"):
        assert (await crew.owner.get(f"/api/workforce/{path}")).status_code == 403, path
    url = f"/api/workforce/weeks/{crew.id_of('chen')}"
    assert (await crew.chen.post(url, json={"week": {}})).status_code == 403
    bad = await crew.boss.post(url, json={"week": {"8": ["08:30-17:30"]}})
    assert (bad.status_code, bad.json()["field"]) == (400, "week")
