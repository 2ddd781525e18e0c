"""Call lists: prepared, shared by who knows whom, mended when a branch keeps silent."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from actions.domain.phone_tree import access_links, call_lists
from actions.domain.phone_tree.call_figures import branch_figures, list_figures
from actions.domain.phone_tree.callers import Caller, candidates, share
from actions.models import AccessLink, CallBranch, CallLine, CallList
from alliance.journal.models import Entry
from tests.factories.calls import CallBranchFactory, CallLineFactory
from tests.factories.members import (
    ContactFactory,
    GroupMembershipFactory,
    PersonFactory,
    PhoneFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(cast):
    return PersonFactory.create_batch(4, chapter=cast.grenoble)


def prepare(cast, people, **fields):
    return call_lists.prepare(
        chapter=cast.grenoble, people=people, title="Ce soir", actor=cast.amina, **fields
    )


def test_a_list_holds_each_name_once_with_its_number(cast, people):
    stranger = PersonFactory(chapter=cast.rennes)
    gone = PersonFactory(chapter=cast.grenoble, archived_at=timezone.now())

    found = prepare(cast, [*people, *people, stranger, gone])

    assert sorted(found.lines.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert found.branches.get().user == cast.amina
    assert Entry.objects.get(verb="call_list.prepared").detail == {"people": 4}


def test_the_same_form_twice_is_one_list(cast, people):
    identity = "5f0c1d5e-0000-4000-8000-000000000001"
    assert prepare(cast, people, client_id=identity) == prepare(cast, people, client_id=identity)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"people": []}, "liste est vide"),
        ({"title": " "}, "Donnez un titre"),
        ({"expires_at": timezone.now() - timedelta(hours=1)}, "déjà passée"),
    ],
)
def test_impossible_lists_are_refused_in_french(cast, people, fields, said):
    with pytest.raises(call_lists.InvalidCallList, match=said):
        call_lists.prepare(
            **{"chapter": cast.grenoble, "people": people, "title": "x", "actor": cast.amina}
            | fields
        )


def test_it_ends_with_the_evening():
    at = timezone.make_aware(datetime(2026, 11, 24, 15, 0))
    assert timezone.localtime(call_lists.end_of_the_evening(at)).hour == 22
    late = call_lists.end_of_the_evening(at.replace(hour=21, minute=30))
    assert (late - at).total_seconds() > 24 * 3600


def test_callers_are_those_who_know_the_names(cast, people):
    people[0].brought_by = cast.leader_person
    people[0].save()
    GroupMembershipFactory(group=cast.led_group, person=people[1])
    ContactFactory(person=people[2], author=cast.yann, happened_at=timezone.now())
    PhoneFactory(person=cast.leader_person, number="+33639980001")

    first, second = candidates(cast.grenoble, [person.pk for person in people])

    assert (first.person_id, first.user_id) == (cast.leader_person.pk, cast.leader.pk)
    assert first.knows == {people[0].pk: "brought", people[1].pk: "group"}
    assert first.phone == "+33639980001"
    assert second.knows == {people[2].pk: "spoke"}


def test_names_go_to_who_knows_them_and_shares_stay_even():
    fatima = Caller("Fatima", 100, knows={1: "brought", 2: "group", 3: "group"})
    karim = Caller("Karim", 200, knows={3: "brought"})

    shares = share([1, 2, 3, 4], [fatima, karim])

    assert shares == {1: 0, 2: 0, 3: 1, 4: 1}


def test_nobody_calls_herself():
    assert share([100, 1], [Caller("Fatima", 100), Caller("Karim", 200)]) == {100: 1, 1: 0}


def test_splitting_gives_each_caller_her_names_and_her_link(cast, people):
    found = prepare(cast, people)
    karim = Caller("Karim", people[3].pk, knows={people[0].pk: "brought"})

    call_lists.split(call_list=found, callers=[karim, Caller("Sarah", None, cast.yann.pk)],
                     actor=cast.amina)  # fmt: skip

    names = {branch.name: branch.lines.count() for branch in found.branches.all()}
    assert names == {"Karim": 2, "Sarah": 2}
    assert found.lines.get(person=people[0]).why == "brought"
    for branch in found.branches.all():
        assert access_links.read(call_lists.link_of(branch).rstrip("/").split("/")[-1])


def test_splitting_again_leaves_what_was_called(cast, people):
    found = prepare(cast, people)
    CallLine.objects.filter(number=1).update(outcome="yes", done_at=timezone.now())

    call_lists.split(call_list=found, callers=[Caller("Karim", people[3].pk)], actor=cast.amina)

    assert found.lines.get(number=1).branch.user == cast.amina
    assert found.lines.filter(branch__name="Karim").count() == 3


def test_a_silent_branch_is_seen_after_two_hours_and_gives_its_names(cast, people):
    found = prepare(cast, people)
    helper = call_lists.add_caller(call_list=found, name="Sarah", actor=cast.amina)
    mine = found.branches.get(user=cast.amina)
    later = timezone.now() + timedelta(hours=2, minutes=1)
    found.expires_at = later + timedelta(hours=3)
    assert [f.silent for f in branch_figures(found, now=later)] == [True, False]

    CallLine.objects.filter(number=1).update(outcome="no", done_at=timezone.now())
    moved = call_lists.move_waiting(branch=mine, to=helper, actor=cast.amina)

    assert (moved, helper.lines.count(), mine.lines.count()) == (3, 3, 1)


def test_progress_is_counted_by_caller_and_for_the_list(cast, people):
    found = prepare(cast, people)
    at = timezone.now()
    found.lines.filter(number=1).update(outcome="yes", companions=2, done_at=at)
    found.lines.filter(number=2).update(outcome="no_answer", done_at=at)

    (branch,) = branch_figures(found)
    whole = list_figures([found])[found.pk]

    assert (branch.total, branch.done, branch.reached, branch.yes, branch.left) == (4, 2, 1, 1, 2)
    assert (whole.companions, whole.left) == (2, 2)


def test_a_caller_by_hand_needs_a_name_and_a_real_number(cast, people):
    found = prepare(cast, people)
    for name, phone in ((" ", ""), ("Sarah", "12")):
        with pytest.raises(call_lists.InvalidCallList):
            call_lists.add_caller(call_list=found, name=name, phone=phone, actor=cast.amina)
    for _twice in range(2):
        call_lists.add_caller(call_list=found, name="Sarah", phone="0639980002", actor=cast.amina)
    assert found.branches.filter(name="Sarah").count() == 1


def test_closing_and_prolonging(cast, people):
    found = prepare(cast, people)
    call_lists.close(call_list=found, actor=cast.amina)
    assert not CallList.objects.get().is_open

    until = timezone.now() + timedelta(days=2)
    call_lists.prolong(call_list=found, until=until, actor=cast.amina)
    assert CallList.objects.get().is_open
    assert AccessLink.objects.get().expires_at == until


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"number": 2}, "call_line_number_once"),
        ({"outcome": "yes"}, "call_line_outcome_has_a_date"),
        ({"call_back_at": timezone.now()}, "call_line_back_only_when_asked"),
        ({"companions": 21}, "call_line_companions_limit"),
    ],
)
def test_the_database_refuses_impossible_lines(cast, people, change, constraint):
    found = prepare(cast, people)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        found.lines.filter(number=1).update(**change)


def test_the_database_refuses_impossible_lists_and_branches(cast, people):
    found = prepare(cast, people)
    for change, constraint in (
        ({"title": ""}, "call_list_has_a_title"),
        ({"expires_at": found.created_at}, "call_list_ends_after_it_starts"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            CallList.objects.update(**change)
    with pytest.raises(IntegrityError, match="call_branch_has_a_name"), transaction.atomic():
        CallBranch.objects.update(name="")
    with pytest.raises(IntegrityError, match="call_branch_once_per_user"), transaction.atomic():
        CallBranchFactory(call_list=found, user=cast.amina)
    with pytest.raises(IntegrityError, match="call_line_once_a_list"), transaction.atomic():
        CallLineFactory(branch=found.branches.get(), number=9, person=people[0])
    call_lists.add_caller(call_list=found, name="", person=people[0], actor=cast.amina)
    with pytest.raises(IntegrityError, match="call_branch_once_per_person"), transaction.atomic():
        CallBranchFactory(call_list=found, person=people[0])
