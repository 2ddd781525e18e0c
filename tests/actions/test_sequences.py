"""The steps of a sequence: their instants over the clocks, their audiences, their means."""

from datetime import UTC, datetime, time, timedelta

import pytest

from actions.domain import actions, turnout
from actions.domain.reminding import reminders, sending_hours, sequences
from actions.domain.reminding.schedule import stages
from actions.models import Reminder, ReminderStep
from alliance.outbox.models import Message
from members.models import FollowUp
from tests.actions.conftest import EARLY
from tests.factories.actions import (
    STARTS_AT,
    ActionFactory,
    AttendanceFactory,
    ReminderStepFactory,
    reachable_person,
)
from tests.factories.members import ConsentFactory, PersonFactory, PhoneFactory

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
EVE = STARTS_AT - DAY
BEFORE = STARTS_AT - HOUR


@pytest.fixture
def provider(settings):
    settings.SMS_PROVIDER, settings.SMS_REPLIES = "ovh", True


def texter(chapter, **fields):
    """Somebody without e-mail who agreed to text messages."""
    person = PersonFactory(chapter=chapter, **fields)
    PhoneFactory(person=person)
    ConsentFactory(person=person, channel="sms")
    return person


def told():
    return list(Reminder.objects.order_by("pk").values_list("step__moment", "channel"))


@pytest.mark.parametrize(
    ("starts_at", "opens_at"),
    [
        # Sunday 29 March 2026, 3 h 30 of the summer: 2 h 30 does not exist, 1 h 30 does.
        (datetime(2026, 3, 29, 1, 30, tzinfo=UTC), datetime(2026, 3, 29, 0, 30, tzinfo=UTC)),
        # Sunday 25 October 2026, 2 h 30 of the winter: an hour before, clocks say 2 h 30 too.
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
def test_an_hour_before_is_sixty_minutes_whatever_the_clocks_do(starts_at, opens_at):
    action = ActionFactory(starts_at=starts_at)
    step = ReminderStepFactory(action=action, moment="hour_before", hours=-1, window_hours=1)

    window = sequences.window(step, action)

    assert (window.opens_at, window.closes_at) == (opens_at, starts_at)


@pytest.mark.parametrize(
    ("starts_at", "days", "opens_at"),
    [
        (datetime(2026, 3, 31, 16, tzinfo=UTC), -7, datetime(2026, 3, 24, 17, tzinfo=UTC)),
        (datetime(2026, 10, 27, 17, tzinfo=UTC), -2, datetime(2026, 10, 25, 17, tzinfo=UTC)),
        (datetime(2026, 10, 27, 17, tzinfo=UTC), -7, datetime(2026, 10, 20, 16, tzinfo=UTC)),
    ],
)
def test_six_in_the_evening_stays_six_over_a_change_of_clocks(starts_at, days, opens_at):
    action = ActionFactory(starts_at=starts_at)
    step = ReminderStepFactory(action=action, moment="extra", days=days, at=time(18))

    assert sequences.opening_of(step, action) == opens_at


def test_the_eve_and_the_hour_before_are_for_those_who_said_yes(action, invited, cast, provider):
    silent, coming = invited(reachable_person(cast.grenoble), texter(cast.grenoble))
    turnout.record_reply(attendance=coming, answer="yes", now=EARLY + DAY)
    for moment in (EVE, BEFORE):
        reminders.plan(moment)

    assert told() == [("eve", "sms"), ("hour_before", "sms")]
    assert not Message.objects.filter(reference=f"actions.attendance:{silent.pk}").exists()


def test_an_hour_before_nobody_is_called(action, invited, cast, provider):
    row = invited(PersonFactory(chapter=cast.grenoble))[0]
    turnout.record_reply(attendance=row, answer="yes", now=EARLY + DAY)
    reminders.plan(BEFORE)

    assert not FollowUp.objects.exists()


def test_the_absent_hear_of_us_only_where_somebody_was_checked_in(action, invited, cast):
    came, absent, no = invited(*(reachable_person(cast.grenoble) for _ in range(3)))
    for row, answer in ((came, "yes"), (absent, "yes"), (no, "no")):
        turnout.record_reply(attendance=row, answer=answer, now=EARLY + DAY)
    evening = STARTS_AT + DAY
    assert reminders.plan(evening).messages == 0

    turnout.check_in(action=action, attendance=came, now=STARTS_AT)
    reminders.plan(evening - 6 * HOUR)
    reminders.plan(evening)
    assert told() == [("thanks", "email"), ("absent", "email")]


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        ("yes", {"yes"}),
        ("maybe", {"maybe"}),
        ("yes_or_maybe", {"yes", "maybe"}),
        ("no_answer", {"none"}),
        ("not_no", {"yes", "maybe", "none"}),
        ("invited", {"yes", "maybe", "none", "no"}),
    ],
)
def test_each_audience_is_what_it_says(action, cast, audience, expected):
    for answer in ("yes", "maybe", "none", "no"):
        AttendanceFactory(
            action=action,
            answer=answer,
            answered_at=None if answer == "none" else EARLY,
            person=reachable_person(cast.grenoble),
        )
    ReminderStep.objects.all().update(is_active=False)
    ReminderStepFactory(action=action, moment="extra", days=-4, at=time(12), audience=audience)
    reminders.plan(datetime(2026, 11, 20, 11, 30, tzinfo=UTC))

    assert {r.attendance.answer for r in Reminder.objects.all()} == expected


