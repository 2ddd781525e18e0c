"""Moved, cancelled, refused: what was pending is called back, and people learn it once."""

from datetime import timedelta

import pytest

from actions.domain import actions, turnout
from actions.domain.reminding import reminders
from actions.models import Reminder
from alliance.outbox.domain import deliver
from alliance.outbox.models import Message
from members.domain.meeting import follow_ups
from members.models import FollowUp
from tests.actions.conftest import EARLY
from tests.factories.actions import STARTS_AT, reachable_person
from tests.factories.members import PersonFactory

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LATER = STARTS_AT + 2 * DAY


@pytest.fixture
def row(invited, cast):
    return invited(reachable_person(cast.grenoble))[0]


def sent(now=EARLY):
    """Plan, and pretend that the relay took everything."""
    reminders.plan(now)
    Message.objects.filter(state="queued").update(state="sent", sent_at=now, handed_over_at=now)


def move(action, now, **changes):
    action.refresh_from_db()
    changes = changes or {"starts_at": LATER}
    return actions.move(action=action, expected_version=action.version, now=now, **changes)


def moments():
    return list(Reminder.objects.order_by("pk").values_list("step__moment", "starts_at"))


def test_a_no_cancels_what_is_pending_and_a_yes_reopens_it(row):
    reminders.plan(EARLY)
    turnout.record_reply(attendance=row, answer="no", now=EARLY + HOUR)
    assert Message.objects.get().state == "cancelled"
    assert reminders.plan(EARLY + 2 * HOUR).messages == 0

    turnout.record_reply(attendance=row, answer="yes", now=EARLY + 3 * HOUR)

    assert reminders.plan(EARLY + 3 * HOUR).messages == 1
    assert Message.objects.get().state == "queued"


def test_a_no_withdraws_the_call_and_a_yes_gives_it_back(invited, cast):
    row = invited(PersonFactory(chapter=cast.grenoble))[0]
    reminders.plan(EARLY)
    turnout.record_reply(attendance=row, answer="no", now=EARLY + HOUR)
    assert not FollowUp.objects.open().exists()

    turnout.record_reply(attendance=row, answer="yes", now=EARLY + 2 * HOUR)
    reminders.plan(EARLY + 2 * HOUR)

    assert FollowUp.objects.open().count() == FollowUp.objects.count() == 1


def test_what_was_received_is_not_sent_again_after_no_then_yes(row):
    sent()
    for answer in ("no", "yes"):
        turnout.record_reply(attendance=row, answer=answer, now=EARLY + HOUR)

    assert reminders.plan(EARLY + 2 * HOUR).messages == 0


def test_a_moved_action_is_told_once_and_its_reminders_start_again(action, row):
    sent()
    sent(STARTS_AT - 7 * DAY)
    move(action, STARTS_AT - 6 * DAY)
    for hours in (0, 1, 30):
        sent(STARTS_AT - 6 * DAY + hours * HOUR)
    sent(LATER - 2 * DAY)

    assert moments() == [
        ("invitation", STARTS_AT),
        ("week_before", STARTS_AT),
        ("moved", LATER),
        ("two_days_before", LATER),
    ]
    text = Message.objects.get(subject__startswith="Changement").text.replace("\u00a0", " ")
    assert "nous avions dit mardi 24 novembre à 18 h" in text
    assert "jeudi 26 novembre 2026 à 18 h" in text


def test_who_had_heard_nothing_yet_is_simply_invited_to_the_new_date(action, row):
    reminders.plan(EARLY)  # written, not sent
    move(action, EARLY + HOUR)
    reminders.plan(EARLY + HOUR)

    assert moments() == [("invitation", LATER)]
    assert sorted(Message.objects.values_list("state", flat=True)) == ["cancelled", "queued"]


def test_the_no_are_not_told_and_a_new_place_twice_is_told_twice(action, invited, cast):
    kept, refused = invited(*[reachable_person(cast.grenoble) for _ in range(2)])
    sent()
    turnout.record_reply(attendance=refused, answer="no", now=EARLY + HOUR)
    for number in (1, 2):
        move(action, EARLY + number * DAY, place_name=f"Place {number}")
        sent(EARLY + number * DAY)

    changes = Reminder.objects.filter(step__moment="moved").order_by("sequence")
    assert list(changes.values_list("attendance", "sequence")) == [(kept.pk, 1), (kept.pk, 2)]
    assert not Reminder.objects.filter(step__moment="moved", attendance=refused).exists()


