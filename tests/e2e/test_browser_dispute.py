"""An agent disputes what was decided about him, finance accepts it in part, the money moves."""

from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.browser import PHONE, Visitors, email

pytestmark = pytest.mark.browser


def balance(page: Any, address: str, account: str) -> int:
    rows = page.request.get(f"{address}/api/ledger/trial-balance").json()["accounts"]
    return next((row["balance_fen"] for row in rows if row["account"] == account), 0)


def charge(manager: httpx.Client, agent: str) -> str:
    """A fine of NH03 that nobody proposes anything for, decided as that agent's."""
    listed = manager.get("/api/fines", params={"status": "undecided", "station": "NH03"}).json()
    fine = next(each for each in listed["items"] if each["code"] == "264-18")
    decided = manager.post(
        f"/api/fines/{fine['id']}/attribution",
        json={"cause": "agent_negligence", "agent": email(agent), "note": "没有上楼照片"},
    )
    assert decided.status_code == 201, decided.text
    fine_id: str = fine["id"]
    return fine_id


def test_an_agent_disputes_and_bears_less(visitors: Visitors, manager: httpx.Client) -> None:
    fine_id = charge(manager, "xuqing")
    address = visitors.product.address
    agent = visitors.person("xuqing", f"/my-fines/{fine_id}")
    expect(agent.get_by_test_id("own-fine")).to_have_attribute("data-fine-id", fine_id)
    agent.get_by_test_id("dispute-open").click()
    agent.get_by_test_id("dispute-reason").fill("客户要求放门口，有录音")
    agent.get_by_test_id("dispute-files").set_input_files(
        {"name": "录音.txt", "mimeType": "text/plain", "buffer": "放门口就行".encode()}
    )
    agent.get_by_test_id("dispute-save").click()
    mine = agent.get_by_test_id("dispute")
    expect(mine).to_have_attribute("data-state", "open")
    expect(mine).to_contain_text("录音.txt")

    finance = visitors.person("qianfen", "/disputes")
    account = f"agent/{email('xuqing')}"
    before = balance(finance, address, account)
    finance.get_by_test_id("dispute-row").filter(has_text="许晴").first.click()
    finance.get_by_test_id("verdict-partly").check()
    finance.get_by_test_id("verdict-share").fill("3.00")
    expect(finance.get_by_test_id("verdict-effect")).to_contain_text("¥5.00")
    finance.get_by_test_id("verdict-reason").fill("录音属实，但没有按规定补拍照片")
    finance.get_by_test_id("verdict-save").click()
    pane = finance.get_by_test_id("dispute").first
    expect(pane).not_to_have_attribute("data-state", "open")
    assert balance(finance, address, account) == before - 500

    agent.reload()
    expect(agent.get_by_test_id("dispute")).to_have_attribute("data-state", "partly")
    expect(agent.get_by_test_id("own-fine")).to_contain_text("¥3.00")


def test_an_owner_disputes_on_the_phone(visitors: Visitors, manager: httpx.Client) -> None:
    listed = manager.get("/api/fines", params={"status": "undecided", "station": "XX01"}).json()
    fine = next(each for each in listed["items"] if each["code"] == "044309")
    decided = manager.post(
        f"/api/fines/{fine['id']}/attribution",
        json={"cause": "station_operation", "note": "退回迟了 9 时"},
    )
    assert decided.status_code == 201, decided.text
    owner = visitors.person("laoban", f"/owner/fines/{fine['id']}", viewport=PHONE)
    owner.get_by_test_id("dispute-open").click()
    owner.get_by_test_id("dispute-amount").fill("5.00")
    owner.get_by_test_id("dispute-reason").fill("车已约好，是分拨没来")
    owner.get_by_test_id("dispute-save").click()
    expect(owner.get_by_test_id("dispute")).to_have_attribute("data-state", "open")
    waiting = manager.get("/api/disputes", params={"party": "station"}).json()["items"]
    assert [each["asked_fen"] for each in waiting if each["fine"]["id"] == fine["id"]] == [500]
