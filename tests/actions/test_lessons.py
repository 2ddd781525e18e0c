"""What an action held taught: kept once, the same as the presences say, never behind them."""

from datetime import timedelta

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from actions.domain.forecasts import rates_of
from actions.domain.forecasts.lessons import keep_missing, missing, wrong
from actions.domain.turnout import check_in, undo_check_in
from actions.models import Attendance, Lesson
from actions.tasks import keep_lessons
from members.domain.merging import merge
from tests.factories.actions import ActionFactory, AttendanceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def past(cast):
    """An action held: three yes of whom two came, a maybe, a silent one, an unknown walk-in."""
    action = ActionFactory(chapter=cast.grenoble, announced=True, past=True)
    AttendanceFactory.create_batch(2, action=action, yes=True, came=True, companions=2)
    AttendanceFactory(action=action, yes=True, answer_source="leader")
    AttendanceFactory(action=action, maybe=True, answer_source="phone")
    AttendanceFactory(action=action)
    AttendanceFactory(action=action, person=None, invited_at=None, came=True)
    return action


def test_what_is_kept_teaches_what_the_presences_teach(cast, past):
    counted = rates_of(cast.grenoble.pk)
    assert keep_missing() == 1
    assert rates_of(cast.grenoble.pk) == counted
    assert (counted.actions, past.lesson.others) == (1, 1)
    assert list(wrong()) == []


def test_what_is_kept_is_read_instead_of_the_presences(cast, past, django_assert_num_queries):
    keep_missing()
    with django_assert_num_queries(1):
        rates_of(cast.grenoble.pk)


def test_the_sweep_writes_nothing_twice_and_nothing_of_today(cast, past):
    ActionFactory(chapter=cast.grenoble, announced=True, soon=True)
    keep_lessons()
    assert keep_missing() == 0
    assert [one.action for one in Lesson.objects.all()] == [past]
    assert list(missing(past.ends_at + timedelta(minutes=59))) == []


def test_a_late_check_in_and_its_undoing_are_learned(cast, past):
    before = rates_of(cast.grenoble.pk)
    keep_missing()
    late = past.attendances.get(answer="maybe")
    for deed in (check_in, undo_check_in):
        deed(attendance=late, **({"action": past} if deed is check_in else {}))
        assert not Lesson.objects.exists()
        read = rates_of(cast.grenoble.pk)
        assert keep_missing() == 1
        assert rates_of(cast.grenoble.pk) == read
    assert read == before


def test_a_merge_and_an_erasure_are_learned(cast, past):
    keep_missing()
    twins = [row.person for row in past.attendances.filter(answer="yes")[:2]]
    merge(keep=twins[0], gone=twins[1], actor=cast.amina)
    assert not Lesson.objects.exists()
    keep_missing()
    twins[0].attendances.all().delete()
    assert not Lesson.objects.exists()


def test_an_action_moved_after_the_fact_is_counted_again(cast, past):
    keep_missing()
    past.starts_at -= timedelta(days=30)
    past.save()
    read = rates_of(cast.grenoble.pk)
    assert keep_missing() == 1
    assert rates_of(cast.grenoble.pk) == read
    assert Lesson.objects.get().starts_at == past.starts_at


def test_verify_says_which_lesson_lies(past):
    keep_missing()
    call_command("verify", verbosity=0)
    Lesson.objects.update(others=12)
    with pytest.raises(CommandError, match="1"):
        call_command("verify", verbosity=0)


def test_a_lesson_by_name_has_cells(past):
    with pytest.raises(IntegrityError, match="lesson_by_name_has_cells"), transaction.atomic():
        Lesson.objects.create(action=past, starts_at=timezone.now(), by_name=True, cells=[])


@pytest.mark.django_db(transaction=True)
def test_nothing_is_kept_while_somebody_writes_presences(past):
    given = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    with psycopg.connect(**{name: given[name] for name in names if given.get(name)}) as other:
        other.execute("UPDATE actions_attendance SET children = 1")
        assert keep_missing() == 0
    assert Attendance.objects.filter(children=1).count() == 6
    assert keep_missing() == 1
