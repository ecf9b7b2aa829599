"""Finance imports the wages, the manager closes the month; in a firm of its own."""

import csv
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from stationdesk.ledger.postings import month_of
from stationdesk.penalties.bills.rows import BILL_HEADER
from tests.e2e.browser import PASSWORD, Visitors
from tests.e2e.product import Product
from tests.penalties.office import line

pytestmark = pytest.mark.browser

FIRM = "yuejie"
PEOPLE = ("manager", "finance", "agent")


@dataclass
class Month:
    """A month with one fine that falls to the agent in part, of which he has been told."""

    product: Product
    text: str

    def sign_in(self, visitors: Visitors, name: str, path: str) -> Page:
        page = visitors.stranger()
        answer = page.request.post(
            f"{self.product.address}/api/session",
            data={"email": _email(name), "password": PASSWORD, "firm": FIRM},
        )
        assert answer.ok, answer.text()
        page.goto(self.product.address + path)
        return page


def _email(name: str) -> str:
    return f"{name}@{FIRM}.example.com"


@pytest.fixture(scope="module")
def month(demo: Product, tmp_path_factory: pytest.TempPathFactory) -> Month:
    folder = tmp_path_factory.mktemp("month")
    demo.run("firm", "create", FIRM, "--name", "月结客服")
    demo.run("station", "add", "--firm", FIRM, "--code", "S1", "--carrier", "zto", "--name", "西兴")
    for name in PEOPLE:
        demo.run(
            "member", "add", "--firm", FIRM, "--email", _email(name), "--role", name,
            "--name", name, "--password-stdin", stdin=PASSWORD,
        )  # fmt: skip
    bill = folder / "bill.csv"
    with bill.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, BILL_HEADER)
        writer.writeheader()
        writer.writerow(line())
    demo.run("import", "bill", str(bill), "--firm", FIRM)
    tokens = {
        name: demo.run("token", "create", "--firm", FIRM, "--role", name, "--email", _email(name))[
            "token"
        ]
        for name in PEOPLE
    }
    text = f"{month_of(datetime.now(UTC)):%Y-%m}"
    with demo.client(tokens["manager"]) as manager, demo.client(tokens["agent"]) as agent:
        fine = manager.get("/api/fines").json()["items"][0]["id"]
        manager.post(
            f"/api/fines/{fine}/attribution",
            json={"cause": "agent_negligence", "agent": _email("agent"), "note": "核对过"},
        ).raise_for_status()
        manager.post(f"/api/months/{text}/deduction-notices", json={}).raise_for_status()
        notice = agent.get("/api/deduction-notices").json()["items"][0]["id"]
        agent.post(f"/api/deduction-notices/{notice}/receipt", json={}).raise_for_status()
    return Month(demo, text)


def test_finance_imports_wages_and_the_manager_closes(
    month: Month, visitors: Visitors, tmp_path: Path
) -> None:
    manager = month.sign_in(visitors, "manager", f"/months/{month.text}")
    expect(manager.get_by_test_id("check-wages_missing")).to_have_attribute("data-level", "blocker")
    expect(manager.get_by_test_id("close-month")).to_be_disabled()
    expect(manager.get_by_test_id("month-wages")).to_have_count(0)

    finance = month.sign_in(visitors, "finance", f"/months/{month.text}/wages")
    expect(finance.get_by_test_id("wages-missing")).to_contain_text("agent")
    wages = tmp_path / "wages.csv"
    wages.write_text("坐席,当月工资,当地最低工资\nagent,2205,2200\n", encoding="utf-8")
    finance.get_by_test_id("import-wages").set_input_files(wages)
    expect(finance.get_by_test_id("wages-report")).to_contain_text("收下 1 行")
    expect(finance.get_by_role("row").filter(has_text="agent")).to_contain_text("5.00")

    manager.reload()
    expect(manager.get_by_test_id("check-caps")).to_contain_text("¥3.00")
    manager.get_by_test_id("close-confirm").fill(month.text)
    manager.get_by_test_id("close-month").click()
    closed = manager.get_by_test_id("closed-month")
    expect(closed).to_contain_text("¥5.00")
    manager.get_by_test_id("month-settlements").click()
    expect(manager.get_by_test_id("settlements")).to_contain_text("50.00")
