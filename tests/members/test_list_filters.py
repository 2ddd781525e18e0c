"""Filters of the people list: each says something true, reads as French, and leaks nothing."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from members.domain.knowing import custom_fields
from members.enums import Channel, FieldKind, PhoneKind
from members.filters import list_people
from members.models import Assessment, GroupMembership, Leadership, Person
from tests.factories.lists import CustomFieldFactory, TagFactory
from tests.factories.members import (
    ChapterFactory,
    ConsentFactory,
    EmailFactory,
    GroupFactory,
    GroupMembershipFactory,
    MembershipFactory,
    NeighbourhoodFactory,
    PersonFactory,
    PhoneFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def awa(cast):
    return PersonFactory(chapter=cast.grenoble, first_name="Awa", last_name="Sow")


def names(cast, user=None, **filters):
    query = QueryDict(mutable=True)
    for name, value in filters.items():
        query[name] = str(value)
    listing = list_people(user or cast.amina, query)
    return {person.first_name for person in listing.people}


def chips(cast, **filters):
    query = QueryDict(mutable=True)
    query.update({name: str(value) for name, value in filters.items()})
    return [label for _name, label in list_people(cast.amina, query).filters.chips()]


def test_by_quartier(cast, awa):
    awa.neighbourhood = NeighbourhoodFactory(chapter=cast.grenoble, name="Les Granges")
    awa.save()
    assert names(cast, neighbourhood=awa.neighbourhood.pk) == {"Awa"}
    assert chips(cast, neighbourhood=awa.neighbourhood.pk) == ["aux Granges"]


def test_by_group_and_only_while_she_is_in_it(cast, awa):
    group = GroupFactory(chapter=cast.grenoble)
    membership = GroupMembershipFactory(group=group, person=awa)
    assert names(cast, group=group.pk) == {"Awa"}
    GroupMembership.objects.filter(pk=membership.pk).update(left_on=timezone.localdate())
    assert names(cast, group=group.pk) == set()


def test_by_who_follows_her_or_nobody(cast, awa):
    Person.objects.filter(pk=awa.pk).update(organizer=cast.amina)
    assert names(cast, organizer=cast.amina.pk) == {"Awa"}
    assert "Awa" not in names(cast, organizer="null")
    assert chips(cast, organizer="null") == ["suivi·es par personne"]


def test_by_stage_and_by_latest_assessment(cast, awa):
    Leadership.objects.create(person=awa, stage="training")
    earlier = timezone.now() - timedelta(days=2)
    Assessment.objects.create(person=awa, level=5, reason="Fonce", assessed_at=earlier)
    Assessment.objects.create(person=awa, level=3, reason="Fatiguée")
    assert names(cast, stage="training") == {"Awa"}
    assert names(cast, level=3) == {"Awa"}
    assert names(cast, level=4) == set()


def test_not_seen_for_so_long_counts_from_the_day_she_is_known(cast, awa):
    now = timezone.now()
    seen = {"Vue": 10, "Perdue": 100}
    for name, days in seen.items():
        moment = now - timedelta(days=days)
        PersonFactory(chapter=cast.grenoble, first_name=name, last_contact_at=moment)
    old = now - timedelta(days=200)
    PersonFactory(chapter=cast.grenoble, first_name="Jamais", created_at=old)
    assert names(cast, unseen=90) == {"Perdue", "Jamais"}
    assert names(cast, unseen=150) == {"Jamais"}
    assert names(cast, unseen="never") >= {"Jamais", "Awa"}
    assert chips(cast, unseen=90) == ["pas vu·es depuis 90 jours"]


def test_by_standing(cast, awa):
    today = timezone.localdate()
    MembershipFactory(
        person=awa, starts_on=today - timedelta(days=300), ends_on=today + timedelta(days=65)
    )
    assert names(cast, standing="up_to_date") == {"Awa"}
    assert "Awa" not in names(cast, standing="never")


def test_by_spoken_language_however_it_was_typed(cast, awa):
    Person.objects.filter(pk=awa.pk).update(languages=["soninké", "français"])
    assert names(cast, language="Soninké") == {"Awa"}
    assert names(cast, language="wolof") == set()


def test_by_means_to_reach_her(cast, awa):
    PhoneFactory(person=awa, kind=PhoneKind.LANDLINE)
    EmailFactory(person=PersonFactory(chapter=cast.grenoble, first_name="Mail"))
    assert names(cast, reach="phone") == {"Awa"}
    assert names(cast, reach="mobile") == set()
    assert names(cast, reach="email") == {"Mail"}
    assert names(cast, reach="none") == {"Nacéra"}


def test_by_last_word_of_consent(cast, awa):
    ConsentFactory(person=awa, given=True, recorded_at=timezone.now() - timedelta(days=9))
    assert names(cast, consent_email="yes") == {"Awa"}
    ConsentFactory(person=awa, given=False)
    assert names(cast, consent_email="yes") == set()
    assert names(cast, consent_email="no") == {"Awa"}
    assert names(cast, consent_email="ask") == {"Nacéra"}
    ConsentFactory(person=awa, channel=Channel.SMS)
    assert chips(cast, consent_sms="yes") == ["oui par SMS"]


def test_by_tag_and_without_it(cast, awa):
    tag = TagFactory(chapter=cast.grenoble, name="bus 12")
    awa.tags.add(tag)
    assert names(cast, tag=tag.pk) == {"Awa"}
    assert names(cast, no_tag=tag.pk) == {"Nacéra"}
    assert chips(cast, tag=tag.pk) == ["étiquette « bus 12 »"]


@pytest.mark.parametrize(
    ("kind", "answer", "asked", "not_asked", "chip"),
    [
        (FieldKind.TEXT, "Collège Münch", "munch", "lycée", "Champ : munch"),
        (FieldKind.CHOICE, "CM2", "CM2", "CP", "Champ : CM2"),
        (FieldKind.NUMBER, "3", "2", "4", "Champ : au moins 2"),
        (FieldKind.DATE, "12/03/2024", "2024-03-01", "2024-04-01", "Champ : depuis le 01/03/2024"),
        (FieldKind.YES_NO, "Oui", "oui", "non", "Champ : oui"),
    ],
)
def test_by_a_field_of_the_chapter(cast, awa, kind, answer, asked, not_asked, chip):
    choices = ["CP", "CM2"] if kind == FieldKind.CHOICE else []
    field = CustomFieldFactory(chapter=cast.grenoble, name="Champ", kind=kind, choices=choices)
    custom_fields.set_value(person=awa, field=field, text=answer)
    name = f"custom_{field.pk}"
    assert names(cast, **{name: asked}) == {"Awa"}
    assert names(cast, **{name: not_asked}) == set()
    assert chips(cast, **{name: asked}) == [chip]


def test_filters_meet(cast, awa):
    tag = TagFactory(chapter=cast.grenoble)
    awa.tags.add(tag)
    PhoneFactory(person=awa)
    assert names(cast, tag=tag.pk, reach="phone", q="sow") == {"Awa"}
    assert names(cast, tag=tag.pk, reach="email") == set()


@pytest.mark.parametrize("name", ["tag", "no_tag", "group", "neighbourhood", "organizer"])
def test_a_filter_on_what_is_gone_says_so_and_shows_nobody(cast, awa, name):
    listing = list_people(cast.amina, QueryDict(f"{name}=987654"))
    assert not listing.people.exists()
    (problem,) = listing.filters.problems()
    assert "n’existe plus" in problem[1]


@pytest.mark.parametrize(
    "query",
    [
        "unseen=abc",
        "unseen=-5",
        "level=9",
        "stage=x",
        "reach=%00",
        "standing=1",
        "tag=x",
        "times=a",
    ],
)
def test_a_filter_that_means_nothing_says_so(cast, awa, query):
    listing = list_people(cast.amina, QueryDict(query))
    assert not listing.people.exists()
    assert len(listing.filters.problems()) == 1


def test_another_chapter_is_no_choice(cast, awa):
    theirs = TagFactory(chapter=cast.rennes)
    assert list_people(cast.amina, QueryDict(f"tag={theirs.pk}")).filters.problems()
    assert list_people(cast.yann, QueryDict("")).people.count() == 0


def test_a_leader_cannot_guess_opinions_by_filtering(cast):
    Assessment.objects.create(person=cast.leader_person, level=2, reason="Hésite")
    listing = list_people(cast.leader, QueryDict("level=5"))
    assert "level" not in listing.filters.filters
    assert names(cast, user=cast.leader, level=5) == {"Nacéra"}


def test_who_organizes_here_and_leads_there_filters_opinions_here_only(cast, awa):
    elsewhere = PersonFactory(chapter=ChapterFactory(), first_name="Là-bas")
    group = GroupFactory(chapter=elsewhere.chapter)
    GroupMembershipFactory(group=group, person=elsewhere)
    for person in (awa, elsewhere):
        Assessment.objects.create(person=person, level=4, reason="Entraîne")
    cast.amina.scope.__dict__["led_groups"] = frozenset({group.pk})
    assert names(cast) >= {"Awa", "Là-bas"}
    assert names(cast, level=4) == {"Awa"}
