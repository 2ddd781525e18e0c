"""Names: tidied without inventing, split with an honest doubt, folded for comparing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.core.text.names import (
    clean_text,
    fold,
    name_key,
    sort_key,
    split_civility,
    split_full_name,
    tidy_name,
)


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("DE LA CRUZ", "De La Cruz"),
        ("d'heres", "D’Heres"),
        ("MC DONALD", "Mc Donald"),
        ("N'DIAYE", "N’Diaye"),
        ("N’DIAYE", "N’Diaye"),
        ("O'BRIEN", "O’Brien"),
        ("JEAN-PIERRE", "Jean-Pierre"),
        ("jean-pierre", "Jean-Pierre"),
        ("el hadj", "El Hadj"),
        ("NACÉRA", "Nacéra"),
        ("émilie", "Émilie"),
        ("SA'ID", "Sa’id"),
        ("J.-P.", "J.-P."),
        ("LOUIS III", "Louis III"),
        ("McDonald", "McDonald"),
        ("de Gaulle", "de Gaulle"),
        ("  BENALI ", "Benali"),
        ("", ""),
    ],
)
def test_capitals_are_put_where_french_puts_them(text, tidied):
    assert tidy_name(text) == tidied


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("BENALI Nacéra", "Nacéra", "Benali"),
        ("Nacéra BENALI", "Nacéra", "Benali"),
        ("DE LA CRUZ Maria Pilar", "Maria Pilar", "De La Cruz"),
        ("Dupont, Jean", "Jean", "Dupont"),
        ("DUPONT, JEAN", "Jean", "Dupont"),
        ("BEN ALI Nacéra", "Nacéra", "Ben Ali"),
        ("LE GOFF Anne-Marie", "Anne-Marie", "Le Goff"),
        ("N’DIAYE Awa", "Awa", "N’Diaye"),
        ("Awa N'DIAYE", "Awa", "N’Diaye"),
        ("J. DUPONT", "J.", "Dupont"),
        ("Maria de la CRUZ", "Maria", "de la CRUZ"),
        ("Le Goff Anne-Marie", "Anne-Marie", "Le Goff"),
        ("Maria De La Cruz", "Maria", "De La Cruz"),
    ],
)
def test_clear_names_are_split_surely(text, first, last):
    name = split_full_name(text)
    assert (name.first, name.last, name.sure) == (first, last, True)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Martin Paul", "Martin", "Paul"),
        ("MARTIN PAUL", "Paul", "Martin"),
        ("Fatima", "Fatima", ""),
        ("Nacéra Ben Ali", "Nacéra", "Ben Ali"),
        ("DUPONT Marie LEROY", "Marie", "Dupont Leroy"),
        ("", "", ""),
        (",", "", ""),
    ],
)
def test_unclear_names_are_a_guess_that_says_so(text, first, last):
    name = split_full_name(text)
    assert (name.first, name.last, name.sure) == (first, last, False)


def test_civility_is_taken_off_and_kept():
    assert split_full_name("Mme Fatima BENALI") == ("Fatima", "Benali", True, "Mme")
    assert split_full_name("M. DUPONT Jean").civility == "M."
    assert split_full_name("Mme Benali") == ("", "Benali", False, "Mme")


def test_couples_are_never_sure():
    name = split_full_name("M. et Mme DUPONT Jean")
    assert (name.last, name.civility, name.sure) == ("Dupont", "M. et Mme", False)


@pytest.mark.parametrize(
    ("text", "civility"),
    [("Mr X", "M."), ("Monsieur X", "M."), ("Mlle X", "Mlle"), ("X (Mme)", "Mme"), ("Mehdi", "")],
)
def test_civilities(text, civility):
    assert split_civility(text)[0] == civility


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Nacéra", "nacera"),
        ("N’DIAYE", "n diaye"),
        ("Jean-Pierre", "jean pierre"),
        ("Cœur  Æsop", "coeur aesop"),
        ("STRAẞE Straße", "strasse strasse"),
        ("  É  ", "e"),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


def test_name_key_does_not_care_which_is_first():
    assert name_key("Nacéra", "BEN ALI") == name_key("Ben Ali", "NACERA") == "ali ben nacera"


def test_sort_key_gives_the_order_of_a_directory():
    people = [
        ("Zola", "Émile"),
        ("Émir", "Ali"),
        ("Le Goff", "Awa"),
        ("Le", "Anne"),
        ("Legrand", "B"),
    ]
    ordered = sorted(people, key=lambda pair: sort_key(*pair))
    assert [last for last, _ in ordered] == ["Émir", "Le", "Le Goff", "Legrand", "Zola"]


def test_clean_text_removes_what_cannot_be_seen():
    assert clean_text("\u202eAmi\x00na\u200b  B\u00a0C\n") == "Amina B C"
    assert clean_text("e\u0301te\u0301") == "été"
    assert clean_text("un  deux\n trois ", keep_lines=True) == "un deux\ntrois"
    assert clean_text("abcdef", 3) == "abc"


@given(st.text(max_size=40))
def test_no_text_makes_names_fail(text):
    name = split_full_name(text)
    assert fold(fold(text)) == fold(text)
    assert "\x00" not in name.first + name.last
    assert tidy_name(tidy_name(text)) == tidy_name(text)


def test_unbreakable_spaces_stay_beside_french_signs_and_nowhere_else():
    typed = "«\u00a0On  y va\u00a0» \u00a0: à\u00a0cinquante\u202f!"
    assert clean_text(typed) == "«\u00a0On y va\u00a0»\u00a0: à cinquante\u202f!"


def test_a_name_from_a_spreadsheet_keeps_plain_spaces():
    assert clean_text("\u00a0El\u00a0 Khattabi\u202fKarim ") == "El Khattabi Karim"
