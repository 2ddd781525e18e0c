"""Trainings followed before sessions were kept here: they count, and are no longer missing."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from actions.domain import learning
from actions.models import EarlierTraining
from alliance.journal.models import Entry
from members.domain import merging
from tests.factories.actions import AttendanceFactory
from tests.factories.members import PersonFactory
from tests.factories.trainings import (
    CourseFactory,
    EarlierTrainingFactory,
    TrainingSessionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(cast):
    return CourseFactory(chapter=cast.grenoble, name="Négociation")


def note(cast, course, when, person=None):
    who = person or cast.leader_person
    return learning.note_earlier(person=who, course=course, when=when, actor=cast.amina)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("earlier_training_year_plausible", {"year": 1900}),
        ("earlier_training_day_in_its_year", {"year": 2020, "day": date(2021, 3, 1)}),
    ],
)
def test_constraints(name, fields):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        EarlierTrainingFactory(**fields)


def test_each_course_once_a_person(cast, course):
    row = EarlierTrainingFactory(course=course)
    with pytest.raises(IntegrityError, match="earlier_training_once"), transaction.atomic():
        EarlierTrainingFactory(course=course, person=row.person)


def test_a_year_is_enough_and_the_course_is_no_longer_missing(cast, course):
    assert learning.missing_of([cast.leader_person.pk]) == {cast.leader_person.pk: ["Négociation"]}
    row = note(cast, course, "2019")
    assert (row.year, row.day, row.created_by) == (2019, None, cast.amina)
    step = learning.steps_of([cast.leader_person.pk], [course])[cast.leader_person.pk][0]
    assert (step.done_on, step.only_year, step.session_id) == (date(2019, 1, 1), True, None)
    assert learning.missing_of([cast.leader_person.pk]) == {cast.leader_person.pk: []}
    assert learning.completed([course]) == {course.pk: 1}
    assert Entry.objects.filter(verb="training.noted_earlier").count() == 1


def test_said_twice_the_last_time_counts(cast, course):
    note(cast, course, "2019")
    row = note(cast, course, "12/03/2021")
    assert EarlierTraining.objects.get() == row
    assert row.day == date(2021, 3, 12)


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("un jour", "Écrivez une année"),
        ("0000", "Écrivez une année"),
        ("2149", "pas encore passé"),
        ("1901", "trop ancienne"),
    ],
)
def test_a_moment_that_cannot_be_is_refused(cast, course, when, said):
    with pytest.raises(learning.InvalidEarlier, match=said):
        note(cast, course, when)


def test_a_presence_checked_in_needs_no_memory(cast, course):
    past = timezone.now() - timedelta(days=40)
    held = {"action__starts_at": past, "action__ends_at": past + timedelta(hours=3)}
    session = TrainingSessionFactory(course=course, **held)
    AttendanceFactory(action=session.action, person=cast.leader_person, came=True)
    with pytest.raises(learning.InvalidEarlier, match="déjà pointée"):
        note(cast, course, "2019")


def test_two_pages_made_one_keep_the_first_time(cast, course):
    kept, gone = PersonFactory.create_batch(2, chapter=cast.grenoble)
    note(cast, course, "2021", kept)
    note(cast, course, "12/03/2018", gone)
    merging.merge(keep=kept, gone=gone, actor=cast.amina)
    row = EarlierTraining.objects.get()
    assert (row.person, row.day) == (kept, date(2018, 3, 12))


def test_it_is_typed_from_the_page_of_the_person_and_taken_back(cast, course, client_of):
    client = client_of(cast.amina)
    page = reverse("actions:person-earlier", args=[cast.leader_person.pk])
    refused = client.post(page, {"course": course.pk, "when": "bientôt"})
    assert refused.status_code == 422
    assert "bientôt" in refused.content.decode()
    client.post(page, {"course": course.pk, "when": "2020"})
    panel = client.get(reverse("actions:person-trainings", args=[cast.leader_person.pk]))
    assert "en 2020" in panel.content.decode()
    row = EarlierTraining.objects.get()
    client.post(reverse("actions:earlier-remove", args=[row.pk]), {"depuis": "personne"})
    assert not EarlierTraining.objects.exists()


def test_a_whole_past_session_is_typed_one_name_after_another(cast, course, client_of):
    client = client_of(cast.amina)
    page = reverse("actions:course-earlier", args=[course.pk])
    answer = client.post(page, {"person": cast.leader_person.pk, "when": "2017"})
    assert answer["Location"] == f"{page}?quand=2017"
    assert 'value="2017"' in client.get(answer["Location"]).content.decode()
    nobody = client.post(page, {"person_text": "Zzzyx", "when": "2017"})
    assert "Choisissez la personne dans la liste." in nobody.content.decode()
    detail = client.get(reverse("actions:course-detail", args=[course.pk])).content.decode()
    assert "en 2017" in detail


@pytest.mark.parametrize("name", ["course-earlier", "course-detail"])
def test_the_lists_cost_the_same_for_one_and_three(cast, course, client_of, name):
    client, costs = client_of(cast.amina), []
    for more in (1, 2):
        EarlierTrainingFactory.create_batch(more, course=course)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse(f"actions:{name}", args=[course.pk]))
        costs.append(len(asked))
    assert costs[0] == costs[1]
