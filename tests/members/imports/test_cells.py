"""Reading one cell."""

from decimal import Decimal

import pytest

from members.domain.imports import cells


@pytest.mark.parametrize(
    ("cell", "euros"),
    [
        ("5,00", "5"), ("12.50 €", "12.5"), ("$2,535.00", "2535"), ("1 200", "1200"),
        ("1.200,50", "1200.5"), ("10€", "10"), ("0", "0"),
    ],
)  # fmt: skip
def test_sums_as_people_and_software_write_them(cell, euros):
    assert cells.amount(cell) == Decimal(euros)


def test_what_is_no_sum_is_none():
    assert cells.amount("à jour") is None
    assert cells.amount("99999999999") is None


@pytest.mark.parametrize("cell", ["oui", "Oui !", "x", "1", "OK", "d’accord", "TRUE"])
def test_yes(cell):
    assert cells.yes_or_no(cell) is True


@pytest.mark.parametrize("cell", ["non", "Non merci", "0", "refus", "pas d’accord"])
def test_no(cell):
    assert cells.yes_or_no(cell) is False


def test_neither_yes_nor_no():
    assert cells.yes_or_no("à demander") is None
    assert cells.yes_or_no("accord ?") is None


def test_an_address_in_one_cell_is_cut():
    assert cells.address("3 place du 8 mai 1945 93300 AUBERVILLIERS CEDEX") == {
        "street": "3 place du 8 mai 1945", "postal_code": "93300", "city": "Aubervilliers",
    }  # fmt: skip
    assert cells.address("12 rue des Lilas") == {"street": "12 rue des Lilas"}


def test_a_postal_code_gets_its_zero_back():
    assert cells.postal_code("1000") == "01000"
    assert cells.postal_code("38 100") == "38100"


def test_a_town_may_hold_its_postal_code():
    assert cells.city("38130 ÉCHIROLLES") == ("38130", "Échirolles")


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        ("12/03/80", 1980),
        ("vers 1975", 1975),
        ("1990", 1990),
        ("1850", None),
        ("27395", 1975),
        ("27395.0", 1975),
        ("99999", None),
        ("38", None),
    ],
)
def test_only_the_year_of_a_birth_is_read(cell, year):
    assert cells.birth_year(cell, day_first=True, this_year=2026) == year


def test_lists_are_cut_and_each_name_counts_once():
    assert cells.split_list("Amicale ; Parents d’élèves, amicale") == [
        "Amicale", "Parents d’élèves",
    ]  # fmt: skip


def test_a_known_name_with_a_comma_stays_whole():
    known = frozenset(["parents, eleves"])
    assert cells.split_list("Parents, élèves", keep_whole=known) == ["Parents, élèves"]


def test_languages_and_means_of_payment():
    assert cells.languages("Arabe / français et soninké") == ["arabe", "français", "soninké"]
    assert cells.payment_method("en espèces") == "cash"
    assert cells.payment_method("Chèque n° 12") == "cheque"
    assert cells.payment_method("troc") == ""
