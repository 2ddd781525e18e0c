"""Attendances follow a merge: one an action, with all that was asked, answered and told."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from actions.domain.tokens import reply_token
from actions.enums import Answer
from actions.models import ActionRole, Ask, Attendance, Pledge, Reminder, Reply
from members.domain import merging
from tests.factories.actions import (
    STARTS_AT,
    AttendanceFactory,
    ReminderStepFactory,
    ReplyFactory,
)
from tests.factories.campaigns import ConversationFactory, GrievanceFactory
from tests.factories.members import PersonFactory
from tests.snapshots import snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(cast):
    return PersonFactory.create_batch(2, chapter=cast.grenoble)


@pytest.fixture
def twins(pair, action):
    """Both pages invited to one action: the kept one said no, then the other yes, and came."""
    kept = AttendanceFactory(action=action, person=pair[0], no=True)
    later = STARTS_AT - timedelta(days=2)
    gone = AttendanceFactory(
        action=action,
        person=pair[1],
        invited_at=STARTS_AT - timedelta(days=30),
        answer=Answer.YES,
        answered_at=later,
        companions=2,
        came=True,
    )
    step = action.steps.get(moment="thanks")
    for row in (kept, gone):
        ReplyFactory(attendance=row)
        Ask.objects.create(attendance=row, channel="phone")
        Reminder.objects.create(attendance=row, step=step, starts_at=STARTS_AT, channel="email")
    other = ReminderStepFactory(action=None, chapter=action.chapter, moment="invitation")
    Reminder.objects.create(attendance=gone, step=other, starts_at=STARTS_AT, channel="email")
    return kept, gone


def merge(pair, cast):
    return merging.merge(keep=pair[0], gone=pair[1], actor=cast.amina)


def test_two_attendances_become_one_that_says_it_all(pair, twins, cast):
    merge(pair, cast)
    row = Attendance.objects.get()
    assert (row.pk, row.person) == (twins[0].pk, pair[0])
    assert (row.answer, row.companions, row.attended) == (Answer.YES, 2, True)
    assert row.invited_at == STARTS_AT - timedelta(days=30)
    assert row.checked_in_at == STARTS_AT


def test_replies_and_asks_are_all_kept_and_a_reminder_told_twice_is_one(pair, twins, cast):
    merge(pair, cast)
    assert Reply.objects.filter(attendance=twins[0]).count() == 2
    assert Ask.objects.filter(attendance=twins[0]).count() == 2
    assert Reminder.objects.filter(attendance=twins[0]).count() == 2


def test_an_earlier_answer_does_not_replace_a_later_one(pair, action, cast):
    AttendanceFactory(action=action, person=pair[0], yes=True)
    AttendanceFactory(
        action=action, person=pair[1], answer="no", answered_at=STARTS_AT - timedelta(days=15)
    )
    merge(pair, cast)
    assert Attendance.objects.get().answer == Answer.YES


def test_undoing_restores_invitations_answers_and_presences(pair, twins, action, cast):
    friend = PersonFactory(chapter=cast.grenoble)
    AttendanceFactory(action=action, person=friend, brought_by=pair[1])
    Attendance.objects.filter(pk=twins[0].pk).update(brought_by=pair[1])
    Attendance.objects.filter(pk=twins[1].pk).update(brought_by=friend)
    for person in pair:
        ActionRole.objects.create(action=action, person=person, role="speaker")
    ActionRole.objects.create(action=action, person=pair[1], role="photos")
    ConversationFactory(chapter=cast.grenoble, person=pair[1])
    GrievanceFactory(chapter=cast.grenoble, person=pair[1])
    before = snapshot("merge", "distinctpair")
    done = merge(pair, cast)
    for model in (Attendance, ActionRole):
        assert not model.objects.filter(person=pair[1]).exists()
    merging.undo_merge(merge=done, actor=cast.amina)
    assert snapshot("merge", "distinctpair") == before


def test_nobody_comes_with_herself(pair, action, cast):
    AttendanceFactory(action=action, person=pair[0], brought_by=pair[1])
    merge(pair, cast)
    assert Attendance.objects.get().brought_by is None


def test_whom_she_brought_was_brought_by_the_page_kept(pair, action, cast):
    row = AttendanceFactory(action=action, brought_by=pair[1])
    merge(pair, cast)
    row.refresh_from_db()
    assert row.brought_by == pair[0]


def test_the_roles_of_the_day_are_held_once(pair, action, cast):
    for person, role in ((pair[0], "speaker"), (pair[1], "speaker"), (pair[1], "photos")):
        ActionRole.objects.create(action=action, person=person, role=role)
    merge(pair, cast)
    assert set(ActionRole.objects.values_list("person", "role")) == {
        (pair[0].pk, "speaker"),
        (pair[0].pk, "photos"),
    }


def test_two_pledges_become_the_larger_and_come_apart_again(pair, action, cast):
    for person, people in zip(pair, (3, 7), strict=True):
        Pledge.objects.create(action=action, leader=person, people=people)
    before = snapshot("merge", "distinctpair")

    done = merge(pair, cast)
    assert Pledge.objects.get().people == 7
    merging.undo_merge(merge=done, actor=cast.amina)
    assert snapshot("merge", "distinctpair") == before


def test_nobody_drives_herself_after_a_merge(pair, action, cast):
    kept, gone = (AttendanceFactory(action=action, person=person) for person in pair)
    Attendance.objects.filter(pk=kept.pk).update(rides_with=gone)
    passenger = AttendanceFactory(action=action, rides_with=gone, leader=pair[1])

    merge(pair, cast)
    kept.refresh_from_db()
    passenger.refresh_from_db()
    assert (kept.rides_with, passenger.rides_with, passenger.leader) == (None, kept, pair[0])


def test_both_links_lead_to_the_attendance_kept_and_apart_again(client, pair, action, cast):
    kept, gone = (AttendanceFactory(action=action, person=person) for person in pair)
    done = merge(pair, cast)
    with time_machine.travel(STARTS_AT - timedelta(days=1)):
        assert merging.heir_of(Attendance, gone.pk) == kept.pk
        page = client.post(f"/r/{reply_token(gone.pk)}/", {"answer": "yes", "client_id": uuid4()})
    assert page.status_code == 302
    kept.refresh_from_db()
    assert kept.answer == Answer.YES
    merging.undo_merge(merge=done, actor=cast.amina)
    assert merging.heir_of(Attendance, gone.pk) is None
