"""From a fine to its appeal: opened by the manager, filed by an agent, seen on the fine."""

from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import Visitors

pytestmark = pytest.mark.browser


def _appealable(page: Any, address: str) -> dict[str, Any]:
    fines = page.request.get(f"{address}/api/fines?status=undecided&limit=200").json()["items"]
    page_of = [
        page.request.get(f"{address}/api/fines/{each['id']}").json()
        for each in fines
        if each["amount_fen"] > 0 and each["station"]["code"] == "XX01"
    ]
    now = datetime.now(UTC)
    found: dict[str, Any] = next(
        each
        for each in page_of
        if each["appeal"] is None and datetime.fromisoformat(each["appeal_due_at"]) > now
    )
    return found


def test_a_fine_is_appealed_and_the_appeal_is_filed(visitors: Visitors) -> None:
    manager = visitors.person("fangzhiyuan", "/fines")
    fine = _appealable(manager, visitors.product.address)
    manager.goto(f"{visitors.product.address}/fines/{fine['id']}")
    manager.get_by_test_id("appeal-open").click()
    manager.get_by_test_id("appeal-ground").select_option("exempt")
    manager.get_by_test_id("appeal-reason").fill("台风停运日,总部已发免考通知")
    manager.get_by_test_id("appeal-save").click()
    link = manager.get_by_test_id("appeal-case")
    expect(link).to_be_visible()
    expect(manager.get_by_test_id("appeal-open")).to_have_count(0)
    link.click()
    pane = manager.get_by_test_id("case-pane")
    expect(pane).to_have_attribute("data-state", "drafted")
    case_id = pane.get_attribute("data-case-id")

    agent = visitors.person("chenxiaoyu", f"/desk/{case_id}?view=all")
    address = visitors.product.address
    claimed = agent.request.post(f"{address}/api/queue/claim", data={"case_id": case_id})
    assert claimed.ok, claimed.text()
    proof = agent.request.post(
        f"{address}/api/cases/{case_id}/attachments",
        multipart={
            "file": {"name": "免考通知.png", "mimeType": "image/png",
                     "buffer": b"\x89PNG\r\n\x1a\n" + b"\0" * 64},
            "checklist_code": "exemption_notice",
        },
    )  # fmt: skip
    assert proof.ok, proof.text()
    agent.reload()
    agent.get_by_test_id("action-file").click()
    agent.get_by_test_id("field-appeal_no").fill("SS26000999")
    agent.get_by_test_id("field-statement").fill("台风停运日免考,附总部通知")
    agent.get_by_test_id("submit-event").click()
    expect(agent.get_by_test_id("case-pane")).to_have_attribute("data-state", "filed")
    assert visitors.faults == []
