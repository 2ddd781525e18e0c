"""What each page is asked while it is open: by the keyboard, enlarged, on the scales."""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from playwright.sync_api import Page

SCRIPTS = Path(__file__).parent / "scripts"
WALK = (SCRIPTS / "walk.js").read_text(encoding="utf-8")
CUT = (SCRIPTS / "cut.js").read_text(encoding="utf-8")
# 200 % of the desk, 400 % of it (WCAG 1.4.10).
ENLARGED = {"200 %": (640, 512), "400 %": (320, 256)}
STRIDE, MOST_STRIDES = 20, 20
COLD, WARM = 150_000, 25_000
ENTRIES = """() => ['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind))
    .map(one => [one.name, one.encodedBodySize])"""
FOCUS = "document.activeElement?.matches(%r)"


def by_keyboard(page: Page) -> list[str]:
    """Walk with Tab alone: all is reached, in order, in sight, and nothing traps."""
    page.evaluate(WALK)
    for _stride in range(MOST_STRIDES):
        for _step in range(STRIDE):
            page.keyboard.press("Tab")
        if page.evaluate("rounds()"):
            return [f"keyboard: {fault}" for fault in page.evaluate("walked()")]
    return ["keyboard: the walk does not come back to its beginning"]


def enlarged(page: Page) -> list[str]:
    """At 200 and 400 %: one direction to scroll, and no word cut."""
    faults = []
    for zoom, (width, height) in ENLARGED.items():
        page.set_viewport_size({"width": width, "height": height})
        faults += [f"{zoom}: {fault}" for fault in page.evaluate(CUT)]
    return faults


def escaping(page: Page) -> list[str]:
    """What opens over the page closes with Escape, and gives the focus back."""
    faults = []
    for opener, opened in (
        ("main details.menu > summary", "main details.menu[open]"),
        ("main [data-dialog]", "dialog[open]"),
    ):
        first = page.locator(f"{opener}:visible").first
        if not first.count():
            continue
        first.focus()
        page.keyboard.press("Enter")
        if not page.locator(opened).count():
            faults.append(f"does not open with Enter: {opener}")
            continue
        page.keyboard.press("Escape")
        if page.locator(opened).count() or not page.evaluate(FOCUS % opener):
            faults.append(f"Escape does not bring back to {opener}")
    return faults


def weighed(page: Page) -> list[str]:
    """Bytes on the wire, the first time and the next ones."""
    entries = page.evaluate(ENTRIES)
    warm = sum(size for url, size in entries if "/static/" not in url)
    cold = warm + sum(_static(urlsplit(url).path) for url, _size in entries if "/static/" in url)
    heavy = cold > COLD or warm > WARM
    return [f"heavy: {cold} the first time, {warm} after"] if heavy else []


@cache
def _static(path: str) -> int:
    """A static file travels compressed (WhiteNoise), but for what is already."""
    name = path.removeprefix("/static/")
    found = finders.find(name) or staticfiles_storage.path(name)
    body = Path(str(found)).read_bytes()
    return len(body) if path.endswith((".woff2", ".webp", ".png")) else len(gzip.compress(body))
