"""Roles rotate: who held them, who never has, and who holds one alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actions.domain.planning import roles
from actions.models import ActionRole
from members.models import Leadership
from tests.factories.actions import ActionFactory
from tests.factories.members import PersonFactory

pytestmark = pytest.mark.django_db


def held(person, role, days=30, times=1):
    for _ in range(times):
        at = timezone.now() - timedelta(days=days)
        action = ActionFactory(
            chapter=person.chapter, starts_at=at, ends_at=at + timedelta(hours=1), announced=True
        )
        ActionRole.objects.create(action=action, person=person, role=role)


def turn(cast, name):
    return next(one for one in roles.turns([cast.grenoble.pk]) if one.role == name)


def test_a_role_held_twice_by_one_person_alone_is_a_risk(cast):
    other = PersonFactory(chapter=cast.grenoble)
    Leadership.objects.create(person=other)
    held(cast.leader_person, "spokesperson", times=2)
    found = turn(cast, "porte-parole")
    assert found.held == ((cast.leader_person, 2),)
    assert found.alone == cast.leader_person
    assert found.never == (other,)


def test_two_people_share_it(cast):
    held(cast.leader_person, "chair", times=2)
    held(PersonFactory(chapter=cast.grenoble), "chair")
    assert turn(cast, "animation").alone is None


def test_what_is_over_a_year_old_is_no_turn_but_was_held(cast):
    Leadership.objects.create(person=cast.leader_person)
    held(cast.leader_person, "minutes", days=500)
    found = turn(cast, "compte rendu")
    assert (found.held, found.never) == ((), ())


def test_her_roles_and_those_never_held(cast):
    held(cast.leader_person, "spokesperson")
    held(cast.leader_person, "photos")
    found = roles.roles_of(cast.leader_person.pk)
    assert found.held == (("porte-parole", 1), ("photos", 1))
    assert found.never == ("animation", "négociation", "compte rendu")


@pytest.mark.parametrize("rows", [1, 3])
def test_turns_cost_the_same_for_three(cast, rows, django_assert_num_queries):
    for _ in range(rows):
        person = PersonFactory(chapter=cast.grenoble)
        Leadership.objects.create(person=person)
        held(person, "chair")
    with django_assert_num_queries(3):
        roles.turns([cast.grenoble.pk])
