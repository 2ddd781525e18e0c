"""People and their circles, as plain as possible."""

import factory
from factory.django import DjangoModelFactory

from members import models
from members.enums import Channel, ConsentSource, RoleKind


class ChapterFactory(DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Alliance {n}")
    slug = factory.Sequence(lambda n: f"alliance-{n}")
    city = "Grenoble"

    class Meta:
        model = models.Chapter


class NeighbourhoodFactory(DjangoModelFactory):
    chapter = factory.SubFactory(ChapterFactory)
    name = factory.Sequence(lambda n: f"Quartier {n}")

    class Meta:
        model = models.Neighbourhood


class UserFactory(DjangoModelFactory):
    email = factory.Sequence(lambda n: f"compte{n}@example.org")
    first_name = "Camille"
    last_name = factory.Sequence(lambda n: f"Compte {n}")

    class Meta:
        model = models.User

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return model_class.objects.create_user(*args, **kwargs)


class RoleFactory(DjangoModelFactory):
    user = factory.SubFactory(UserFactory)
    chapter = factory.SubFactory(ChapterFactory)
    kind = RoleKind.ORGANIZER

    class Meta:
        model = models.Role


class PersonFactory(DjangoModelFactory):
    chapter = factory.SubFactory(ChapterFactory)
    first_name = "Fatoumata"
    last_name = factory.Sequence(lambda n: f"Diallo {n}")

    class Meta:
        model = models.Person


class PhoneFactory(DjangoModelFactory):
    person = factory.SubFactory(PersonFactory)
    number = factory.Sequence(lambda n: f"+336399800{n:02d}")
    is_primary = True

    class Meta:
        model = models.PersonPhone


class EmailFactory(DjangoModelFactory):
    person = factory.SubFactory(PersonFactory)
    address = factory.Sequence(lambda n: f"personne{n}@example.org")
    is_primary = True

    class Meta:
        model = models.PersonEmail


class ConsentFactory(DjangoModelFactory):
    person = factory.SubFactory(PersonFactory)
    channel = Channel.EMAIL
    given = True
    source = ConsentSource.SPOKEN

    class Meta:
        model = models.Consent


class GroupFactory(DjangoModelFactory):
    chapter = factory.SubFactory(ChapterFactory)
    name = factory.Sequence(lambda n: f"Groupe {n}")

    class Meta:
        model = models.Group


class GroupMembershipFactory(DjangoModelFactory):
    group = factory.SubFactory(GroupFactory)
    person = factory.SubFactory(PersonFactory, chapter=factory.SelfAttribute("..group.chapter"))

    class Meta:
        model = models.GroupMembership


class ContactFactory(DjangoModelFactory):
    person = factory.SubFactory(PersonFactory)
    note = "On s’est parlé."

    class Meta:
        model = models.Contact


class FollowUpFactory(DjangoModelFactory):
    person = factory.SubFactory(PersonFactory)
    what = "Rappeler"
    due_on = "2026-11-25"

    class Meta:
        model = models.FollowUp


class MembershipTypeFactory(DjangoModelFactory):
    chapter = factory.SubFactory(ChapterFactory)
    name = factory.Sequence(lambda n: f"Adhésion {n}")
    amount = 20

    class Meta:
        model = models.MembershipType


class MembershipFactory(DjangoModelFactory):
    person = factory.SubFactory(PersonFactory)
    type = factory.SubFactory(
        MembershipTypeFactory, chapter=factory.SelfAttribute("..person.chapter")
    )
    starts_on = "2026-01-01"
    ends_on = "2026-12-31"

    class Meta:
        model = models.Membership
