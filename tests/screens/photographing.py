"""A database of its own, the demonstration in it, a server, a browser, and the pictures."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from launcher.console import say
from tests.browser.conftest import QUIET
from tests.screens import taking
from tests.screens.demonstration import enter_as, pages_of_the_demonstration


def photograph(names: list[str], folder: Path, chromium: str) -> list[str]:
    """Take the pages whose names begin so, or all; returns what browsers complained of."""
    with _database():
        say("La démonstration se charge.")
        world, pages = pages_of_the_demonstration(tried=3)
        wanted = [one for one in pages if not names or one.name.startswith(tuple(names))]
        folder.mkdir(parents=True, exist_ok=True)
        cookies = {label: enter_as(world.accounts[label]) for label in ("amina", "admin")}
        say(f"{len(wanted)} pages, quatre images chacune.")
        server = LiveServer("localhost")
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=chromium, args=list(QUIET))
            complaints = taking.take(browser, server.url, wanted, {**cookies, "": {}}, folder)
            browser.close()
        server.stop()
    say(f"C’est là : {taking.write_index(folder, wanted)}")
    return complaints


@contextmanager
def _database() -> Iterator[None]:
    """An empty one, thrown away at the end."""
    kept = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(kept, verbosity=0)
