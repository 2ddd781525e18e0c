"""Addresses nobody ever made, and the way back."""

import pytest
from django.urls import reverse

from actions.models import AccessLink
from alliance.core.web.ways_back import redirect_back
from tests.factories import actions as make

pytestmark = pytest.mark.django_db


def test_an_address_with_a_nul_is_refused_in_french(client_of, cast):
    answer = client_of(cast.amina).get("/groupes/", {"alliance": "a\x00b"})
    assert answer.status_code == 400
    assert "pas pu lire" in answer.content.decode()


def test_a_nul_that_no_form_reads_writes_nothing_and_is_refused(client_of, cast):
    action = make.ActionFactory(chapter=cast.grenoble)
    address = reverse("actions:welcome-links", args=[action.pk])
    assert client_of(cast.amina).post(address, {"name": "a\x00"}).status_code == 400
    assert not AccessLink.objects.exists()


@pytest.mark.parametrize(
    ("asked", "reached"),
    [
        ("/groupes/?a=1", "/groupes/?a=1"),
        ("http://testserver/x/", "http://testserver/x/"),
        ("-1", "/"),
        ("", "/"),
        ("//evil.example/", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_one_goes_back_inside_the_house_only(rf, asked, reached):
    assert redirect_back(rf.post("/"), "/", asked=asked)["Location"] == reached


def test_without_a_word_one_goes_back_where_the_form_was(rf):
    request = rf.post("/", headers={"referer": "http://testserver/personnes/"})
    assert redirect_back(request, "/")["Location"] == "http://testserver/personnes/"
