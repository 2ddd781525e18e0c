"""The bundled communes: all there, found by letters or postcode."""

import pytest

from alliance.core.communes import communes, find


def test_every_commune_is_there_with_its_postcodes():
    assert len(communes()) == 35014
    assert communes()["38185"].name == "Grenoble"
    assert communes()["38185"].postcodes == ("38000", "38100")
    assert sum(not one.postcodes for one in communes().values()) < 10


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("greno", "Grenoble"),
        ("saint denis", "Saint-Denis"),
        ("SAINT-ETIENNE", "Saint-Étienne"),
        ("93300", "Aubervilliers"),
        ("herblain", "Saint-Herblain"),
    ],
)
def test_letters_without_accents_and_postcodes_find_the_likeliest_first(typed, first):
    assert find(typed)[0].name == first


@pytest.mark.parametrize("typed", ["", " ", "x", "zzzzz", "999999", "'", "%"])
def test_nothing_is_found_for_nothing(typed):
    assert find(typed) == []
