"""From the goal to the lists: proposals, pledges, names; what it costs and whom it refuses."""

import pytest
from django.urls import reverse

from actions.domain.planning import leaders, pledges
from actions.models import Attendance, Pledge
from tests.factories.actions import ActionFactory, AttendanceFactory
from tests.factories.members import GroupMembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def fatima(cast):
    """The referent of a group of six, who brought two and four people to her last actions."""
    leader = cast.leader_person
    for person in PersonFactory.create_batch(6, chapter=cast.grenoble):
        GroupMembershipFactory(group=cast.led_group, person=person)
    for count in (2, 4):
        past = ActionFactory(chapter=cast.grenoble, announced=True, past=True)
        AttendanceFactory(action=past, person=leader, yes=True, came=True)
        for _one in range(count):
            AttendanceFactory(action=past, brought_by=leader, came=True)
    return leader


@pytest.fixture
def soon(cast):
    return ActionFactory(chapter=cast.grenoble, announced=True, soon=True)


@pytest.fixture
def amina(cast, client_of):
    return client_of(cast.amina)


def url(name, action):
    return reverse(f"actions:{name}", args=[action.pk])


def test_a_leader_is_asked_for_what_she_usually_brings(fatima, soon):
    (found,) = leaders.candidates(soon)
    assert (found.leader, found.suggestion, found.circle) == (fatima, 3, 12)
    assert "2, 4" in found.reason or "4, 2" in found.reason


def test_one_page_turns_numbers_into_lists(amina, fatima, soon):
    page = amina.get(url("plan", soon))
    assert page.context["form"][f"amene_{fatima.pk}"].value() == 3

    answer = amina.post(url("plan", soon), {f"amene_{fatima.pk}": "3"})

    assert answer["Location"] == url("lists", soon)
    assert Pledge.objects.get().people == 3
    assert Attendance.objects.filter(action=soon, leader=fatima).count() == 9
    assert fatima.full_name in amina.get(url("lists", soon)).content.decode()


def test_lists_made_twice_are_the_same(fatima, soon, cast):
    pledges.pledge(action=soon, leader=fatima, people=2)
    assert pledges.make_lists(action=soon) == {fatima.pk: 6}
    before = set(Attendance.objects.filter(leader=fatima).values_list("pk", flat=True))
    assert pledges.make_lists(action=soon) == {fatima.pk: 6}
    assert set(Attendance.objects.filter(leader=fatima).values_list("pk", flat=True)) == before


def test_those_who_said_no_are_on_no_list(fatima, soon, cast):
    for person in cast.led_group.memberships.values_list("person", flat=True):
        if person != fatima.pk:
            AttendanceFactory(action=soon, person_id=person, no=True)
    pledges.pledge(action=soon, leader=fatima, people=20)
    pledges.make_lists(action=soon)
    assert not Attendance.objects.filter(leader=fatima, answer="no").exists()


@pytest.mark.parametrize("number", ["-1", "501", "sept"])
def test_an_impossible_pledge_is_refused_beside_its_field(amina, fatima, soon, number):
    answer = amina.post(url("plan", soon), {f"amene_{fatima.pk}": number})
    assert answer.status_code == 422
    assert "nombre de personnes" in answer.content.decode()
    assert not Pledge.objects.exists()


def test_a_plan_without_any_number_says_so(amina, fatima, soon):
    answer = amina.post(url("plan", soon), {f"amene_{fatima.pk}": ""})
    assert answer.status_code == 422
    assert "au moins un nombre" in answer.content.decode()


def test_a_pledge_said_again_counts_once_and_zero_takes_it_back(fatima, soon):
    for people in (7, 5):
        pledges.pledge(action=soon, leader=fatima, people=people)
    assert Pledge.objects.get().people == 5
    assert pledges.pledge(action=soon, leader=fatima, people=0) is None
    assert not Pledge.objects.exists()


def test_somebody_of_another_chapter_pledges_nothing(soon, cast):
    with pytest.raises(pledges.InvalidPledge):
        pledges.pledge(action=soon, leader=PersonFactory(chapter=cast.rennes), people=2)


def test_a_name_moves_from_a_list_and_back(amina, fatima, soon, cast):
    person = PersonFactory(chapter=cast.grenoble)
    amina.post(url("lists-move", soon), {"person": person.pk, "leader": fatima.pk})
    row = Attendance.objects.get(action=soon, person=person)
    assert (row.leader, row.invited_at is not None) == (fatima, True)
    amina.post(url("lists-move", soon), {"person": person.pk})
    row.refresh_from_db()
    assert row.leader is None


def test_the_figure_of_each_leader(soon, fatima):
    Pledge.objects.create(action=soon, leader=fatima, people=5)
    AttendanceFactory(action=soon, leader=fatima, yes=True, companions=1)
    AttendanceFactory(action=soon, leader=fatima)
    (one,) = leaders.figures(soon)
    assert (one.pledged, one.listed, one.yes, one.promised, one.behind) == (5, 2, 1, 2, 3)


def test_the_lists_are_a_paper(amina, fatima, soon):
    pledges.pledge(action=soon, leader=fatima, people=2)
    pledges.make_lists(action=soon)
    paper = amina.get(url("lists-paper", soon))
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_cost_the_same_for_any_number(amina, soon, cast, rows, django_assert_num_queries):
    for leader in PersonFactory.create_batch(rows, chapter=cast.grenoble):
        Pledge.objects.create(action=soon, leader=leader, people=2)
        AttendanceFactory.create_batch(rows, action=soon, leader=leader)
    amina.get(url("lists", soon))
    with django_assert_num_queries(LISTS_QUERIES):
        amina.get(url("lists", soon))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_plan_costs_the_same_for_any_number(amina, soon, cast, rows, django_assert_num_queries):
    for leader in PersonFactory.create_batch(rows, chapter=cast.grenoble):
        Pledge.objects.create(action=soon, leader=leader, people=2)
    amina.get(url("plan", soon))
    with django_assert_num_queries(PLAN_QUERIES):
        amina.get(url("plan", soon))


LISTS_QUERIES, PLAN_QUERIES = 7, 17


def test_the_plan_says_what_is_still_to_be_found(amina, fatima, soon):
    page = amina.get(url("plan", soon))
    found = page.context["to_find"]
    assert found == page.context["yes_for_goal"] - 3

    refused = amina.post(url("plan", soon), {f"amene_{fatima.pk}": "501"})

    assert refused.context["form"].promised() == 501


def test_leaders_who_cannot_bring_them_all_are_not_said_to(amina, fatima, soon):
    Pledge.objects.create(action=soon, leader=fatima, people=5)
    said = amina.get(reverse("actions:action-detail", args=[soon.pk])).content.decode()
    assert "peut en apporter" in said
