"""The station owner's phone, by touch."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import PHONE, Visitors

pytestmark = pytest.mark.browser

TOUCH: dict[str, Any] = {"viewport": PHONE, "has_touch": True, "is_mobile": True}


def _fen(text: str) -> int:
    found = re.search(r"([+−-]?)¥([\d,]+)\.(\d\d)", text)
    assert found, text
    fen = int(found[2].replace(",", "")) * 100 + int(found[3])
    return -fen if found[1] in ("−", "-") else fen


def _borne(place: Locator) -> dict[str, int]:
    """Who bore how many fen."""
    lines = place.locator(".ow-parts > [data-party]").all()
    return {str(line.get_attribute("data-party")): _fen(line.inner_text()) for line in lines}


def _fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_the_month_at_a_glance_and_why_each_fine(visitors: Visitors) -> None:
    page = visitors.person("laoban", **TOUCH)
    expect(page.get_by_test_id("kept-percent")).to_have_text(re.compile(r"^\d+\.\d\s*%$"))
    fines = page.get_by_test_id("owner-fines")
    borne = _borne(fines)
    assert sum(borne.values()) == _fen(fines.locator(".ow-figure").inner_text()) > 0
    expect(page.get_by_test_id("owed")).to_contain_text("应付给您")
    assert _fits(page)
    fines.tap()
    line = page.get_by_test_id("owner-fine").filter(has_text="您承担 ¥0.00").first
    line.tap()
    detail = page.get_by_test_id("owner-fine-page")
    expect(detail.get_by_test_id("borne-by-you")).to_have_text("¥0.00")
    expect(detail.get_by_test_id("repaid")).to_have_text("+¥50.00")
    assert sum(_borne(detail).values()) == 5000
    expect(detail.get_by_test_id("custody-bar")).to_be_visible()
    expect(detail.locator(".ow-reasons li").first).to_be_visible()
    assert _fits(page)
    page.get_by_test_id("owner-back").tap()
    expect(page.get_by_test_id("owner-fine").first).to_be_visible()


def test_what_waits_for_him_is_answered_in_two_taps(visitors: Visitors) -> None:
    page = visitors.person("laoban", **TOUCH)
    waiting = page.get_by_test_id("waiting-case")
    first = waiting.first
    expect(first).to_be_visible()
    case = first.get_attribute("data-case-id") or ""
    first.get_by_test_id("answer").tap()
    first.get_by_role("button", name="已派人处理，今天有结果").tap()
    expect(page.locator(f'[data-case-id="{case}"]')).to_have_count(0)


def test_he_sees_his_own_stations_only(visitors: Visitors) -> None:
    page = visitors.person("huishan", **TOUCH)
    expect(page.get_by_test_id("owner-station")).to_be_visible()
    offered = page.get_by_test_id("owner-station").locator("option").all_inner_texts()
    assert sorted(offered) == sorted(["无锡惠山", "苏州吴中"])
    page.goto(f"{visitors.product.address}/fines")
    expect(page.get_by_test_id("kept-percent")).to_be_visible()


def test_he_reads_it_in_english_and_in_the_dark(visitors: Visitors) -> None:
    page = visitors.person("laoban", "/owner/me", **TOUCH)
    page.get_by_test_id("theme-dark").check()
    page.get_by_test_id("switch-locale").tap()
    page.get_by_test_id("owner-tab-home").tap()
    expect(page.get_by_text("Promises kept")).to_be_visible()
    expect(page.get_by_test_id("owed")).to_contain_text("Owed to you")
    assert _fits(page)
