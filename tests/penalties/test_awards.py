"""Awards 返款 over HTTP: to whoever bore the loss, to the fen, whatever comes first (step 8)."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from stationdesk.cases.schemas import CaseRecord
from stationdesk.penalties.awards.service import record_award
from stationdesk.tenancy.session import raw_connection, tenant_session
from tests.factories.cases import open_in_service
from tests.penalties.office import NOW, WAYBILL, Office, line

DAMAGE = {"code": "100401", "name": "破损仲裁赔款"}
AWARD = {"code": "100402", "name": "破损仲裁返款"}


async def _fined(office: Office, **changes: str) -> dict[str, Any]:
    """The worked example's fine, for damage: agent 800, firm 4200."""
    await office.take_in(line(**(DAMAGE | changes)))
    fine = next(each for each in await office.fines() if each["status"] == "undecided")
    answer = await office.attribute(fine["id"], "agent_negligence", agent=office.agent_email)
    assert answer.status_code == 201, answer.text
    return fine


async def _case(office: Office, waybill: str = WAYBILL) -> CaseRecord:
    return await open_in_service(
        office.database, office.firm, now=NOW - timedelta(days=3), kind="arbitration",
        direction="outbound", waybill=waybill,
    )  # fmt: skip


async def _awarded(office: Office, amount_fen: int, **fields: Any) -> dict[str, Any]:
    """The award as an arbitration's payment records it."""
    case = await _case(office, fields.pop("waybill", WAYBILL))
    async with tenant_session(office.database, office.firm.actor) as session:
        await record_award(
            session, office.firm.actor, case, ground=fields.get("ground", "damage"),
            amount_fen=amount_fen, received_at=NOW, proof="流水", now=NOW,
        )  # fmt: skip
    return (await _awards(office))[0]


