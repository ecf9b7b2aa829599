"""Losses without a bill line over HTTP: entered with evidence, approved by somebody else, decided
as fines are."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from stationdesk.tenancy.actor import Role
from stationdesk.tenancy.session import hot_transaction
from tests.factories.cases import PNG, claimed, open_over_http, prove, shown, worked
from tests.factories.firms import add_member
from tests.factories.web import signed_in_client
from tests.penalties.office import Office

LOST = {
    "kind": "settlement", "amount_fen": 9900, "occurred_at": "2026-11-20T09:00:00+08:00",
    "text": "私了赔付客户,附转账截图",
}  # fmt: skip


async def _case(office: Office) -> tuple[dict[str, Any], str]:
    """An arbitration with a sealed file; its id and the file's."""
    case = await open_over_http(
        office.agent, kind="arbitration", direction="outbound",
        details={"ground": "damage", "claimed_amount_fen": 9900},
    )  # fmt: skip
    file = await office.agent.post(
        f"/api/cases/{case['id']}/attachments", files={"file": ("转账.png", PNG)}
    )
    assert file.status_code == 201, file.text
    return case, file.json()["id"]


async def _enter(
    client: httpx.AsyncClient, case: dict[str, Any], *files: str, **changes: Any
) -> httpx.Response:
    return await client.post(
        f"/api/cases/{case['id']}/losses", json=LOST | {"attachment_ids": list(files)} | changes
    )


async def _entered(office: Office) -> dict[str, Any]:
    case, file = await _case(office)
    answer = await _enter(office.agent, case, file)
    assert answer.status_code == 201, answer.text
    loss: dict[str, Any] = answer.json()
    return loss


async def test_an_approved_loss_is_decided_like_a_fine(office: Office) -> None:
    loss = await _entered(office)
    assert (loss["status"], loss["is_own"], loss["may_decide"]) == ("entered", True, False)
    assert await office.balances() == {}
    approved = await office.manager.post(f"/api/losses/{loss['id']}/approval")
    assert approved.status_code == 200, approved.text
    fine_id = approved.json()["fine_id"]
    assert await office.balances() == {"unattributed/S1": 9900, "station/S1": -9900}
    fine = await office.fine(fine_id)
    assert (fine["code"], fine["name"], fine["bill"], fine["status"]) == (
        "LOSS-SETTLED", "私了赔付", None, "undecided",
    )  # fmt: skip
    no_appeal = await office.manager.post(
        f"/api/fines/{fine_id}/appeal", json={"ground": "in_time", "reason": "x"}
    )
    assert no_appeal.json()["code"] == "not_appealable"
    decided = await office.attribute(fine_id, "agent_negligence", agent=office.agent_email)
    assert decided.status_code == 201, decided.text
    assert await office.balances() == {
        "station/S1": -9900, f"agent/{office.agent_email}": 800, "firm/penalty_cost": 9100,
    }  # fmt: skip
    again = await office.manager.post(f"/api/losses/{loss['id']}/approval")
    assert (again.status_code, again.json()["code"]) == (409, "loss_decided")


async def test_nobody_approves_his_own_nor_over_his_limit(office: Office) -> None:
    case, file = await _case(office)
    own = (await _enter(office.manager, case, file)).json()
    refused = await office.manager.post(f"/api/losses/{own['id']}/approval")
    assert (refused.status_code, refused.json()["code"]) == (403, "loss_own")
    assert (await office.agent.post(f"/api/losses/{own['id']}/approval")).status_code == 403
    large = (await _enter(office.agent, case, file, amount_fen=1_000_001)).json()
    over = await office.manager.post(f"/api/losses/{large['id']}/approval")
    assert (over.status_code, over.json()["code"]) == (403, "over_limit")
    assert await office.balances() == {}


