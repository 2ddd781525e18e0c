"""The pages of the trainings: what they show, what their forms do, what they cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from actions.models import Attendance, Course, OutsideParticipant, TrainingSession
from members.models import Leadership
from tests.factories.actions import AttendanceFactory
from tests.factories.members import PersonFactory
from tests.factories.trainings import CourseFactory, TrainingSessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina(cast, client_of):
    return client_of(cast.amina)


@pytest.fixture
def course(cast):
    return CourseFactory(chapter=cast.grenoble, name="Négociation")


@pytest.fixture
def session(course):
    soon = timezone.now() + timedelta(days=5)
    return TrainingSessionFactory(
        course=course, action__starts_at=soon, action__ends_at=soon + timedelta(hours=3)
    )


def url(name, *args):
    return reverse(f"actions:{name}", args=args)


def test_a_course_is_written_then_given(amina, cast):
    answer = amina.post(url("course-create"), {"name": "Prise de parole", "hours": "3"})
    course = Course.objects.get()
    assert answer["Location"] == url("course-detail", course.pk)
    day = (timezone.localdate() + timedelta(days=9)).strftime("%d/%m/%Y")
    typed = {"date": day, "time": "9 h 30", "places": "12", "fee": "0"}
    typed["client_id"] = "6f1c1c0e-8f6e-4b7d-9a55-0d1f5b0f2a12"
    amina.post(url("course-session", course.pk), typed)
    session = TrainingSession.objects.select_related("action").get()
    assert session.action.ends_at - session.action.starts_at == timedelta(hours=3)


def test_the_same_course_twice_is_refused_and_what_was_typed_stays(amina, course):
    answer = amina.post(url("course-create"), {"name": " négociation", "hours": "3"})
    assert answer.status_code == 422
    assert "Cette formation existe déjà." in answer.content.decode()


def test_a_leader_is_signed_up_from_the_list_of_those_missing_it(amina, cast, course, session):
    Leadership.objects.create(person=cast.leader_person)
    page = amina.get(url("course-detail", course.pk)).content.decode()
    assert "Nacéra Benali" in page
    amina.post(url("training-sign-up", session.pk), {"person": cast.leader_person.pk})
    assert Attendance.objects.get().answer == "yes"


def test_an_outsider_with_a_wrong_phone_keeps_what_was_typed(amina, session):
    typed = {
        "name": "Odile Perrin",
        "phone": "12",
        "client_id": "6f1c1c0e-8f6e-4b7d-9a55-0d1f5b0f2a13",
    }
    answer = amina.post(url("training-outsider-add", session.pk), typed)
    assert answer.status_code == 422
    assert "Odile Perrin" in answer.content.decode()
    assert not OutsideParticipant.objects.exists()


def test_the_panel_says_what_was_learnt_and_what_is_missing(amina, cast, course):
    CourseFactory(chapter=cast.grenoble, name="Prise de parole")
    past = TrainingSessionFactory(course=course)
    AttendanceFactory(action=past.action, person=cast.leader_person, came=True)
    page = amina.get(url("person-trainings", cast.leader_person.pk), headers={"HX-Request": "true"})
    assert "Négociation" in page.content.decode()
    assert "Manque encore" in page.content.decode()


@pytest.mark.parametrize("name", ["trainings", "trainings-missing"])
def test_a_list_costs_the_same_with_three_rows(amina, cast, course, name):
    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            amina.get(url(name))
        return len(queries)

    def add():
        person = PersonFactory(chapter=cast.grenoble)
        Leadership.objects.create(person=person)
        AttendanceFactory(action=TrainingSessionFactory(course=course).action, person=person)

    add()
    amina.get(url(name))
    one = cost()
    add()
    add()
    assert cost() == one