def test_invited_after_the_move_one_hears_only_of_the_new_date(action, invited, cast):
    sent()
    move(action, EARLY + DAY)
    late = invited(reachable_person(cast.grenoble), now=EARLY + DAY + HOUR)[0]
    turnout.record_reply(attendance=late, answer="yes", now=EARLY + DAY + 2 * HOUR)
    reminders.plan(EARLY + DAY + 3 * HOUR)

    heard = Reminder.objects.filter(attendance=late).values_list("step__moment", flat=True)
    assert list(heard) == ["invitation"]


def test_a_cancelled_action_is_told_once_with_a_calendar_that_cancels(action, row):
    sent()
    actions.cancel(action=action, reason="Le maire a cédé.", now=EARLY + DAY)
    for hours in (0, 1, 20):
        sent(EARLY + DAY + hours * HOUR)

    message = Message.objects.get(subject__startswith="Annulé")
    assert "Le maire a cédé." in message.text
    content = bytes(message.attachments.get().file.content)
    assert b"METHOD:CANCEL" in content
    assert b"SEQUENCE:1" in content
    assert Message.objects.count() == 2


def test_whom_nothing_had_reached_hears_nothing_of_a_cancellation(action, row, invited, cast):
    uncalled = invited(PersonFactory(chapter=cast.grenoble))[0]
    reminders.plan(EARLY)
    actions.cancel(action=action, now=EARLY + HOUR)
    reminders.plan(EARLY + HOUR)

    assert Message.objects.get().state == "cancelled"
    assert not FollowUp.objects.open().exists()
    assert not Reminder.objects.filter(attendance=uncalled).exists()


def test_who_was_called_is_called_again_for_a_change(action, invited, cast):
    called = invited(PersonFactory(chapter=cast.grenoble))[0]
    reminders.plan(EARLY)
    follow_ups.complete(follow_up=FollowUp.objects.get(), actor=cast.amina, now=EARLY)
    move(action, EARLY + DAY)
    reminders.plan(EARLY + DAY)

    task = FollowUp.objects.open().get()
    assert task.person_id == called.person_id
    assert task.what.startswith("Prévenir du changement")


@pytest.mark.parametrize(("days", "told"), [(10, 0), (1, 1)])
def test_at_night_only_what_is_near_wakes_people(action, row, days, told):
    sent()
    night = STARTS_AT - days * DAY + 5 * HOUR  # 23 h in Paris
    actions.cancel(action=action, now=night)

    assert reminders.plan(night).messages == told


LAST_LOOK = {
    "a no": lambda row: by_hand(row, answer="no", answered_at=EARLY),
    "moved": lambda row: by_hand(row.action, starts_at=LATER, ends_at=LATER + DAY, moved_at=LATER),
    "cancelled": lambda row: by_hand(row.action, state="cancelled", cancelled_at=EARLY),
    "paused": lambda row: by_hand(row.action, reminders_paused=True),
    "consent withdrawn": lambda row: row.person.consents.update(given=False),
    "address in error": lambda row: row.person.emails.update(state="bounced"),
    "address changed": lambda row: row.person.emails.update(address="autre@example.org"),
    "archived": lambda row: by_hand(row.person, archived_at=EARLY),
    "erased": lambda row: row.person.delete(),
}


def by_hand(thing, **changes):
    """Change a row without the verbs, which would call the message back themselves."""
    type(thing).objects.filter(pk=thing.pk).update(**changes)


@pytest.mark.parametrize("what", LAST_LOOK)
def test_the_last_look_before_a_message_leaves(row, what):
    reminders.plan(EARLY)
    LAST_LOOK[what](row)

    done = deliver(now=EARLY + HOUR)

    assert (done.sent, done.cancelled) == (0, 1)
    assert Message.objects.get().error
    assert not Reminder.objects.exists()


def test_whose_address_changed_gets_the_message_at_the_new_one(row):
    reminders.plan(EARLY)
    row.person.emails.update(address="autre@example.org")
    deliver(now=EARLY + HOUR)

    assert reminders.plan(EARLY + HOUR).messages == 1
    assert Message.objects.get(state="queued").to_address == "autre@example.org"


def test_whose_consent_is_withdrawn_is_called_instead(row):
    reminders.plan(EARLY)
    row.person.consents.update(given=False)
    deliver(now=EARLY + HOUR)

    assert reminders.plan(EARLY + HOUR).calls == 1
