"""A manager enters a rule; the agent reads it before he claims."""

from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.browser import Visitors, email

pytestmark = pytest.mark.browser


@pytest.fixture
def only_of_chen(manager: httpx.Client) -> None:
    """A station of a carrier that nobody else serves: only one agent has anything to read."""
    station = {"code": "EM90", "carrier": "ems", "name": "杭州邮政"}
    assert manager.post("/api/stations", json=station).status_code == 201
    serves = {"agent_email": email("chenxiaoyu"), "station": "EM90", "direction": "both"}
    assert manager.post("/api/assignments", json=serves).status_code == 201


@pytest.mark.usefixtures("only_of_chen")
def test_a_version_is_entered_compared_and_read_before_the_claim(visitors: Visitors) -> None:
    boss = visitors.person("fangzhiyuan", "/policies?code=case.message")
    boss.get_by_test_id("new-version").click()
    boss.get_by_test_id("version-title").fill("邮政留言时效")
    boss.get_by_test_id("version-scope").select_option("ems")
    boss.get_by_test_id("length-reply").fill("95")
    boss.get_by_test_id("save-version").click()
    boss.locator("[data-code='case.message'][data-carrier='ems']").click()
    shown = boss.get_by_test_id("shown-version")
    expect(shown).to_contain_text("邮政留言时效 v1")
    expect(shown).to_contain_text("95 分钟")
    expect(boss.get_by_test_id("receipts")).to_contain_text("未阅")

    agent = visitors.person("chenxiaoyu", "/desk")
    dialog = agent.get_by_test_id("unread-policy")
    expect(dialog).to_contain_text("邮政留言时效 v1")
    expect(agent.get_by_test_id("acknowledge")).to_be_focused()
    agent.keyboard.press("Enter")
    expect(dialog).to_have_count(0)

    boss.reload()
    expect(boss.get_by_test_id("receipts")).to_contain_text("已阅 1 / 1")


HEAD = "代码,承运商,生效日期,失效日期,标题,正文,来源,参数名,参数值"
GOOD = "留言,百世,2031-01-01,,百世留言时效,,总部通知,clocks.reply.length_minutes,85"


def test_rules_come_out_of_a_spreadsheet_whole_or_not_at_all(
    visitors: Visitors, tmp_path: Path
) -> None:
    boss = visitors.person("fangzhiyuan", "/policies?code=case.message")
    path = tmp_path / "制度.csv"
    path.write_text(f"{HEAD}\n{GOOD}\n留言,百世,昨天,,x,,,risk_fen,1\n", encoding="gb18030")
    boss.get_by_test_id("rules-file").set_input_files([path])
    preview = boss.get_by_test_id("rules-preview")
    expect(preview.get_by_test_id("rules-refusal")).to_contain_text(["昨天"])
    expect(preview.get_by_test_id("rules-enter")).to_have_count(0)
    boss.get_by_label("关闭").click()

    path.write_text(f"{HEAD}\n{GOOD}\n", encoding="gb18030")
    boss.get_by_test_id("rules-file").set_input_files([path])
    expect(preview.get_by_test_id("rules-version")).to_contain_text("百世留言时效")
    preview.get_by_test_id("rules-enter").click()
    line = boss.locator("[data-code='case.message'][data-carrier='best']")
    expect(line).to_contain_text("01-01 起改")


def test_what_a_caller_may_be_told_is_written_in_the_stations_form(visitors: Visitors) -> None:
    boss = visitors.person("fangzhiyuan", "/people/stations")
    row = boss.get_by_test_id("station-row").filter(has_text="XX01")
    row.get_by_role("button", name="改").click()
    boss.get_by_test_id("station-public-phone").fill("0571-86601234")
    boss.get_by_test_id("station-save").click()
    expect(boss.get_by_test_id("station-save")).to_have_count(0)
    boss.reload()
    row.get_by_role("button", name="改").click()
    expect(boss.get_by_test_id("station-public-phone")).to_have_value("0571-86601234")
