"""The map: circles by neighbourhood, a table behind it, and nobody's home."""

import json

import pytest
from django.conf import settings
from django.db import IntegrityError
from django.urls import reverse

from campaigns.models import NeighbourhoodSpot
from tests.factories import campaigns as make
from tests.factories.actions import ActionFactory
from tests.factories.members import GroupFactory, NeighbourhoodFactory, PersonFactory

PAGE, DATA = reverse("campaigns:map"), reverse("campaigns:map-data")


@pytest.fixture
def hood(cast):
    cast.grenoble.insee_code = "38185"
    cast.grenoble.save()
    return NeighbourhoodFactory(chapter=cast.grenoble, name="Teisseire", insee_code="38185")


def drawn(client):
    return {place["name"]: place for place in client.get(DATA).json()["places"]}


def test_what_is_counted_by_neighbourhood(hood, cast, client_of):
    make.GrievanceFactory.create_batch(3, chapter=cast.grenoble, neighbourhood=hood)
    group = GroupFactory(chapter=cast.grenoble, neighbourhood=hood)
    ActionFactory(chapter=cast.grenoble).groups.add(group)
    counts = drawn(client_of(cast.amina))["Teisseire"]["counts"]
    assert counts == {"angers": 3, "groups": 1, "actions": 1}


def test_the_table_says_the_same(hood, cast, client_of):
    make.GrievanceFactory.create_batch(7, chapter=cast.grenoble, neighbourhood=hood)
    shown = client_of(cast.amina).get(PAGE).content.decode()
    assert "Teisseire" in shown
    assert ">7<" in shown


def test_nobody_and_no_home_is_on_it(hood, cast, client_of):
    person = PersonFactory(
        chapter=cast.grenoble, last_name="Introuvable", street="12 allée des Merisiers"
    )
    make.GrievanceFactory(
        chapter=cast.grenoble, neighbourhood=hood, person=person, place="12 allée des Merisiers"
    )
    sent = client_of(cast.amina).get(DATA).content.decode()
    assert "Introuvable" not in sent
    assert "Merisiers" not in sent
    assert set(json.loads(sent)["places"][0]) == {"name", "lat", "lon", "radius", "counts"}


def test_one_that_nobody_placed_stands_in_its_commune(hood, cast, client_of):
    place = drawn(client_of(cast.amina))["Teisseire"]
    assert 45.1 < place["lat"] < 45.25
    assert 5.65 < place["lon"] < 5.8


def test_a_commune_without_outline_is_in_the_table_only(cast, client_of):
    NeighbourhoodFactory(chapter=cast.grenoble, name="Ailleurs", insee_code="99999")
    client = client_of(cast.amina)
    assert "Ailleurs" not in drawn(client)
    assert "Ailleurs" in client.get(PAGE).content.decode()


def test_placed_by_an_organizer(hood, cast, client_of):
    client, url = client_of(cast.amina), reverse("campaigns:spot-edit", args=[hood.pk])
    form = {"latitude": "45.1712", "longitude": "5.7513", "radius": "400"}
    assert client.post(url, form).status_code == 302
    assert drawn(client)["Teisseire"]["lat"] == 45.1712
    assert client_of(cast.board).get(url).status_code == 403


@pytest.mark.parametrize("radius", ["10", "9000", "abc"])
def test_a_circle_as_small_as_a_home_is_refused(hood, cast, client_of, radius):
    form = {"latitude": "45.1712", "longitude": "5.7513", "radius": radius}
    url = reverse("campaigns:spot-edit", args=[hood.pk])
    answer = client_of(cast.amina).post(url, form)
    assert answer.status_code == 422
    assert "45.1712" in answer.content.decode()


def test_another_chapter_is_not_on_it(hood, cast, client_of):
    assert "Teisseire" not in drawn(client_of(cast.yann))


def test_no_tile_and_no_foreign_host_by_default(hood, cast, client_of):
    assert settings.MAP_TILES_URL == ""
    answer = client_of(cast.amina).get(PAGE)
    policy = answer.headers["Content-Security-Policy"].split("; ")
    assert "img-src 'self' data:" in policy


def test_a_spot_is_wider_than_a_home(hood):
    with pytest.raises(IntegrityError, match="spot_wider_than_a_home"):
        NeighbourhoodSpot.objects.create(neighbourhood=hood, latitude=45, longitude=5, radius=20)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_map_asks_the_same(cast, client_of, rows, django_assert_max_num_queries):
    for one in NeighbourhoodFactory.create_batch(rows, chapter=cast.grenoble):
        make.GrievanceFactory(chapter=cast.grenoble, neighbourhood=one)
    client = client_of(cast.amina)
    for url in (PAGE, DATA):
        with django_assert_max_num_queries(14):
            assert client.get(url).status_code == 200
