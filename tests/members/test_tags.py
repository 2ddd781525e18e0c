"""Tags: renamed, joined with what they are twins of, dropped with the count said."""

import pytest

from members.domain.knowing import tags
from members.models import SavedList, Tag
from tests.factories.lists import SavedListFactory, TagFactory
from tests.factories.members import PersonFactory

pytestmark = pytest.mark.django_db
URL = "/personnes/etiquettes/"


@pytest.fixture
def amina(cast, client_of):
    return client_of(cast.amina)


def borne(cast, name, size):
    tag = TagFactory(chapter=cast.grenoble, name=name)
    for _person in range(size):
        PersonFactory(chapter=cast.grenoble).tags.add(tag)
    return tag


def test_the_same_word_is_one_tag_whatever_the_accents(cast):
    first = tags.get_or_create(chapter=cast.grenoble, name=" Été 2026 ")
    assert tags.get_or_create(chapter=cast.grenoble, name="ete 2026") == first
    assert tags.get_or_create(chapter=cast.rennes, name="ete 2026") != first


@pytest.mark.parametrize("name", ["", "   ", "\u200b"])
def test_a_tag_without_a_name_is_refused(cast, name):
    with pytest.raises(tags.InvalidTag):
        tags.get_or_create(chapter=cast.grenoble, name=name)


def test_a_taken_name_offers_to_join(cast, amina):
    tag, other = borne(cast, "bus", 1), borne(cast, "bus 12", 1)
    page = amina.post(f"{URL}{tag.pk}/", {"name": "BUS 12"})
    assert page.status_code == 422
    assert page.context["twin"] == other


def test_joining_moves_everybody_once_and_lists_follow(cast, amina):
    tag, into = borne(cast, "bus", 2), borne(cast, "bus 12", 1)
    tag.people.first().tags.add(into)
    SavedListFactory(chapter=cast.grenoble, owner=cast.amina, query=f"tag={tag.pk}&reach=phone")
    amina.post(f"{URL}{tag.pk}/reunir/", {"into": into.pk})
    assert into.people.count() == 3
    assert not Tag.objects.filter(pk=tag.pk).exists()
    assert SavedList.objects.get().query == f"tag={into.pk}&reach=phone"


def test_a_tag_is_not_joined_with_another_chapters(cast, amina):
    tag, theirs = borne(cast, "bus", 1), TagFactory(chapter=cast.rennes)
    assert amina.post(f"{URL}{tag.pk}/reunir/", {"into": theirs.pk}).status_code == 422
    with pytest.raises(tags.InvalidTag):
        tags.merge(tag=tag, into=theirs)


def test_dropping_says_how_many_bore_it(cast, amina):
    tag = borne(cast, "bus", 2)
    assert "2 personnes la portent" in amina.get(f"{URL}{tag.pk}/supprimer/").content.decode()
    page = amina.post(f"{URL}{tag.pk}/supprimer/", follow=True).content.decode()
    assert "2 personnes la portaient" in page
    assert not Tag.objects.exists()


def test_the_list_counts_people_known_today(cast, amina):
    tag = borne(cast, "bus", 2)
    tag.people.update(archived_at="2026-01-01T00:00Z")
    assert amina.get(URL).context["tags"][0].size == 0


def test_board_and_leaders_do_not_manage_tags(cast, client_of):
    tag = borne(cast, "bus", 1)
    for user in (cast.board, cast.leader):
        assert client_of(user).get(URL).status_code == 403
        assert client_of(user).get(f"{URL}{tag.pk}/").status_code == 403
