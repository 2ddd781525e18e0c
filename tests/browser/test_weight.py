"""What a page costs on a slow network: cold, warm, and without jumping."""

import gzip

import pytest
from playwright.sync_api import Page, Response

from alliance.demo.loader import load
from tests.browser.conftest import SIZES
from tests.screens.demonstration import enter_as

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = ("/", "/personnes/", "/leaders/", "/actions/", "/alliance/", "/alliance/equipe/", "/noter/")
COLD, WARM, SHIFT = 150_000, 25_000, 0.02
SHIFTS = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => list.getEntries().forEach(one => { sum += one.value; }))
        .observe({type: 'layout-shift', buffered: true});
    setTimeout(() => done(sum), 300);
})"""


def weight(response: Response) -> int:
    """Bytes on the wire: static files travel compressed (WhiteNoise), pages as they are sent."""
    if "/static/" not in response.url:
        return int(response.headers.get("content-length", 0)) or len(response.body())
    body = response.body()
    return len(body) if response.url.endswith(".woff2") else len(gzip.compress(body))


def opened(page: Page, url: str) -> list[Response]:
    seen: list[Response] = []
    page.on("response", lambda response: seen.append(response))
    page.goto(url)
    page.wait_for_load_state("networkidle")
    return seen


def test_pages_are_light_and_do_not_jump(browser, site):
    cookie = {**enter_as(load().accounts["amina"]), "url": site}
    faults = []
    for path in PAGES:
        width, height = SIZES["phone"]
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="fr-FR", timezone_id="Europe/Paris"
        )
        context.add_cookies([cookie])
        page = context.new_page()
        seen = opened(page, site + path)
        cold = sum(map(weight, seen))
        warm = sum(weight(one) for one in seen if "/static/" not in one.url)
        shift = page.evaluate(SHIFTS)
        if cold > COLD or warm > WARM or shift > SHIFT:
            faults.append(f"{path}: cold {cold}, warm {warm}, shift {shift:.3f}")
        context.close()
    assert faults == []