async def test_a_refusal_says_why_and_stays(office: Office) -> None:
    loss = await _entered(office)
    path = f"/api/losses/{loss['id']}"
    assert (await office.manager.post(f"{path}/refusal", json={})).status_code == 400
    refused = await office.manager.post(f"{path}/refusal", json={"reason": "金额与截图不符"})
    assert (refused.json()["status"], refused.json()["reason"]) == ("refused", "金额与截图不符")
    for how in ("approval", "refusal", "withdrawal"):
        late = await office.manager.post(f"{path}/{how}", json={"reason": "x"})
        assert (late.status_code, late.json()["code"]) == (409, "loss_decided")
    async with hot_transaction(office.database, office.firm.actor) as connection:
        with pytest.raises(Exception, match="has been decided"):
            await connection.execute("UPDATE losses SET amount_fen = 1 WHERE id = $1", loss["id"])


async def test_who_entered_it_takes_it_back(office: Office) -> None:
    loss = await _entered(office)
    theirs = await office.manager.post(f"/api/losses/{loss['id']}/withdrawal")
    assert (theirs.status_code, theirs.json()["code"]) == (403, "loss_own")
    taken = await office.agent.post(f"/api/losses/{loss['id']}/withdrawal")
    assert taken.json()["status"] == "withdrawn"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "soup"}, "kind"),
        ({"amount_fen": 0}, "amount_fen"),
        ({"amount_fen": 10**12}, "amount_fen"),
        ({"text": " "}, "text"),
        ({"occurred_at": "2126-01-01T00:00:00Z"}, "occurred_at"),
        ({"attachment_ids": []}, "attachment_ids"),
        ({"attachment_ids": [str(uuid4())]}, "attachment_ids"),
    ],
)
async def test_what_cannot_be_a_loss_is_refused(
    office: Office, changes: dict[str, Any], field: str
) -> None:
    case, file = await _case(office)
    answer = await _enter(office.agent, case, file, **changes)
    assert (answer.status_code, answer.json()["field"]) == (400, field), answer.text
    assert (await office.manager.get("/api/losses")).json()["items"] == []


async def test_a_missed_window_suggests_a_loss_that_somebody_enters(office: Office) -> None:
    old = (datetime.now(UTC) - timedelta(days=60)).isoformat()
    case = await open_over_http(
        office.agent, kind="arbitration", direction="outbound",
        details={"ground": "loss", "claimed_amount_fen": 9900, "occurred_at": old},
    )  # fmt: skip
    case = await claimed(office.agent, case)
    await prove(office.agent, case, "trace", "value_proof", "call_record")
    case = await shown(office.agent, case)
    case = await worked(office.agent, case, "contact", party="苏州吴中客服", text="查无此件")
    await worked(office.agent, case, "window_missed", reason="材料晚到", lost_amount_fen=9900)
    [loss] = (await office.agent.get("/api/losses")).json()["items"]
    assert (loss["status"], loss["amount_fen"], loss["text"]) == ("suggested", 9900, "材料晚到")
    early = await office.manager.post(f"/api/losses/{loss['id']}/approval")
    assert (early.status_code, early.json()["code"]) == (409, "loss_decided")
    files = (await shown(office.agent, case))["attachments"]
    entered = await _enter(office.agent, case, files[0]["id"], kind="window_missed")
    assert (entered.status_code, entered.json()["id"]) == (201, loss["id"]), entered.text
    twice = await _enter(office.agent, case, files[0]["id"], kind="window_missed")
    assert (twice.status_code, twice.json()["code"]) == (409, "loss_decided")
    approved = await office.manager.post(f"/api/losses/{loss['id']}/approval")
    assert (await office.fine(approved.json()["fine_id"]))["code"] == "LOSS-WINDOW"


async def test_each_sees_what_is_his(office: Office) -> None:
    loss = await _entered(office)
    await add_member(office.database, office.firm, "second", Role.AGENT, "S1")
    async with signed_in_client(office.agent._transport.app, office.firm, "second") as second:  # type: ignore[attr-defined]
        assert (await second.get("/api/losses")).json()["items"] == []
    mine = (await office.agent.get("/api/losses", params={"case_id": loss["case_id"]})).json()
    assert [each["id"] for each in mine["items"]] == [loss["id"]]
    assert (await office.owner.get("/api/losses")).status_code == 403
