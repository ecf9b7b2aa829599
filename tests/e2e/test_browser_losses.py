"""An award that waits for a person is posted; a loss is entered at its case and approved."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.browser import PASSWORD, Visitors, email
from tests.e2e.product import Product
from tests.factories.cases import PNG

pytestmark = pytest.mark.browser


def _event(client: httpx.Client, case: dict[str, Any], event: str, **data: Any) -> dict[str, Any]:
    answer = client.post(
        f"/api/cases/{case['id']}/events",
        json={"event": event, "version": case["version"], "data": data},
    )
    assert answer.status_code == 200, answer.text
    after: dict[str, Any] = answer.json()
    return after


def _paid_arbitration(client: httpx.Client, waybill: str, station: str) -> dict[str, Any]:
    """An award for a loss on a parcel whose fine is about something else: a person has to say."""
    opened = client.post(
        "/api/cases",
        json={
            "kind": "arbitration", "direction": "outbound", "station": station,
            "waybill": waybill, "details": {"ground": "loss", "claimed_amount_fen": 5000},
        },
    )  # fmt: skip
    assert opened.status_code == 201, opened.text
    case_id = opened.json()["id"]
    claimed = client.post("/api/queue/claim", json={"case_id": case_id})
    assert claimed.status_code == 200, claimed.text
    for code in ("trace", "value_proof", "call_record"):
        proof = client.post(
            f"/api/cases/{case_id}/attachments",
            files={"file": (f"{code}.png", PNG, "image/png")}, data={"checklist_code": code},
        )  # fmt: skip
        assert proof.status_code == 201, proof.text
    case = client.get(f"/api/cases/{case_id}").json()
    case = _event(client, case, "contact", party="对方网点客服", text="查无此件")
    case = _event(client, case, "file", claim_no="ZC-77")
    case = _event(client, case, "award", awarded_amount_fen=4321)
    return _event(client, case, "receive_payment", amount_fen=4321, proof="返款流水")


@pytest.fixture
def manager(demo: Product) -> Iterator[httpx.Client]:
    """The manager himself: a service's token holds no cases."""
    with httpx.Client(base_url=demo.address, timeout=30) as client:
        signed_in = client.post(
            "/api/session", json={"email": email("fangzhiyuan"), "password": PASSWORD}
        )
        assert signed_in.is_success, signed_in.text
        yield client


def test_an_award_is_posted_and_a_loss_approved(visitors: Visitors, manager: httpx.Client) -> None:
    listed = manager.get("/api/fines", params={"status": "attributed", "limit": 200}).json()
    fine = next(
        each
        for each in listed["items"]
        if each["waybill"] and each["amount_fen"] > 5000 and each["code"] != "100301"
    )
    case = _paid_arbitration(manager, fine["waybill"], fine["station"]["code"])

    desk = visitors.person("fangzhiyuan", "/losses")
    row = desk.get_by_test_id("award-row").filter(has_text=case["number"])
    row.get_by_test_id("award-decide").click()
    box = desk.get_by_test_id("award-decision")
    box.get_by_test_id("award-fine").first.check()
    box.get_by_test_id("award-assign").click()
    expect(box).to_have_count(0)
    expect(row).to_have_count(0)
    desk.get_by_test_id("awards-settled").check()
    expect(row).to_contain_text("43.21")

    desk.goto(f"{visitors.product.address}/desk/{case['id']}?view=all")
    desk.get_by_test_id("loss-new").click()
    form = desk.get_by_test_id("loss-form")
    form.get_by_test_id("loss-amount").fill("88.00")
    form.get_by_test_id("loss-text").fill("判赔不足，差额私了付给客户")
    form.get_by_test_id("loss-file").first.check()
    form.get_by_test_id("loss-save").click()
    entered = desk.get_by_test_id("case-loss")
    expect(entered).to_have_attribute("data-status", "entered")

    finance = visitors.person("qianfen", "/losses/losses")
    waiting = finance.get_by_test_id("loss-row").filter(has_text=case["number"])
    waiting.get_by_test_id("loss-open").click()
    finance.get_by_test_id("loss-approve").click()
    expect(waiting).to_have_count(0)
    finance.get_by_test_id("losses-approved").check()
    waiting.get_by_role("link").last.click()
    expect(finance.get_by_text("LOSS-SETTLED").first).to_be_visible()
    assert visitors.faults == []