async def _awards(office: Office, **query: str) -> list[dict[str, Any]]:
    answer = await office.manager.get("/api/awards", params=query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def _decide(office: Office, award: dict[str, Any], *fines: dict[str, Any]) -> dict[str, Any]:
    answer = await office.manager.post(
        f"/api/awards/{award['id']}/decision",
        json={"fine_ids": [each["id"] for each in fines], "note": "核对过"},
    )
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def _books(office: Office, station: int, agent: int, firm: int) -> dict[str, int]:
    found = {
        "station/S1": station, f"agent/{office.agent_email}": agent, "firm/penalty_cost": firm,
    }  # fmt: skip
    return {account: amount for account, amount in found.items() if amount}


async def test_step_8_goes_to_whoever_bore_the_loss(office: Office) -> None:
    fine = await _fined(office)
    award = await _awarded(office, 3333)
    assert (award["status"], award["waits_for"]) == ("settled", None)
    assert [(each["party"], each["amount_fen"]) for each in award["shares"]] == [
        ("firm", 2800), ("agent", 533),
    ]  # fmt: skip
    assert {each["fine_id"] for each in award["shares"]} == {fine["id"]}
    assert await office.balances() == _books(office, 3333 - 5000, 800 - 533, 4200 - 2800)


async def test_several_awards_give_back_no_more_than_was_borne(office: Office) -> None:
    await _fined(office)
    await _awarded(office, 3333)
    second = await _awarded(office, 3333)
    assert [(each["party"], each["amount_fen"]) for each in second["shares"]] == [
        ("firm", 1400), ("agent", 267),
    ]  # fmt: skip
    assert second["stations_fen"] == 3333 - 1667
    assert await office.balances() == {}
    third = await _awarded(office, 100)
    assert (third["status"], third["shares"], third["stations_fen"]) == ("settled", [], 100)
    assert await office.balances() == {}


async def test_what_the_station_bore_moves_nothing(office: Office) -> None:
    await office.take_in(line(**DAMAGE))
    [fine] = await office.fines()
    await office.attribute(fine["id"], "station_operation")
    award = await _awarded(office, 3333)
    assert [(each["party"], each["transaction_id"]) for each in award["shares"]] == [
        ("station", None)
    ]
    assert await office.balances() == {}


async def test_an_award_before_the_decision_waits_for_it(office: Office) -> None:
    await office.take_in(line(**DAMAGE))
    award = await _awarded(office, 3333)
    assert (award["status"], award["waits_for"]) == ("waiting", "undecided")
    before = await office.balances()
    [fine] = await office.fines()
    await office.attribute(fine["id"], "agent_negligence", agent=office.agent_email)
    assert before == {"station/S1": -5000, "unattributed/S1": 5000}
    assert await office.balances() == _books(office, -1667, 267, 1400)
    # Decided wrongly: the award waits again, and follows the new decision.
    await office.reverse(fine["id"], reopen=True)
    assert await office.balances() == before
    assert [each["waits_for"] for each in await _awards(office)] == ["undecided"]
    await office.attribute(fine["id"], "firm_process")
    assert await office.balances() == _books(office, -1667, 0, 1667)


async def test_an_award_of_a_parcel_without_fine_waits_or_is_the_stations(office: Office) -> None:
    award = await _awarded(office, 3333)
    assert award["waits_for"] == "no_fine"
    decided = await _decide(office, award)
    assert (decided["status"], decided["is_stations"], decided["stations_fen"]) == (
        "settled", True, 3333,
    )  # fmt: skip
    await _fined(office)
    assert await office.balances() == _books(office, -5000, 800, 4200)


@pytest.mark.parametrize("is_same_kind", [True, False])
async def test_a_person_says_which_fine_where_it_is_not_clear(
    office: Office, is_same_kind: bool
) -> None:
    kind = DAMAGE if is_same_kind else {"code": "100201", "name": "工单自动考核"}
    first = await _fined(office, **kind)
    if is_same_kind:
        second = await _fined(office, line_no="2", **kind)
    award = await _awarded(office, 3333)
    assert award["waits_for"] == ("several" if is_same_kind else "other_kind")
    before = await office.balances()
    posted = await _decide(office, award, first)
    assert (posted["status"], posted["decided_by"] is not None) == ("settled", True)
    after = await office.balances()
    assert after["firm/penalty_cost"] == before["firm/penalty_cost"] - 2800
    if is_same_kind:
        # It was about both: taken back, and shared out over what both bore.
        both = await _decide(office, award, first, second)
        assert sum(each["amount_fen"] for each in both["shares"]) == 3333
        assert {each["fine_id"] for each in both["shares"]} == {first["id"], second["id"]}
        assert await office.balances() == _books(office, 3333 - 10000, 1600 - 534, 8400 - 2799)


async def test_a_fine_of_another_station_cannot_be_chosen(office: Office) -> None:
    award = await _awarded(office, 3333)
    await office.take_in(line(station="S2", **DAMAGE))
    [other] = await office.fines()
    refused = await office.manager.post(
        f"/api/awards/{award['id']}/decision", json={"fine_ids": [other["id"]]}
    )
    assert (refused.status_code, refused.json()["code"]) == (400, "award_fines_wrong")
    unknown = await office.manager.post(f"/api/awards/{uuid4()}/decision", json={"fine_ids": []})
    assert unknown.status_code == 404
    assert (await office.agent.get("/api/awards")).status_code == 403
    assert (await office.owner.get("/api/awards")).status_code == 403


@pytest.mark.parametrize("is_line_first", [True, False])
async def test_the_bills_line_and_the_recorded_award_are_one(
    office: Office, is_line_first: bool
) -> None:
    await _fined(office)
    bring = line(9, "-33.33", **AWARD)
    if is_line_first:
        await office.take_in(bring)
        assert await office.balances() == _books(office, -1667, 267, 1400)
        await _awarded(office, 3333)
    else:
        await _awarded(office, 3333)
        await office.take_in(bring)
    assert await office.balances() == _books(office, -1667, 267, 1400)
    [award] = await _awards(office)
    assert award["case_id"]
    assert award["line_id"]
    [listed] = [each for each in await office.fines() if each["amount_fen"] < 0]
    assert listed["status"] == "reversed"
    await office.take_in(bring)
    assert await office.balances() == _books(office, -1667, 267, 1400)


async def test_a_line_that_waits_stands_in_the_books(office: Office) -> None:
    await office.take_in(line(9, "-33.33", **AWARD))
    waiting = {"station/S1": 3333, "unattributed/S1": -3333}
    assert await office.balances() == waiting
    [listed] = await office.fines(status="undecided")
    refused = await office.attribute(listed["id"], "firm_process")
    assert (refused.status_code, refused.json()["code"]) == (409, "is_award")
    assert await office.balances() == waiting
    fine = await _fined(office)
    assert await office.balances() == _books(office, -1667, 267, 1400)
    await office.reverse(fine["id"], reopen=True)
    assert await office.balances() == {"station/S1": -1667, "unattributed/S1": 1667}


async def test_of_two_amounts_a_person_says_whether_they_are_one_award(office: Office) -> None:
    await _fined(office)
    recorded = await _awarded(office, 3333)
    await office.take_in(line(9, "-33.00", **AWARD))
    [of_bill] = await _awards(office, status="waiting")
    assert (of_bill["waits_for"], [each["id"] for each in of_bill["twins"]]) == (
        "perhaps_known", [recorded["id"]],
    )  # fmt: skip
    merged = await office.manager.post(
        f"/api/awards/{recorded['id']}/same", json={"award_id": of_bill["id"]}
    )
    assert merged.status_code == 200, merged.text
    assert [each["id"] for each in await _awards(office)] == [of_bill["id"]]
    assert await office.balances() == _books(office, 3300 - 5000, 800 - 528, 4200 - 2772)
    again = await office.manager.post(
        f"/api/awards/{recorded['id']}/same", json={"award_id": of_bill["id"]}
    )
    assert again.status_code == 404


@pytest.mark.parametrize(("given_back", "is_still_borne"), [("-50.00", 0), ("-30.00", 2000)])
async def test_a_refund_after_the_award_loses_no_fen(
    office: Office, given_back: str, is_still_borne: int
) -> None:
    """What nobody bears any more of the award is the station's, whom headquarters paid."""
    await _fined(office)
    await _awarded(office, 3333)
    await office.take_in(line(2, given_back, **DAMAGE))
    assert await office.balances() == {}
    [award] = await _awards(office)
    assert (award["status"], award["stations_fen"]) == ("settled", 3333 - is_still_borne)


async def test_a_refund_before_the_award_leaves_less_to_give_back(office: Office) -> None:
    await _fined(office)
    await office.take_in(line(2, "-30.00", **DAMAGE))
    await _awarded(office, 1000)
    assert await office.balances() == _books(office, -1000, 200, 800)
    await office.take_in(line(3, "-10.00", **DAMAGE))
    assert await office.balances() == {}


async def test_an_award_shared_out_is_changed_by_nobody(office: Office) -> None:
    award = await _awarded(office, 3333)
    async with tenant_session(office.database, office.firm.actor) as session:
        connection = await raw_connection(session)
        with pytest.raises(Exception, match="permission denied"):
            await connection.execute(
                "UPDATE arbitration_awards SET amount_fen = 1 WHERE id = $1", UUID(award["id"])
            )
