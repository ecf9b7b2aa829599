"""One running product, filled with a small demo, and one Chromium a module in front of it."""

import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.browser import ARGUMENTS, CHROMIUM, FIRM, ROOT, Visitors, require_browser
from tests.e2e.product import Product, environment, running

FILL_SECONDS = 400


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The product as `make demo` runs it, with one parcel in twenty."""
    require_browser()
    data_dir = tmp_path_factory.mktemp("demo") / "data"
    filled = subprocess.run(
        [sys.executable, "-m", "tests.e2e.small_demo", str(data_dir)],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=FILL_SECONDS,
    )
    assert filled.returncode == 0, filled.stderr
    with running(data_dir) as product:
        yield product


@pytest.fixture(scope="session")
def manager(demo: Product) -> Iterator[httpx.Client]:
    """The firm's manager beside the browser, to set a scene."""
    token = demo.run("token", "create", "--firm", FIRM, "--role", "manager")["token"]
    with demo.client(token) as client:
        yield client


# A module each: Playwright's loop runs in this thread and must be gone before asyncio's tests.
@pytest.fixture(scope="module")
def chromium(demo: Product) -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visitors(chromium: Browser, demo: Product) -> Iterator[Visitors]:
    """Whoever the test asks in; nothing may have broken in their pages."""
    asked = Visitors(chromium, demo)
    yield asked
    asked.close()
    assert asked.faults == []
