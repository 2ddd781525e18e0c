"""Lists that are kept, tags, fields of a chapter's own, gestures on many people."""

import factory
from factory.django import DjangoModelFactory

from members import models
from members.domain.finding.bulk import TAGGED
from members.enums import FieldKind
from tests.factories.members import ChapterFactory, UserFactory


class TagFactory(DjangoModelFactory):
    chapter = factory.SubFactory(ChapterFactory)
    name = factory.Sequence(lambda n: f"étiquette {n}")

    class Meta:
        model = models.Tag


class SavedListFactory(DjangoModelFactory):
    chapter = factory.SubFactory(ChapterFactory)
    owner = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Liste {n}")

    class Meta:
        model = models.SavedList


class CustomFieldFactory(DjangoModelFactory):
    chapter = factory.SubFactory(ChapterFactory)
    name = factory.Sequence(lambda n: f"Champ {n}")
    kind = FieldKind.TEXT

    class Meta:
        model = models.CustomField


class BulkDeedFactory(DjangoModelFactory):
    chapter = factory.SubFactory(ChapterFactory)
    kind = TAGGED
    target = 0

    class Meta:
        model = models.BulkDeed
