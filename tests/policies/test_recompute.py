"""Correcting a rule reckons the open clocks again, visibly, and nothing else."""

from datetime import UTC, datetime, timedelta
from typing import Any

from stationdesk.cases import service as cases
from stationdesk.policies.service.book import rule_book
from stationdesk.policies.service.held import case_terms
from stationdesk.tenancy.session import hot_transaction, tenant_session
from tests.factories.cases import open_in_service, open_over_http, shown
from tests.policies.conftest import LONG_AGO, TERMS, Office

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def terms(reply: int, **more: Any) -> dict[str, Any]:
    return {"clocks": {"register": {"owner": "hq", "length_minutes": reply, **more}}}


async def clock_of(office: Office, case: Any) -> dict[str, Any]:
    clocks: list[dict[str, Any]] = (await shown(office.manager, {"id": case.id}))["clocks"]
    return clocks[0]


async def notes(office: Office, case: Any) -> list[dict[str, Any]]:
    timeline = (await shown(office.manager, {"id": case.id}))["timeline"]
    return [each for each in timeline if each["event"] == "clock_recomputed"]


async def test_a_correction_moves_open_clocks_and_says_so(office: Office) -> None:
    case = await open_in_service(office.database, office.firm, now=NOW)
    other = await open_in_service(office.database, office.firm, now=NOW, station="S2")
    entered = await office.enter(effective_from=LONG_AGO, parameters=terms(600), title="更正")
    assert entered["recomputation_id"]
    done = (await office.recompute(NOW + 10 * MINUTE))[0]
    assert (done["total"], done["done"], done["changed"], done["failed"]) == (1, 1, 1, 0)
    assert done["finished_at"] is not None
    clock = await clock_of(office, case)
    assert moment(clock["due_at"]) == NOW + 600 * MINUTE
    assert clock["policy"] == {
        "code": "case.problem_parcel", "version": 1, "title": "更正",
        "version_id": entered["version"]["id"],
    }  # fmt: skip
    [told] = await notes(office, case)
    assert moment(told["data"]["old_due_at"]) == NOW + 240 * MINUTE
    assert moment(told["data"]["new_due_at"]) == NOW + 600 * MINUTE
    assert told["data"]["policy"]["version"] == 1
    row = await shown(office.manager, {"id": case.id})
    assert moment(row["due_at"]) == NOW + 600 * MINUTE
    assert await notes(office, other) == [], "YTO's station has another rule"


async def test_recomputing_again_changes_nothing(office: Office) -> None:
    case = await open_in_service(office.database, office.firm, now=NOW)
    await office.enter(effective_from=LONG_AGO, parameters=terms(600))
    await office.recompute()
    await office.enter(effective_from=LONG_AGO, parameters=terms(600), carrier="sto")
    latest = (await office.recompute())[0]
    assert (latest["total"], latest["changed"]) == (0, 0)
    assert len(await notes(office, case)) == 1


async def test_a_breach_by_the_old_rule_alone_is_withdrawn(office: Office) -> None:
    case = await open_in_service(office.database, office.firm, now=NOW)
    async with tenant_session(office.database, office.firm.actor) as session:
        await cases.fire_due_rungs(session, office.firm.actor, NOW + 300 * MINUTE)
    async with hot_transaction(office.database, office.firm.actor) as connection:
        breached = "SELECT breached_at FROM case_clocks WHERE case_id = $1"
        assert await connection.fetchval(breached, case.id) is not None
    await office.enter(effective_from=LONG_AGO, parameters=terms(600))
    await office.recompute(NOW + 310 * MINUTE)
    [told] = await notes(office, case)
    assert told["data"]["is_breach_withdrawn"]
    async with hot_transaction(office.database, office.firm.actor) as connection:
        assert await connection.fetchval(breached, case.id) is None
    # The ladder of the new deadline is armed; what has fired for the old one is not told again.
    async with tenant_session(office.database, office.firm.actor) as session:
        assert await cases.fire_due_rungs(session, office.firm.actor, NOW + 320 * MINUTE) == 0
        assert await cases.fire_due_rungs(session, office.firm.actor, NOW + 571 * MINUTE) == 1


async def test_a_shorter_rule_breaches_what_was_in_time(office: Office) -> None:
    case = await open_in_service(office.database, office.firm, now=NOW)
    await office.enter(effective_from=LONG_AGO, parameters=terms(60))
    await office.recompute(NOW + 100 * MINUTE)
    [told] = await notes(office, case)
    assert told["data"]["is_breached"]
    assert moment((await clock_of(office, case))["breached_at"]) == NOW + 60 * MINUTE


