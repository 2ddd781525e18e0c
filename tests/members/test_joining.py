"""« Nous rejoindre »: a stranger's words make or find a person, and never change what was known."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from alliance.outbox.models import Message
from members.domain import joining
from members.models import Consent, Contact, FollowUp, JoinRequest, Person
from tests.factories.members import (
    ChapterFactory,
    ConsentFactory,
    EmailFactory,
    FollowUpFactory,
    NeighbourhoodFactory,
    PersonFactory,
    PhoneFactory,
    RoleFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

PHONE = "+33639981234"
WORDING = "J’accepte d’être contactée."


def receive(chapter, **given):
    given = {"name": "Zahéra Meziane", "phone": "06 39 98 12 34", "client_id": uuid.uuid4()} | given
    return joining.receive(chapter=chapter, wording=WORDING, **given)


@pytest.fixture
def known(cast):
    person = PersonFactory(
        chapter=cast.grenoble, first_name="Zahéra", last_name="Meziane", organizer=cast.amina
    )
    PhoneFactory(person=person, number=PHONE)
    return person


def test_a_stranger_becomes_a_person_with_her_words(cast):
    quarter = NeighbourhoodFactory(chapter=cast.grenoble, name="Villeneuve")
    request = receive(cast.grenoble, anger="L’ascenseur est en panne", place="villeneuve")
    person = request.person
    assert (person.first_name, person.last_name) == ("Zahéra", "Meziane")
    assert (person.neighbourhood, person.source) == (quarter, "website")
    assert person.phones.get().number == PHONE
    contact = Contact.objects.get(person=person)
    assert (contact.interest, contact.author) == ("L’ascenseur est en panne", None)


def test_an_organizer_is_asked_to_answer(cast):
    busy = UserFactory()
    RoleFactory(user=busy, chapter=cast.grenoble)
    FollowUpFactory(owner=cast.amina)
    task = FollowUp.objects.get(person=receive(cast.grenoble).person)
    assert (task.owner, task.kind) == (busy, "call")
    FollowUpFactory.create_batch(3, owner=busy)
    later = FollowUp.objects.get(person=receive(cast.grenoble, name="Autre Nom").person)
    assert later.owner == cast.amina


def test_consent_is_kept_with_its_words_for_the_means_given(cast):
    person = receive(cast.grenoble, email="Zahera@Example.org").person
    found = Consent.objects.filter(person=person)
    assert set(found.values_list("channel", "given", "source")) == {
        ("email", True, "form"), ("phone", True, "form"), ("sms", True, "form"),
    }  # fmt: skip
    assert set(found.values_list("wording", flat=True)) == {WORDING}


def test_a_landline_gets_no_consent_for_text_messages(cast):
    person = receive(cast.grenoble, phone="04 76 11 22 33").person
    assert list(Consent.objects.filter(person=person).values_list("channel", flat=True)) == [
        "phone"
    ]


def test_sent_twice_counts_once(cast):
    click = uuid.uuid4()
    first = receive(cast.grenoble, client_id=click, email="a@example.org")
    assert receive(cast.grenoble, client_id=click, email="a@example.org") == first
    assert Contact.objects.count() == FollowUp.objects.count() == Message.objects.count() == 1


@pytest.mark.parametrize(
    "name", ["Zahéra Meziane", "MEZIANE Zahera", "zahera  meziane", "Mme Zahéra Meziane"]
)
def test_the_same_name_and_phone_are_the_same_person(cast, known, name):
    assert receive(cast.grenoble, name=name).person == known
    assert FollowUp.objects.get().owner == cast.amina


def test_a_family_that_shares_a_phone_is_several_people(cast, known):
    assert receive(cast.grenoble, name="Karim Meziane").person != known
    assert Person.objects.filter(phones__number=PHONE).count() == 2


def test_the_same_name_with_another_phone_is_somebody_else(cast, known):
    assert receive(cast.grenoble, phone="06 39 98 00 00").person != known


def test_another_chapter_knows_nobody_here(cast, known):
    assert receive(cast.rennes).person.chapter == cast.rennes


def test_a_stranger_never_changes_what_was_known(cast, known):
    receive(cast.grenoble, email="pirate@example.org", place="ailleurs")
    assert not known.emails.exists()
    assert not Consent.objects.filter(person=known, channel="email").exists()
    assert "pirate@example.org" in Contact.objects.get(person=known).note


def test_a_form_never_turns_a_no_into_a_yes(cast, known):
    EmailFactory(person=known, address="z@example.org")
    ConsentFactory(person=known, channel="email", given=False)
    receive(cast.grenoble, email="z@example.org")
    assert not Consent.objects.filter(person=known, channel="email", given=True).exists()
    assert Consent.objects.filter(person=known, channel="phone", given=True).exists()
    assert "dit non" in FollowUp.objects.get().what
    assert not Message.objects.exists()


def test_thanks_by_email_repeat_nothing_and_come_once_a_day(cast):
    for name in ("http://spam.example", "Deux Noms"):
        receive(cast.grenoble, name=name, phone="", email="z@example.org", anger="ACHETEZ")
    message = Message.objects.get()
    assert message.to_address == "z@example.org"
    assert "spam" not in message.text + message.html
    assert "ACHETEZ" not in message.text + message.html


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"phone": "", "email": ""}, "phone"),
        ({"phone": "06 12"}, "phone"),
        ({"phone": "", "email": "zahera"}, "email"),
        ({"name": "\u200b \u202e"}, "name"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_a_sentence(cast, given, field):
    with pytest.raises(joining.InvalidRequest) as refusal:
        receive(cast.grenoble, **given)
    assert list(refusal.value.messages) == [field]
    assert not JoinRequest.objects.exists()


@pytest.mark.parametrize("name", ["Awa", "M. et Mme", "<script>alert(1)</script>", "😀", "x" * 200])
def test_any_name_makes_somebody(cast, name):
    assert receive(cast.grenoble, name=name).person.full_name


def test_without_organizer_the_team_is_asked():
    receive(ChapterFactory())
    assert FollowUp.objects.get().owner is None


@pytest.mark.parametrize("constraint", ["join_request_can_be_answered", "client_id"])
def test_impossible_requests_are_refused_by_the_database(cast, constraint):
    click = uuid.uuid4()
    fields = {"chapter": cast.grenoble, "name": "Awa", "consent_wording": "oui"}
    if constraint == "client_id":
        fields |= {"phone": PHONE, "client_id": click}
        JoinRequest.objects.create(**fields)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        JoinRequest.objects.create(**fields)
