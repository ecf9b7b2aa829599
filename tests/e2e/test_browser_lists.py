"""HQ's open list: its columns are pointed at once, then two lists are compared and settled."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import Visitors

pytestmark = pytest.mark.browser

ROWS = [
    ["中通未结工单", "", "", ""],
    ["工单信息", "", "", "时限"],
    ["工单号", "责任网点", "运单号", "截止时间"],
    ["GD-NEW-1", "杭州滨江西兴", "789019990071", "2026-11-20 10:00"],
    ["GD-NEW-2", "没有这个网点", "789019990072", ""],
    ["合计", "", "2", ""],
]


def _list(folder: Path) -> Path:
    path = folder / "未结工单.csv"
    with path.open("w", newline="", encoding="gb18030") as file:
        csv.writer(file).writerows(ROWS)
    return path


def test_columns_are_pointed_at_once_and_what_differs_is_settled(
    visitors: Visitors, tmp_path: Path
) -> None:
    page = visitors.person("fangzhiyuan", "/imports")
    page.get_by_test_id("import-kind-open_list").check()
    page.get_by_test_id("list-carrier").select_option("zto")
    page.get_by_test_id("import-file").set_input_files(_list(tmp_path))
    page.get_by_test_id("import-start").click()
    expect(page.get_by_test_id("column-of-order_no")).to_have_value("工单信息/工单号")
    expect(page.get_by_test_id("mapping-preview")).to_contain_text("GD-NEW-1")
    page.get_by_test_id("mapping-name").fill("中通未结")
    page.get_by_test_id("mapping-start").click()
    expect(page.get_by_test_id("import-batch")).to_have_attribute("data-status", "done")
    expect(page.get_by_test_id("count-rejected")).to_have_text("1")

    page.get_by_test_id("to-reconciliation").click()
    missing = page.locator("[data-testid=difference][data-result=only_hq]")
    expect(missing).to_contain_text("GD-NEW-1")
    missing.get_by_role("textbox").fill("总部已撤单")
    missing.get_by_role("button", name="核清").click()
    expect(missing).to_contain_text("总部已撤单")

    page.goto(visitors.product.address + "/imports")
    page.get_by_test_id("import-kind-open_list").check()
    page.get_by_test_id("list-carrier").select_option("zto")
    page.get_by_test_id("import-file").set_input_files(_list(tmp_path))
    page.get_by_test_id("import-start").click()
    expect(page.get_by_test_id("mapping")).to_contain_text("认得这种表：中通未结 v1")


def test_draft_rules_are_tried_before_they_are_saved(visitors: Visitors) -> None:
    page = visitors.person("fangzhiyuan", "/rules")
    page.get_by_test_id("rule-edit").click()
    page.get_by_test_id("rule-set-name").fill("十二月起")
    page.get_by_test_id("rule-try-now").click()
    expect(page.get_by_test_id("what-if")).to_be_visible()
    page.get_by_test_id("rule-add").click()
    expect(page.get_by_test_id("rule-2")).to_contain_text("第 2 条永远轮不到")
    expect(page.get_by_test_id("rule-save")).to_be_disabled()
    page.get_by_label("删去这一条").last.click()
    page.get_by_test_id("rule-save").click()
    expect(page.get_by_test_id("rule-version").first).to_contain_text("十二月起")
