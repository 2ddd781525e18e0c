"""Who is told what, when: the plan, its windows, and its memory."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from actions.domain import actions, turnout
from actions.domain.reminding import calls, reminders, sequences
from actions.enums import StepMoment
from actions.models import Action, Reminder, ReminderStep
from alliance.outbox.models import Message
from members.models import FollowUp
from tests.actions.conftest import EARLY
from tests.factories.actions import STARTS_AT, ActionFactory, AttendanceFactory, reachable_person
from tests.factories.members import ConsentFactory, PersonFactory, PhoneFactory

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
# In Paris, around a Tuesday at 18 h: the openings of the usual steps.
WEEK = STARTS_AT - 7 * DAY - 8 * HOUR
TWO_DAYS = STARTS_AT - 2 * DAY
MORNING = STARTS_AT - 10 * HOUR
AFTER = STARTS_AT + DAY - 7 * HOUR


@pytest.fixture
def person(cast):
    return reachable_person(cast.grenoble, first_name="Fatoumata")


def told():
    """The moments announced by message, in the order they were written."""
    reminders_sent = Reminder.objects.exclude(message=None).order_by("pk")
    return list(reminders_sent.values_list("step__moment", flat=True))


def test_the_whole_sequence_of_somebody_who_comes(action, invited, person):
    row = invited(person)[0]
    reminders.plan(EARLY)
    turnout.record_reply(attendance=row, answer="yes", now=EARLY + DAY)
    for moment in (WEEK, TWO_DAYS, MORNING):
        reminders.plan(moment - timedelta(seconds=1))
        reminders.plan(moment)
    turnout.check_in(action=action, attendance=row, now=STARTS_AT)
    reminders.plan(AFTER)

    sequence = ["invitation", "week_before", "two_days_before", "same_morning", "thanks"]
    assert told() == sequence
    assert list(Message.objects.order_by("pk").values_list("send_after", flat=True)) == [
        EARLY,
        WEEK,
        TWO_DAYS,
        MORNING,
        AFTER,
    ]


def test_planned_twice_it_is_written_once(invited, person):
    invited(person)
    assert reminders.plan(EARLY).messages == 1
    assert reminders.plan(EARLY).messages == 0
    assert reminders.plan(EARLY + HOUR).messages == 0
    assert Message.objects.count() == 1


def test_the_message_carries_its_key_its_window_and_whom_it_is_about(action, invited, person):
    row = invited(person)[0]
    reminders.plan(EARLY)

    message = Message.objects.get()
    step = action.steps.get(moment="invitation")
    assert message.key == f"actions.reminder:{row.pk}:{step.pk}:2026-11-24T17:00:00+00:00"
    assert message.send_before == EARLY + 7 * DAY
    assert (message.recipient_type, message.recipient_id) == ("members.person", person.pk)
    assert message.reference == f"actions.attendance:{row.pk}"
    assert message.batch == f"actions.action:{action.pk}"
    assert message.chapter_id == action.chapter_id


def test_without_mail_or_consent_it_is_a_call_of_the_one_who_knows_her(invited, cast):
    known = PersonFactory(chapter=cast.grenoble, organizer=cast.nadia)
    PhoneFactory(person=known)
    silent = reachable_person(cast.grenoble)
    ConsentFactory(person=silent, given=False)
    invited(known, silent)

    planned = reminders.plan(EARLY)

    assert (planned.messages, planned.calls) == (0, 2)
    call, visit = FollowUp.objects.order_by("pk")
    assert (call.person, call.owner, call.kind) == (known, cast.nadia, "call")
    assert (visit.person, visit.owner, visit.kind) == (silent, cast.amina, "meet")
    assert "On va à cinquante" in call.what
    assert "pas de numéro" in visit.what


def test_somebody_who_refused_both_is_left_in_peace(invited, cast):
    person = PersonFactory(chapter=cast.grenoble)
    ConsentFactory(person=person, channel="phone", given=False)
    invited(person)

    planned = reminders.plan(EARLY)

    assert (planned.messages, planned.calls) == (0, 0)


def test_one_open_call_a_person_is_enough(invited, cast):
    row = invited(PersonFactory(chapter=cast.grenoble))[0]
    for moment in (EARLY, WEEK, TWO_DAYS):
        reminders.plan(moment)

    assert FollowUp.objects.count() == 3
    assert FollowUp.objects.open().get().key.startswith(f"actions.reminder:{row.pk}:")


def test_calls_about_what_has_begun_are_withdrawn(invited, cast):
    invited(PersonFactory(chapter=cast.grenoble))
    reminders.plan(EARLY)

    assert reminders.plan(STARTS_AT).withdrawn == 1
    assert not FollowUp.objects.open().exists()


def test_a_window_that_closed_is_never_sent_late(invited, person):
    invited(person)
    reminders.plan(WEEK + 48 * HOUR)  # beat slept from the invitation to two days after D-7

    assert told() == []


def test_messages_wait_for_the_morning(invited, person):
    night = EARLY + 7 * HOUR  # 22 h in Paris
    invited(person, now=night)
    for hours in (0, 3, 9):
        assert reminders.plan(night + hours * HOUR).messages == 0

    assert reminders.plan(night + 10 * HOUR).messages == 1


def test_the_quiet_hours_are_a_setting(invited, person, settings):
    settings.EMAIL_QUIET_HOURS = [12, 14]
    noon = EARLY + 21 * HOUR  # 12 h in Paris
    invited(person, now=noon)
    assert reminders.plan(noon).messages == 0

    assert reminders.plan(noon + 2 * HOUR).messages == 1


def test_two_messages_in_twenty_hours_are_one_and_the_second_is_not_sent_later(invited, person):
    late = TWO_DAYS - 2 * HOUR
    row = invited(person, now=late)[0]
    for hours in (0, 2, 16, 20, 22):
        reminders.plan(late + hours * HOUR)
    turnout.record_reply(attendance=row, answer="yes", now=late + 23 * HOUR)
    reminders.plan(MORNING)

    assert told() == ["invitation", "same_morning"]


def test_an_invitation_and_a_reminder_due_together_are_one(invited, person):
    invited(person, now=TWO_DAYS + HOUR)
    reminders.plan(TWO_DAYS + HOUR)

    assert told() == ["invitation"]


def test_the_morning_is_for_yes_and_maybe_only(action, cast):
    for answer in ("yes", "maybe", "no"):
        person = reachable_person(cast.grenoble)
        AttendanceFactory(action=action, person=person, **{answer: True})
    AttendanceFactory(action=action, person=reachable_person(cast.grenoble))

    reminders.plan(MORNING)

    answers = Reminder.objects.values_list("attendance__answer", flat=True)
    assert sorted(answers) == ["maybe", "yes"]


def test_thanks_go_only_to_those_who_came_walk_ins_included(action, invited, person, cast):
    absent, walk_in = reachable_person(cast.grenoble), reachable_person(cast.grenoble)
    came = invited(person, absent)[0]
    turnout.check_in(action=action, attendance=came, now=STARTS_AT)
    turnout.check_in(action=action, person=walk_in, now=STARTS_AT)

    reminders.plan(AFTER)

    thanked = Reminder.objects.values_list("attendance__person", flat=True)
    assert set(thanked) == {person.pk, walk_in.pk}


def test_paused_nothing_is_planned_and_resumed_it_goes_on(action, invited, person):
    invited(person)
    reminders.plan(EARLY)
    actions.pause(action=action, paused=True, now=EARLY)
    assert Message.objects.get().state == "cancelled"
    assert reminders.plan(EARLY + HOUR).messages == 0

    actions.pause(action=action, paused=False, now=EARLY + HOUR)

    assert reminders.plan(EARLY + 2 * HOUR).messages == 1
    assert Message.objects.get().state == "queued"


def test_a_draft_tells_nobody(cast, person):
    AttendanceFactory(action=ActionFactory(chapter=cast.grenoble), person=person, invited_at=EARLY)

    assert reminders.plan(EARLY).messages == 0


def test_archived_people_are_not_written_to(invited, person):
    invited(person)
    person.archived_at = EARLY
    person.save()

    assert reminders.plan(EARLY).messages == 0


@pytest.mark.parametrize(
    ("starts_at", "opens_at"),
    [
        # The clocks go forward on 29 March 2026, back on 25 October: 18 h stays 18 h.
        (datetime(2026, 3, 30, 16, 0, tzinfo=UTC), datetime(2026, 3, 28, 17, 0, tzinfo=UTC)),
        (datetime(2026, 10, 26, 17, 0, tzinfo=UTC), datetime(2026, 10, 24, 16, 0, tzinfo=UTC)),
    ],
)
def test_local_times_stay_over_the_change_of_clocks(cast, person, starts_at, opens_at):
    draft = ActionFactory(chapter=cast.grenoble, starts_at=starts_at, created_at=opens_at - DAY)
    action = actions.announce(action=draft, now=opens_at - 10 * DAY)
    AttendanceFactory(action=action, person=person, invited_at=opens_at - 10 * DAY)

    assert reminders.plan(opens_at - timedelta(seconds=1)).messages == 0
    assert reminders.plan(opens_at).messages == 1


def test_a_message_that_cannot_be_written_stops_nobody_else(action, invited, cast, caplog):
    people = [reachable_person(cast.grenoble) for _ in range(3)]
    rows = invited(*people)
    poison = sequences.key_of(action.steps.get(moment="invitation"), rows[1].pk, action)
    with connection.cursor() as cursor:  # the database refuses one of the three
        cursor.execute(
            "ALTER TABLE outbox_message ADD CONSTRAINT poison CHECK (key <> %s)", [poison]
        )

    planned = reminders.plan(EARLY)

    assert planned.messages == 2
    assert set(Reminder.objects.values_list("attendance", flat=True)) == {rows[0].pk, rows[2].pk}
    assert "fails for attendance" in caplog.text


def test_the_plan_costs_queries_by_message_and_not_by_invited(
    action, cast, django_assert_max_num_queries
):
    for _ in range(30):
        AttendanceFactory(action=action, no=True)
    Action.objects.update(announced_at=EARLY)

    with django_assert_max_num_queries(6):
        reminders.plan(WEEK)


def test_every_moment_has_words_for_whoever_calls(action):
    for moment in StepMoment:
        step = ReminderStep(action=action, moment=moment)
        assert action.title in calls.what_to_do(step, action, phone=True)
