"""A real Chromium in front of the real product, and the people who sit at it."""

import os
from pathlib import Path
from typing import Any, Final, NoReturn

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.product import Product

CHROMIUM: Final = Path("/usr/bin/chromium")
ROOT: Final = Path(__file__).resolve().parents[2]
WEB: Final = ROOT / "frontend" / "dist" / "index.html"
ARGUMENTS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
FIRM: Final = "hengyi"
PASSWORD: Final = "hengyi-demo"
PATIENCE_MS: Final = 30_000
DESK: Final = {"width": 1440, "height": 900}
PHONE: Final = {"width": 390, "height": 844}

expect.set_options(timeout=PATIENCE_MS)


def require_browser() -> None:
    """Skips with the reason on a developer's machine; CI has no excuse."""
    if not CHROMIUM.exists():
        _missing(f"there is no {CHROMIUM} (Debian: apt-get install chromium fonts-noto-cjk)")
    if not WEB.exists():
        _missing("the front end is not built (make web)")


def _missing(reason: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def email(name: str) -> str:
    """The sign-in of one of the demo's people."""
    return f"{name}@hengyi.example.com"


class Visitors:
    """Opens pages of the product, each visitor with a browser profile of his own.

    `faults` has what went wrong in their pages: thrown errors, and answers of 500 and above.
    """

    def __init__(self, browser: Browser, product: Product) -> None:
        self.product = product
        self.faults: list[str] = []
        self._browser = browser
        self._contexts: list[BrowserContext] = []

    def stranger(self, path: str = "/", **options: Any) -> Page:
        """Somebody who is not signed in."""
        return self._open(self._context(options), path)

    def person(self, name: str, path: str = "/", **options: Any) -> Page:
        """One of the demo's people, signed in."""
        context = self._context(options)
        signed_in = context.request.post(
            f"{self.product.address}/api/session",
            data={"email": email(name), "password": PASSWORD},
        )
        assert signed_in.ok, signed_in.text()
        return self._open(context, path)

    def close(self) -> None:
        """All profiles."""
        for context in self._contexts:
            context.close()

    def _context(self, options: dict[str, Any]) -> BrowserContext:
        defaults: dict[str, Any] = {"viewport": DESK, "locale": "zh-CN", "color_scheme": "light"}
        context = self._browser.new_context(**defaults | options)
        context.set_default_timeout(PATIENCE_MS)
        self._contexts.append(context)
        return context

    def _open(self, context: BrowserContext, path: str) -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("response", self._note)
        page.goto(self.product.address + path)
        return page

    def _note(self, response: Any) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status} {response.url}")


def open_work_order(manager: httpx.Client, waybill: str) -> dict[str, Any]:
    """A fresh work order of 杭州滨江西兴, as headquarters would issue it."""
    answer = manager.post(
        "/api/cases",
        json={
            "kind": "work_order",
            "direction": "inbound",
            "station": "XX01",
            "waybill": waybill,
            "details": {"order_no": f"GD{waybill}", "text": "客户称未收到"},
        },
    )
    assert answer.status_code == 201, answer.text
    case: dict[str, Any] = answer.json()
    return case
