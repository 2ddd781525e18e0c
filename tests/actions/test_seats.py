"""A small room: full is said once and kindly, a freed seat goes to the first who waits."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from actions.domain import actions as verbs
from actions.domain import seats, tokens
from actions.domain.planning import public_pages
from actions.domain.reminding import eligibility, reminders
from actions.domain.replies import WrongState, record_reply
from actions.domain.turnout import turnout
from actions.models import Attendance, Reminder
from alliance.journal.models import Entry
from alliance.outbox.models import Message
from tests.actions.conftest import EARLY
from tests.factories.actions import ActionFactory, AttendanceFactory, reachable_person

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def small(action):
    """Two seats."""
    action.capacity = 2
    action.save(update_fields=["capacity"])
    return action


@pytest.fixture
def three(small, invited, cast):
    """Three people invited, and told so."""
    rows = invited(*(reachable_person(cast.grenoble) for _ in range(3)))
    reminders.plan(EARLY)
    all_left()
    return rows


def all_left():
    Message.objects.update(handed_over_at=EARLY, sent_at=EARLY, state="sent")


def say(row, answer, now=EARLY + HOUR, **more):
    return record_reply(attendance=row, answer=answer, now=now, **more)


def told(row):
    moments = Reminder.objects.filter(attendance=row).order_by("pk")
    return list(moments.values_list("step__moment", flat=True))


def test_a_yes_to_a_full_room_waits_and_is_not_counted(small, three):
    say(three[0], "yes", companions=1)
    waiting = say(three[1], "yes")

    assert (waiting.answer, waiting.waiting_since) == ("maybe", EARLY + HOUR)
    figure = turnout(small)
    assert (figure.promised, figure.waiting) == (2, 1)


def test_full_is_said_once_to_those_who_wait_and_to_the_silent(small, three):
    say(three[0], "yes", companions=1)
    say(three[1], "yes")
    for minutes in (61, 62, 90):
        reminders.plan(EARLY + timedelta(minutes=minutes))

    assert [told(row)[1:] for row in three] == [[], ["full"], ["full"]]
    waiting, silent = Message.objects.filter(subject__startswith="C’est complet").order_by("pk")
    assert "sur la liste d’attente" in waiting.text
    assert "vous serez sur la liste d’attente, ou" in silent.text


def test_a_freed_seat_goes_to_the_first_who_waits_who_is_told_once(small, three):
    say(three[0], "yes", companions=1)
    say(three[1], "yes")
    say(three[2], "yes", now=EARLY + 2 * HOUR)
    reminders.plan(EARLY + 3 * HOUR)
    say(three[0], "yes", now=EARLY + 4 * HOUR)
    for hours in (5, 6):
        reminders.plan(EARLY + hours * HOUR)

    rows = Attendance.objects.order_by("pk")
    assert [row.answer for row in rows] == ["yes", "yes", "maybe"]
    assert told(three[1])[1:] == ["full", "freed"]
    assert told(three[2])[1:] == ["full"]
    assert Entry.objects.filter(verb="attendance.seated").count() == 1
    assert Message.objects.filter(subject__startswith="Une place pour vous").count() == 1


def test_a_group_too_large_lets_the_smaller_pass(small, three):
    say(three[0], "yes", companions=1)
    say(three[1], "yes", companions=1)
    say(three[2], "yes", now=EARLY + 2 * HOUR)
    say(three[0], "yes", now=EARLY + 3 * HOUR)

    waiting = small.attendances.waiting()
    assert [row.pk for row in waiting] == [three[1].pk]


def test_more_seats_go_to_those_who_wait(small, three, cast):
    say(three[0], "yes", companions=1)
    say(three[1], "yes")
    small.refresh_from_db()
    verbs.edit(
        action=small, expected_version=small.version, changes={"capacity": None}, now=EARLY + DAY
    )
    reminders.plan(EARLY + DAY)

    assert told(three[1])[1:] == ["freed"]


def test_what_says_full_does_not_leave_once_there_is_a_seat(small, three):
    say(three[0], "yes", companions=1)
    say(three[1], "yes")
    reminders.plan(EARLY + 2 * HOUR)
    say(three[0], "no", now=EARLY + 3 * HOUR)

    full = Message.objects.filter(subject__startswith="C’est complet", state="queued")
    mine = full.get(recipient_id=three[1].person_id)
    assert eligibility.still_wanted([mine]) == {mine.pk: "la personne a une place, ou a répondu"}


def test_whoever_waits_gets_no_reminder_but_hears_of_a_change(small, three):
    say(three[0], "yes", companions=1)
    say(three[1], "yes")
    reminders.plan(EARLY + 2 * HOUR)
    all_left()
    reminders.plan(small.starts_at - 7 * DAY)
    assert told(three[1])[1:] == ["full"]
    verbs.cancel(action=small, now=small.starts_at - 3 * DAY)
    reminders.plan(small.starts_at - 3 * DAY)
    assert told(three[1])[1:] == ["full", "cancelled"]


def test_nobody_is_asked_to_a_full_room(small, three, invited, cast):
    say(three[0], "yes", companions=1)
    late = invited(reachable_person(cast.grenoble), now=EARLY + DAY)[0]
    reminders.plan(EARLY + DAY)
    assert told(late) == []
    say(three[0], "no", now=EARLY + 2 * DAY)
    reminders.plan(EARLY + 2 * DAY)
    assert told(late) == ["invitation"]


def test_whoever_has_a_seat_cannot_bring_more_than_there_are(small, three):
    say(three[0], "yes")
    with pytest.raises(WrongState, match="avec vous : 2"):
        say(three[0], "yes", companions=4)
    assert seats.places_left(small) == 1


def test_a_maybe_or_a_no_leaves_the_list(small, three):
    say(three[0], "yes", companions=1)
    say(three[1], "yes")
    assert say(three[1], "maybe", now=EARLY + 2 * HOUR).waiting_since is None


def test_the_page_says_that_she_waits(client, small, three):
    say(three[0], "yes", companions=1)
    row = say(three[1], "yes")
    address = reverse("actions:reply-thanks", args=[tokens.reply_token(row.pk)])
    assert "vous êtes sur la liste d’attente" in client.get(address).content.decode()


@pytest.fixture
def soon(cast):
    """One seat, taken, and somebody who was asked too."""
    made = ActionFactory(
        chapter=cast.grenoble, announced=True, soon=True, organizer=cast.amina, goal=1, capacity=1
    )
    AttendanceFactory(action=made, yes=True)
    return AttendanceFactory(action=made, person__chapter=cast.grenoble)


def test_what_is_pressed_is_what_she_said(client, client_of, soon, cast):
    record_reply(attendance=soon, answer="yes")
    page = client.get(reverse("actions:reply", args=[tokens.reply_token(soon.pk)]))
    assert page.context["chosen"] == "yes"
    assert "Je viens dès qu’il y a une place" in page.content.decode()

    url = reverse("actions:answer-list", args=[soon.action_id])
    listed = client_of(cast.amina).get(url, {"reponse": "waiting"}).content.decode()
    assert listed.split('value="yes" aria-pressed="')[1].startswith("true")
    assert listed.split('value="maybe" aria-pressed="')[1].startswith("false")


def test_a_yes_at_the_telephone_to_a_full_room_says_that_she_waits(client_of, soon, cast):
    url = reverse("actions:answer-record", args=[soon.action_id, soon.pk])
    answer = client_of(cast.amina).post(url, {"answer": "yes"}, follow=True)
    assert "sur la liste d’attente, dites-le-lui" in answer.content.decode()


def sign_up(small, now, **means):
    public_pages.open_page(action=small)
    return public_pages.sign_up(
        action=small, name="Awa Traoré", wording="D’accord", client_id=uuid4(), now=now, **means
    )


def test_whoever_waits_from_the_page_is_written_to_and_moves_up_once(small, three):
    say(three[0], "yes", companions=1)
    row = sign_up(small, EARLY + HOUR, email="awa@exemple.test").attendance
    reminders.plan(EARLY + HOUR)
    all_left()
    say(three[0], "no", now=EARLY + 2 * HOUR)
    for minutes in (121, 122):
        reminders.plan(EARLY + timedelta(minutes=minutes))

    assert told(row) == ["full", "freed"]
    full, freed = Message.objects.filter(to_address="awa@exemple.test").order_by("pk")
    assert "vous êtes sur la liste d’attente" in full.text
    assert freed.subject.startswith("Une place pour vous")


def test_whoever_waits_without_email_is_called_when_a_seat_frees(small, three):
    say(three[0], "yes", companions=1)
    row = sign_up(small, EARLY + HOUR, phone="06 39 98 02 07").attendance
    say(three[0], "no", now=EARLY + 2 * HOUR)
    reminders.plan(EARLY + 2 * HOUR)
    assert "qu’une place l’attend" in " ".join(row.person.follow_ups.values_list("what", flat=True))


def test_the_organizer_reads_that_it_is_full_and_not_that_a_yes_is_missing(client_of, soon, cast):
    page = client_of(cast.amina).get(reverse("actions:action-detail", args=[soon.action_id]))
    assert "La salle est pleine" in page.content.decode()
    assert "Il manque" not in page.content.decode()


@pytest.mark.parametrize("language", ["ar", "tr", "en"])
def test_whoever_waits_reads_it_in_her_language(client, soon, language):
    record_reply(attendance=soon, answer="yes")
    soon.person.language = language
    soon.person.save(update_fields=["language"])
    page = client.get(reverse("actions:reply", args=[tokens.reply_token(soon.pk)]))
    assert "Je viens" not in page.text
