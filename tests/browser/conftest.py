"""A real Chromium, and what every page must satisfy in it."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-component-update",
    "--disable-background-networking",
    "--no-first-run",
    "--lang=fr-FR",
)
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}
# A refused request is what some tests ask for; the browser says so in its console.
# Leaving a page cuts the htmx request that was under way, and htmx says so. A test that takes the
# network away hears of it too.
EXPECTED = (
    "the server responded with a status of",
    "htmx:send",
    "htmx:afterRequest",
    "net::ERR_INTERNET_DISCONNECTED",
)

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps a loop running


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    path = os.environ.get("ALLIANCE_CHROMIUM") or next(
        filter(None, map(shutil.which, BROWSERS)), None
    )
    if not path:
        pytest.fail(
            "Il manque Chromium : « apt install chromium », puis recommencez.", pytrace=False
        )
    return {**browser_type_launch_args, "executable_path": path, "args": list(QUIET)}


@pytest.fixture
def site(live_server: Any) -> str:
    """The address of the site under test, with its database emptied after each test."""
    return str(live_server.url)


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Open an address at a size and in a theme; fails at the end if the console complained.

    ``open_page("/style/", size="phone", scheme="dark")`` returns Playwright's page; its context
    takes any other option of ``browser.new_context``, such as ``java_script_enabled=False``.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def note(message: Any) -> None:
        expected = any(words in message.text for words in EXPECTED)
        if message.type in {"error", "warning"} and not expected:
            complaints.append(message.text)

    def open_it(path: str, *, size: str = "desktop", scheme: str = "light", **options: Any) -> Page:
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            **options,
        )
        context.set_default_navigation_timeout(60_000)  # a busy machine is slow to start
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(site + path)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def axe_violations() -> Callable[[Page], list[str]]:
    """What axe-core finds on a page, one line a rule and its first elements."""
    source = AXE.read_text(encoding="utf-8")

    def run(page: Page) -> list[str]:
        page.evaluate(source + ";0")
        found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{one['id']}: {[node['target'] for node in one['nodes'][:4]]}"
            for one in found["violations"]
        ]

    return run
