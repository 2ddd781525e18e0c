"""Lists of calls, and links without account."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from actions import models
from tests.factories.members import ChapterFactory, PersonFactory


class CallListFactory(DjangoModelFactory):
    """Open until tomorrow; without action unless one is given."""

    chapter = factory.SubFactory(ChapterFactory)
    title = "Appels de ce soir"
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=1))

    class Meta:
        model = models.CallList


class CallBranchFactory(DjangoModelFactory):
    call_list = factory.SubFactory(CallListFactory)
    name = factory.Sequence(lambda n: f"Karim {n}")

    class Meta:
        model = models.CallBranch


class CallLineFactory(DjangoModelFactory):
    branch = factory.SubFactory(CallBranchFactory)
    call_list = factory.SelfAttribute("branch.call_list")
    number = factory.Sequence(lambda n: n + 1)
    person = factory.SubFactory(PersonFactory, chapter=factory.SelfAttribute("..call_list.chapter"))

    class Meta:
        model = models.CallLine
