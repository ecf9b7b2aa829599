"""Over the decider's limit nothing is posted until somebody else, who may, approves it."""

import asyncio
from datetime import UTC, datetime

import psycopg
import pytest
from litestar import Litestar

from stationdesk.foundation.database import Database, Endpoints
from stationdesk.penalties.causes.policy import PENALTIES
from stationdesk.policies.service import add_version
from stationdesk.tenancy.actor import Role
from stationdesk.tenancy.session import raw_connection, tenant_session
from tests.penalties.office import Office
from tests.penalties.rights import BIG, Signed, colleague, taken


@pytest.fixture
def signed(app: Litestar, database: Database, office: Office) -> Signed:
    return colleague(app, database, office)


async def test_within_the_limit_a_manager_decides_alone(office: Office) -> None:
    fine = await taken(office, "10000.00")
    decided = (await office.attribute(fine["id"], "firm_process")).json()
    assert (decided["status"], decided["approval"]) == ("attributed", None)
    assert decided["attribution"]["approved_by"] is None


async def test_over_the_limit_it_waits_and_another_lets_it_hold(
    office: Office, signed: Signed
) -> None:
    fine = await taken(office, BIG)
    before = await office.balances()
    waiting = (await office.attribute(fine["id"], "firm_process")).json()
    assert (waiting["status"], waiting["attribution"]) == ("undecided", None)
    approval = waiting["approval"]
    assert (approval["state"], approval["roles"]) == ("waiting", ["firm_owner"])
    assert (approval["limit_fen"], approval["may_settle"]) == (1_000_000, False)
    assert await office.balances() == before
    assert [each["id"] for each in await office.fines(status="waiting")] == [fine["id"]]
    assert await office.fines(status="undecided") == []
    again = await office.attribute(fine["id"], "station_operation")
    assert (again.status_code, again.json()["code"]) == (409, "awaits_approval")
    path = f"/api/fine-approvals/{approval['id']}/approval"
    own = await office.manager.post(path)
    assert (own.status_code, own.json()["code"]) == (403, "own_approval")
    async with (
        signed("second", Role.MANAGER) as second,
        signed("boss", Role.FIRM_OWNER) as boss,
    ):
        refused = await second.post(path)
        assert (refused.status_code, refused.json()["roles"]) == (403, ["firm_owner"])
        assert (await boss.get(f"/api/fines/{fine['id']}")).json()["approval"]["may_settle"]
        approved = await boss.post(path)
        assert approved.status_code == 201, approved.text
        late = await boss.post(path)
        assert (late.status_code, late.json()["state"]) == (409, "approved")
    attribution = approved.json()["attribution"]
    assert (attribution["decided_by"], attribution["approved_by"]) == ("manager", "boss")
    assert await office.balances() == {"station/S1": -2_000_000, "firm/penalty_cost": 2_000_000}
    assert await office.fines(status="waiting") == []


async def test_sent_back_with_a_reason_it_is_to_be_decided_again(
    office: Office, signed: Signed
) -> None:
    fine = await taken(office, BIG)
    approval = (await office.attribute(fine["id"], "firm_process")).json()["approval"]
    path = f"/api/fine-approvals/{approval['id']}/return"
    async with signed("boss", Role.FIRM_OWNER) as boss:
        empty = await boss.post(path, json={})
        assert (empty.status_code, empty.json()["code"]) == (400, "reason_needed")
        sent = (await boss.post(path, json={"reason": "先问网点"})).json()
        assert (sent["status"], sent["approval"]["state"]) == ("undecided", "returned")
        assert sent["approval"]["settle_note"] == "先问网点"
        mine = (await boss.post(f"/api/fines/{fine['id']}/attribution",
                                json={"cause": "station_operation"})).json()  # fmt: skip
    assert (mine["status"], mine["attribution"]["decided_by"]) == ("attributed", "boss")


