"""Leave: handed over on the first day, given back at the return, once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from alliance.journal.models import Entry
from members.domain.meeting import absences
from members.domain.meeting.team import loads
from members.enums import ContactKind, LeaderStage
from members.models import Absence, Leadership, Person
from tests.factories.members import (
    ContactFactory,
    FollowUpFactory,
    GroupFactory,
    PersonFactory,
    RoleFactory,
    UserFactory,
)


@pytest.fixture
def ines(cast):
    return RoleFactory(user=UserFactory(first_name="Inès"), chapter=cast.grenoble).user


@pytest.fixture
def hers(cast):
    """What Amina carries: a person, a group, a promise."""
    person = PersonFactory(chapter=cast.grenoble, organizer=cast.amina)
    group = GroupFactory(chapter=cast.grenoble, organizer=cast.amina)
    return person, group, FollowUpFactory(person=person, owner=cast.amina, due_on=day(2))


def day(n):
    return timezone.localdate() + timedelta(days=n)


def leave(cast, ines, first=0, last=7):
    return absences.plan(
        user=cast.amina,
        replacement=ines,
        starts_on=day(first),
        ends_on=day(last),
        actor=cast.amina,
    )


def holders(things):
    for thing in things:
        thing.refresh_from_db()
    person, group, promise = things
    return [person.organizer, group.organizer, promise.owner]


def test_a_leave_that_begins_today_hands_everything_over_at_once(cast, ines, hers):
    absence = leave(cast, ines)
    assert holders(hers) == [ines] * 3
    verbs = list(Entry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["absence.planned", "absence.began"]
    absences.come_back(absence=absence, actor=cast.amina)
    assert holders(hers) == [cast.amina] * 3


def test_a_leave_ahead_waits_for_its_day_and_ends_by_itself(cast, ines, hers):
    leave(cast, ines, 3, 5)
    assert absences.run() == 0
    assert holders(hers) == [cast.amina] * 3
    assert absences.run(now=timezone.now() + timedelta(days=3)) == 1
    assert absences.run(now=timezone.now() + timedelta(days=3)) == 0
    assert holders(hers) == [ines] * 3
    assert absences.run(now=timezone.now() + timedelta(days=6)) == 1
    assert holders(hers) == [cast.amina] * 3


def test_what_was_given_to_a_third_meanwhile_stays_with_her(cast, ines, hers):
    absence = leave(cast, ines)
    third = RoleFactory(user=UserFactory(), chapter=cast.grenoble).user
    Person.objects.filter(pk=hers[0].pk).update(organizer=third)
    absences.come_back(absence=absence)
    assert holders(hers) == [third, cast.amina, cast.amina]


def test_coming_back_twice_and_cancelling_ahead(cast, ines, hers):
    absence = leave(cast, ines, 3, 5)
    assert absences.come_back(absence=absence)
    assert not absences.come_back(absence=absence)
    assert absences.run(now=timezone.now() + timedelta(days=3)) == 0
    assert holders(hers) == [cast.amina] * 3


def test_people_of_another_alliance_are_not_handed(cast, ines):
    RoleFactory(user=cast.amina, chapter=cast.rennes)
    elsewhere = PersonFactory(chapter=cast.rennes, organizer=cast.amina)
    leave(cast, ines)
    elsewhere.refresh_from_db()
    assert elsewhere.organizer == cast.amina


@pytest.mark.parametrize(("first", "last"), [(5, 4), (-9, -2)])
def test_impossible_days_are_refused_in_words(cast, ines, first, last):
    with pytest.raises(absences.InvalidAbsence):
        leave(cast, ines, first, last)


def test_nobody_replaces_herself_nor_from_elsewhere_nor_twice(cast, ines):
    for other in (cast.amina, cast.yann):
        with pytest.raises(absences.InvalidAbsence):
            leave(cast, other)
    leave(cast, ines)
    with pytest.raises(absences.InvalidAbsence, match="déjà prévue"):
        leave(cast, ines)
    with pytest.raises(absences.InvalidAbsence, match="en congé"):
        absences.plan(
            user=ines, replacement=cast.amina, starts_on=day(1), ends_on=day(2), actor=ines
        )


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("absence_ends_after_it_starts", {"ends_on": day(-1)}),
        ("absence_covered_by_another", {"replacement": None}),
        ("absence_begins_before_it_ends", {"ended_at": timezone.now()}),
    ],
)
def test_constraints(cast, ines, name, fields):
    given = {"replacement": ines, "starts_on": day(0), "ends_on": day(1), **fields}
    given["replacement"] = given["replacement"] or cast.amina
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Absence.objects.create(user=cast.amina, **given)


def test_constraint_absence_one_at_a_time(cast, ines):
    given = {"user": cast.amina, "replacement": ines, "starts_on": day(0), "ends_on": day(1)}
    Absence.objects.create(**given)
    with pytest.raises(IntegrityError, match="absence_one_at_a_time"), transaction.atomic():
        Absence.objects.create(**given)


def test_loads_count_what_each_carries(cast, ines, hers):
    Leadership.objects.create(person=hers[0], stage=LeaderStage.LEADER)
    ContactFactory(person=hers[0], author=cast.amina, kind=ContactKind.ONE_TO_ONE)
    FollowUpFactory(person=hers[0], owner=cast.amina, due_on=day(-1))
    carried = {load.user: load for load in loads([cast.grenoble.pk])}
    mine = carried[cast.amina]
    assert (mine.people, mine.leaders, mine.groups, mine.one_to_ones) == (1, 1, 1, 1)
    assert (mine.waiting, mine.late) == (2, 1)
    assert carried[ines].people == 0
