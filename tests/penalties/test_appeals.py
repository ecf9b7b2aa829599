"""Appeals over HTTP: opened from a fine, filed, decided; and the ledger to the fen, in both orders
of outcome and refund line."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from stationdesk.policies import service as policies
from stationdesk.tenancy.session import hot_transaction
from tests.factories.cases import PNG, claimed, open_over_http, prove, raise_event, shown, worked
from tests.penalties.office import NOW, Office, line

SOON = f"{datetime.now(UTC) + timedelta(days=3):%Y-%m-%d} 18:00"
WHY = {"ground": "in_time", "reason": "总部系统内 11:10 已答复,附截图"}


@pytest.fixture
async def fined(office: Office) -> tuple[Office, dict[str, Any]]:
    """The fine of the worked example, decided: agent 800, firm 4200; its appeal is still open."""
    await office.add_case()
    await office.take_in(line(appeal_due_at=SOON))
    [listed] = await office.fines()
    await office.attribute(listed["id"], "agent_negligence")
    assert await office.balances() == _borne(office, 800, 4200)
    return office, listed


def _borne(office: Office, agent: int, firm: int) -> dict[str, int]:
    return {
        "station/S1": -agent - firm, f"agent/{office.agent_email}": agent,
        "firm/penalty_cost": firm,
    }  # fmt: skip


async def _post_at_once(office: Office) -> None:
    """From now on the firm's rule says so; entered once the case is claimed, so that nobody has to
    read it first."""
    async with hot_transaction(office.database, office.firm.actor) as connection:
        await policies.add_version(
            connection, office.firm.id, code="case.penalty_appeal", carrier="zto",
            effective_from=NOW - timedelta(days=400), effective_to=None, title="申诉", text="",
            source="test", parameters={"posts_at_decision": True}, now=NOW,
        )  # fmt: skip


async def _filed(office: Office, fine_id: str) -> dict[str, Any]:
    """An appeal as its agent files it."""
    opened = await office.agent.post(f"/api/fines/{fine_id}/appeal", json=WHY)
    assert opened.status_code == 201, opened.text
    case = await claimed(office.agent, {"id": opened.json()["case_id"]})
    await prove(office.agent, case, *(i["code"] for i in case["checklist"] if i["is_required"]))
    case = await shown(office.agent, case)
    return await worked(office.agent, case, "file", appeal_no="SS-1", statement="已按时答复,见截图")


async def test_the_case_takes_the_fines_facts_and_exhibits(
    fined: tuple[Office, dict[str, Any]],
) -> None:
    office, fine = fined
    order = await open_over_http(office.manager, kind="work_order", waybill=fine["waybill"])
    uploaded = await office.manager.post(
        f"/api/cases/{order['id']}/attachments", files={"file": ("答复截图.png", PNG)}
    )
    assert uploaded.status_code == 201, uploaded.text
    answer = await office.manager.post(f"/api/fines/{fine['id']}/appeal", json=WHY)
    assert answer.status_code == 201, answer.text
    case = await shown(office.manager, {"id": answer.json()["case_id"]})
    details = case["details"]
    assert (details["bill_no"], details["code"], details["amount_fen"]) == (
        "ZTO-2026-11", "100201", 5000,
    )  # fmt: skip
    [exhibit] = details["exhibits"]
    assert exhibit["attachment_id"] == uploaded.json()["id"]
    assert exhibit["sha256"] == uploaded.json()["sha256"]
    assert [item for item in case["checklist"] if item["is_required"]] == []
    [clock] = case["clocks"]
    assert clock["name"] == "appeal_deadline"
    assert clock["due_at"].startswith(f"{SOON[:10]}T10:00")
    again = await office.manager.post(f"/api/fines/{fine['id']}/appeal", json=WHY)
    assert (again.status_code, again.json()["code"]) == (409, "already_open")
    assert (await office.fine(fine["id"]))["appeal"]["is_open"] is True


async def test_filing_needs_proof_and_time(fined: tuple[Office, dict[str, Any]]) -> None:
    office, fine = fined
    opened = await office.agent.post(f"/api/fines/{fine['id']}/appeal", json=WHY)
    case = await claimed(office.agent, {"id": opened.json()["case_id"]})
    filing = {"appeal_no": "SS-1", "statement": "已按时答复"}
    refused = await raise_event(office.agent, case, "file", **filing)
    assert (refused.status_code, refused.json()["missing"]) == (409, ["trace"])
    await prove(office.agent, case, "trace")
    late = await raise_event(office.agent, case, "fine_cancelled")
    assert late.json()["reason"] == "wrong_state"
    after = await worked(office.agent, case, "file", **filing)
    assert (after["state"], after["holder"]["kind"]) == ("filed", "carrier")
    not_less = await raise_event(office.agent, after, "fine_reduced", decided_amount_fen=5000)
    assert not_less.json()["reason"] == "not_less"


@pytest.mark.parametrize("appeal_due_at", ["2026-11-14 18:00"])
async def test_too_late_is_said_at_once(office: Office, appeal_due_at: str) -> None:
    await office.take_in(line(appeal_due_at=appeal_due_at), line(2, "-20.00", code="100402"))
    refund, fine = sorted(await office.fines(), key=lambda each: each["amount_fen"])
    late = await office.manager.post(f"/api/fines/{fine['id']}/appeal", json=WHY)
    assert (late.status_code, late.json()["code"]) == (409, "appeal_deadline_passed")
    nothing = await office.manager.post(f"/api/fines/{refund['id']}/appeal", json=WHY)
    assert nothing.json()["code"] == "not_appealable"
    unknown = await office.manager.post(
        f"/api/fines/{fine['id']}/appeal", json={"ground": "weather", "reason": "x"}
    )
    assert unknown.status_code in (400, 409)


async def test_won_then_the_refund_line(fined: tuple[Office, dict[str, Any]]) -> None:
    office, fine = fined
    case = await _filed(office, fine["id"])
    await worked(office.agent, case, "fine_cancelled", text="同意撤销")
    assert await office.balances() == _borne(office, 800, 4200), "the money waits for its line"
    appeal = (await office.fine(fine["id"]))["appeal"]
    assert (appeal["outcome"], appeal["amount_fen"], appeal["awaited_fen"]) == (
        "fine_cancelled", 0, 5000,
    )  # fmt: skip
    await office.take_in(line(2, "-50.00"))
    assert await office.balances() == {}
    after = await office.fine(fine["id"])
    assert (after["status"], after["appeal"]["awaited_fen"]) == ("reversed", 0)


async def test_the_refund_line_then_won(fined: tuple[Office, dict[str, Any]]) -> None:
    office, fine = fined
    case = await _filed(office, fine["id"])
    await office.take_in(line(2, "-50.00"))
    assert await office.balances() == {}
    await worked(office.agent, case, "fine_cancelled")
    assert await office.balances() == {}
    assert (await office.fine(fine["id"]))["appeal"]["awaited_fen"] == 0


async def test_won_and_posted_at_once_the_line_only_matches(
    fined: tuple[Office, dict[str, Any]],
) -> None:
    office, fine = fined
    case = await _filed(office, fine["id"])
    await _post_at_once(office)
    await worked(office.agent, case, "fine_cancelled")
    assert await office.balances() == {}
    assert (await office.fine(fine["id"]))["status"] == "reversed"
    await office.take_in(line(2, "-20.00"), line(3, "-30.00"))
    assert await office.balances() == {}
    refunds = [each for each in await office.fines() if each["amount_fen"] < 0]
    assert {each["refund_of"] for each in refunds} == {fine["id"]}


@pytest.mark.parametrize("is_line_first", [True, False])
@pytest.mark.parametrize("is_at_once", [True, False])
async def test_reduced_in_either_order_is_split_again_once(
    fined: tuple[Office, dict[str, Any]], is_line_first: bool, is_at_once: bool
) -> None:
    """Step 7: from 5000 to 2000, agent 400, firm 1600."""
    office, fine = fined
    case = await _filed(office, fine["id"])
    if is_at_once:
        await _post_at_once(office)
    if is_line_first:
        await office.take_in(line(2, "-30.00"))
        assert await office.balances() == _borne(office, 400, 1600)
    await worked(office.agent, case, "fine_reduced", decided_amount_fen=2000)
    if not is_line_first:
        before_line = (400, 1600) if is_at_once else (800, 4200)
        assert await office.balances() == _borne(office, *before_line)
        await office.take_in(line(2, "-30.00"))
    assert await office.balances() == _borne(office, 400, 1600)
    after = await office.fine(fine["id"])
    assert (after["status"], after["refunded_fen"]) == ("attributed", 3000)
    assert after["appeal"]["awaited_fen"] == 0


async def test_a_larger_refund_than_was_granted_posts_the_rest(
    fined: tuple[Office, dict[str, Any]],
) -> None:
    office, fine = fined
    case = await _filed(office, fine["id"])
    await _post_at_once(office)
    await worked(office.agent, case, "fine_reduced", decided_amount_fen=2000)
    await office.take_in(line(2, "-40.00"))
    assert await office.balances() == _borne(office, 200, 800)


async def test_upheld_or_given_up_leaves_what_was_decided(
    fined: tuple[Office, dict[str, Any]],
) -> None:
    office, fine = fined
    case = await _filed(office, fine["id"])
    await worked(office.agent, case, "fine_upheld", text="证据不足")
    assert await office.balances() == _borne(office, 800, 4200)
    second = await _filed(office, fine["id"])
    await worked(office.agent, second, "withdraw", reason="金额小")
    assert await office.balances() == _borne(office, 800, 4200)
    assert (await office.fine(fine["id"]))["appeal"]["outcome"] == "fine_upheld"


@pytest.mark.parametrize("outcome", ["fine_upheld", "fine_reduced", "fine_cancelled"])
async def test_a_carriers_error_is_the_stations_once_the_appeal_is_over(
    office: Office, outcome: str
) -> None:
    await office.take_in(line(appeal_due_at=SOON))
    [fine] = await office.fines()
    await office.attribute(fine["id"], "carrier_error")
    assert await office.balances() == {"unattributed/S1": 5000, "station/S1": -5000}
    case = await _filed(office, fine["id"])
    data = {"decided_amount_fen": 2000} if outcome == "fine_reduced" else {}
    await worked(office.agent, case, outcome, **data)
    if outcome == "fine_reduced":
        assert (await office.fine(fine["id"]))["status"] == "undecided"
        await office.take_in(line(2, "-30.00"))
    if outcome == "fine_cancelled":
        await office.take_in(line(2, "-50.00"))
    assert await office.balances() == {}
    expected = "reversed" if outcome == "fine_cancelled" else "attributed"
    assert (await office.fine(fine["id"]))["status"] == expected


async def test_among_alike_fines_the_line_finds_the_one_whose_appeal_was_won(
    office: Office,
) -> None:
    await office.take_in(line(1, appeal_due_at=SOON), line(2, appeal_due_at=SOON))
    first, _ = sorted(await office.fines(), key=lambda each: each["line_no"])
    case = await _filed(office, first["id"])
    await worked(office.agent, case, "fine_reduced", decided_amount_fen=2000)
    await office.take_in(line(3, "-30.00"))
    assert await office.balances() == {"unattributed/S1": 7000, "station/S1": -7000}
    assert (await office.fine(first["id"]))["refunded_fen"] == 3000


async def test_a_fine_of_another_station_is_not_appealed(office: Office) -> None:
    await office.take_in(line(appeal_due_at=SOON, station="S2"))
    [fine] = await office.fines()
    answer = await office.agent.post(f"/api/fines/{fine['id']}/appeal", json=WHY)
    assert (answer.status_code, answer.json()["code"]) == (404, "fine_unknown")
    forged = await office.agent.post(
        "/api/cases",
        json={
            "kind": "penalty_appeal", "direction": "inbound", "station": "S1",
            "waybill": fine["waybill"], "details": {"fine_id": fine["id"], **WHY},
        },
    )  # fmt: skip
    assert (forged.status_code, forged.json()["reason"]) == (400, "fine_unknown")
