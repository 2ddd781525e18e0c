"""Each constraint of the room, by its name."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from actions.models import Reminder
from tests.factories.actions import (
    STARTS_AT,
    ActionFactory,
    AttendanceFactory,
    ReminderStepFactory,
    ReplyFactory,
)
from tests.factories.members import PersonFactory

pytestmark = pytest.mark.django_db


def refuses(name, make, **fields):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make(**fields)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("action_ends_after_it_starts", {"ends_at": STARTS_AT}),
        ("action_goal_plausible", {"goal": 0}),
        ("action_goal_plausible", {"goal": 10_000_000}),
        ("action_cancelled_has_a_date", {"state": "cancelled"}),
        ("action_cancelled_has_a_date", {"cancelled_at": STARTS_AT}),
        ("action_has_a_title", {"title": ""}),
        ("action_capacity_plausible", {"capacity": 0}),
        ("action_public_has_an_address", {"visibility": "public"}),
    ],
)
def test_actions(name, fields):
    refuses(name, ActionFactory, **fields)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("attendance_without_person_is_a_walk_in", {"person": None}),
        ("attendance_answer_has_a_date", {"answer": "yes"}),
        ("attendance_check_in_has_a_date", {"attended": True}),
        ("attendance_companions_limit", {"companions": 21}),
        ("attendance_waiting_is_not_counted", {"waiting_since": STARTS_AT}),
        ("attendance_needs_plausible", {"children": 11}),
        ("attendance_needs_plausible", {"seats_offered": 9}),
        ("attendance_offers_or_wants_a_ride", {"seats_offered": 2, "wants_ride": True}),
    ],
)
def test_attendances(name, fields):
    refuses(name, AttendanceFactory, **fields)


def test_nobody_is_on_the_list_twice_nor_brings_herself():
    row = AttendanceFactory()

    refuses("attendance_once_per_action", AttendanceFactory, action=row.action, person=row.person)
    person = PersonFactory(chapter=row.action.chapter)
    refuses(
        "attendance_not_brought_by_herself",
        AttendanceFactory,
        action=row.action,
        person=person,
        brought_by=person,
    )


def test_day_roles_and_replies():
    row = AttendanceFactory()
    row.action.day_roles.create(person=row.person, role="press")

    refuses(
        "day_role_once_per_person", row.action.day_roles.create, person=row.person, role="press"
    )
    refuses("reply_companions_limit", ReplyFactory, attendance=row, companions=21)


def test_steps_and_reminders():
    action = ActionFactory()
    step = ReminderStepFactory(action=action)
    row = AttendanceFactory(action=action)
    told = {"attendance": row, "step": step, "starts_at": STARTS_AT, "channel": "email"}
    Reminder.objects.create(**told)

    refuses("step_of_an_action_or_of_a_chapter", ReminderStepFactory, action=None)
    refuses("step_window_is_open", ReminderStepFactory, moment="thanks", window_hours=0)
    refuses("step_once_per_action", ReminderStepFactory, action=action)
    refuses("reminder_once_per_announced_date", Reminder.objects.create, **told)
    later = {**told, "starts_at": STARTS_AT + timedelta(days=1)}
    assert Reminder.objects.create(**later).pk
