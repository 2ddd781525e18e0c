"""« Comment faire »: a page for each section, and the right one behind the question mark."""

import re

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve

from alliance.dashboard.guide import FOLDER, PAGES, address_for, page


def test_every_file_of_the_manual_is_a_page_and_back():
    assert {path.stem for path in FOLDER.glob("*.md")} == set(PAGES)


@pytest.mark.parametrize("slug", PAGES)
def test_a_page_has_a_title_says_something_and_is_typed_in_french(slug):
    text = (FOLDER / f"{slug}.md").read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert 300 < len(text) < 3000
    assert not re.search(r"[a-zà-ÿ]'[a-zà-ÿ]", text)
    assert "<script" not in page(slug).html


@pytest.mark.parametrize("slug", PAGES)
def test_every_address_it_explains_exists(slug):
    for start in PAGES[slug]:
        try:
            assert resolve(start)
        except Resolver404:
            assert resolve(f"{start}1/")


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("/", "ma-semaine"),
        ("/personnes/12/", "personnes"),
        ("/personnes/imports/3/", "importer"),
        ("/alliance/equipe/", "equipe"),
        ("/actions/4/presences/", "actions"),
        ("/compte/2fa/", "commencer"),
    ],
)
def test_the_question_mark_opens_the_nearest_page(path, slug):
    assert address_for(path) == f"/aide/{slug}/"


def test_the_manual_opens_for_every_account(cast, client_of):
    for who in (cast.amina, cast.board, cast.leader, cast.stranger):
        client = client_of(who)
        assert client.get("/aide/").status_code == 200
        assert client.get("/aide/actions/").status_code == 200
        assert 'href="/aide/ma-semaine/"' in client.get("/").content.decode()


def test_the_pictures_are_of_pages_of_the_manual_and_light(cast, client_of):
    pictures = list((settings.BASE_DIR / "static" / "guide").glob("*.webp"))
    assert {one.stem for one in pictures} <= set(PAGES)
    assert max(one.stat().st_size for one in pictures) <= 60_000
    page = client_of(cast.amina).get("/aide/personnes/").content.decode()
    assert "guide/personnes" in page
