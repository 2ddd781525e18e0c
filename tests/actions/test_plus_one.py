"""« +1 » at the door: the answer is as short with a thousand names."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.domain.turnout import turnout
from actions.models import Attendance
from tests.factories.actions import ActionFactory, AttendanceFactory
from tests.factories.members import PersonFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def today(cast):
    starts_at = timezone.now() + timedelta(minutes=5)
    return ActionFactory(chapter=cast.grenoble, announced=True, starts_at=starts_at)


@pytest.fixture
def tap(cast, client_of, today):
    """Amina sends one of the page's forms, as htmx does."""
    client = client_of(cast.amina)

    def send(name, *args, **fields):
        address = reverse(f"actions:{name}", args=[today.pk, *args])
        return client.post(address, fields, headers=HTMX)

    return send


def test_one_more_is_the_next_form_and_those_without_a_name(tap, today):
    AttendanceFactory(action=today, person__last_name="Diallo")
    mine = str(uuid4())
    answers = [tap("walk-in", client_id=mine) for _twice in range(2)]

    assert turnout(today).walk_ins == 1
    for answer in answers:
        text = answer.content.decode()
        assert (answer["HX-Retarget"], answer["HX-Reswap"]) == ("#plus-un", "outerHTML")
        assert "Diallo" not in text
        assert mine not in text
        assert 'id="inconnus" hx-swap-oob="true"' in text
        assert 'id="compteur" hx-swap-oob="true"' in text


def test_taken_back_the_section_stays_for_the_next(tap, today):
    tap("walk-in", client_id=str(uuid4()))
    answer = tap("check-out", Attendance.objects.get().pk)

    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == ("#inconnus", "outerHTML")
    assert 'id="inconnus" hidden' in answer.content.decode()
    assert "plus-un" not in answer.content.decode()
    assert turnout(today).attended == 0


def test_who_comes_onto_the_list_or_leaves_it_changes_the_whole_list(tap, cast, today):
    person = PersonFactory(chapter=cast.grenoble)
    came = tap("walk-in", client_id=str(uuid4()), person=person.pk)
    row = Attendance.objects.get(person=person)
    left = tap("check-out", row.pk)
    again = tap("check-out", row.pk)

    for answer in (came, left, again):
        assert (answer["HX-Retarget"], answer["HX-Reswap"]) == ("#pointage", "innerHTML")
    assert f"presence-{row.pk}" in came.content.decode()
    assert f"presence-{row.pk}" not in left.content.decode()


def test_refused_it_says_why_in_the_same_place(tap, today):
    today.starts_at += timedelta(days=2)
    today.ends_at += timedelta(days=2)
    today.save()
    answer = tap("walk-in", client_id=str(uuid4()))

    assert answer["HX-Retarget"] == "#plus-un"
    assert "à partir du jour même" in answer.content.decode()
    assert turnout(today).attended == 0


@pytest.mark.parametrize("names", [1, 3])
def test_one_more_costs_the_same_with_many_names(tap, today, names, django_assert_num_queries):
    for _n in range(names):
        AttendanceFactory(action=today)
    with django_assert_num_queries(11):  # the deed is six of them, with the ends of its transaction
        tap("walk-in", client_id=str(uuid4()))
