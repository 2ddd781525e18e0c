"""Ties, who brought whom, and households."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from alliance.journal.models import Entry
from members.domain.knowing import households, ties
from members.models import Household, Relationship
from tests.factories.members import PersonFactory, PhoneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(cast):
    return PersonFactory.create_batch(2, chapter=cast.grenoble)


def words(person):
    return [(bond.words, bond.other) for bond in ties.bonds_of(person)]


def test_influence_reads_from_both_ends(cast, pair):
    nacera, karim = pair
    ties.add(person=nacera, other=karim, kind="influences", actor=cast.amina)
    assert words(nacera) == [("entraîne", karim)]
    assert words(karim) == [("entraîné·e par", nacera)]


def test_the_other_direction_can_be_said_from_her_page(pair):
    ties.add(person=pair[0], other=pair[1], kind="-influences")
    assert words(pair[1]) == [("entraîne", pair[0])]


def test_neighbours_are_neighbours_from_both_ends_and_once(pair):
    one = ties.add(person=pair[0], other=pair[1], kind="neighbour")
    assert ties.add(person=pair[1], other=pair[0], kind="neighbour") == one
    assert words(pair[0]) == [("voisin·e de", pair[1])]
    assert words(pair[1]) == [("voisin·e de", pair[0])]


def test_two_may_influence_each_other(pair):
    ties.add(person=pair[0], other=pair[1], kind="influences")
    ties.add(person=pair[1], other=pair[0], kind="influences")
    assert Relationship.objects.count() == 2


@pytest.mark.parametrize("kind", ["enemy", "", "-", "-neighbours"])
def test_an_unknown_kind_is_refused(pair, kind):
    with pytest.raises(ties.InvalidTie):
        ties.add(person=pair[0], other=pair[1], kind=kind)


def test_a_tie_with_herself_another_chapter_or_a_merged_page_is_refused(cast, pair):
    elsewhere = PersonFactory(chapter=cast.rennes)
    merged = PersonFactory(chapter=cast.grenoble, merged_into=pair[1])
    for other in (pair[0], elsewhere, merged):
        with pytest.raises(ties.InvalidTie):
            ties.add(person=pair[0], other=other, kind="family")


def test_a_tie_does_not_start_tomorrow(pair):
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ties.InvalidTie):
        ties.add(person=pair[0], other=pair[1], kind="family", started_on=tomorrow)


def test_a_tie_ends_once_reopens_and_may_start_again(cast, pair):
    tie = ties.add(person=pair[0], other=pair[1], kind="colleague")
    assert ties.end(tie=tie, actor=cast.amina)
    assert not ties.end(tie=tie, actor=cast.amina)
    tie.refresh_from_db()
    assert ties.reopen(tie=tie)
    ties.end(tie=tie)
    ties.add(person=pair[1], other=pair[0], kind="colleague")
    assert [bond.tie.ended_on is None for bond in ties.bonds_of(pair[0])] == [True, False]


def test_a_tie_does_not_end_before_it_starts(pair):
    tie = ties.add(person=pair[0], other=pair[1], kind="friend", started_on=date(2026, 5, 1))
    for day in (date(2026, 4, 30), timezone.localdate() + timedelta(days=2)):
        with pytest.raises(ties.InvalidTie):
            ties.end(tie=tie, on=day)


def test_a_slip_is_forgotten_and_the_journal_tells(cast, pair):
    ties.remove(tie=ties.add(person=pair[0], other=pair[1], kind="friend"), actor=cast.amina)
    assert not Relationship.objects.exists()
    verbs = Entry.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["tie.added", "tie.removed"]


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("tie_is_with_somebody_else", {"other": 0}),
        (
            "tie_ends_after_it_starts",
            {"other": 1, "started_on": date(2026, 5, 1), "ended_on": date(2026, 4, 1)},
        ),
        ("tie_held_once_at_a_time", {"other": 1}),
    ],
)
def test_impossible_ties_are_refused_by_the_database(pair, constraint, fields):
    if constraint == "tie_held_once_at_a_time":
        Relationship.objects.create(person=pair[0], other=pair[1], kind="family")
    fields = fields | {"other": pair[fields["other"]]}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Relationship.objects.create(person=pair[0], kind="family", **fields)


def test_who_brought_her_is_said_changed_and_unsaid(cast, pair):
    nacera, karim = pair
    assert ties.set_brought_by(person=karim, by=nacera, actor=cast.amina)
    assert not ties.set_brought_by(person=karim, by=nacera)
    karim.refresh_from_db()
    assert (karim.brought_by, karim.version) == (nacera, 2)
    assert ties.set_brought_by(person=karim, by=None)
    assert Entry.objects.filter(verb="person.brought_by").count() == 2


def test_nobody_brings_herself_even_by_a_long_way(cast):
    chain = PersonFactory.create_batch(4, chapter=cast.grenoble)
    for first, second in pairwise(chain):
        ties.set_brought_by(person=second, by=first)
    for end in chain[1:]:
        with pytest.raises(ties.InvalidTie, match="pas l’inverse"):
            ties.set_brought_by(person=chain[0], by=end)
    with pytest.raises(ties.InvalidTie, match="la même personne"):
        ties.set_brought_by(person=chain[0], by=chain[0])


def test_a_circle_already_there_does_not_hang(pair):
    pair[0].brought_by, pair[1].brought_by = pair[1], pair[0]
    for person in pair:
        person.save(update_fields=["brought_by"])
    assert ties.leads_to(pair[0].pk, pair[1].pk)


def test_a_household_is_shared_without_merging(cast, pair):
    for person in pair:
        PhoneFactory(person=person, number="+33476112233")
    assert households.near(pair[0]).suggested == [pair[1]]
    home = households.share(person=pair[0], other=pair[1], actor=cast.amina)
    pair[0].refresh_from_db()
    assert home.people.count() == 2
    assert households.near(pair[0]).mates == [pair[1]]
    assert households.near(pair[0]).suggested == []


def test_joining_somebody_s_household_grows_it(pair, cast):
    home = households.share(person=pair[0], other=pair[1])
    third = PersonFactory(chapter=cast.grenoble)
    assert households.share(person=third, other=pair[0]) == home
    assert home.people.count() == 3


def test_two_households_are_not_joined_by_surprise(pair, cast):
    households.share(person=pair[0], other=pair[1])
    others = PersonFactory.create_batch(2, chapter=cast.grenoble)
    households.share(person=others[0], other=others[1])
    with pytest.raises(ties.InvalidTie, match="autre foyer"):
        households.share(person=pair[0], other=others[0])


def test_a_household_of_one_is_forgotten(pair):
    households.share(person=pair[0], other=pair[1])
    assert households.leave(person=pair[0])
    assert not households.leave(person=pair[0])
    assert not Household.objects.exists()
    pair[1].refresh_from_db()
    assert pair[1].household is None
