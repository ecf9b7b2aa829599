"""A courier's phone: a link from the group chat, two taps, a photo; and the case moves on."""

from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import PHONE, Visitors, open_work_order
from tests.factories.cases import PNG

pytestmark = pytest.mark.browser

TOUCH: dict[str, Any] = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
SCRIPT_MAX_BYTES = 130 * 1024


def _asked(manager: httpx.Client, waybill: str) -> tuple[dict[str, Any], str]:
    """A case that waits on a courier, and where his link leads to."""
    case = open_work_order(manager, waybill)
    asked = manager.post(
        f"/api/cases/{case['id']}/events",
        json={
            "event": "ask_courier", "version": case["version"],
            "data": {"question": "客户 13812345678 说没收到，在哪？", "name": "黄志勇"},
        },
    )  # fmt: skip
    assert asked.status_code == 200, asked.text
    link = manager.get(f"/api/cases/{case['id']}/asked").json()["links"][0]
    made = manager.post(f"/api/cases/{case['id']}/links/{link['id']}/pasted")
    assert made.status_code == 200, made.text
    return case, "/a/" + made.json()["url"].rsplit("/", 1)[1]


def _fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_two_taps_and_a_photo(visitors: Visitors, manager: httpx.Client) -> None:
    case, path = _asked(manager, "78906137459920")
    page = visitors.stranger(path, **TOUCH)
    expect(page.get_by_test_id("answer-tail")).to_have_text("9920")
    expect(page.get_by_test_id("answer-question")).to_contain_text("138******78")
    assert _fits(page)
    page.get_by_test_id("answer-delivered").tap()
    page.get_by_test_id("answer-photo").set_input_files(
        {"name": "door.png", "mimeType": "image/png", "buffer": PNG}
    )
    page.get_by_test_id("answer-send").tap()
    expect(page.get_by_test_id("answer-sent")).to_contain_text("已送达客户")
    after = manager.get(f"/api/cases/{case['id']}").json()
    assert after["holder"]["kind"] != "courier"
    assert after["timeline"][-1]["text"] == "已送达客户"
    assert [each["name"] for each in after["attachments"]] == ["door.png"]
    page.reload()
    expect(page.get_by_test_id("answer-over")).to_have_attribute("data-state", "answered")


def test_an_hour_in_english_without_the_desks_script(
    visitors: Visitors, manager: httpx.Client
) -> None:
    _, path = _asked(manager, "78906137459921")
    page = visitors.stranger(path, color_scheme="dark", **TOUCH)
    expect(page.get_by_test_id("answer-send")).to_be_disabled()
    loaded = page.evaluate(
        "performance.getEntriesByType('resource').filter(each => each.name.endsWith('.js'))"
        ".map(each => [each.name, each.encodedBodySize])"
    )
    assert not [name for name, _ in loaded if "Desk" in name or "Shell" in name]
    assert sum(size for _, size in loaded) < SCRIPT_MAX_BYTES
    page.get_by_test_id("switch-locale").tap()
    page.get_by_test_id("answer-today_by").tap()
    page.get_by_test_id("answer-by-20:00").check()
    assert _fits(page)
    page.get_by_test_id("answer-send").tap()
    expect(page.get_by_test_id("answer-sent")).to_contain_text("20:00")


def test_a_wrong_address_says_what_to_do(visitors: Visitors) -> None:
    page = visitors.stranger("/a/" + "A" * 43, **TOUCH)
    expect(page.get_by_test_id("answer-over")).to_have_attribute("data-state", "unknown")
