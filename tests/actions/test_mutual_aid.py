"""Hands between groups: who came to whose, who owes, and on whom the alliance leans."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.domain import mutual_aid
from tests.factories.actions import ActionFactory, AttendanceFactory
from tests.factories.members import GroupFactory, GroupMembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def groups(cast):
    return [GroupFactory(chapter=cast.grenoble, name=name) for name in ("Crique", "Mistral")]


def held(cast, *hosts, days=20, **fields):
    at = timezone.now() - timedelta(days=days)
    action = ActionFactory(
        chapter=cast.grenoble,
        starts_at=at,
        ends_at=at + timedelta(hours=2),
        announced=True,
        **fields,
    )
    action.organizing_groups.set(hosts)
    return action


def come(action, group, count):
    for _ in range(count):
        AttendanceFactory(action=action, via_group=group, came=True)


def pair(cast, guest, host):
    hands = mutual_aid.ledger([cast.grenoble.pk]).hands
    return next((one for one in hands if (one.guest, one.host) == (guest, host)), None)


def test_who_came_to_whose_and_with_how_many(cast, groups):
    crique, mistral = groups
    come(held(cast, crique), mistral, 3)
    come(held(cast, crique), mistral, 2)
    come(held(cast, mistral), crique, 1)
    hand = pair(cast, mistral, crique)
    assert (hand.actions, hand.people, hand.returned, hand.owed) == (2, 5, 1, 4)


def test_ones_own_action_is_no_hand(cast, groups):
    crique, mistral = groups
    come(held(cast, crique, mistral), mistral, 3)
    assert mutual_aid.ledger([cast.grenoble.pk]).hands == ()


def test_whoever_was_not_asked_through_a_group_comes_for_hers(cast, groups):
    crique, mistral = groups
    person = GroupMembershipFactory(group=mistral).person
    AttendanceFactory(action=held(cast, crique), person=person, came=True)
    AttendanceFactory(
        action=held(cast, crique), person=PersonFactory(chapter=cast.grenoble), came=True
    )
    assert pair(cast, mistral, crique).people == 1


@pytest.mark.parametrize(
    "fields", [{"days": 400}, {"state": "cancelled", "cancelled_at": timezone.now()}]
)
def test_old_and_cancelled_actions_do_not_count(cast, groups, fields):
    come(held(cast, groups[0], **fields), groups[1], 2)
    assert mutual_aid.ledger([cast.grenoble.pk]).hands == ()


def test_an_alliance_that_leans_on_one_group_is_told(cast, groups):
    crique, mistral = groups  # and the group of the cast
    action = held(cast, crique)
    come(action, mistral, 15)
    come(action, crique, 5)
    year = mutual_aid.ledger([cast.grenoble.pk])
    assert year.leaning.group == mistral
    come(action, crique, 10)
    assert mutual_aid.ledger([cast.grenoble.pk]).leaning is None


def test_the_ledger_costs_the_same_for_three(cast, groups, django_assert_num_queries):
    for rows in (1, 2):
        for _ in range(rows):
            come(held(cast, groups[0]), groups[1], 1)
        with django_assert_num_queries(3):
            mutual_aid.ledger([cast.grenoble.pk])


def test_the_page_says_who_owes_and_the_panel_too(cast, client_of, groups):
    crique, mistral = groups
    come(held(cast, crique), mistral, 3)
    amina = client_of(cast.amina)
    page = amina.get(reverse("actions:mutual-aid")).content.decode()
    assert "Crique en doit à Mistral" in page
    panel = amina.get(
        reverse("actions:group-aid", args=[crique.pk]), headers={"HX-Request": "true"}
    )
    assert "3 à rendre" in panel.content.decode()
