"""The form of a group: a name taken, impossible dates: said in French, beside their field."""

import pytest

from alliance.journal.models import Entry
from members.domain import groups
from members.models import Group
from tests.factories.members import GroupFactory

pytestmark = pytest.mark.django_db
NEW = "/groupes/nouveau/"


@pytest.fixture
def amina(cast, client_of):
    return client_of(cast.amina)


def test_a_new_group_is_journaled(amina):
    amina.post(NEW, {"name": " Femmes  de Surieux ", "kind": "collective"})
    group = Group.objects.get(name="Femmes de Surieux")
    assert Entry.objects.about(group).get().verb == "group.created"


@pytest.mark.parametrize("name", ["Les Granges", "les granges", "LES  GRANGÉS"])
def test_a_name_that_is_taken_is_said_beside_it(amina, name):
    answer = amina.post(NEW, {"name": name, "kind": "collective"})
    assert answer.status_code == 422
    assert "existe déjà" in answer.context["form"].errors["name"][0]
    assert Group.objects.count() == 1


def test_another_chapter_may_have_the_same_name(cast, amina):
    GroupFactory(chapter=cast.rennes, name="Parents")
    assert amina.post(NEW, {"name": "Parents", "kind": "parents"}).status_code == 302


def test_two_at_the_very_same_moment(cast, monkeypatch):
    monkeypatch.setattr(groups, "fold", lambda name: object())  # neither saw the other
    with pytest.raises(groups.GroupExists):
        groups.keep(group=Group(chapter=cast.grenoble, name="Les Granges"), actor=cast.amina)


@pytest.mark.parametrize(
    ("dates", "wrong"),
    [
        ({"founded_on": "2999-01-01"}, "founded_on"),
        ({"founded_on": "2020-01-01", "ended_on": "2019-01-01"}, "ended_on"),
        ({"founded_on": "hier"}, "founded_on"),
    ],
)
def test_impossible_dates_are_said_beside_them(amina, dates, wrong):
    answer = amina.post(NEW, {"name": "Parents", "kind": "parents"} | dates)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [wrong]
    assert "group_ends" not in answer.content.decode()


def test_a_group_is_renamed_but_not_as_another(cast, amina):
    group = GroupFactory(chapter=cast.grenoble, name="Parents")
    url = f"/groupes/{group.pk}/modifier/"
    assert amina.post(url, {"name": "parents", "kind": "parents"}).status_code == 302
    assert amina.post(url, {"name": "Les Granges", "kind": "parents"}).status_code == 422
