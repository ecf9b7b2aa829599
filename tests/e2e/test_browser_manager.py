"""The manager's main path: stations and people, imports, gaps, fines."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import Visitors

pytestmark = pytest.mark.browser

HEADER = "waybill,scan,scanned_at,site,next_site,courier,weight_g,note"


def test_a_station_is_added_and_an_agent_assigned_to_it(visitors: Visitors) -> None:
    page = visitors.person("fangzhiyuan", "/people/stations")
    page.get_by_test_id("station-new").click()
    page.get_by_test_id("station-code").fill("GS07")
    page.get_by_test_id("station-name").fill("杭州拱墅")
    page.get_by_test_id("station-aliases").fill("拱墅，拱墅一部")
    page.get_by_test_id("station-save").click()
    added = page.get_by_test_id("station-row").filter(has_text="GS07")
    expect(added).to_contain_text("拱墅、拱墅一部")
    page.get_by_test_id("tab-assignments").click()
    cover = page.get_by_test_id("cover-GS07-inbound")
    expect(cover).to_contain_text("无主岗")
    page.get_by_test_id("assign-agent").select_option(label="李娜")
    page.get_by_test_id("assign-station").select_option("GS07")
    page.get_by_test_id("assign-direction").select_option("inbound")
    page.get_by_test_id("assign-save").click()
    expect(cover).to_contain_text("李娜")
    expect(page.get_by_test_id("cover-GS07-outbound")).to_contain_text("无主岗")
    cover.get_by_test_id("assignment-end").click()
    expect(cover).to_contain_text("无主岗")


def _scan(waybill: str, scan: str, minutes_ago: int) -> str:
    at = datetime.now(UTC) - timedelta(minutes=minutes_ago)
    return f"{waybill},{scan},{at.isoformat(timespec='seconds')},西兴,,黄志勇,,"


def _send(page: Page, path: Path) -> None:
    page.get_by_test_id("import-new").click()
    page.get_by_test_id("import-file").set_input_files(path)
    page.get_by_test_id("import-start").click()
    expect(page.get_by_test_id("import-batch")).to_have_attribute("data-status", "done")


def test_a_refused_row_is_explained_downloaded_mended_and_taken(
    visitors: Visitors, tmp_path: Path
) -> None:
    page = visitors.person("fangzhiyuan", "/imports")
    rows = [_scan("789019990011", "到件", 90), _scan("789019990012", "没有这种", 80)]
    first = tmp_path / "scans.csv"
    first.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    _send(page, first)
    expect(page.get_by_test_id("count-accepted")).to_have_text("1")
    expect(page.get_by_test_id("count-rejected")).to_have_text("1")
    expect(page.get_by_test_id("rejects")).to_contain_text("没有这种")
    with page.expect_download() as downloading:
        page.get_by_test_id("rejects-download").click()
    refused = tmp_path / "refused.csv"
    downloading.value.save_as(refused)
    text = refused.read_text(encoding="utf-8-sig")
    assert "789019990012" in text
    assert "789019990011" not in text
    mended = tmp_path / "mended.csv"
    mended.write_text(text.replace("没有这种", "到件"), encoding="utf-8")
    _send(page, mended)
    expect(page.get_by_test_id("count-accepted")).to_have_text("1")
    expect(page.get_by_test_id("count-rejected")).to_have_text("0")
    page.reload()
    expect(page.get_by_test_id("import-batch")).to_contain_text("mended.csv")


def test_gaps_stand_by_station_with_the_parcel_and_the_reason(visitors: Visitors) -> None:
    page = visitors.person("fangzhiyuan", "/gaps")
    page.get_by_test_id("gap-station-XX01-inbound").click()
    main = page.get_by_test_id("gaps-main")
    expect(main).to_have_attribute("data-station", "XX01")
    expect(main.get_by_role("heading", name="杭州滨江西兴")).to_be_visible()
    rows = page.get_by_test_id("gap-row")
    expect(rows.nth(1)).to_be_visible()
    second = rows.nth(1).get_attribute("data-waybill") or ""
    page.keyboard.press("j")
    expect(page.get_by_test_id("parcel-pane")).to_have_attribute("data-waybill", second)
    expect(page.get_by_test_id("trace")).to_contain_text("西兴")
    page.get_by_test_id("gaps-outbound").click()
    expect(page).to_have_url(re.compile("direction=outbound"))
    expect(rows.first).to_have_attribute("data-gap", re.compile("collected|weighed|departed"))


def _numbers(texts: list[str]) -> list[int]:
    return [0 if text == "—" else int(text) for text in texts]


def test_a_proposal_is_understood_and_approved(visitors: Visitors) -> None:
    page = visitors.person("fangzhiyuan", "/fines?proposed=agent_negligence")
    row = page.get_by_test_id("fine-row").first
    fine = row.get_attribute("data-fine-id") or ""
    page.goto(f"{visitors.product.address}/fines/{fine}")
    review = page.get_by_test_id("fine-review")
    expect(review).to_have_attribute("data-fine-id", fine)
    expect(review).to_have_attribute("data-status", "undecided")
    expect(page.get_by_test_id("proposal")).to_have_attribute("data-cause", "agent_negligence")
    expect(page.get_by_test_id("proposal")).to_contain_text("为什么不是")
    table = page.get_by_test_id("custody-table")
    minutes = _numbers(table.locator("tbody td:last-child").all_inner_texts())
    assert sum(minutes) == int(table.locator("tfoot td:last-child").inner_text()) > 0
    expect(page.get_by_test_id("split-shares").locator("tfoot")).to_contain_text("¥50.00")
    page.keyboard.press("a")
    expect(page.get_by_test_id("notice")).to_contain_text("已定为坐席疏忽")
    expect(review).not_to_have_attribute("data-fine-id", fine)
    page.goto(f"{visitors.product.address}/fines/{fine}?status=attributed")
    decided = page.get_by_test_id("decided")
    expect(decided).to_contain_text("方志远")
    expect(decided.locator('tr[data-party="agent"]')).to_contain_text("¥8.00")
    expect(decided.locator('tr[data-party="firm"]')).to_contain_text("¥42.00")


def test_another_cause_is_chosen_and_the_decision_reversed(visitors: Visitors) -> None:
    page = visitors.person("fangzhiyuan", "/fines")
    row = page.get_by_test_id("fine-row").filter(has_text="首跟超时")
    fine = row.get_attribute("data-fine-id") or ""
    row.click()
    review = page.get_by_test_id("fine-review")
    expect(review).to_have_attribute("data-fine-id", fine)
    page.get_by_test_id("cause-firm_process").check()
    page.get_by_test_id("fine-note").fill("排班缺人，不是坐席的错")
    page.get_by_test_id("approve").click()
    expect(page.get_by_test_id("notice")).to_contain_text("公司流程")
    page.goto(f"{visitors.product.address}/fines/{fine}?status=attributed")
    expect(page.get_by_test_id("decided")).to_contain_text("排班缺人")
    page.get_by_test_id("reverse").click()
    page.get_by_test_id("reverse-note").fill("总部撤回了这笔")
    page.get_by_test_id("reverse-save").click()
    expect(review).to_have_attribute("data-status", "reversed")
    assert visitors.product.run("ledger", "trial-balance", "--firm", "hengyi")["total_fen"] == 0
