"""The agent's desk, by keyboard alone."""

import re

import httpx
import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.e2e.browser import Visitors, open_work_order

pytestmark = pytest.mark.browser

RECORDING: FilePayload = {
    "name": "call.png",
    "mimeType": "image/png",
    "buffer": b"\x89PNG\r\n\x1a\n" + b"\0" * 64,
}


def _row(page: Page, case: dict[str, str]) -> Locator:
    return page.locator(f'[data-testid="queue-row"][data-case-id="{case["id"]}"]')


def _cursor(page: Page) -> Locator:
    return page.locator('[data-testid="queue-row"][data-cursor]')


def _search(page: Page, waybill: str) -> None:
    """By keyboard: `/`, the waybill, Enter; then the list has only its cases."""
    expect(page.get_by_test_id("queue-row").first).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type(waybill)
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("queue-row")).to_have_count(1)


def test_a_case_is_worked_from_the_queue_to_the_answer(
    visitors: Visitors, manager: httpx.Client
) -> None:
    waybill = "789019990001"
    case = open_work_order(manager, waybill)
    page = visitors.person("chenxiaoyu")
    page.on("filechooser", lambda chooser: chooser.set_files([RECORDING]))
    pane = page.get_by_test_id("case-pane")
    _search(page, waybill)
    page.keyboard.press("Enter")
    expect(pane).to_have_attribute("data-case-id", case["id"])
    expect(page.get_by_test_id("not-yours")).to_contain_text("还没有人认领")
    page.keyboard.press("c")
    expect(_row(page, case)).to_contain_text("我")
    expect(page.get_by_test_id("next-step-form")).to_be_visible()
    page.keyboard.press("a")
    expect(page.get_by_test_id("field-text")).to_be_focused()
    page.keyboard.type("已联系客户，正在核实")
    page.keyboard.press("Control+Enter")
    expect(pane).to_have_attribute("data-state", "followed_up")
    expect(page.get_by_test_id("timeline")).to_contain_text("首跟：已联系客户，正在核实")
    page.keyboard.press("e")
    expect(page.get_by_test_id("checklist-call_record")).to_have_attribute("data-done", "true")
    expect(page.get_by_test_id("action-answer")).to_be_visible()


def test_claim_next_is_undone_within_five_seconds(visitors: Visitors) -> None:
    page = visitors.person("wanglei")
    expect(page.get_by_test_id("queue-row").first).to_be_visible()
    page.keyboard.press("n")
    pane = page.get_by_test_id("case-pane")
    expect(pane.get_by_test_id("release")).to_be_visible()
    expect(page.get_by_test_id("notice")).to_contain_text("已认领")
    page.keyboard.press("z")
    expect(pane.get_by_test_id("claim")).to_be_visible()


def test_the_cursor_moves_and_opens_and_the_address_keeps_it(visitors: Visitors) -> None:
    page = visitors.person("chenxiaoyu")
    rows = page.get_by_test_id("queue-row")
    expect(rows.nth(2)).to_be_visible()
    third = rows.nth(2).get_attribute("data-case-id") or ""
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(_cursor(page)).to_have_attribute("data-case-id", third)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(third))
    page.reload()
    expect(page.get_by_test_id("case-pane")).to_have_attribute("data-case-id", third)
    expect(page.get_by_test_id("custody-bar")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("case-pane")).to_have_count(0)


def test_keys_are_letters_while_typing(visitors: Visitors) -> None:
    page = visitors.person("chenxiaoyu")
    expect(page.get_by_test_id("queue-row").first).to_be_visible()
    page.keyboard.press("Enter")
    note = page.get_by_test_id("note-text")
    note.focus()
    version = page.get_by_test_id("case-pane").get_attribute("data-version") or ""
    page.keyboard.type("jkcnxz?")
    expect(note).to_have_value("jkcnxz?")
    expect(page.get_by_test_id("help")).to_have_count(0)
    expect(page.get_by_test_id("notice")).to_be_empty()
    expect(page.get_by_test_id("case-pane")).to_have_attribute("data-version", version)
    page.keyboard.press("Escape")
    expect(note).not_to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_test_id("help")).to_contain_text("认领下一件")


def test_the_palette_finds_a_command_and_the_keys_behind_it_rest(visitors: Visitors) -> None:
    page = visitors.person("chenxiaoyu")
    expect(page.get_by_test_id("queue-row").first).to_be_visible()
    page.keyboard.press("Control+k")
    box = page.get_by_test_id("palette-input")
    expect(box).to_be_focused()
    page.keyboard.type("数据差异")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("gaps-main")).to_be_visible()


def test_a_colleague_sees_a_claim_at_once_and_cannot_take_it(
    visitors: Visitors, manager: httpx.Client
) -> None:
    waybill = "789019990002"
    case = open_work_order(manager, waybill)
    first, second = visitors.person("chenxiaoyu"), visitors.person("sunhao")
    for page in (first, second):
        _search(page, waybill)
        expect(page.get_by_test_id("connection")).to_have_attribute("data-link", "open")
    first.keyboard.press("Enter")
    first.keyboard.press("c")
    expect(_row(first, case)).to_contain_text("我")
    expect(_row(second, case)).to_contain_text("陈小雨")
    second.keyboard.press("c")
    expect(second.get_by_test_id("notice")).to_have_attribute("data-tone", "refused")
    expect(_row(second, case)).to_contain_text("陈小雨")


def test_the_case_shows_the_parcels_way_and_whose_minutes(visitors: Visitors) -> None:
    page = visitors.person("chenxiaoyu", "/desk?view=all&kind=problem_parcel")
    page.get_by_test_id("queue-row").filter(has_text="有").first.click()
    expect(page.get_by_test_id("milestones")).to_contain_text(re.compile("发件|揽收"))
    expect(page.locator(".sd-cust-sum")).to_contain_text("合计")


def test_a_courier_is_asked_from_the_stations_file(
    visitors: Visitors, manager: httpx.Client
) -> None:
    case = open_work_order(manager, "789019990081")
    page = visitors.person("chenxiaoyu", f"/desk/{case['id']}")
    page.get_by_test_id("claim").first.click()
    page.get_by_test_id("other-actions").select_option("ask_courier")
    chooser = page.get_by_test_id("courier-select")
    chooser.select_option(index=1)
    name = page.locator("#act-ask_courier-name").input_value()
    assert name
    page.locator("#act-ask_courier-question").fill("放在哪里")
    page.get_by_test_id("submit-event").click()
    expect(page.locator("#act-ask_courier-name")).to_have_count(0)
    expect(page.get_by_test_id("case-pane")).to_contain_text(name)
    shown = manager.get(f"/api/cases/{case['id']}").json()
    assert (shown["holder"]["kind"], shown["holder"]["name"]) == ("courier", name)