async def test_a_version_from_a_later_day_leaves_earlier_clocks_alone(office: Office) -> None:
    before = await open_in_service(office.database, office.firm, now=NOW)
    after = await open_in_service(
        office.database, office.firm, now=NOW + timedelta(hours=2), waybill="73190553102533"
    )
    begins = (NOW + timedelta(hours=1)).isoformat()
    await office.enter(effective_from=begins, parameters=terms(600))
    await office.recompute()
    assert await notes(office, before) == []
    assert len(await notes(office, after)) == 1


async def test_pauses_are_kept_when_a_firm_clock_is_corrected(office: Office) -> None:
    """Half an hour in which the case waited on others does not count under the new length."""
    opened = await open_in_service(
        office.database, office.firm, now=datetime.now(UTC) - timedelta(days=1)
    )
    async with hot_transaction(office.database, office.firm.actor) as connection:
        await connection.execute(
            """
            UPDATE case_clocks SET owner = 'firm', name = 'outcome', length_minutes = 240,
                waits = $2::jsonb
            WHERE case_id = $1
            """,
            opened.id,
            f'[{{"from_at": "{(opened.opened_at + 10 * MINUTE).isoformat()}",'
            f' "to_at": "{(opened.opened_at + 40 * MINUTE).isoformat()}"}}]',
        )
    rule = {"clocks": {"outcome": {"owner": "firm", "length_minutes": 600}}}
    await office.enter(effective_from=LONG_AGO, parameters=rule)
    await office.recompute()
    clock = await clock_of(office, opened)
    assert moment(clock["due_at"]) == opened.opened_at + 630 * MINUTE


async def test_a_length_of_the_case_s_own_is_no_policy_s(office: Office) -> None:
    case = await open_over_http(office.manager, kind="work_order")
    assert case["details"]["reply_due_minutes"] == 120
    before = {clock["name"]: clock["due_at"] for clock in case["clocks"]}
    rule = {"clocks": {"reply": {"owner": "hq", "length_minutes": 5}}}
    await office.enter(code="case.work_order", effective_from=LONG_AGO, parameters=rule)
    await office.recompute()
    clocks = (await shown(office.manager, case))["clocks"]
    after = {clock["name"]: clock["due_at"] for clock in clocks}
    assert after["reply"] == before["reply"]


async def test_an_exemption_moves_clocks_and_its_withdrawal_moves_them_back(
    office: Office,
) -> None:
    case = await open_in_service(office.database, office.firm, now=NOW)
    body = {
        "title": "暴雪免考", "proof": "总部通知 11-20", "from_at": NOW.isoformat(),
        "to_at": (NOW + 180 * MINUTE).isoformat(), "effect": "suspend", "carrier": "zto",
        "stations": ["S1"],
    }  # fmt: skip
    entered = await office.manager.post("/api/exemptions", json=body)
    assert entered.status_code == 201, entered.text
    await office.recompute(NOW + MINUTE)
    clock = await clock_of(office, case)
    assert moment(clock["due_at"]) == NOW + 420 * MINUTE
    assert [(each["title"], each["proof"]) for each in clock["exemptions"]] == [
        ("暴雪免考", "总部通知 11-20")
    ]
    later = await open_in_service(
        office.database, office.firm, now=NOW + 170 * MINUTE, waybill="73190553102539"
    )
    assert later.due_at == NOW + (180 + 240) * MINUTE, "set later, in its time"
    path = f"/api/exemptions/{entered.json()['id']}/withdrawal"
    assert (await office.chen.post(path, json={"reason": "x"})).status_code == 403
    assert (await office.manager.post(path, json={"reason": "误录"})).status_code == 200
    assert (await office.manager.post(path, json={"reason": "误录"})).status_code == 404
    await office.recompute(NOW + MINUTE)
    clock = await clock_of(office, case)
    assert moment(clock["due_at"]) == NOW + 240 * MINUTE
    assert clock["exemptions"] == []
    assert len(await notes(office, case)) == 2


async def test_the_book_of_all_rules_says_what_one_question_says(office: Office) -> None:
    await office.enter(effective_from=LONG_AGO, parameters=TERMS)
    await office.enter(effective_from="2026-06-01T00:00:00Z", carrier=None, parameters=TERMS)
    firm_calendar = {"workday": ["09:00-18:00"], "rest_day": []}
    answer = await office.manager.put(
        "/api/calendars/firm/default", json={"calendar": firm_calendar}
    )
    assert answer.status_code == 200, answer.text
    firm = office.firm
    async with hot_transaction(office.database, firm.actor) as connection:
        book = await rule_book(connection, firm.id, NOW)
        for kind in ("problem_parcel", "work_order", "arbitration"):
            for station in firm.stations.values():
                for at in (NOW, NOW - timedelta(days=300)):
                    one = await case_terms(
                        connection, firm.id, kind, station.carrier, station.id, at
                    )
                    assert book.case_terms(kind, station.carrier, station.id, at) == one
