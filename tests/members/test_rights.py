"""Who sees whom: roles in chapters, dated; leaders see their group; boards see no names."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from members.domain import consents, groups
from members.domain.paying import memberships
from members.enums import Channel, ConsentSource, RoleKind
from members.models import GroupMembership, Person, User
from tests.factories.members import (
    ChapterFactory,
    ConsentFactory,
    GroupFactory,
    GroupMembershipFactory,
    MembershipFactory,
    MembershipTypeFactory,
    NeighbourhoodFactory,
    PersonFactory,
    RoleFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("amina", {"Ici", "Nacéra"}),
        ("yann", {"Ailleurs"}),
        ("board", set()),
        ("stranger", set()),
        ("leader", {"Nacéra"}),
        ("nadia", {"Ici", "Nacéra", "Ailleurs"}),
    ],
)
def test_each_role_sees_its_people(cast, who, sees):
    PersonFactory(chapter=cast.grenoble, first_name="Ici")
    PersonFactory(chapter=cast.rennes, first_name="Ailleurs")
    found = Person.objects.visible_to(getattr(cast, who)).values_list("first_name", flat=True)
    assert set(found) == sees


def test_a_role_that_ended_opens_nothing(cast):
    yesterday = timezone.localdate() - timedelta(days=1)
    cast.amina.roles.update(starts_on=yesterday - timedelta(days=9), ends_on=yesterday)
    assert not Person.objects.visible_to(User.objects.get(pk=cast.amina.pk)).exists()


def test_a_deactivated_account_sees_nobody(cast):
    cast.nadia.is_active = False
    assert not Person.objects.visible_to(cast.nadia).exists()


def test_leaving_the_group_ends_what_its_leader_sees(cast):
    membership = GroupMembershipFactory(group=cast.led_group)
    groups.leave(membership=membership, actor=cast.amina)
    assert membership.person not in Person.objects.visible_to(cast.leader)


def test_somebody_of_another_chapter_does_not_join_a_group(cast):
    with pytest.raises(groups.OtherChapter):
        groups.join(group=cast.led_group, person=PersonFactory(chapter=cast.rennes))


def test_joining_twice_changes_the_role_only(cast):
    person = PersonFactory(chapter=cast.grenoble)
    groups.join(group=cast.led_group, person=person)
    groups.join(group=cast.led_group, person=person, role="spokesperson")
    assert GroupMembership.objects.get(person=person).role == "spokesperson"


def test_silence_is_not_consent_and_the_last_word_counts(cast):
    person = cast.leader_person
    assert consents.allowed([person.pk], channel=Channel.EMAIL) == set()
    for given in (True, False, True):
        consents.record(
            person=person, channel=Channel.EMAIL, given=given, source=ConsentSource.SPOKEN
        )
    assert consents.allowed([person.pk], channel=Channel.EMAIL) == {person.pk}
    assert person.consents.count() == 3


def test_consent_of_thousands_is_one_query(cast, django_assert_num_queries):
    people = [ConsentFactory().person.pk for _n in range(3)]
    with django_assert_num_queries(1):
        assert consents.allowed(people, channel=Channel.EMAIL) == set(people)


@pytest.mark.parametrize(
    ("ends_on", "expected"),
    [
        (date(2026, 12, 31), "up_to_date"),
        (date(2026, 12, 1), "due_soon"),
        (date(2026, 11, 22), "due_soon"),
        (date(2026, 11, 21), "late"),
        (date(2025, 11, 22), "late"),
        (date(2025, 11, 21), "former"),
    ],
)
def test_standing_follows_the_last_day_paid(ends_on, expected):
    membership = MembershipFactory(starts_on=date(2024, 1, 1), ends_on=ends_on)
    standing = memberships.standing([membership.person_id], on=date(2026, 11, 22))
    assert standing == {membership.person_id: expected}


def refused(constraint, factory, **fields):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        factory(**fields)


def test_impossible_roles_are_refused_by_the_database(cast):
    today = timezone.localdate()
    refused("role_ends_after_it_starts", RoleFactory, ends_on=today - timedelta(days=1))
    refused("role_without_chapter_is_national", RoleFactory, chapter=None)
    refused("role_held_once_at_a_time", RoleFactory, user=cast.amina, chapter=cast.grenoble)
    refused(
        "role_held_once_at_a_time", RoleFactory, user=cast.nadia, chapter=None, kind=RoleKind.ADMIN
    )


def test_an_email_opens_one_account_whatever_the_case(cast):
    with pytest.raises(IntegrityError, match="user_email"), transaction.atomic():
        User.objects.filter(pk=UserFactory().pk).update(email="AMINA@example.org")


def test_impossible_circles_are_refused_by_the_database(cast):
    day = date(2026, 1, 1)
    early = day - timedelta(days=1)
    refused("chapter_closes_after", ChapterFactory, opened_on=day, closed_on=early)
    refused("group_ends_after", GroupFactory, founded_on=day, ended_on=early)
    refused("group_unique_in_chapter", GroupFactory, chapter=cast.grenoble, name="Les Granges")
    refused("group_membership_ends_after", GroupMembershipFactory, joined_on=day, left_on=early)
    refused(
        "group_membership_once",
        GroupMembershipFactory,
        group=cast.led_group,
        person=cast.leader_person,
    )
    place = NeighbourhoodFactory()
    refused(
        "neighbourhood_name_unique", NeighbourhoodFactory, chapter=place.chapter, name=place.name
    )


def test_impossible_memberships_are_refused_by_the_database():
    day = date(2026, 1, 1)
    refused("membership_ends_after", MembershipFactory, starts_on=day, ends_on=date(2025, 1, 1))
    known = MembershipFactory()
    refused("membership_one_start", MembershipFactory, person=known.person, starts_on=day)
    refused("membership_type_not_negative", MembershipTypeFactory, amount=-1)
    refused("membership_type_lasts", MembershipTypeFactory, months=0)
    refused(
        "membership_type_unique",
        MembershipTypeFactory,
        chapter=known.type.chapter,
        name=known.type.name,
    )


@pytest.mark.parametrize(
    "who", ["amina", "yann", "nadia", "board", "leader", "stranger", "over", "closed"]
)
def test_the_account_of_a_page_comes_with_its_rights(cast, who, django_assert_num_queries):
    cast.over, cast.closed = cast.stranger, cast.yann
    if who == "over":
        held = {"starts_on": date(2020, 1, 1), "ends_on": date(2021, 1, 1)}
        RoleFactory(user=cast.over, chapter=cast.rennes, kind=RoleKind.ORGANIZER, **held)
    if who == "closed":
        User.objects.filter(pk=cast.closed.pk).update(is_active=False)
    apart = User.objects.get(pk=getattr(cast, who).pk)

    with django_assert_num_queries(1):
        read = User.with_rights(apart.pk)
        assert read == apart
        scope = read.scope
    assert scope == apart.scope


def test_a_closed_account_opens_no_page_any_more(cast, client_of):
    amina = client_of(cast.amina)
    User.objects.filter(pk=cast.amina.pk).update(is_active=False)
    assert amina.get("/").status_code == 302
