"""Actions and those who come, as plain as possible."""

from datetime import UTC, datetime, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from actions import models
from actions.enums import ActionState, Answer
from tests.factories.members import ChapterFactory, ConsentFactory, EmailFactory, PersonFactory

# A Tuesday at 18 h in Paris, in winter time; tests say « now » themselves.
STARTS_AT = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


class ActionFactory(DjangoModelFactory):
    """A draft. The trait `announced` gives no sequence: the verb `announce` does."""

    chapter = factory.SubFactory(ChapterFactory)
    title = "On va à cinquante à la mairie"
    starts_at = STARTS_AT
    ends_at = factory.LazyAttribute(lambda action: action.starts_at + timedelta(hours=2))
    place_name = "Mairie de Grenoble"
    goal = 50
    created_at = STARTS_AT - timedelta(days=30)

    class Meta:
        model = models.Action

    class Params:
        announced = factory.Trait(
            state=ActionState.ANNOUNCED, announced_at=STARTS_AT - timedelta(days=20)
        )
        # Around the real day, for what asks the clock itself.
        soon = factory.Trait(
            starts_at=factory.LazyFunction(lambda: timezone.now() + timedelta(days=9))
        )
        past = factory.Trait(
            starts_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=30))
        )


class AttendanceFactory(DjangoModelFactory):
    """An invited person; traits for what she answered and whether she came."""

    action = factory.SubFactory(ActionFactory)
    person = factory.SubFactory(PersonFactory, chapter=factory.SelfAttribute("..action.chapter"))
    invited_at = STARTS_AT - timedelta(days=20)

    class Meta:
        model = models.Attendance

    class Params:
        yes = factory.Trait(answer=Answer.YES, answered_at=STARTS_AT - timedelta(days=10))
        maybe = factory.Trait(answer=Answer.MAYBE, answered_at=STARTS_AT - timedelta(days=10))
        no = factory.Trait(answer=Answer.NO, answered_at=STARTS_AT - timedelta(days=10))
        came = factory.Trait(attended=True, checked_in_at=STARTS_AT)


class ReplyFactory(DjangoModelFactory):
    attendance = factory.SubFactory(AttendanceFactory)
    answer = Answer.YES
    source = "link"

    class Meta:
        model = models.Reply


class ReminderStepFactory(DjangoModelFactory):
    action = factory.SubFactory(ActionFactory)
    moment = "invitation"

    class Meta:
        model = models.ReminderStep


def reachable_person(chapter, **fields):
    """Somebody with an e-mail address who agreed to messages."""
    person = PersonFactory(chapter=chapter, **fields)
    EmailFactory(person=person)
    ConsentFactory(person=person)
    return person
