"""Pages that belong to no room: what is refused, what broke, the style page, the door."""

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from alliance.core.views import csrf_failure

pytestmark = pytest.mark.django_db


def test_style_page_shows_every_component(client):
    answer = client.get(reverse("style"))
    assert answer.status_code == 200
    assert "thermometer" in answer.content.decode()


def test_public_layout_follows_the_language_of_the_person(client):
    assert '<html lang="fr" dir="ltr">' in client.get(reverse("style-public")).content.decode()
    right_to_left = client.get(reverse("style-public"), {"dir": "rtl"}).content.decode()
    assert '<html lang="ar" dir="rtl">' in right_to_left


def test_broken_page_needs_no_context_and_no_database():
    assert "rien de ce qui était enregistré" in render_to_string("500.html")


@pytest.mark.parametrize("code", ["403", "404", "429"])
def test_refusal_leads_back_home(code):
    html = render_to_string(f"{code}.html", request=RequestFactory().get("/"))
    assert 'href="/"' in html


def test_missing_page_is_in_our_look(client):
    answer = client.get("/rien-ici/")
    assert answer.status_code in {302, 404}


def test_old_form_is_refused_kindly():
    answer = csrf_failure(RequestFactory().post("/"), reason="CSRF token missing")
    assert answer.status_code == 403
    assert "restée ouverte" in answer.content.decode()


def test_form_without_token_meets_that_page():
    answer = Client(enforce_csrf_checks=True).post(reverse("account_login"), {})
    assert answer.status_code == 403
    assert "restée ouverte" in answer.content.decode()


def test_every_answer_refuses_sensors(client):
    policy = client.get(reverse("style")).headers["Permissions-Policy"]
    assert "geolocation=()" in policy
    assert "camera=()" in policy


def test_door_is_in_our_words(client):
    page = client.get(reverse("account_login")).content.decode()
    assert "Adresse e-mail" in page
    assert "Avec une clé d’accès" in page
    assert "Sign" not in page


@pytest.mark.parametrize("name", ["mfa_index", "account_change_password", "mfa_list_webauthn"])
def test_pages_of_the_account_answer(cast, client_of, name):
    answer = client_of(cast.amina).get(reverse(name), follow=True)
    assert answer.status_code == 200
    assert "Alliance citoyenne" in answer.content.decode()
