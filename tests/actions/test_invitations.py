"""Who is asked, once, and who gets what."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actions.domain import turnout
from actions.domain.actions import WrongState, cancel
from actions.models import Attendance
from members.enums import AddressState
from tests.actions.conftest import EARLY
from tests.factories.actions import STARTS_AT, reachable_person
from tests.factories.members import (
    ConsentFactory,
    EmailFactory,
    GroupFactory,
    GroupMembershipFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db


def test_the_current_members_of_a_group_are_asked_once(action, cast):
    group = GroupFactory(chapter=cast.grenoble)
    here = GroupMembershipFactory(group=group).person
    GroupMembershipFactory(group=group, left_on=timezone.localdate())
    asked = turnout.invite(action=action, groups=[group], actor=cast.amina, now=EARLY)
    again = turnout.invite(action=action, groups=[group], people=[here], now=EARLY)

    assert (asked.invited, again.invited) == ({here.pk}, frozenset())
    assert again.already == {here.pk}
    row = Attendance.objects.get()
    assert (row.via_group, row.invited_by, row.invited_at) == (group, cast.amina, EARLY)


def test_somebody_in_two_groups_and_named_is_one_attendance(action, cast):
    groups = [GroupFactory(chapter=cast.grenoble) for _ in range(2)]
    person = PersonFactory(chapter=cast.grenoble)
    for group in groups:
        GroupMembershipFactory(group=group, person=person)

    turnout.invite(action=action, groups=groups, people=[person], now=EARLY)

    assert Attendance.objects.count() == 1


def test_other_chapters_and_archived_people_are_left_out(action, cast):
    archived = PersonFactory(chapter=cast.grenoble, archived_at=EARLY)
    foreign = PersonFactory(chapter=cast.rennes)
    group = GroupFactory(chapter=cast.rennes)
    GroupMembershipFactory(group=group)

    asked = turnout.invite(action=action, groups=[group], people=[archived, foreign], now=EARLY)

    assert asked.invited == frozenset()
    assert not Attendance.objects.exists()


def test_it_says_who_gets_a_message_who_a_call_and_why(action, cast):
    written_to = reachable_person(cast.grenoble)
    without_email = PersonFactory(chapter=cast.grenoble)
    bounced = reachable_person(cast.grenoble)
    bounced.emails.update(state=AddressState.BOUNCED)
    silent = PersonFactory(chapter=cast.grenoble)
    EmailFactory(person=silent)
    left_alone = PersonFactory(chapter=cast.grenoble)
    ConsentFactory(person=left_alone, channel="phone", given=False)
    people = [written_to, without_email, bounced, silent, left_alone]

    seen = turnout.preview(action=action, people=people)

    assert not Attendance.objects.exists()
    assert seen.by_email == {written_to.pk}
    assert seen.without_email == {without_email.pk, bounced.pk, left_alone.pk}
    assert seen.without_consent == {silent.pk}
    assert seen.to_call == {without_email.pk, bounced.pk, silent.pk}
    assert turnout.invite(action=action, people=people, now=EARLY) == seen


def test_somebody_who_came_uninvited_becomes_invited_without_losing_it(action, cast):
    person = PersonFactory(chapter=cast.grenoble)
    turnout.check_in(action=action, person=person, now=STARTS_AT - timedelta(hours=1))

    turnout.invite(action=action, people=[person], now=STARTS_AT)

    row = Attendance.objects.get()
    assert (row.attended, row.invited_at) == (True, STARTS_AT)


def test_nobody_is_invited_to_what_is_cancelled_or_over(action, cast):
    person = PersonFactory(chapter=cast.grenoble)
    with pytest.raises(WrongState):
        turnout.invite(action=action, people=[person], now=STARTS_AT + timedelta(days=1))
    cancel(action=action, now=EARLY)
    with pytest.raises(WrongState):
        turnout.invite(action=action, people=[person], now=EARLY)


def test_many_are_invited_in_a_few_queries(action, cast, django_assert_max_num_queries):
    group = GroupFactory(chapter=cast.grenoble)
    for _ in range(30):
        GroupMembershipFactory(group=group)

    with django_assert_max_num_queries(14):
        turnout.invite(action=action, groups=[group], actor=cast.amina, now=EARLY)
