"""A day at the desk: search, macros, many at once, undo, who looks; by keyboard."""

import re

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import Visitors, open_work_order

pytestmark = pytest.mark.browser

PASTE = """text => {
    const box = document.getElementById('sd-search');
    box.focus();
    const data = new DataTransfer();
    data.setData('text', text);
    box.dispatchEvent(new ClipboardEvent('paste', {
        clipboardData: data, bubbles: true, cancelable: true,
    }));
}"""


def _search(page: Page, words: str) -> None:
    expect(page.get_by_test_id("queue-row").first).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type(words)


def test_the_box_finds_by_words_and_by_the_last_digits(
    visitors: Visitors, manager: httpx.Client
) -> None:
    case = open_work_order(manager, "789019980077")
    manager.post(f"/api/cases/{case['id']}/notes", json={"text": "放在江陵路便利店"})
    page = visitors.person("chenxiaoyu")
    _search(page, "便利店")
    expect(page.get_by_test_id("find").first).to_contain_text("便利店")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("case-pane")).to_have_attribute("data-case-id", case["id"])
    page.keyboard.press("/")
    page.keyboard.press("Control+a")
    page.keyboard.type("0077")
    expect(page.get_by_test_id("find").filter(has_text="789019980077").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("story")).to_contain_text("放在江陵路便利店")
    expect(page).to_have_url(re.compile("/waybill/789019980077"))


def test_a_pasted_list_says_where_each_stands(visitors: Visitors, manager: httpx.Client) -> None:
    open_work_order(manager, "789019980078")
    page = visitors.person("chenxiaoyu")
    expect(page.get_by_test_id("queue-row").first).to_be_visible()
    page.evaluate(PASTE, "789019980078\n999999999999")
    lines = page.get_by_test_id("check-line")
    expect(lines).to_have_count(2)
    expect(lines.nth(0)).to_contain_text("工单")
    expect(lines.nth(1)).to_contain_text("没有这件的记录")


def test_many_are_claimed_at_once_and_undone(visitors: Visitors, manager: httpx.Client) -> None:
    waybills = [f"78901997000{n}" for n in range(3)]
    for waybill in waybills:
        open_work_order(manager, waybill)
    page = visitors.person("sunhao", "/desk?view=all&q=78901997000")
    rows = page.get_by_test_id("queue-row")
    expect(rows).to_have_count(3)
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Shift+x")
    expect(page.get_by_test_id("bulk-bar")).to_contain_text("已选 3 条")
    page.keyboard.press("c")
    expect(page.get_by_test_id("notice")).to_contain_text("3 件")
    for n in range(3):
        expect(rows.nth(n)).to_contain_text("我")
    page.keyboard.press("z")
    expect(page.get_by_test_id("notice")).to_contain_text("已撤销 3 件")
    for n in range(3):
        expect(rows.nth(n)).to_contain_text("未认领")


def test_a_macro_is_taken_by_its_key_and_an_event_is_undone(
    visitors: Visitors, manager: httpx.Client
) -> None:
    case = open_work_order(manager, "789019980079")
    made = manager.post(
        "/api/macros",
        json={
            "title": "问网点", "kind": "work_order", "is_shared": True, "position": 0,
            "steps": [
                {"do": "event", "event": "ask_station", "data": {"question": "{运单尾号}在哪"}},
            ],
        },
    )  # fmt: skip
    assert made.status_code == 201, made.text
    page = visitors.person("chenxiaoyu", f"/desk/{case['id']}")
    pane = page.get_by_test_id("case-pane")
    expect(pane).to_be_visible()
    page.keyboard.press("c")
    expect(pane.get_by_test_id("release")).to_be_visible()
    expect(page.get_by_test_id("macros")).to_contain_text("问网点")
    page.keyboard.press("m")
    expect(page.get_by_test_id("macro-input")).to_be_focused()
    page.keyboard.press("1")
    expect(page.get_by_test_id("macro-preview")).to_contain_text("0079在哪")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("notice")).to_contain_text("问网点")
    expect(page.get_by_test_id("timeline")).to_contain_text("0079在哪")
    page.keyboard.press("z")
    expect(page.get_by_test_id("notice")).to_contain_text("已撤销")
    expect(pane.get_by_test_id("release")).to_be_visible()
    expect(page.get_by_test_id("timeline")).to_contain_text("撤销")


def test_a_colleague_is_seen_at_the_same_case(visitors: Visitors, manager: httpx.Client) -> None:
    case = open_work_order(manager, "789019980080")
    first = visitors.person("chenxiaoyu", f"/desk/{case['id']}")
    expect(first.get_by_test_id("case-pane")).to_be_visible()
    second = visitors.person("sunhao", f"/desk/{case['id']}")
    expect(second.get_by_test_id("viewers")).to_contain_text("陈小雨 在看")
    expect(first.get_by_test_id("viewers")).to_contain_text("孙浩 在看")
    second.goto(visitors.product.address + "/gaps")
    expect(first.get_by_test_id("viewers")).to_be_empty()
