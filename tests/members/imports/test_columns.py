"""Recognizing the columns of everyday spreadsheets and of other software."""

import pytest

from members.domain.imports.columns import recognize_columns

EVERYDAY = {
    "Nom": "last_name", "Prénom": "first_name", "Tél. portable": "phone", "Tél fixe": "phone",
    "Mail": "email", "E-mail": "email", "Courriel": "email", "Adresse postale": "address",
    "CP": "postal_code", "Commune": "city", "Quartier": "neighbourhood", "Collectif": "group",
    "Langues parlées": "languages", "Année de naissance": "birth", "Commentaires": "note",
    "Rencontré par": "source", "Date d’adhésion": "membership_start", "Cotisation": "amount",
    "Mode de paiement": "payment_method", "Référent": "organizer", "Étiquettes": "tags",
}  # fmt: skip
SAMPLES = {"Cotisation": "10 €", "Date d’adhésion": "12/03/2024"}


def fields(header, *rows):
    lines = [row.split(";") for row in rows]
    return recognize_columns(header.split(";"), lines).mapping


def test_everyday_french_headers_are_known():
    header = list(EVERYDAY)
    found = recognize_columns(header, [[SAMPLES.get(name, "x") for name in header]])
    assert dict(zip(header, found.mapping, strict=True)) == EVERYDAY


@pytest.mark.parametrize(
    "header", ["NOM Prénom", "Nom et prénom", "Nom, prénom", "Prénom NOM", "Nom & prénom"]
)
def test_one_column_for_both_names(header):
    assert fields(f"{header};Tél", "BENALI Nacéra;0612345678") == ["full_name", "phone"]


def test_a_lone_name_column_holding_two_words_is_both_names():
    assert fields("Nom;Portable", "BENALI Nacéra;06") == ["full_name", "phone"]
    assert fields("Nom;Portable", "Benali;06") == ["last_name", "phone"]


def test_the_cells_decide_when_the_header_is_vague():
    assert fields("Nom;Contact", "Benali;amina@free.fr") == ["last_name", "email"]
    assert fields("Nom;Contact", "Benali;06 12 34 56 78") == ["last_name", "phone"]
    assert fields("Nom;Contact", "Benali;Amina") == ["last_name", "organizer"]
    assert fields("Nom;Truc", "Benali;x@free.fr") == ["last_name", "email"]


def test_a_fee_column_that_says_yes_is_not_an_amount():
    assert fields("Nom;Cotisation", "Benali;à jour") == ["last_name", ""]


@pytest.mark.parametrize("header", ["Religion", "Parti politique", "ethnicity", "support_level"])
def test_article_9_columns_are_left_out_with_the_reason(header):
    column = recognize_columns(["Nom", header], [["Benali", "x"]]).columns[1]
    assert (column.field, column.sensitive) == ("", True)
    assert "sensible" in str(column.why)


def test_two_columns_of_one_meaning_keep_the_first():
    found = recognize_columns(["Nom", "Ville", "Commune"], [["B", "Grenoble", "Grenoble"]])
    assert found.mapping == ["last_name", "city", ""]
    assert found.columns[2].why


def test_several_phones_and_notes_add_up():
    assert fields("Nom;Tél 1;Tél 2;Note;Remarques", "B;06;07;a;b") == [
        "last_name", "phone", "phone", "note", "note",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["BENALI Nacéra", "DIALLO Awa"], "last_first"),
        (["Nacéra BENALI", "Awa DIALLO"], "first_last"),
        (["Benali, Nacéra"], "last_first"),
        (["Benali Nacéra"], "last_first"),
    ],
)
def test_capitals_and_commas_tell_the_order_of_names(cells, order):
    found = recognize_columns(["Nom et prénom"], [[cell] for cell in cells])
    assert found.name_order == order


def test_the_header_tells_the_order_when_the_cells_do_not():
    assert recognize_columns(["Prénom et nom"], [["Nacera Benali"]]).name_order == "first_last"


def test_one_impossible_month_settles_the_dates():
    header = ["Nom", "Date d’adhésion"]
    assert recognize_columns(header, [["B", "03/25/2024"]]).day_first is False
    assert recognize_columns(header, [["B", "03/04/2024"]]).day_first is True


def test_an_unknown_column_is_left_out():
    assert fields("Nom;Pointure", "Benali;38") == ["last_name", ""]
