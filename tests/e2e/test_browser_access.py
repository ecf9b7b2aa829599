"""axe-core finds nothing on the screens that people work on, in both languages and themes."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import DESK, PHONE, ROOT, Visitors

pytestmark = pytest.mark.browser

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RUN_AXE = """async () => (await axe.run()).violations.map(
    (found) => [found.id, ...found.nodes.map((node) => node.html)])"""

SCREENS = {
    "desk": ("chenxiaoyu", "/desk", "case-pane", DESK),
    "fines": ("fangzhiyuan", "/fines", "fine-review", DESK),
    "gaps": ("fangzhiyuan", "/gaps", "trace", DESK),
    "disputes": ("qianfen", "/disputes", "dispute-row", DESK),
    "own-fines": ("chenxiaoyu", "/my-fines", "own-fine", DESK),
    "accuracy": ("fangzhiyuan", "/fine-accuracy", "accuracy", DESK),
    "awards": ("fangzhiyuan", "/losses", "award-row", DESK),
    "losses": ("fangzhiyuan", "/losses/losses", "loss-row", DESK),
    "months": ("fangzhiyuan", "/months", "checklist", DESK),
    "ledger": ("fangzhiyuan", "/ledger?account=firm/penalty_cost", "ledger-entry", DESK),
    "statements": ("qianfen", "/statements", "statement-row", DESK),
    "contracts": ("fangzhiyuan", "/contracts", "contract-station", DESK),
    "owner-statements": ("laoban", "/owner/statements", "owner-statement", PHONE),
    "imports": ("fangzhiyuan", "/imports", "import-batch", DESK),
    "customers": ("fangzhiyuan", "/customers/files", "customer-row", DESK),
    "promises": ("fangzhiyuan", "/customers/promises", "promise-row", DESK),
    "risk": ("luwei", "/risk", "risk-row", DESK),
    "rota": ("luwei", "/workforce/rota", "rota-row", DESK),
    "leave": ("luwei", "/workforce/leave", "leave-row", DESK),
    "shift": ("chenxiaoyu", "/workforce/mine", "handover-list", DESK),
    "board": ("luwei", "/people/assignments", "bench", DESK),
    "wallboard": ("luwei", "/wallboard", "wb-onshift", DESK),
    "owner": ("laoban", "/owner", "owner-fines", PHONE),
}


def _enter(page: Page, screen: str) -> None:
    """Opens what the screen shows beside its list."""
    if screen == "desk":
        expect(page.get_by_test_id("queue-row").first).to_be_visible()
        page.keyboard.press("n")
    if screen == "imports":
        page.get_by_test_id("import-row").first.click()


@pytest.mark.parametrize("screen", SCREENS)
def test_no_violation(visitors: Visitors, screen: str) -> None:
    who, path, landmark, viewport = SCREENS[screen]
    page = visitors.person(who, path, viewport=viewport, bypass_csp=True)
    _enter(page, screen)
    expect(page.get_by_test_id(landmark).first).to_be_visible()
    for locale in ("zh", "en"):
        page.evaluate("(locale) => localStorage.setItem('stationdesk.locale', locale)", locale)
        page.reload()
        expect(page.get_by_test_id(landmark).first).to_be_visible()
        page.evaluate(AXE.read_text())
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found: list[Any] = page.evaluate(RUN_AXE)
            assert found == [], f"{screen} {locale} {scheme}"
