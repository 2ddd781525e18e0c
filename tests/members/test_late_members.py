"""Late members: asked of whoever knows them, once, a few at a time."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from members.domain.paying import dues, late_members
from members.models import FollowUp
from members.tasks import plan_late_follow_ups
from tests.factories.members import (
    ContactFactory,
    MembershipFactory,
    MembershipTypeFactory,
    PersonFactory,
    RoleFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

NOW = timezone.make_aware(datetime(2026, 11, 22, 6, 30))
TODAY = date(2026, 11, 22)


def late_person(cast, days=10, **fields):
    end = TODAY - timedelta(days=days)
    person = PersonFactory(chapter=cast.grenoble, **fields)
    MembershipFactory(person=person, starts_on=end - timedelta(days=364), ends_on=end)
    return person


def test_her_organizer_is_asked_once(cast):
    person = late_person(cast, organizer=cast.amina)
    assert late_members.plan(now=NOW) == 1
    assert late_members.plan(now=NOW + timedelta(days=1)) == 0
    task = FollowUp.objects.get()
    assert (task.person, task.owner, task.due_on) == (person, cast.amina, TODAY)
    assert "jeudi 12\xa0novembre 2026" in task.what


def test_without_organizer_whoever_spoke_last_is_asked(cast):
    gone = UserFactory(is_active=False)
    RoleFactory(user=gone, chapter=cast.grenoble)
    person = late_person(cast)
    ContactFactory(person=person, author=cast.amina, happened_at=NOW - timedelta(days=90))
    ContactFactory(person=person, author=gone, happened_at=NOW - timedelta(days=9))
    ContactFactory(person=person, author=cast.yann, happened_at=NOW - timedelta(days=5))
    late_members.plan(now=NOW)
    assert FollowUp.objects.get().owner == cast.amina


def test_without_anybody_the_team_is_asked(cast):
    late_person(cast)
    late_members.plan(now=NOW)
    assert FollowUp.objects.get().owner is None


def test_nobody_gets_more_than_ten_and_the_latest_come_first(cast):
    people = [late_person(cast, days=d, organizer=cast.amina) for d in range(300, 308)]
    people += [late_person(cast, days=d, organizer=cast.amina) for d in range(1, 6)]
    assert late_members.plan(now=NOW) == late_members.AT_ONCE
    asked = set(FollowUp.objects.values_list("person", flat=True))
    assert {p.pk for p in people[8:]} < asked
    FollowUp.objects.filter(pk__in=FollowUp.objects.values("pk")[:2]).update(done_at=NOW)
    assert late_members.plan(now=NOW) == 2


def test_up_to_date_former_archived_and_merged_people_are_left_alone(cast):
    late_person(cast, days=-40)
    late_person(cast, days=500)
    late_person(cast, archived_at=NOW)
    late_person(cast, merged_into=cast.leader_person)
    assert late_members.plan(now=NOW) == 0


def test_whoever_renewed_by_another_way_is_no_longer_asked_about(cast):
    person = late_person(cast, organizer=cast.amina)
    late_members.plan(now=NOW)
    MembershipFactory(person=person, starts_on=TODAY, ends_on=TODAY + timedelta(days=364))
    late_members.plan(now=NOW)
    assert FollowUp.objects.get().cancelled_at == NOW


def test_a_new_lapse_is_asked_about_again(cast):
    person = late_person(cast, days=300, organizer=cast.amina)
    late_members.plan(now=NOW)
    kind = MembershipTypeFactory(chapter=cast.grenoble, months=1)
    dues.collect(person=person, type=kind, amount=5, method="cash", collected_by=None, now=NOW)
    assert late_members.plan(now=NOW + timedelta(days=60)) == 1
    assert FollowUp.objects.open().count() == 1


@pytest.mark.parametrize("people", [2, 6])
def test_finding_whom_to_ask_costs_the_same(cast, django_assert_num_queries, people):
    for _each in range(people):
        late_person(cast, organizer=cast.amina)
    late_members.plan(now=NOW)
    with django_assert_num_queries(5):  # two of them the savepoint
        late_members.plan(now=NOW)


def test_beat_s_door_plans(cast):
    late_person(cast, days=(TODAY - timezone.localdate()).days + 10)
    plan_late_follow_ups()
    assert FollowUp.objects.count() == 1
