"""Two beats at once: the work is shared, nothing is doubled, nobody waits for ever."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection

from actions.domain import actions, turnout
from actions.domain.reminding import reminders
from actions.domain.reminding.eligibility import still_wanted
from actions.models import Attendance, Reminder, Reply
from alliance.outbox.models import Message
from members.models import FollowUp
from tests.actions.conftest import EARLY
from tests.factories.actions import ActionFactory, AttendanceFactory, reachable_person
from tests.factories.members import PersonFactory

ONE_TAP = UUID("6f1c1c0e-8f6e-4b7d-9a55-0d1f5b0f2a11")
pytestmark = pytest.mark.django_db(transaction=True)


def together(*deeds):
    """Run the deeds at the same moment, each on a connection of its own."""
    start = Barrier(len(deeds))

    def run(deed):
        try:
            start.wait()
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, d) for d in deeds]]


@pytest.fixture
def action():
    return actions.announce(action=ActionFactory(), now=EARLY)


def test_plans_at_once_share_the_work(action):
    for _ in range(60):
        person = reachable_person(action.chapter)
        AttendanceFactory(action=action, person=person, invited_at=EARLY)
    for _ in range(10):
        AttendanceFactory(
            action=action, person=PersonFactory(chapter=action.chapter), invited_at=EARLY
        )

    plans = together(*[lambda: reminders.plan(EARLY)] * 3)

    assert sum(plan.messages for plan in plans) == Message.objects.count() == 60
    assert sum(plan.calls for plan in plans) == FollowUp.objects.count() == 10
    assert Reminder.objects.count() == 70
    assert not Reminder.objects.filter(message=None, follow_up=None).exists()


def test_a_no_given_while_the_plan_writes_leaves_nothing_to_send(action):
    person = reachable_person(action.chapter)
    row = AttendanceFactory(action=action, person=person, invited_at=EARLY)

    together(
        lambda: reminders.plan(EARLY),
        lambda: turnout.record_reply(attendance=row, answer="no", now=EARLY),
    )

    row.refresh_from_db()
    assert row.answer == "no"
    waiting = list(Message.objects.filter(state="queued"))
    assert set(still_wanted(waiting)) == {message.pk for message in waiting}


def test_taps_of_several_phones_count_each_person_once(action):
    row = AttendanceFactory(action=action)
    on_the_day = action.starts_at
    deeds = [lambda: turnout.check_in(action=action, attendance=row, now=on_the_day)] * 2
    deeds += [lambda: turnout.walk_in(action=action, client_id=ONE_TAP, now=on_the_day)] * 2

    together(*deeds)

    assert turnout.turnout(action).attended == 2
    assert Attendance.objects.count() == 2


def test_two_clicks_at_once_are_one_reply(action):
    row = AttendanceFactory(action=action)
    deed = lambda: turnout.record_reply(  # noqa: E731
        attendance=row, answer="yes", client_id=ONE_TAP, now=EARLY
    )

    together(deed, deed)

    assert Reply.objects.count() == 1
