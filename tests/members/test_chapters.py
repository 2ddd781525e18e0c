"""Local alliances: opened with what they need, renamed, closed, opened again."""

import pytest

from alliance.journal.models import Entry
from members.domain import chapters
from members.domain.chapters import Quarter
from members.models import Chapter, CustomField, Neighbourhood, Person, Role, Tag
from tests.factories.lists import TagFactory
from tests.factories.members import MembershipTypeFactory, PersonFactory


def open_one(cast, **fields):
    given = {"name": "Alliance de Lyon", "city": "Lyon", "actor": cast.nadia, **fields}
    return chapters.open_chapter(**given)


def test_an_alliance_opens_with_its_quarters_and_its_organizers(cast):
    lyon = open_one(cast, quarters=[Quarter("Mermoz", "QN06901M")], organizers=[cast.yann])
    assert lyon.slug == "lyon"
    assert Neighbourhood.objects.get(chapter=lyon).qpv_code == "QN06901M"
    assert Role.objects.get(chapter=lyon).user == cast.yann
    entry = Entry.objects.get(verb="chapter.opened")
    assert entry.detail["neighbourhoods"] == 1


def test_it_takes_the_models_of_another_and_never_its_people(cast):
    PersonFactory(chapter=cast.grenoble)
    MembershipTypeFactory(chapter=cast.grenoble, name="Adhésion solidaire")
    TagFactory(chapter=cast.grenoble, name="Traduit le soninké")
    CustomField.objects.create(chapter=cast.grenoble, name="Bâtiment", kind="text")
    lyon = open_one(cast, like=cast.grenoble)
    assert lyon.membership_types.get(name="Adhésion solidaire")
    assert Tag.objects.get(chapter=lyon).name == "Traduit le soninké"
    assert CustomField.objects.get(chapter=lyon).name == "Bâtiment"
    assert not Person.objects.filter(chapter=lyon).exists()
    assert Tag.objects.filter(chapter=cast.grenoble).count() == 1


def test_a_second_alliance_of_the_city_gets_its_own_address(cast):
    first, second = open_one(cast), open_one(cast, name="Alliance du Grand Lyon")
    assert (first.slug, second.slug) == ("lyon", "lyon-2")


def test_a_name_is_taken_once(cast):
    with pytest.raises(chapters.InvalidChapter):
        open_one(cast, name=cast.grenoble.name)
    with pytest.raises(chapters.InvalidChapter):
        chapters.change(chapter=cast.rennes, actor=cast.nadia, name=cast.grenoble.name)


def test_a_renamed_alliance_keeps_its_address_and_the_journal_its_old_name(cast):
    chapters.change(chapter=cast.grenoble, actor=cast.nadia, name="Justice Ensemble")
    cast.grenoble.refresh_from_db()
    assert (cast.grenoble.name, cast.grenoble.slug) == ("Justice Ensemble", "grenoble")
    assert Entry.objects.get(verb="chapter.changed").detail["was"]["name"] == "Alliance de Grenoble"


def test_nothing_changed_is_not_journaled(cast):
    chapters.change(chapter=cast.grenoble, actor=cast.nadia, name=cast.grenoble.name)
    assert not Entry.objects.filter(verb="chapter.changed").exists()


def test_closed_then_opened_again_twice_each(cast):
    assert chapters.close(chapter=cast.grenoble, actor=cast.nadia)
    assert not chapters.close(chapter=cast.grenoble, actor=cast.nadia)
    assert chapters.reopen(chapter=cast.grenoble, actor=cast.nadia)
    assert not chapters.reopen(chapter=cast.grenoble, actor=cast.nadia)
    assert Chapter.objects.get(pk=cast.grenoble.pk).closed_on is None
    verbs = Entry.objects.filter(verb__startswith="chapter.").order_by("pk")
    assert [one.verb for one in verbs] == ["chapter.closed", "chapter.reopened"]
