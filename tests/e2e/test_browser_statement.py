"""A station's owner opens last month's statement on the phone, looks at a line, accepts."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import PHONE, Visitors

pytestmark = pytest.mark.browser

TOUCH: dict[str, Any] = {"viewport": PHONE, "has_touch": True, "is_mobile": True}


def _fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_he_reads_a_line_and_accepts_in_two_taps(visitors: Visitors) -> None:
    page = visitors.person("laoban", "/owner/statements", **TOUCH)
    first = page.get_by_test_id("owner-statement").first
    expect(first).to_contain_text("未看")
    number = first.get_attribute("data-number") or ""
    first.tap()
    statement = page.get_by_test_id("owner-statement-page")
    expect(statement.get_by_test_id("statement-payable")).to_contain_text("¥")
    assert _fits(page)
    page.get_by_test_id("statement-line").filter(has_text="坐席疏忽").first.tap()
    line = page.get_by_test_id("statement-line-page")
    expect(line.get_by_test_id("line-borne")).to_have_text("¥0.00")
    assert _fits(page)
    page.get_by_test_id("owner-back").tap()
    page.get_by_test_id("statement-accept").tap()
    page.get_by_test_id("statement-confirm").tap()
    expect(page.get_by_test_id("statement-accepted")).to_be_visible()
    page.get_by_test_id("owner-tab-statements").tap()
    accepted = page.locator(f'[data-number="{number}"]')
    expect(accepted).to_contain_text("已认可")

    manager = visitors.person("fangzhiyuan", "/statements?answer=accepted")
    row = manager.get_by_test_id("statement-row").filter(has_text=number)
    expect(row).to_be_visible()
    row.click()
    expect(manager.get_by_test_id("statement-pane")).to_contain_text("已认可")