def test_sms_wait_for_ten_in_the_morning(action, invited, cast, provider):
    row = invited(texter(cast.grenoble))[0]
    turnout.record_reply(attendance=row, answer="yes", now=EARLY + DAY)
    eight = STARTS_AT - 10 * HOUR
    assert reminders.plan(eight).messages == 0
    assert reminders.plan(eight + 2 * HOUR).messages == 1


def test_an_sms_that_has_not_left_at_eight_in_the_evening_expires(invited, cast, provider):
    invited(texter(cast.grenoble), now=EARLY)
    reminders.plan(EARLY)

    message = Message.objects.get()
    assert message.channel == "sms"
    assert message.send_before == datetime(2026, 11, 3, 19, tzinfo=UTC)


def test_on_a_sunday_e_mail_takes_the_place_of_the_sms(cast, provider):
    sunday = datetime(2026, 11, 22, 14, tzinfo=UTC)
    draft = ActionFactory(chapter=cast.grenoble, starts_at=sunday)
    action = actions.announce(action=draft, now=EARLY)
    both = reachable_person(cast.grenoble)
    PhoneFactory(person=both)
    ConsentFactory(person=both, channel="sms")
    AttendanceFactory(action=action, person=both, yes=True)
    step = action.steps.get(moment="same_morning")
    step.channel = "sms"
    step.save()

    reminders.plan(sunday - 7 * HOUR)
    assert told() == [("same_morning", "email")]


@pytest.mark.parametrize(
    ("local", "allowed"),
    [
        ((2026, 11, 24, 9, 59), False),
        ((2026, 11, 24, 10, 0), True),
        ((2026, 11, 24, 19, 59), True),
        ((2026, 11, 24, 20, 0), False),
        ((2026, 11, 22, 12, 0), False),  # Sunday
        ((2026, 5, 14, 12, 0), False),  # Ascension
    ],
)
def test_no_sms_on_sundays_holidays_nor_out_of_hours(local, allowed):
    moment = datetime(*local, tzinfo=sequences.local_zone())
    assert sending_hours.may_send("sms", moment) is allowed


def test_hours_until_midnight_end_at_midnight(settings):
    settings.SMS_HOURS = [0, 24]
    moment = datetime(2026, 11, 24, 22, 30, tzinfo=sequences.local_zone())
    midnight = datetime(2026, 11, 25, tzinfo=sequences.local_zone())
    assert sending_hours.closing("sms", moment) == midnight


def test_what_waits_is_told_when_it_will_leave():
    saturday = datetime(2026, 5, 23, 21, tzinfo=sequences.local_zone())
    # After Sunday comes Whit Monday.
    opening = sending_hours.next_opening("sms", saturday)
    assert opening == datetime(2026, 5, 26, 10, tzinfo=sequences.local_zone())


def test_a_chapter_template_replaces_the_usual_step(cast):
    ReminderStepFactory(
        action=None, chapter=cast.grenoble, moment="eve", at=time(12), days=-1, subject="Demain !"
    )
    ReminderStepFactory(action=None, chapter=cast.grenoble, moment="extra", days=-3, body="Un mot.")
    action = actions.announce(action=ActionFactory(chapter=cast.grenoble), now=EARLY)

    assert action.steps.get(moment="eve").subject == "Demain !"
    assert action.steps.get(moment="extra").body == "Un mot."
    assert action.steps.count() == len(sequences.DEFAULT_SEQUENCE) + 1


def test_the_plan_of_a_draft_is_shown_before_anything_is_written(cast):
    shown = stages(ActionFactory(chapter=cast.grenoble), now=EARLY)

    assert "eve" in {stage.step.moment for stage in shown}
    assert not ReminderStep.objects.exists()
