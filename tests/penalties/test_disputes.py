"""Disputes: who may raise one, what each end does to the money, who decides, two at once."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from litestar import Litestar

from stationdesk.foundation.database import Database
from stationdesk.ledger.verify import verify
from stationdesk.penalties.disputes.errors import DisputeTooLate
from stationdesk.penalties.disputes.freezing import frozen_fines
from stationdesk.penalties.disputes.matters import in_own_matters
from stationdesk.penalties.disputes.raising import raise_dispute
from stationdesk.penalties.repository.needed import parcels_with_open_fines
from stationdesk.tenancy.actor import Role
from stationdesk.tenancy.session import hot_transaction, tenant_session
from tests.factories.cases import PNG
from tests.penalties.office import WAYBILL, Office, line
from tests.penalties.rights import (
    Signed,
    charged,
    colleague,
    decide,
    dispute,
    inbox,
    taken,
    turn_round,
)


@pytest.fixture
def signed(app: Litestar, database: Database, office: Office) -> Signed:
    return colleague(app, database, office)


async def frozen(office: Office) -> list[tuple[str, int, int]]:
    async with hot_transaction(office.database, office.firm.actor) as connection:
        found = await frozen_fines(connection, office.firm.id)
    return [(each.station_account, each.station_fen, each.agent_fen) for each in found]


async def test_an_agent_disputes_and_the_share_becomes_smaller(
    office: Office, signed: Signed
) -> None:
    fine = await charged(office)
    account = f"agent/{office.agent_email}"
    raised = await dispute(office.agent, fine["id"], amount_fen=600)
    assert (raised["state"], raised["share_fen"], raised["asked_fen"]) == ("open", 800, 600)
    assert await frozen(office) == [("station/S1", 5000, 800)]
    own = await decide(office.manager, raised["id"], "partly", share_fen=300)
    assert own.status_code == 201, "the only one who could decide may decide his own"
    ended = own.json()
    assert (ended["state"], ended["borne_fen"], ended["ended_by"]) == ("partly", 300, "manager")
    assert await office.balances() == {
        "station/S1": -5000, account: 300, "firm/penalty_cost": 4700,
    }  # fmt: skip
    assert await frozen(office) == []
    seen = await office.fine(fine["id"])
    steps = [(each["reason_code"], each["amount_fen"]) for each in seen["attribution"]["steps"]]
    assert steps[-2:] == [("DISPUTE", -500), ("DISPUTE", 500)]
    assert sum(amount for _, amount in steps) == 5000
    assert (seen["status"], seen["attribution"]["cause"]) == ("attributed", "agent_negligence")
    again = await office.agent.post(f"/api/disputes/{raised['id']}/withdrawal", json={})
    assert (again.status_code, again.json()["state"]) == (409, "partly")
    # A new decision opens a new window.
    assert (await dispute(office.agent, fine["id"]))["share_fen"] == 300


async def test_upheld_it_stands_and_cannot_be_disputed_again(office: Office) -> None:
    fine = await charged(office)
    before = await office.balances()
    raised = await dispute(office.agent, fine["id"])
    assert (await decide(office.manager, raised["id"], "upheld")).json()["state"] == "upheld"
    assert (await office.balances(), await frozen(office)) == (before, [])
    again = await office.agent.post(f"/api/fines/{fine['id']}/disputes", json={"reason": "x"})
    assert (again.status_code, again.json()["code"]) == (409, "already_disputed")


@pytest.mark.parametrize(
    ("body", "firm_fen"),
    [({}, 5000), ({"cause": "firm_process"}, 5000), ({"cause": "customer"}, 0)],
)
async def test_accepted_wholly_it_is_decided_anew(
    office: Office, body: dict[str, str], firm_fen: int
) -> None:
    fine = await charged(office)
    raised = await dispute(office.agent, fine["id"])
    done = await decide(office.manager, raised["id"], "accepted", **body)
    assert (done.json()["state"], done.json()["borne_fen"]) == ("accepted", 0)
    balances = await office.balances()
    assert balances.get("firm/penalty_cost", 0) == firm_fen
    assert f"agent/{office.agent_email}" not in balances


async def test_another_agent_bears_it_then_and_hears_of_it(office: Office, signed: Signed) -> None:
    fine = await charged(office)
    raised = await dispute(office.agent, fine["id"])
    async with signed("other", Role.AGENT, "S1") as other:
        email = office.firm.members["other"].email
        done = await decide(
            office.manager, raised["id"], "accepted", cause="agent_negligence", agent=email
        )
        assert done.json()["borne_fen"] == 0
        assert (await office.balances())[f"agent/{email}"] == 800
        await turn_round(office)
        assert {each["topic"] for each in await inbox(other)} == {"fine_decided"}
        mine = (await other.get("/api/own-fines")).json()["items"]
        assert [each["id"] for each in mine] == [fine["id"]]
    # It was his once: he reads that it was taken back, and nothing of the other's.
    once = (await office.agent.get(f"/api/own-fines/{fine['id']}")).json()
    assert (once["is_standing"], once["share_fen"]) == (False, 800)


async def test_a_station_disputes_its_share_and_an_agents_words_stay_inside(office: Office) -> None:
    fine = await taken(office)
    await office.attribute(fine["id"], "station_operation")
    raised = await dispute(office.owner, fine["id"], "派件员已签收", amount_fen=2000)
    assert (raised["party"], raised["share_fen"]) == ("station", 5000)
    assert await frozen(office) == [("station/S1", 0, 0)]
    done = await decide(office.manager, raised["id"], "partly", share_fen=4000)
    assert done.status_code == 201, done.text
    assert await office.balances() == {"station/S1": -1000, "firm/penalty_cost": 1000}
    listed = (await office.owner.get("/api/disputes", params={"status": "ended"})).json()
    assert [each["id"] for each in listed["items"]] == [raised["id"]]


async def test_a_stations_owner_sees_no_agents_dispute(office: Office) -> None:
    fine = await charged(office)
    raised = await dispute(office.agent, fine["id"], "网点老板说谎")
    assert (await office.owner.get("/api/disputes")).json()["items"] == []
    assert (await office.owner.get(f"/api/disputes/{raised['id']}")).status_code == 404
    assert (await office.fine(fine["id"], office.owner))["disputes"] == []
    assert (await office.owner.post(
        f"/api/disputes/{raised['id']}/withdrawal", json={})).status_code == 404  # fmt: skip


async def test_who_bears_nothing_has_nothing_to_dispute(office: Office, signed: Signed) -> None:
    fine = await charged(office)
    owner = await office.owner.post(f"/api/fines/{fine['id']}/disputes", json={"reason": "x"})
    assert (owner.status_code, owner.json()["code"]) == (409, "nothing_to_dispute")
    async with signed("other", Role.AGENT, "S1") as other:
        answer = await other.post(f"/api/fines/{fine['id']}/disputes", json={"reason": "x"})
        assert answer.status_code == 404
        assert (await other.get(f"/api/own-fines/{fine['id']}")).status_code == 404
    async with signed("elsewhere", Role.STATION_OWNER, "S2") as elsewhere:
        answer = await elsewhere.post(f"/api/fines/{fine['id']}/disputes", json={"reason": "x"})
        assert answer.status_code == 404
    for body in ({"reason": " "}, {"reason": "x", "amount_fen": 801},
                 {"reason": "x", "amount_fen": 0}):  # fmt: skip
        answer = await office.agent.post(f"/api/fines/{fine['id']}/disputes", json=body)
        assert (answer.status_code, answer.json()["code"]) == (400, "dispute_invalid")
    assert await frozen(office) == []


async def test_too_late_is_refused_with_what_to_do_instead(office: Office) -> None:
    fine = await charged(office)
    until = (await office.fine(fine["id"]))["attribution"]["agent_dispute_until"]
    agent = office.firm.as_member("agent", "S1")
    late = datetime.fromisoformat(until) + timedelta(seconds=1)
    with pytest.raises(DisputeTooLate, match="decide it anew"):
        async with tenant_session(office.database, in_own_matters(agent)) as session:
            await raise_dispute(
                session, agent, UUID(fine["id"]), reason="x", asked_fen=None, now=late
            )
    assert await frozen(office) == []


async def test_whoever_decided_does_not_judge_while_another_can(
    office: Office, signed: Signed
) -> None:
    fine = await charged(office)
    raised = await dispute(office.agent, fine["id"])
    async with signed("money", Role.FINANCE) as finance:
        own = await decide(office.manager, raised["id"], "upheld")
        assert (own.status_code, own.json()["code"]) == (403, "own_decision")
        assert (await decide(finance, raised["id"], "upheld")).status_code == 201


async def test_a_verdict_that_changes_nothing_leaves_nothing_behind(office: Office) -> None:
    fine = await charged(office)
    raised = await dispute(office.agent, fine["id"])
    before, seen = await office.balances(), await office.fine(fine["id"])
    for outcome, body in (
        ("accepted", {"cause": "agent_negligence"}),
        ("partly", {"share_fen": 800}),
        ("partly", {}),
        ("accepted", {"cause": "agent_negligence", "agent": "nobody@example.com"}),
    ):
        answer = await decide(office.manager, raised["id"], outcome, **body)
        assert answer.status_code == 400, answer.text
    assert await office.balances() == before
    after = await office.fine(fine["id"])
    assert (after["attribution"], after["disputes"]) == (seen["attribution"], seen["disputes"])


async def test_what_is_reversed_meanwhile_overtakes_the_dispute(office: Office) -> None:
    fine = await charged(office)
    raised = await dispute(office.agent, fine["id"])
    await office.reverse(fine["id"], note="总部撤销")
    late = await decide(office.manager, raised["id"], "upheld")
    assert (late.status_code, late.json()["state"]) == (409, "overtaken")
    assert late.json()["ended_by"] == "manager"
    await turn_round(office)
    [told] = [each for each in await inbox(office.agent) if each["topic"] == "dispute_ended"]
    assert "总部撤销" in told["text_zh"]
    gone = await office.agent.post(f"/api/fines/{fine['id']}/disputes", json={"reason": "x"})
    assert (gone.status_code, gone.json()["code"]) == (409, "nothing_to_dispute")


async def test_at_once_one_decides_and_the_others_hear_how(office: Office, signed: Signed) -> None:
    fine = await charged(office)
    raised = await dispute(office.agent, fine["id"])
    async with signed("boss", Role.FIRM_OWNER) as boss, signed("money", Role.FINANCE) as money:
        answers = await asyncio.gather(
            decide(boss, raised["id"], "upheld"),
            decide(money, raised["id"], "accepted"),
            decide(boss, raised["id"], "partly", share_fen=100),
            office.agent.post(f"/api/disputes/{raised['id']}/withdrawal", json={}),
        )
    assert sorted(each.status_code for each in answers) == [201, 409, 409, 409]
    async with hot_transaction(office.database, office.firm.actor) as connection:
        assert (await verify(connection, office.firm.id)).problem is None
    assert sum((await office.balances()).values()) == 0


async def test_raising_against_reversing_leaves_no_open_dispute_on_nothing(office: Office) -> None:
    for number in range(1, 6):
        await office.take_in(line(number))
        [fine] = await office.fines(status="undecided")
        await office.attribute(fine["id"], "agent_negligence", agent=office.agent_email)
        path = f"/api/fines/{fine['id']}/disputes"
        raised, reversed_ = await asyncio.gather(
            office.agent.post(path, json={"reason": "x"}), office.reverse(fine["id"])
        )
        assert reversed_.status_code == 201
        assert raised.status_code in (201, 409), raised.text
        if raised.status_code == 201:
            shown = await office.agent.get(f"/api/disputes/{raised.json()['id']}")
            assert shown.json()["state"] == "overtaken"
    assert await frozen(office) == []


async def test_a_later_refund_keeps_what_the_dispute_took_off(office: Office) -> None:
    """Step 7 after a dispute: reduced from 50.00 to 20.00, the agent's 4.00 stay at most 3.00."""
    fine = await charged(office)
    raised = await dispute(office.agent, fine["id"])
    await decide(office.manager, raised["id"], "partly", share_fen=300)
    await office.take_in(line(2, "-30.00"), line(9, "1.00", waybill="1"))
    assert (await office.fine(fine["id"]))["refunded_fen"] == 3000
    balances = await office.balances()
    assert (balances[f"agent/{office.agent_email}"], balances["firm/penalty_cost"]) == (300, 1700)


