"""Asks in rounds, and never twice the same day by two people."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from actions.domain import replies
from actions.domain.phone_tree import asks
from actions.domain.phone_tree.asks import AskedToday, Asker
from actions.models import Ask
from members.domain.meeting import contacts
from tests.factories.actions import STARTS_AT, ActionFactory, AttendanceFactory
from tests.factories.members import PersonFactory
from tests.threads import together

pytestmark = pytest.mark.django_db
TUESDAY = STARTS_AT - timedelta(days=7)
KARIM, FATIMA = Asker("Karim"), Asker("Fatima")


@pytest.fixture
def row(cast, invited):
    return invited(PersonFactory(chapter=cast.grenoble))[0]


def ask(row, who=KARIM, now=TUESDAY, **fields):
    return asks.record_ask(attendance=row, asker=who, now=now, **fields)


def test_an_ask_says_by_whom_when_and_what_it_gave(row):
    one = ask(row, answer="yes", channel="face")

    assert (one.who, one.asked_at, one.answer, one.channel) == ("Karim", TUESDAY, "yes", "face")


def test_rounds_follow_each_other(row):
    first = ask(row, answer="no_answer")
    second = ask(row, now=TUESDAY + timedelta(days=1), answer="yes")
    last = ask(row, now=STARTS_AT - timedelta(days=1), answer="yes")

    assert [a.round for a in (first, second, last)] == ["invitation", "second_call", "reminder"]


def test_nobody_is_asked_twice_the_same_day_by_two_people(row):
    ask(row, answer="message_left")

    with pytest.raises(AskedToday, match="Karim, à 18") as refusal:
        ask(row, FATIMA, TUESDAY + timedelta(hours=1))
    assert refusal.value.touch.answer == "message_left"
    ask(row, FATIMA, TUESDAY + timedelta(days=1))
    assert Ask.objects.count() == 2


def test_one_may_ask_anyway_and_correct_oneself(row):
    ask(row, answer="no_answer")
    ask(row, answer="yes", now=TUESDAY + timedelta(hours=1))
    ask(row, FATIMA, TUESDAY + timedelta(hours=2), answer="yes", anyway=True)

    assert [a.answer for a in Ask.objects.order_by("asked_at")] == ["yes", "yes"]


def test_the_same_ask_sent_twice_is_one(row):
    identity = uuid4()
    assert ask(row, client_id=identity) == ask(row, client_id=identity)


def test_whoever_was_contacted_today_is_known(cast, row):
    other = PersonFactory(chapter=cast.grenoble)
    ask(row, answer="yes")
    contacts.note(person=other, author=cast.amina, kind="call", now=TUESDAY)
    replies.record_reply(attendance=row, answer="yes", now=TUESDAY)

    found = asks.touched_today([row.person_id, other.pk], now=TUESDAY + timedelta(hours=1))

    assert found[row.person_id].who == "Karim"
    assert found[other.pk].who == str(cast.amina)
    assert asks.touched_today([row.person_id, other.pk], now=TUESDAY + timedelta(days=1)) == {}


def test_the_database_knows_the_answers(row):
    with pytest.raises(IntegrityError, match="ask_answer_is_known"), transaction.atomic():
        Ask.objects.create(attendance=row, channel="phone", answer="bof")


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_the_same_instant_see_each_other(row):
    problems = together([lambda: ask(row, KARIM), lambda: ask(row, FATIMA)])

    assert [type(one) for one in problems] == [AskedToday]
    assert Ask.objects.count() == 1


def test_the_answers_page_and_her_own_say_who_asked(row, cast, client_of):
    ask(row, answer="message_left", now=timezone.now())
    client = client_of(cast.amina)

    listed = client.get(reverse("actions:answer-list", args=[row.action_id])).content.decode()
    hers = client.get(reverse("actions:person-actions", args=[row.person_id])).content.decode()

    for page in (listed, hers):
        assert "Karim" in page
        assert "message laissé" in page
    assert "asked-today" in listed


def test_an_answer_noted_on_the_page_is_an_ask(cast, client_of):
    starts_at = timezone.now() + timedelta(days=2)
    action = ActionFactory(chapter=cast.grenoble, announced=True, starts_at=starts_at)
    row = AttendanceFactory(action=action)
    where = reverse("actions:answer-record", args=[action.pk, row.pk])
    for _twice in range(2):
        client_of(cast.amina).post(where, {"answer": "yes", "source": "face"})

    found = Ask.objects.get()
    assert (found.asked_by, found.answer, found.channel) == (cast.amina, "yes", "face")
