"""The workforce in the browser: leave with its handover, the board, the end of a shift."""

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import Visitors

pytestmark = pytest.mark.browser


def test_leave_is_handed_over_and_then_approved(visitors: Visitors) -> None:
    boss = visitors.person("luwei", "/workforce/leave")
    row = boss.get_by_test_id("leave-row").filter(has_text="许晴")
    expect(row.get_by_test_id("leave-lacks")).to_contain_text("代班人还没接收交接")
    row.get_by_test_id("leave-decide").click()
    expect(boss.get_by_test_id("decide-lacks")).to_be_visible()
    expect(boss.get_by_test_id("decide-approve")).to_be_disabled()
    cover = visitors.person("lina", "/workforce/leave")
    cover.get_by_test_id("leave-row").filter(has_text="许晴").get_by_test_id(
        "leave-handover"
    ).click()
    expect(cover.get_by_test_id("handover-list")).to_contain_text("南湖的退回件")
    cover.get_by_test_id("handover-accept").click()
    expect(cover.get_by_test_id("leave-row").filter(has_text="许晴")).to_contain_text("已交接")
    boss.reload()
    row.get_by_test_id("leave-decide").click()
    boss.get_by_test_id("decide-approve").click()
    expect(row).to_contain_text("已批准")
    boss.get_by_test_id("wf-covers").click()
    expect(boss.get_by_test_id("cover-row").filter(has_text="许晴")).to_contain_text("李娜")


def test_an_agent_is_dragged_to_a_station_or_put_there_by_keyboard(visitors: Visitors) -> None:
    page = visitors.person("luwei", "/people/assignments")
    row = page.get_by_test_id("cover-NH03-outbound")
    person = page.get_by_test_id("bench-person").filter(has_text="赵敏")
    person.drag_to(row.locator("td").nth(3))
    expect(row.locator("td").nth(3)).to_contain_text("赵敏")
    row.get_by_role("button", name="结束 赵敏 的分配").click()
    expect(row).not_to_contain_text("赵敏")
    person.focus()
    page.keyboard.press("Enter")
    row.locator("td").nth(3).get_by_test_id("put-here").press("Enter")
    expect(row.locator("td").nth(3)).to_contain_text("赵敏")
    row.get_by_role("button", name="结束 赵敏 的分配").click()
    expect(row).not_to_contain_text("赵敏")


def test_a_rota_is_pasted_and_what_cannot_be_read_is_named(visitors: Visitors) -> None:
    page = visitors.person("luwei", "/workforce/rota")
    page.get_by_test_id("rota-paste").click()
    page.get_by_test_id("rota-text").fill("赵敏\t2027-01-04\t09:00-18:00\n没有这人\t2027-01-04\t休")
    page.get_by_test_id("rota-take").click()
    expect(page.get_by_test_id("rota-taken")).to_contain_text("收下 1 天")
    expect(page.get_by_test_id("rota-taken")).to_contain_text("第 2 行")


def test_a_shift_ends_with_a_handover_that_the_next_one_accepts(visitors: Visitors) -> None:
    going = visitors.person("zhouqian", "/workforce/mine")
    expect(going.get_by_test_id("handover-list")).to_contain_text("未结工作项")
    option = going.get_by_test_id("handing-to").locator("option", has_text="赵敏")
    going.get_by_test_id("handing-to").select_option(option.get_attribute("value"))
    going.get_by_test_id("handing-notes").fill("外包装破损那件等照片")
    going.get_by_test_id("handing-save").click()
    expect(going.get_by_test_id("handover-row").first).to_contain_text("待接收")
    coming = visitors.person("zhaomin", "/workforce/mine")
    coming.get_by_test_id("shift-accept").click()
    expect(coming.get_by_test_id("handover-row").first).to_contain_text("已接收")
