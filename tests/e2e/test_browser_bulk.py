"""Many fines at once: the list narrowed, decided as proposed, what is pointed out appealed."""

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import Visitors

pytestmark = pytest.mark.browser


def test_fines_are_narrowed_decided_and_appealed_in_bulk(visitors: Visitors) -> None:
    page = visitors.person("fangzhiyuan", "/fines?proposed=firm_process")
    expect(page.get_by_test_id("fine-row").first).to_be_visible()
    wanted = page.get_by_test_id("fine-row").count()
    page.get_by_test_id("mark-all").check()
    page.get_by_test_id("bulk-decide").click()
    page.get_by_test_id("bulk-decide-save").click()
    expect(page.get_by_test_id("told-row")).to_have_count(wanted)
    decided = page.locator('[data-testid="told-row"][data-outcome="decided"]')
    expect(decided).to_have_count(wanted)
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("fine-row")).to_have_count(0)

    page.get_by_test_id("filter-proposed").select_option("carrier_error")
    page.get_by_test_id("filter-mark").select_option("duplicate")
    page.wait_for_url("**mark=duplicate**")
    expect(page.get_by_test_id("fine-row")).to_have_count(1)
    expect(page.get_by_test_id("first-charge")).to_be_visible()
    page.keyboard.press("x")
    page.get_by_test_id("bulk-appeal").click()
    page.get_by_test_id("bulk-appeal-save").click()
    told = page.get_by_test_id("told-row")
    expect(told).to_have_attribute("data-outcome", "appealed")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("appeal-outcome")).to_be_visible()

    page.goto(f"{visitors.product.address}/fine-accuracy")
    late = page.locator('[data-testid="accuracy-row"][data-proposed="firm_process"]')
    expect(late).to_be_visible()
    assert visitors.faults == []