async def test_files_are_sealed_fetched_by_the_parties_and_bounded(office: Office) -> None:
    fine = await charged(office)
    raised = await dispute(office.agent, fine["id"])
    path = f"/api/disputes/{raised['id']}/files"
    added = await office.agent.post(path, files={"file": ("屏幕.png", PNG)})
    assert added.status_code == 201, added.text
    [file] = added.json()["files"]
    assert (file["name"], file["size_bytes"], file["added_by"]) == ("屏幕.png", len(PNG), "agent")
    for client in (office.agent, office.manager):
        assert (await client.get(f"{path}/{file['id']}")).content == PNG
    assert (await office.owner.get(f"{path}/{file['id']}")).status_code == 404
    assert (await office.owner.post(path, files={"file": ("a.png", PNG)})).status_code == 404
    async with hot_transaction(office.database, office.firm.actor) as connection:
        seen = await connection.fetch("SELECT member_name FROM dispute_file_views ORDER BY id")
    assert [row["member_name"] for row in seen] == ["agent", "manager"]
    await office.agent.post(f"/api/disputes/{raised['id']}/withdrawal", json={})
    late = await office.agent.post(path, files={"file": ("a.png", PNG)})
    assert (late.status_code, late.json()["state"]) == (409, "withdrawn")


async def test_evidence_stays_while_it_may_be_needed(office: Office) -> None:
    async def needed() -> set[Any]:
        parcel = (office.firm.stations["S1"].id, WAYBILL)
        async with hot_transaction(office.database, office.firm.actor) as connection:
            return await parcels_with_open_fines(connection, office.firm.id, [parcel])

    fine = await charged(office)
    assert await needed(), "it can still be disputed"
    await dispute(office.agent, fine["id"])
    async with hot_transaction(office.database, office.firm.actor) as connection:
        await connection.execute(
            "UPDATE fine_attributions SET agent_dispute_until = now() - interval '1 day'"
        )
    assert await needed(), "the dispute is open"
    [open_] = (await office.manager.get("/api/disputes")).json()["items"]
    await decide(office.manager, open_["id"], "upheld")
    assert await needed() == set()


