"""Neighbourhoods renamed, made one, forgotten: nobody is lost, the journal remembers."""

import pytest
from django.db.models import UniqueConstraint

from alliance.journal.models import Entry
from campaigns.models import NeighbourhoodSpot
from members.domain.merging.moves import children_of
from members.domain.opening import quarter_changes
from members.domain.opening.quarter_changes import InvalidQuarter
from members.models import Neighbourhood, SavedList
from tests.factories.members import GroupFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def quarter(cast):
    return Neighbourhood.objects.create(
        chapter=cast.grenoble, name="Villeneuve", qpv_code="QN03809M"
    )


@pytest.fixture
def other(cast):
    return Neighbourhood.objects.create(
        chapter=cast.grenoble, name="La Villeneuve", city="Grenoble"
    )


@pytest.fixture
def amina(cast, client_of):
    return client_of(cast.amina)


def page(quarter, deed=""):
    return f"/alliance/quartiers/{quarter.pk}/{deed}"


def test_a_new_name_is_seen_and_the_old_one_remembered(amina, quarter):
    answer = amina.post(page(quarter), {"name": " L’Arlequin ", "city": "Échirolles"})
    assert answer.status_code == 302
    quarter.refresh_from_db()
    assert (quarter.name, quarter.insee_code) == ("L’Arlequin", "38151")
    detail = Entry.objects.get(verb="neighbourhood.changed").detail
    assert detail["before"]["name"] == "Villeneuve"


def test_the_same_again_writes_nothing(cast, quarter):
    kept = {"name": "Villeneuve", "qpv_code": "QN03809M"}
    quarter_changes.change(quarter=quarter, actor=cast.amina, **kept)
    assert not Entry.objects.filter(verb="neighbourhood.changed").exists()


def test_a_name_already_taken_offers_to_make_them_one(amina, quarter, other):
    answer = amina.post(page(quarter), {"name": "la villeneuve"})
    assert answer.status_code == 422
    assert answer.context["twin"] == other
    assert answer.context["merge_form"].initial["into"] == other


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"name": " "}, "name"),
        ({"name": "\u200b"}, "name"),
        ({"name": "X" * 300}, "name"),
        ({"name": "X", "postal_code": "38"}, "postal_code"),
        ({"name": "X", "qpv_code": "n’importe"}, "qpv_code"),
    ],
)
def test_nonsense_is_refused_beside_its_field(amina, quarter, typed, wrong):
    answer = amina.post(page(quarter), typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [wrong]


def test_two_made_one_lose_nobody(cast, amina, quarter, other):
    person = PersonFactory(chapter=cast.grenoble, neighbourhood=quarter)
    group = GroupFactory(chapter=cast.grenoble, neighbourhood=quarter)
    shown = amina.get(page(quarter, "reunir/"), {"into": other.pk}).content.decode()
    assert "personnes\xa0: <b>1</b>" in shown
    assert Neighbourhood.objects.filter(pk=quarter.pk).exists()
    amina.post(page(quarter, "reunir/"), {"into": other.pk})
    person.refresh_from_db()
    group.refresh_from_db()
    assert person.neighbourhood == group.neighbourhood == other
    assert not Neighbourhood.objects.filter(pk=quarter.pk).exists()
    detail = Entry.objects.get(verb="neighbourhood.merged").detail
    assert detail["from"] == "Villeneuve"
    assert detail["moved"]["members.person"] == 1


def test_what_the_other_did_not_know_is_filled_and_lists_follow(cast, quarter, other):
    saved = SavedList.objects.create(
        chapter=cast.grenoble, owner=cast.amina, name="Ici", query=f"neighbourhood={quarter.pk}"
    )
    quarter_changes.merge(quarter=quarter, into=other, actor=cast.amina)
    saved.refresh_from_db()
    other.refresh_from_db()
    assert saved.query == f"neighbourhood={other.pk}"
    assert (other.qpv_code, other.city) == ("QN03809M", "Grenoble")


def test_each_keeps_its_own_spot_on_the_map(cast, quarter, other):
    for one in (quarter, other):
        NeighbourhoodSpot.objects.create(neighbourhood=one, latitude="45.16", longitude="5.73")
    quarter_changes.merge(quarter=quarter, into=other, actor=cast.amina)
    assert NeighbourhoodSpot.objects.get().neighbourhood == other


def test_no_rule_can_refuse_to_move_a_row():
    """A uniqueness that names a neighbourhood would need its own way here."""
    for relation in children_of(Neighbourhood):
        if relation.one_to_one:
            assert relation.related_model is NeighbourhoodSpot
            continue
        rules = relation.related_model._meta.constraints
        unique = [one.fields for one in rules if isinstance(one, UniqueConstraint)]
        assert not any(relation.field.name in fields for fields in unique)


def test_one_is_not_joined_to_itself_nor_to_another_chapters(cast, amina, quarter):
    abroad = Neighbourhood.objects.create(chapter=cast.rennes, name="Le Blosne")
    for into in (quarter, abroad):
        with pytest.raises(InvalidQuarter):
            quarter_changes.merge(quarter=quarter, into=into, actor=cast.amina)
        assert amina.post(page(quarter, "reunir/"), {"into": into.pk}).status_code == 422
    assert amina.get(page(abroad)).status_code == 404


def test_only_an_empty_one_goes(cast, amina, quarter, other):
    PersonFactory(chapter=cast.grenoble, neighbourhood=quarter)
    for one in (quarter, other):
        amina.post(page(one, "supprimer/"))
    assert list(cast.grenoble.neighbourhoods.filter(pk__in=[quarter.pk, other.pk])) == [quarter]
    assert Entry.objects.get(verb="neighbourhood.removed").detail == {"name": "La Villeneuve"}


def test_the_settings_lead_to_each_and_to_its_people(cast, amina, quarter):
    PersonFactory(chapter=cast.grenoble, neighbourhood=quarter)
    shown = amina.get("/alliance/grenoble/reglages/").content.decode()
    assert page(quarter) in shown
    assert f"?neighbourhood={quarter.pk}" in shown
    assert "/alliance/grenoble/quartiers/" in shown


def test_a_board_member_changes_none(cast, client_of, quarter):
    assert client_of(cast.board).post(page(quarter), {"name": "X"}).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_settings_ask_the_same_number_of_queries(
    cast, amina, rows, django_assert_max_num_queries
):
    for n in range(rows):
        Neighbourhood.objects.create(chapter=cast.grenoble, name=f"Quartier {n}")
    with django_assert_max_num_queries(9):
        assert amina.get("/alliance/grenoble/reglages/").status_code == 200
