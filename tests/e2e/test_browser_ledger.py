"""The books: from the balance of an account down to the fine that an entry is about."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import Visitors

pytestmark = pytest.mark.browser


def test_finance_follows_a_balance_down_to_its_fine_and_checks_the_ledger(
    visitors: Visitors,
) -> None:
    page = visitors.person("fangzhiyuan", "/ledger")
    expect(page.get_by_test_id("ledger-total")).to_have_attribute("data-total", "0")
    page.get_by_test_id("verify-now").click()
    expect(page.get_by_test_id("verification")).to_have_attribute("data-sound", "true")
    page.get_by_test_id("group-unattributed").get_by_test_id("ledger-account").first.click()
    page.get_by_test_id("ledger-entry").first.get_by_role("button").click()
    side = page.get_by_test_id("ledger-transaction")
    expect(side.get_by_test_id("leaf-hash")).to_have_text(re.compile("^[0-9a-f]{64}$"))
    side.get_by_test_id("about-fine").first.click()
    expect(page).to_have_url(re.compile("/fines/[0-9a-f-]{36}"))