async def test_the_list_is_filtered_and_paged_with_the_overdue_first(office: Office) -> None:
    for number in range(1, 4):
        await office.take_in(line(number))
    for fine in await office.fines(status="undecided"):
        await office.attribute(fine["id"], "agent_negligence", agent=office.agent_email)
        await dispute(office.agent, fine["id"])
    first = (await office.manager.get("/api/disputes", params={"limit": 2})).json()
    rest = (await office.manager.get(
        "/api/disputes", params={"limit": 2, "cursor": first["next_cursor"]})).json()  # fmt: skip
    ids = [each["id"] for each in (*first["items"], *rest["items"])]
    assert (len(set(ids)), rest["next_cursor"], first["open_count"]) == (3, None, 3)
    for query, count in (({"party": "station"}, 0), ({"station": "S1"}, 3), ({"station": "S2"}, 0)):
        found = (await office.manager.get("/api/disputes", params=query)).json()
        assert len(found["items"]) == count, query
    for query in ({"status": "x"}, {"party": "firm"}, {"cursor": "x"}, {"limit": "0"}):
        assert (await office.manager.get("/api/disputes", params=query)).status_code == 400


async def test_nobody_decides_in_time_and_the_manager_hears_it_once(office: Office) -> None:
    fine = await charged(office)
    await dispute(office.agent, fine["id"])
    later = datetime.now(UTC) + timedelta(days=7)
    for _ in range(2):
        await turn_round(office, later)
    topics = [each["topic"] for each in await inbox(office.manager)]
    assert sorted(topics) == ["dispute_overdue", "dispute_raised"]
    assert await frozen(office) == [("station/S1", 5000, 800)], "never decided silently"
