"""On the day, with several phones."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from actions.domain.actions import WrongState, cancel
from actions.domain.turnout import (
    CountOnly,
    check_in,
    name_walk_in,
    turnout,
    undo_check_in,
    walk_in,
)
from actions.domain.welcome.check_in import UNDONE
from actions.models import Attendance
from alliance.journal.models import Entry
from members.models import Person
from tests.actions.conftest import EARLY
from tests.factories.actions import STARTS_AT
from tests.factories.members import PersonFactory

pytestmark = pytest.mark.django_db
NOON = STARTS_AT - timedelta(hours=6)


@pytest.fixture
def row(invited, cast):
    return invited(PersonFactory(chapter=cast.grenoble))[0]


def test_tapped_twice_the_first_tap_counts(action, row, cast):
    check_in(action=action, attendance=row, actor=cast.amina, now=STARTS_AT)
    again = check_in(action=action, attendance=row, actor=cast.nadia, now=STARTS_AT + timedelta(1))

    assert (again.checked_in_at, again.checked_in_by) == (STARTS_AT, cast.amina)
    assert turnout(action).attended == 1
    assert Entry.objects.filter(verb="attendance.checked_in").count() == 1


def test_somebody_known_but_not_invited_is_a_walk_in(action, cast):
    person = PersonFactory(chapter=cast.grenoble)

    check_in(action=action, person=person, brought_by=cast.leader_person, now=NOON)

    figure = turnout(action)
    assert (figure.attended, figure.walk_ins, figure.asked) == (1, 1, 0)
    assert Attendance.objects.get().brought_by == cast.leader_person


def test_undoing_gives_the_list_back_as_it_was(action, row, cast):
    added = check_in(action=action, person=PersonFactory(chapter=cast.grenoble), now=NOON)
    check_in(action=action, attendance=row, now=NOON)
    for _ in range(2):
        undo_check_in(attendance=row)
        undo_check_in(attendance=added)

    row.refresh_from_db()
    assert (row.attended, row.checked_in_at) == (None, None)
    assert list(Attendance.objects.all()) == [row]


def test_undoing_says_who_is_still_on_the_list(action, row, cast):
    added = check_in(action=action, person=PersonFactory(chapter=cast.grenoble), now=NOON)
    check_in(action=action, attendance=row, now=NOON)
    stale = Attendance.objects.get(pk=row.pk)

    assert [undo_check_in(attendance=row), undo_check_in(attendance=stale)] == [True, True]
    assert stale.attended is None
    assert [undo_check_in(attendance=added), undo_check_in(attendance=added)] == [False, False]
    assert Entry.objects.filter(verb=UNDONE).count() == 2


def test_a_tap_rolled_back_leaves_neither_presence_nor_entry(action, row):
    with transaction.atomic():
        check_in(action=action, attendance=row, now=NOON)
        transaction.set_rollback(True)

    assert turnout(action).attended == 0
    assert not Entry.objects.filter(verb="attendance.checked_in").exists()


def test_plus_one_unknown_counts_once_a_tap(action, cast):
    tap = uuid4()
    for _ in range(2):
        walk_in(action=action, client_id=tap, actor=cast.amina, now=NOON)
    walk_in(action=action, client_id=uuid4(), actor=cast.amina, now=NOON)

    assert turnout(action).walk_ins == 2
    assert set(Attendance.objects.values_list("person", flat=True)) == {None}


def test_a_name_makes_one_person_without_any_consent(action, cast):
    tap = uuid4()
    for _ in range(2):
        row = walk_in(action=action, client_id=tap, name="Samira HADDAD", now=NOON)

    assert str(row.person) == "Samira Haddad"
    assert Person.objects.filter(last_name="Haddad").count() == 1
    assert not row.person.consents.exists()


def test_an_unknown_one_is_named_later(action, cast):
    unknown = walk_in(action=action, now=NOON)
    twin = walk_in(action=action, now=NOON)
    known = PersonFactory(chapter=cast.grenoble)
    listed = check_in(action=action, person=known, now=NOON)

    assert str(name_walk_in(attendance=unknown, name="Karim B.").person) == "Karim B."
    assert name_walk_in(attendance=twin, person=known, now=NOON) == listed
    assert turnout(action).attended == 2


def test_where_only_numbers_are_kept_no_name_enters(action, row):
    Attendance.objects.filter(pk=row.pk).update(invited_at=EARLY)
    action.count_only = True
    action.save()
    for deed in (
        lambda: check_in(action=action, attendance=row, now=NOON),
        lambda: walk_in(action=action, name="Samira", now=NOON),
        lambda: walk_in(action=action, person=row.person, now=NOON),
    ):
        with pytest.raises(CountOnly):
            deed()
    walk_in(action=action, now=NOON)

    assert turnout(action).attended == 1


def test_nobody_is_present_before_the_day_nor_at_a_cancelled_action(action, row):
    with pytest.raises(WrongState):
        check_in(action=action, attendance=row, now=STARTS_AT - timedelta(days=1))
    cancelled = cancel(action=action, now=EARLY)
    with pytest.raises(WrongState):
        walk_in(action=cancelled, now=NOON)


def test_a_person_of_another_chapter_is_not_checked_in(action, cast):
    with pytest.raises(ValueError, match="another chapter"):
        check_in(action=action, person=PersonFactory(chapter=cast.rennes), now=NOON)