async def test_whoever_decided_takes_it_back_without_a_reason(office: Office) -> None:
    fine = await taken(office, BIG)
    approval = (await office.attribute(fine["id"], "firm_process")).json()["approval"]
    back = await office.manager.post(f"/api/fine-approvals/{approval['id']}/return", json={})
    assert back.json()["approval"]["state"] == "withdrawn"
    assert len(await office.fines(status="undecided")) == 1


async def test_a_supervisor_decides_small_fines_and_reverses_no_large_one(
    office: Office, signed: Signed
) -> None:
    small = await taken(office, "100.00")
    async with signed("lead", Role.SUPERVISOR) as lead:
        body = {"cause": "firm_process", "note": "排队"}
        done = await lead.post(f"/api/fines/{small['id']}/attribution", json=body)
        assert done.json()["status"] == "attributed"
        large = await taken(office, "100.01", bill_no="B2")
        waits = await lead.post(f"/api/fines/{large['id']}/attribution", json=body)
        assert waits.json()["approval"]["state"] == "waiting"
        approved = await office.manager.post(
            f"/api/fine-approvals/{waits.json()['approval']['id']}/approval"
        )
        assert approved.status_code == 201, approved.text
        before = await office.balances()
        undo = await lead.post(f"/api/fines/{large['id']}/reversal", json={"note": "x"})
        assert (undo.status_code, undo.json()["code"]) == (403, "over_limit")
        assert await office.balances() == before


async def test_the_limits_are_the_firms_own_policy(office: Office) -> None:
    async with tenant_session(office.database, office.firm.actor) as session:
        await add_version(
            await raw_connection(session),
            office.firm.id,
            code=PENALTIES.code,
            carrier=None,
            title="定责权限",
            text="",
            source="内部",
            effective_from=datetime(2026, 1, 1, tzinfo=UTC),
            effective_to=None,
            parameters={"manager_limit_fen": 4999},
            now=datetime(2026, 1, 1, tzinfo=UTC),
        )
    fine = await taken(office)
    waiting = (await office.attribute(fine["id"], "firm_process")).json()
    assert waiting["approval"]["limit_fen"] == 4999


async def test_two_at_once_one_wins(office: Office, signed: Signed) -> None:
    fine = await taken(office, BIG)
    approval = (await office.attribute(fine["id"], "firm_process")).json()["approval"]
    path = f"/api/fine-approvals/{approval['id']}"
    async with signed("boss", Role.FIRM_OWNER) as boss:
        answers = await asyncio.gather(
            boss.post(f"{path}/approval"),
            boss.post(f"{path}/return", json={"reason": "x"}),
            boss.post(f"{path}/approval"),
        )
    assert sorted(each.status_code for each in answers) == [201, 409, 409]


async def test_the_database_holds_what_the_service_says(
    office: Office, endpoints: Endpoints
) -> None:
    """Nobody approves his own decision, and nothing settled changes, by SQL either."""
    fine = await taken(office, BIG)
    approval = (await office.attribute(fine["id"], "firm_process")).json()["approval"]
    own = office.firm.members["manager"].id
    settle = (
        "UPDATE fine_approvals SET state = %s, settled_by_member_id = %s, settled_by = 'x', "
        "settled_limit_fen = 9000000, settle_note = 'x', settled_at = now() WHERE id = %s"
    )
    with psycopg.connect(**endpoints.owner.conninfo(), autocommit=True) as owner:
        with pytest.raises(psycopg.errors.CheckViolation):
            owner.execute(settle, ("approved", own, approval["id"]))
        owner.execute(settle, ("returned", own, approval["id"]))
        with pytest.raises(psycopg.errors.RaiseException, match="settled"):
            owner.execute(settle, ("waiting", None, approval["id"]))
    with psycopg.connect(**endpoints.app.conninfo(), autocommit=True) as app:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("UPDATE fine_approvals SET amount_fen = 1")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("DELETE FROM fine_disputes")
