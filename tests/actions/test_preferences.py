"""What a person lets us send: stopping takes one tap, and no account (RFC 8058)."""

import pytest
from django.test import Client
from django.urls import reverse

from actions.domain import tokens
from members.domain import consents
from members.models import Consent
from tests.factories.actions import reachable_person
from tests.factories.members import EmailFactory

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def person(cast):
    return reachable_person(cast.grenoble, first_name="Fatoumata")


def page(person):
    return reverse("actions:preferences", args=[tokens.preferences_token(person.pk)])


def may_write_to(person):
    return person.pk in consents.allowed([person.pk], channel="email")


def test_looking_changes_nothing(client, person):
    for method in (client.get, client.head):
        assert method(page(person)).status_code == 200

    assert may_write_to(person)
    assert Consent.objects.count() == 1


def test_a_mail_provider_unsubscribes_without_cookie_or_token(person):
    provider = Client(enforce_csrf_checks=True)
    for _ in range(2):
        answer = provider.post(page(person), ONE_CLICK)
        assert (answer.status_code, answer.content) == (200, b"OK")

    assert not may_write_to(person)
    word = Consent.objects.get(given=False)
    assert (word.channel, word.source, word.recorded_by) == ("email", "link", None)


@pytest.mark.parametrize(
    "body", [{}, {"List-Unsubscribe": "Yes"}, ONE_CLICK | {"given": "1"}, {"given": "1"}]
)
def test_any_other_body_needs_the_form(person, body):
    assert Client(enforce_csrf_checks=True).post(page(person), body).status_code == 403
    assert may_write_to(person)


def test_one_stops_and_starts_again_from_the_same_page(client, person):
    word = {"channel": "email", "purpose": "mobilization"}
    client.post(page(person), word | {"given": "0"})
    assert not may_write_to(person)

    client.post(page(person), word | {"given": "1"})
    assert may_write_to(person)
    assert Consent.objects.latest("pk").wording == person.chapter.consent_wording


def test_calls_can_be_refused_too(client, person):
    word = {"channel": "phone", "purpose": "mobilization", "given": "0"}
    client.post(page(person), word)

    text = client.get(page(person)).content.decode()
    assert Consent.objects.get(channel="phone").given is False
    assert "Un coup de fil" in text


def test_a_right_never_asked_for_cannot_be_given_here(client, person):
    word = {"channel": "sms", "purpose": "sharing", "given": "1"}

    assert client.post(page(person), word).status_code == 422
    assert Consent.objects.count() == 1


def test_in_a_family_it_concerns_one_person(person, cast):
    sister = reachable_person(cast.grenoble)
    EmailFactory(person=sister, address=person.emails.get().address, is_primary=False)

    Client().post(page(person), ONE_CLICK)

    assert may_write_to(sister)


def test_forged_links_and_erased_people(client, person):
    link = page(person)
    forged = reverse("actions:preferences", args=["12.faux"])
    assert client.get(forged).status_code == 404
    assert client.post(forged, ONE_CLICK).status_code == 404

    person.delete()
    assert client.get(link).status_code == 410
    assert client.post(link, ONE_CLICK).status_code == 200
