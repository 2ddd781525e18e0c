"""« Nous rejoindre » in the page of another site, for real: another host, another port."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, expect

from members.models import JoinRequest
from tests.browser.conftest import SIZES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def neighbour(site, cast):
    """The site of a friend: a page that holds the frame that the poster gives to copy."""
    frame = f'<iframe src="{site}/rejoindre/{cast.grenoble.slug}/" width="100%" height="1300">'
    page = f'<!doctype html><html lang="fr"><title>Ami</title><p>Ici</p>{frame}</iframe>'.encode()

    class Friend(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path == "/" else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page if self.path == "/" else b"")

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Friend)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def visitor(browser):
    """A phone that never came here; what the browser says is not listened to."""
    width, height = SIZES["phone"]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="fr-FR")
    yield context.new_page()
    context.close()


def tell(page: Page) -> None:
    frame = page.frame_locator("iframe")
    frame.get_by_label("Votre prénom et votre nom").fill("Rosa Diallo")
    frame.get_by_label("Votre téléphone").fill("06 39 98 12 34")
    frame.locator("[name=consent]").check()
    frame.get_by_role("button", name="Envoyer").click()


def test_somebody_joins_from_the_site_of_a_friend(visitor, neighbour, settings):
    settings.JOIN_FRAME_HOSTS = [neighbour]
    visitor.goto(neighbour)
    visitor.wait_for_timeout(3_200)  # the form refuses what is sent quicker than a hand
    tell(visitor)
    thanks = visitor.frame_locator("iframe").get_by_role("heading", level=1)
    expect(thanks).to_have_text("Merci, c’est bien arrivé !")
    assert JoinRequest.objects.count() == 1
    assert visitor.context.cookies() == []  # nothing is kept in the frame of another


def test_it_holds_in_the_frame_without_a_bar(visitor, neighbour, settings):
    settings.JOIN_FRAME_HOSTS = [neighbour]
    visitor.goto(neighbour)
    frame = next(one for one in visitor.frames if "/rejoindre/" in one.url)
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert frame.evaluate("document.documentElement.scrollHeight <= innerHeight")


@pytest.mark.parametrize("allowed", [[], ["https://ami.exemple.org"]])
def test_a_site_that_nobody_named_shows_nothing(visitor, neighbour, settings, allowed):
    settings.JOIN_FRAME_HOSTS = allowed
    visitor.goto(neighbour)
    expect(visitor.frame_locator("iframe").locator("form")).to_have_count(0)


def test_no_other_page_is_framed(visitor, neighbour, settings, site):
    settings.JOIN_FRAME_HOSTS = [neighbour]
    visitor.goto(neighbour)
    visitor.evaluate(
        "address => { document.querySelector('iframe').src = address; }", f"{site}/compte/login/"
    )
    visitor.wait_for_timeout(500)
    expect(visitor.frame_locator("iframe").locator("form")).to_have_count(0)
