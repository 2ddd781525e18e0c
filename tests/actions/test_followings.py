"""Who stands with whom: « les gens de Fatima : 5 sur 7 »."""

import pytest

from actions.domain.welcome.followings import followings
from actions.models import Attendance
from tests.factories.actions import ActionFactory, AttendanceFactory
from tests.factories.members import GroupFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(cast):
    return ActionFactory(chapter=cast.grenoble)


def shown(action):
    rows = Attendance.objects.filter(action=action).select_related(
        "leader", "brought_by", "via_group", "person__brought_by"
    )
    return {one.name: (one.present, one.total) for one in followings(list(rows.order_by("pk")))}


def test_the_fact_comes_before_the_list_and_the_list_before_the_group(action, cast):
    fatima = PersonFactory(chapter=cast.grenoble, first_name="Fatima", last_name="Diallo")
    AttendanceFactory(action=action, via_group=cast.led_group)
    AttendanceFactory(action=action, via_group=cast.led_group, leader=fatima, came=True)
    AttendanceFactory(action=action, leader=cast.leader_person, brought_by=fatima, came=True)

    assert shown(action) == {
        "Les gens de Fatima Diallo": (2, 2),
        "Les gens de Nacéra Benali": (0, 1),
    }


def test_a_leader_stands_with_her_own(action, cast):
    AttendanceFactory(action=action, person=cast.leader_person, came=True)
    AttendanceFactory(action=action, person__brought_by=cast.leader_person)

    assert shown(action) == {"Les gens de Nacéra Benali": (1, 2)}


def test_a_group_without_referent_keeps_its_name_and_the_rest_comes_last(action, cast):
    group = GroupFactory(chapter=cast.grenoble, name="Zone sud")
    AttendanceFactory(action=action)
    AttendanceFactory(action=action, via_group=group)

    assert list(shown(action)) == ["Zone sud", "Autres"]


def test_who_brought_her_once_counts_only_if_expected_too(action, cast):
    AttendanceFactory(action=action, person__brought_by=PersonFactory(chapter=cast.grenoble))
    assert list(shown(action)) == ["Autres"]


@pytest.mark.parametrize("names", [1, 3])
def test_three_questions_for_any_number_of_names(action, cast, names, django_assert_num_queries):
    for _n in range(names):
        outside = PersonFactory(chapter=cast.grenoble)
        AttendanceFactory(action=action, leader=outside)
        AttendanceFactory(action=action, via_group=GroupFactory(chapter=cast.grenoble))
    rows = list(Attendance.objects.filter(action=action).select_related("person"))
    with django_assert_num_queries(3):
        followings(rows)
