"""An agent's day with customers: what may be told, a reveal, a promise, the risk register."""

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.browser import Visitors, open_work_order

pytestmark = pytest.mark.browser


RECIPIENT = {
    "role": "recipient",
    "name": "欧阳娜娜",
    "phone": "13800138067",
    "address": "杭州市滨江区江陵路88号3幢501室",
}


def test_contacts_are_masked_until_a_reason_is_given_and_a_promise_is_kept(
    visitors: Visitors, manager: httpx.Client
) -> None:
    case = open_work_order(manager, "789019995501")
    manager.put(f"/api/cases/{case['id']}/contacts", json={"contacts": [RECIPIENT]})
    page = visitors.person("chenxiaoyu", f"/desk/{case['id']}")
    contact = page.get_by_test_id("contact-recipient")
    expect(contact).to_contain_text("欧阳** 138******67 · 杭州市滨江区江陵路****")
    expect(contact).to_contain_text("可对外说")
    page.get_by_test_id("reveal-recipient").click()
    page.get_by_test_id("reveal-reason").fill("回电客户核实地址")
    page.get_by_test_id("reveal-save").click()
    expect(contact).to_contain_text("13800138067")
    expect(contact).to_contain_text("勿外传")

    page.get_by_test_id("promise-new").click()
    page.get_by_test_id("promise-text").fill("浏览器里说好的")
    expect(page.get_by_test_id("promise-preview")).to_contain_text("留回旋 60 分")
    page.get_by_test_id("promise-save").click()
    promise = page.get_by_test_id("promise").filter(has_text="浏览器里说好的")
    expect(promise).to_have_attribute("data-status", "open")
    promise.get_by_test_id("promise-kept").click()
    page.get_by_test_id("settle-text").fill("送达照片")
    page.get_by_test_id("settle-save").click()
    expect(promise).to_have_attribute("data-status", "kept")

    manager = visitors.person("fangzhiyuan", "/customers/reveals")
    logged = manager.get_by_test_id("reveal-row").filter(has_text="回电客户核实地址")
    expect(logged).to_contain_text("陈小雨")


def test_a_supervisor_confirms_what_waits_in_the_risk_register(visitors: Visitors) -> None:
    page = visitors.person("luwei", "/risk")
    waiting = page.locator('[data-testid="risk-row"][data-status="proposed"]').first
    waiting.get_by_test_id("risk-review").click()
    page.get_by_test_id("review-by").fill("业务员 吴建军")
    page.get_by_test_id("review-confirm").click()
    expect(page.get_by_test_id("risk-review-dialog")).to_have_count(0)
    page.get_by_text("生效", exact=True).first.click()
    expect(page.get_by_test_id("risk-row").filter(has_text="业务员 吴建军")).to_have_count(1)


def test_a_customers_file_is_made_and_found_by_the_phones_tail(visitors: Visitors) -> None:
    page = visitors.person("fangzhiyuan", "/customers/files")
    page.get_by_test_id("customer-new").click()
    page.get_by_test_id("customer-name").fill("慕容晓月")
    page.get_by_test_id("customer-phones").fill("13800009988")
    page.get_by_test_id("customer-habits").fill("只收周末")
    page.get_by_test_id("customer-save").click()
    page.get_by_test_id("customer-search").fill("9988")
    row = page.get_by_test_id("customer-row")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("慕容**")
    expect(row).to_contain_text("只收周末")
