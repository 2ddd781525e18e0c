"""The public page: open to people, tiresome for robots, and nothing typed is lost."""

import re
import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.forms.joining import stamp
from members.models import JoinRequest
from members.views import joining
from tests.factories.members import ChapterFactory

pytestmark = pytest.mark.django_db

URL = "/rejoindre/grenoble/"


def old_stamp(seconds=10):
    with time_machine.travel(timezone.now() - timedelta(seconds=seconds), tick=False):
        return stamp()


def typed(**given):
    return {
        "client_id": str(uuid.uuid4()),
        "stamp": old_stamp(),
        "name": "Zahéra Meziane",
        "phone": "06 39 98 12 34",
        "anger": "L’ascenseur",
        "consent": "on",
    } | given


def test_anybody_may_read_it_and_write(client, cast):
    page = client.get(URL)
    assert page.status_code == 200
    assert cast.grenoble.consent_wording in page.content.decode()
    answer = client.post(URL, typed(), follow=True)
    assert answer.redirect_chain == [(reverse("members:join-thanks", args=["grenoble"]), 302)]
    assert JoinRequest.objects.get().consent_wording == cast.grenoble.consent_wording


def test_the_page_s_own_form_is_accepted_once_read(client, cast):
    page = client.get(URL).content.decode()
    hidden = dict(re.findall(r'name="(client_id|stamp)" value="([^"]+)"', page))
    with time_machine.travel(timezone.now() + timedelta(seconds=20)):
        for _twice in range(2):
            assert client.post(URL, typed(**hidden)).status_code == 302
    assert JoinRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"consent": ""}, "Sans votre accord"),
        ({"site": "http://spam.example"}, "doit rester vide"),
        ({"stamp": "forged"}, "ouverte depuis longtemps"),
        ({"stamp": ""}, "ouverte depuis longtemps"),
        ({"phone": "06"}, "ne semble pas complet"),
        ({"phone": "", "email": ""}, "un téléphone ou un e-mail"),
        ({"name": ""}, "obligatoire"),
        ({"name": "a\x00b"}, "nul "),
        ({"anger": "x" * 2001}, "2000"),
        ({"client_id": "pas-un-uuid"}, "UUID"),
    ],
)
def test_what_is_refused_says_why_and_keeps_the_words(client, cast, given, said):
    answer = client.post(URL, typed(**given))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert given.get("anger", "L’ascenseur") in page
    assert not JoinRequest.objects.exists()


def test_too_fast_may_simply_send_again(client, cast):
    data = typed(stamp=stamp())
    assert client.post(URL, data).status_code == 422
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        assert client.post(URL, data).status_code == 302


def test_a_page_left_open_gets_a_new_stamp(client, cast):
    page = client.post(URL, typed(stamp=old_stamp(90_000))).content.decode()
    fresh = re.search(r'name="stamp" value="([^"]+)"', page)[1]
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        assert client.post(URL, typed(stamp=fresh)).status_code == 302


def test_a_flood_from_one_place_stops_and_others_still_write(client, cast, monkeypatch):
    monkeypatch.setattr(joining, "PER_VISITOR", 2)
    for _each in range(2):
        assert client.post(URL, typed()).status_code == 302
    stopped = client.post(URL, typed())
    assert stopped.status_code == 429
    assert "L’ascenseur" in stopped.content.decode()
    assert client.post(URL, typed(), REMOTE_ADDR="192.0.2.7").status_code == 302


def test_a_flood_from_everywhere_stops_too(client, cast, monkeypatch):
    monkeypatch.setattr(joining, "PER_CHAPTER", 1)
    assert client.post(URL, typed()).status_code == 302
    assert client.post(URL, typed(), REMOTE_ADDR="192.0.2.7").status_code == 429


def test_hostile_words_are_shown_as_words(client, cast, client_of):
    client.post(URL, typed(name="<script>x</script> Y", anger="<img src=x onerror=y>"))
    person = JoinRequest.objects.get().person
    page = client_of(cast.amina).get(f"/personnes/{person.pk}/histoire/").content.decode()
    assert "<script>x" not in page
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_a_forged_form_from_another_site_is_refused(cast):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post(URL, typed()).status_code == 403
    assert not JoinRequest.objects.exists()


def test_an_unknown_or_closed_chapter_has_no_page(client, cast):
    ChapterFactory(slug="fermee", closed_on=date(2020, 1, 1))
    for slug in ("inconnue", "fermee"):
        assert client.get(f"/rejoindre/{slug}/").status_code == 404
        assert client.get(f"/rejoindre/{slug}/merci/").status_code == 404


def test_the_poster_carries_the_link_and_its_code(client_of, cast, settings):
    settings.SITE_URL = "https://alliance.example.org"
    page = client_of(cast.amina).get("/rejoindre/grenoble/affiche/").content.decode()
    assert "alliance.example.org/rejoindre/grenoble/" in page
    assert '<path d="M4 4h1v1h-1z' in page
    assert client_of(cast.board).get("/rejoindre/grenoble/affiche/").status_code == 403


def test_no_page_is_shown_in_a_frame_by_default(client, cast):
    answer = client.get(URL)
    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_the_named_sites_show_this_page_alone_in_a_frame(client, cast, settings):
    settings.JOIN_FRAME_HOSTS = ["https://ami.exemple.org"]
    for url in (URL, f"{URL}merci/"):
        answer = client.get(url)
        assert "X-Frame-Options" not in answer
        policy = answer["Content-Security-Policy"]
        assert "frame-ancestors 'self' https://ami.exemple.org" in policy
        assert "script-src 'self'" in policy
    assert client.get("/compte/login/")["X-Frame-Options"] == "DENY"


def test_in_a_frame_no_cookie_is_needed(cast):
    client = Client(enforce_csrf_checks=True)
    for origin in ("null", "https://ami.exemple.org", "http://testserver.exemple.org"):
        assert client.post(URL, typed(), headers={"Origin": origin}).status_code == 403
    ours = {"Origin": "http://testserver"}
    assert client.post(URL, typed(), headers=ours).status_code == 302


def test_organizers_find_the_code_to_copy(client_of, cast, settings):
    poster = client_of(cast.amina).get(f"{URL}affiche/").content.decode()
    assert "&lt;iframe" not in poster
    settings.JOIN_FRAME_HOSTS = ["https://ami.exemple.org"]
    poster = client_of(cast.amina).get(f"{URL}affiche/").content.decode()
    assert "&lt;iframe" in poster
    assert "ami.exemple.org" in poster
