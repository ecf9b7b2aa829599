"""Kinds of the customers' counter, opened and worked by keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import Visitors

pytestmark = pytest.mark.browser


def _new(page: Page, kind: str) -> None:
    """Shift+N, then the kind by its radio button; the focus is left on it."""
    expect(page.get_by_test_id("queue-row").first).to_be_visible()
    page.keyboard.press("Shift+n")
    expect(page.get_by_test_id("new-case-dialog")).to_be_visible()
    page.get_by_test_id(f"new-kind-{kind}").focus()
    page.keyboard.press("Space")


def _fill(page: Page, **texts: str) -> None:
    for name, text in texts.items():
        page.get_by_test_id(name.replace("_field_", "field-")).focus()
        page.keyboard.type(text)


def _station(page: Page) -> None:
    page.get_by_test_id("new-station").focus()
    page.keyboard.press("ArrowDown")


def test_a_pickup_order_shows_what_it_lacks_until_it_is_whole(visitors: Visitors) -> None:
    page = visitors.person("chenxiaoyu")
    _new(page, "pickup_order")
    _station(page)
    expect(page.get_by_test_id("new-direction")).to_have_count(0)
    _fill(page, _field_shipper="方女士", _field_goods="旧书", _field_weight_g="2.5kg公")
    page.keyboard.press("Control+Enter")
    weight = page.get_by_test_id("field-weight_g")
    expect(page.get_by_test_id("fault-weight_g")).to_be_visible()
    expect(weight).to_be_focused()
    weight.fill("2.5")
    page.keyboard.press("Control+Enter")
    pane = page.get_by_test_id("case-pane")
    expect(pane).to_have_attribute("data-state", "incomplete")
    expect(page.get_by_test_id("case-missing")).to_contain_text("收件人")
    expect(page.get_by_test_id("case-facts")).to_contain_text("2.5 公斤")
    page.get_by_test_id("claim").press("Enter")
    expect(page.get_by_test_id("field-goods")).to_have_value("旧书")
    said = {"size": "30×20×10", "addressee": "李女士", "addressee_phone": "13900000000"}
    said |= {"addressee_address": "苏州吴中", "phone": "13800000000", "address": "滨江"}
    _fill(page, **{f"_field_{name}": text for name, text in said.items()})
    page.get_by_test_id("field-payment").locator("input").first.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="明天 12:00").press("Enter")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_test_id("fault-special_wishes")).to_contain_text("特殊要求")
    expect(page.get_by_test_id("field-special_wishes")).to_be_focused()
    page.keyboard.type("无")
    page.keyboard.press("Control+Enter")
    expect(pane).to_have_attribute("data-state", "ready")
    expect(page.get_by_test_id("case-missing")).to_have_count(0)


def test_a_message_is_replied_to_settled_and_asked_again(visitors: Visitors) -> None:
    page = visitors.person("chenxiaoyu")
    _new(page, "message")
    _station(page)
    _fill(page, **{"new-waybill": "789019990077", "_field_sender_name": "义乌北苑"})
    page.keyboard.press("Control+Enter")
    expect(page.get_by_test_id("fault-text")).to_be_visible()
    page.keyboard.type("请核实签收人")
    page.keyboard.press("Control+Enter")
    pane = page.get_by_test_id("case-pane")
    expect(pane).to_have_attribute("data-state", "received")
    page.get_by_test_id("claim").press("Enter")
    expect(page.get_by_test_id("next-step-form")).to_be_visible()
    page.keyboard.press("a")
    expect(page.get_by_test_id("field-reply_text")).to_be_focused()
    page.keyboard.type("本人签收")
    page.keyboard.press("Control+Enter")
    expect(pane).to_have_attribute("data-state", "replied")
    page.get_by_test_id("action-settle").press("Enter")
    page.get_by_test_id("field-note").press("Control+Enter")
    expect(pane).to_have_attribute("data-state", "settled")
    page.get_by_test_id("action-follow_up_question").press("Enter")
    page.get_by_test_id("field-text").focus()
    page.keyboard.type("姓名?")
    page.keyboard.press("Control+Enter")
    expect(pane).to_have_attribute("data-state", "received")


def test_another_case_of_the_same_parcel_is_opened_from_the_first(visitors: Visitors) -> None:
    page = visitors.person("chenxiaoyu")
    _new(page, "chase")
    _station(page)
    _fill(page, **{"new-waybill": "789019990078", "_field_text": "客户等用"})
    page.keyboard.press("Control+Enter")
    pane = page.get_by_test_id("case-pane")
    expect(pane).to_have_attribute("data-state", "received")
    first = pane.get_attribute("data-case-id") or ""
    page.get_by_test_id("open-another").press("Enter")
    expect(page.get_by_test_id("new-waybill")).to_have_value("789019990078")
    page.get_by_test_id("new-kind-interception").focus()
    page.keyboard.press("Space")
    target = page.get_by_test_id("field-target").locator("input")
    expect(page.get_by_test_id("field-new_address")).to_have_count(0)
    target.nth(2).focus()
    page.keyboard.press("Space")
    _fill(page, _field_new_address="绍兴柯桥", _field_reason="客户搬家")
    page.keyboard.press("Control+Enter")
    expect(pane).not_to_have_attribute("data-case-id", first)
    expect(pane).to_contain_text("催件")
    expect(page).to_have_url(re.compile(pane.get_attribute("data-case-id") or "-"))
