"""Coming in: by password, in either language, in the dark, and after a reload."""

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import PASSWORD, Visitors, email

pytestmark = pytest.mark.browser


def test_a_wrong_password_says_so_and_the_right_one_opens_the_desk(visitors: Visitors) -> None:
    page = visitors.stranger("/")
    page.get_by_test_id("email").fill(email("xuqing"))
    page.get_by_test_id("password").fill("wrong-password")
    page.get_by_test_id("sign-in").click()
    expect(page.get_by_test_id("sign-in-error")).to_contain_text("邮箱或密码不对")
    page.get_by_test_id("password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("queue-grid")).to_be_visible()
    page.get_by_test_id("user-menu").click()
    page.get_by_test_id("sign-out").press("Enter")
    expect(page.get_by_test_id("password")).to_be_visible()


def test_a_deep_address_waits_behind_the_sign_in(visitors: Visitors) -> None:
    page = visitors.stranger("/gaps?station=KQ02")
    page.get_by_test_id("email").fill(email("fangzhiyuan"))
    page.get_by_test_id("password").fill(PASSWORD)
    page.get_by_test_id("sign-in").click()
    expect(page.get_by_test_id("gaps-main")).to_have_attribute("data-station", "KQ02")


def test_each_role_lands_where_its_day_begins(visitors: Visitors) -> None:
    expect(visitors.person("fangzhiyuan").get_by_test_id("fine-review")).to_be_visible()
    expect(visitors.person("lina").get_by_test_id("queue-grid")).to_be_visible()
    expect(visitors.person("laoban").get_by_test_id("kept-percent")).to_be_visible()


def test_language_and_theme_are_chosen_and_stay(visitors: Visitors) -> None:
    page = visitors.person("xuqing", "/desk")
    expect(page.get_by_role("heading", name="全部未结")).to_be_visible()
    page.get_by_test_id("user-menu").click()
    page.get_by_test_id("theme-dark").press("Enter")
    page.get_by_test_id("switch-locale").press("Enter")
    expect(page.get_by_role("heading", name="All open")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="All open")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("body")).to_have_css("background-color", "rgb(20, 23, 27)")


def test_an_address_that_leads_nowhere_says_so(visitors: Visitors) -> None:
    page = visitors.person("xuqing", "/no-such-room")
    expect(page.get_by_test_id("empty-state")).to_be_visible()
