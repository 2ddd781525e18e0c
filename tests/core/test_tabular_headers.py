"""Where the header is, and what columns are called."""

import pytest

from alliance.core.tabular.headers import column_letter
from tests.core.files import cells, dropped, refused


def test_titles_above_the_header_are_skipped():
    table = dropped("Liste des adhérents 2025;;;\n;;;\nNom;Prénom;Mail;Ville\nx;y;a@b.fr;z\n")
    assert (table.header_line, table.header[0], table.row_count) == (3, "Nom", 1)
    assert table.notices[0].code == "title-rows"


def test_title_with_a_date_beside_it_is_skipped():
    table = dropped("Export du;12/03/2025\n\nNom;Prénom;Mail;Ville;CP\nx;y;a@b.fr;z;38000\n")
    assert table.header == ["Nom", "Prénom", "Mail", "Ville", "CP"]


def test_duplicated_names_are_made_unique():
    assert dropped("Tél;tél;Tél;Nom\n1;2;3;x\n").header == ["Tél", "tél (2)", "Tél (3)", "Nom"]


def test_blank_header_is_named_after_its_letter():
    table = dropped("Nom;Prénom;;Ville\nx;y;z;t\n")
    assert table.header == ["Nom", "Prénom", "Colonne C", "Ville"]


def test_column_filled_beyond_the_header_gets_a_name():
    table = dropped("Nom;Ville\nx;y;z\nx;y;z\nx;y\n")
    assert table.header == ["Nom", "Ville", "Colonne C"]


def test_names_are_folded_and_trimmed():
    assert dropped('"Votre\n numéro ";\u00a0Nom  d’usage \n1;x\n').header == [
        "Votre numéro",
        "Nom d’usage",
    ]


def test_years_are_labels():
    assert dropped("Nom;2023;2024\nAwa;oui;non\n").header == ["Nom", "2023", "2024"]


def test_row_of_merged_group_titles_is_skipped():
    text = "Identité;;Contact;;\nNom;Prénom;Mail;Tél;Ville\nx;y;a@b.fr;0612345678;z\n"
    table = dropped(text)
    assert table.header == ["Nom", "Prénom", "Mail", "Tél", "Ville"]
    assert table.row_count == 1


def test_header_on_two_lines_is_joined():
    text = "Nom;Prénom;Contact;\n;;Mail;Tél\nx;y;a@b.fr;0612345678\n"
    table = dropped(text)
    assert table.header == ["Nom", "Prénom", "Mail", "Tél"]
    assert (table.row_count, table.notices[-1].code) == (1, "two-line-header")


def test_rows_of_words_alone_are_not_taken_for_a_header():
    table = dropped("Nom;Prénom;Ville\nDiallo;Awa;Rennes\nRoy;Zoé;Brest\n")
    assert cells(table)[0] == ["Diallo", "Awa", "Rennes"]


def test_wide_row_of_data_before_the_header_means_it_is_missing():
    assert refused("x;y;a@b.fr\nNom;Prénom;Mail\nz;t;c@d.fr\n").code == "no-header"


@pytest.mark.parametrize(("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_column_letters(index, letter):
    assert column_letter(index) == letter
