"""A manager enters a rule; the agent reads it before he claims."""

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
