"""Trainings: places, sign-ups, people from elsewhere, and who completed what."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from actions.domain import learning, trainings
from actions.models import Attendance, OutsideParticipant, TrainingSession
from members.models import Leadership
from tests.factories.actions import ActionFactory, AttendanceFactory
from tests.factories.members import GroupFactory, PersonFactory
from tests.factories.trainings import (
    CourseFactory,
    OutsideParticipantFactory,
    TrainingSessionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(cast):
    return CourseFactory(chapter=cast.grenoble, name="Négociation")


def plan(course, cast, **fields):
    starts_at = timezone.now() + timedelta(days=10)
    what = {"starts_at": starts_at, "places": 2, "fee": Decimal(40)} | fields
    return trainings.schedule(course=course, actor=cast.amina, **what)


@pytest.fixture
def session(course, cast):
    return plan(course, cast)


@pytest.mark.parametrize(
    ("name", "make", "fields"),
    [
        ("course_has_a_name", CourseFactory, {"name": ""}),
        ("course_length_plausible", CourseFactory, {"hours": 0}),
        ("session_places_plausible", TrainingSessionFactory, {"places": 0}),
        ("session_fee_plausible", TrainingSessionFactory, {"fee": Decimal(-1)}),
        ("outsider_has_a_name", OutsideParticipantFactory, {"name": ""}),
        ("outsider_fee_plausible", OutsideParticipantFactory, {"fee": Decimal(-1)}),
    ],
)
def test_constraints(name, make, fields):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make(**fields)


def test_a_course_is_named_once_a_chapter(course):
    with pytest.raises(IntegrityError, match="course_once_per_chapter"), transaction.atomic():
        CourseFactory(chapter=course.chapter, name=course.name)


def test_a_session_is_an_announced_action_of_the_kind_training(session, course):
    action = session.action
    assert (action.kind, action.state, action.goal) == ("training", "announced", 2)
    assert action.title == "Formation : Négociation"


def test_the_form_sent_twice_plans_one_session(course, cast):
    client_id = uuid4()
    first, again = (plan(course, cast, client_id=client_id) for _ in range(2))
    assert first == again
    assert TrainingSession.objects.count() == 1


def test_signing_up_is_being_asked_and_saying_yes_once(session, cast):
    for _ in range(2):
        trainings.sign_up(session=session, person=cast.leader_person, actor=cast.amina)
    row = Attendance.objects.get()
    assert (row.answer, row.invited_at is not None) == ("yes", True)
    assert trainings.rooms([session])[session.pk].left == 1


def test_a_full_session_says_so_whoever_takes_the_places(session, cast):
    trainings.sign_up(session=session, person=cast.leader_person, actor=cast.amina)
    trainings.add_outsider(session=session, name="Odile", actor=cast.amina)
    with pytest.raises(trainings.SessionFull, match="2 places"):
        trainings.sign_up(
            session=session, person=PersonFactory(chapter=cast.grenoble), actor=cast.amina
        )
    with pytest.raises(trainings.SessionFull):
        trainings.add_outsider(session=session, name="Odette", actor=cast.amina)


def test_whoever_withdraws_leaves_her_place(session, cast):
    row = trainings.sign_up(session=session, person=cast.leader_person, actor=cast.amina)
    trainings.withdraw(attendance=row, actor=cast.amina)
    assert trainings.rooms([session])[session.pk].taken == 0


def test_somebody_of_another_chapter_is_refused(session, cast):
    with pytest.raises(ValueError, match="another chapter"):
        trainings.sign_up(
            session=session, person=PersonFactory(chapter=cast.rennes), actor=cast.amina
        )


def test_an_outsider_pays_the_fee_and_her_association_is_recognized(session, cast):
    group = GroupFactory(chapter=cast.grenoble, name="Secours du quartier")
    who = trainings.add_outsider(
        session=session, name="Odile", organization="secours du QUARTIER", actor=cast.amina
    )
    trainings.mark_outsider(outsider=who, paid=True, came=True, actor=cast.amina)
    room = trainings.rooms([session])[session.pk]
    assert who.group == group
    assert (room.owed, room.paid, room.came) == (Decimal(40), Decimal(40), 1)


def test_an_outsider_sent_twice_takes_one_place(session, cast):
    client_id = uuid4()
    for _ in range(2):
        trainings.add_outsider(session=session, name="Odile", client_id=client_id, actor=cast.amina)
    assert OutsideParticipant.objects.count() == 1


def test_an_impossible_phone_and_email_are_refused_in_words(session, cast):
    with pytest.raises(trainings.InvalidOutsider) as refused:
        trainings.add_outsider(
            session=session, name=" ", email="odile@", phone="12", actor=cast.amina
        )
    assert set(refused.value.messages) == {"name", "email", "phone"}


def test_completed_means_checked_in_and_missing_is_the_rest(course, cast):
    person = cast.leader_person
    other = CourseFactory(chapter=cast.grenoble, name="Prise de parole")
    CourseFactory(chapter=cast.grenoble, name="Comptabilité", for_leaders=False)
    past = TrainingSessionFactory(course=course)
    AttendanceFactory(action=past.action, person=person, yes=True, came=True)
    assert learning.missing_of([person.pk]) == {person.pk: ["Prise de parole"]}
    trainings.sign_up(session=plan(other, cast), person=person, actor=cast.amina)
    assert learning.missing_of([person.pk]) == {person.pk: ["Prise de parole (inscrit·e)"]}


def test_a_yes_without_coming_completes_nothing(course, cast):
    past = TrainingSessionFactory(course=course)
    AttendanceFactory(action=past.action, person=cast.leader_person, yes=True)
    step = learning.steps_of([cast.leader_person.pk], [course])[cast.leader_person.pk][0]
    assert (step.done_on, step.signed_for) == (None, None)


def test_a_training_without_course_is_attached_and_then_counts(course, cast):
    action = ActionFactory(chapter=cast.grenoble, kind="training", announced=True)
    AttendanceFactory(action=action, person=cast.leader_person, came=True)
    trainings.attach(action=action, course=course, actor=cast.amina)
    assert learning.missing_of([cast.leader_person.pk]) == {cast.leader_person.pk: []}
    with pytest.raises(ValueError, match="does not give"):
        trainings.attach(
            action=ActionFactory(chapter=cast.grenoble), course=course, actor=cast.amina
        )


def test_missing_costs_the_same_for_three(course, cast, django_assert_num_queries):
    people = PersonFactory.create_batch(3, chapter=cast.grenoble)
    for one in people:
        Leadership.objects.create(person=one)
    for size in (1, 3):
        with django_assert_num_queries(4):
            learning.missing_of([one.pk for one in people[:size]])
