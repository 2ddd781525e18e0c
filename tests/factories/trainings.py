"""Trainings, as plain as possible."""

import factory
from factory.django import DjangoModelFactory

from actions import models
from actions.enums import ActionKind
from tests.factories.actions import ActionFactory
from tests.factories.members import ChapterFactory, PersonFactory


class CourseFactory(DjangoModelFactory):
    chapter = factory.SubFactory(ChapterFactory)
    name = factory.Sequence(lambda n: f"Tenir une réunion {n}")

    class Meta:
        model = models.Course


class TrainingSessionFactory(DjangoModelFactory):
    course = factory.SubFactory(CourseFactory)
    action = factory.SubFactory(
        ActionFactory,
        chapter=factory.SelfAttribute("..course.chapter"),
        kind=ActionKind.TRAINING,
        announced=True,
    )

    class Meta:
        model = models.TrainingSession


class OutsideParticipantFactory(DjangoModelFactory):
    session = factory.SubFactory(TrainingSessionFactory)
    name = "Odile Perrin"

    class Meta:
        model = models.OutsideParticipant


class EarlierTrainingFactory(DjangoModelFactory):
    course = factory.SubFactory(CourseFactory)
    person = factory.SubFactory(PersonFactory, chapter=factory.SelfAttribute("..course.chapter"))
    year = 2021

    class Meta:
        model = models.EarlierTraining
