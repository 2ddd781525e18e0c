"""The pictures: each page at two widths, in light and in dark."""

import re
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.conftest import SIZES
from tests.screens.finding import Found

SCHEMES = ("light", "dark")


def take(
    browser: Browser, site: str, pages: Iterable[Found], cookies: dict[str, dict], folder: Path
) -> list[str]:
    """Write `<page>.<size>.<scheme>.png` into the folder; returns what browsers complained of."""
    complaints: list[str] = []
    tabs = {label: _tab(browser, site, cookie, complaints) for label, cookie in cookies.items()}
    for one in pages:
        page = tabs[one.viewer]
        for size in SIZES:
            page.set_viewport_size(_box(size))
            page.emulate_media(color_scheme="light", reduced_motion="reduce")
            page.goto(site + one.url)
            page.wait_for_load_state("networkidle")
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                path = folder / f"{file_name(one)}.{size}.{scheme}.png"
                page.screenshot(path=path, full_page=True)
    return complaints


def file_name(page: Found) -> str:
    """« members-person-list »."""
    return re.sub(r"[^a-z0-9]+", "-", page.name.casefold()).strip("-")


def write_index(folder: Path, pages: Iterable[Found]) -> Path:
    """One page to look at all of them."""
    lines = ["<!doctype html><meta charset=utf-8><title>Captures</title>"]
    for one in pages:
        names = [f"{file_name(one)}.{size}.{scheme}.png" for size in SIZES for scheme in SCHEMES]
        pictures = "".join(f'<a href="{n}"><img src="{n}" width="320"></a>' for n in names)
        lines.append(f"<h2>{one.name} <code>{one.url}</code></h2>{pictures}")
    target = folder / "index.html"
    target.write_text("\n".join(lines), encoding="utf-8")
    return target


def _box(size: str) -> dict[str, int]:
    width, height = SIZES[size]
    return {"width": width, "height": height}


def _tab(browser: Browser, site: str, cookie: dict, complaints: list[str]) -> Page:
    context = browser.new_context(locale="fr-FR", timezone_id="Europe/Paris")
    if cookie:
        context.add_cookies([{**cookie, "url": site}])
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(f"{page.url} : {error}"))
    page.on(
        "console",
        lambda said: complaints.append(f"{page.url} : {said.text}") if said.type == "error" else 0,
    )
    return page
