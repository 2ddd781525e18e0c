"""The menu: the method in order, the page in hand marked, nothing that would be refused."""

import re

import pytest
from django.test import RequestFactory

from alliance.dashboard.navigation import navigation


def menu(user, path="/"):
    request = RequestFactory().get(path)
    request.user = user
    return list(navigation(request)["nav_items"]())


def current(items):
    return [item.label for one in items for item in (one, *one.more) if item.current]


def test_the_sections_follow_the_method(cast):
    method = ["Ma semaine", "Personnes", "Groupes", "Écoute", "Campagnes", "Actions", "Alliance"]
    shown = [str(item.label) for item in menu(cast.amina)]
    assert shown == [label for label in method if label in shown]
    assert {"Ma semaine", "Personnes", "Actions", "Alliance"} <= set(shown)


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/", "Ma semaine"),
        ("/relances/", "Relances"),
        ("/personnes/12/modifier/", "Personnes"),
        ("/leaders/suggestions/", "Leaders"),
        ("/reunions/3/", "Groupes"),
        ("/envois/4/", "Envois"),
        ("/alliance/rapport/", "Rapport"),
    ],
)
def test_one_entry_is_marked_for_the_page_in_hand(cast, path, label):
    assert current(menu(cast.amina, path)) == [label]


def test_a_page_outside_the_menu_marks_nothing(cast):
    assert current(menu(cast.amina, "/noter/")) == []


@pytest.mark.parametrize("who", ["amina", "board", "leader", "stranger", "nadia"])
def test_no_entry_leads_to_a_refusal(cast, client_of, who):
    user = getattr(cast, who)
    client = client_of(user)
    for entry in menu(user):
        for item in (entry, *entry.more):
            assert client.get(item.url).status_code == 200, item.url


def test_the_phone_bar_holds_note_in_the_middle_and_the_rest_behind_menu(cast, client_of):
    page = client_of(cast.amina).get("/").content.decode()
    bar = page[page.index('class="bottombar"') :]
    bar = bar[: bar.index("</nav>")]
    links = re.findall(r'<a[^>]*href="([^"]+)"', bar)
    assert links[:4] == ["/", "/personnes/", "/noter/", "/actions/"]
    assert {"/relances/", "/leaders/", "/envois/", "/groupes/", "/alliance/"} <= set(links[4:])
