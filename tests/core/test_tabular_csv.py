"""Delimited text, as spreadsheet programs of three decades write it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile

from alliance.core.tabular import open_table
from tests.core.files import cells, dropped, refused

HEADER = "Nom;Prénom;Téléphone"
ROWS = f"{HEADER}\r\nBENALI;Nacéra;06 12 34 56 78\r\nDupont;Zoé;07 11 22 33 44\r\n"


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [
        ("utf-8", "utf-8-sig"),
        ("utf-8-sig", "utf-8-sig"),
        ("cp1252", "cp1252"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_accents_survive_every_encoding(codec, encoding):
    table = dropped(ROWS.encode(codec))
    assert (table.encoding, table.header) == (encoding, ["Nom", "Prénom", "Téléphone"])
    assert cells(table)[0] == ["BENALI", "Nacéra", "06 12 34 56 78"]


def test_bytes_unknown_to_windows_do_not_stop_the_reading():
    table = dropped(ROWS.encode("cp1252").replace(b"Dupont", b"Dup\x81\x8dont"))
    assert table.row_count == 2
    assert [notice.code for notice in table.notices] == ["bad-characters"]


def test_one_broken_byte_does_not_spoil_every_accent():
    text = HEADER + "\n" + "Émilie;Chloé;é\n" * 20
    table = dropped(text.encode() + b"Fran\xe7ois;x;y\n")
    assert table.encoding == "utf-8-sig"
    assert cells(table)[0] == ["Émilie", "Chloé", "é"]
    assert table.notices[0].lines == [22]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_every_delimiter_is_found(delimiter):
    table = dropped(ROWS.replace(";", delimiter))
    assert table.delimiter == delimiter
    assert len(table.header) == 3


def test_decimal_commas_are_not_delimiters():
    table = dropped("Nom;Montant;Reste\n" + "Awa;12,50;3,20\n" * 5)
    assert table.delimiter == ";"


def test_delimiters_inside_quotes_do_not_count():
    rows = "nom,adresse\n" + '"Diallo","3; rue; des; Lilas"\n' * 4
    assert dropped(rows).delimiter == ","


def test_announced_separator_is_believed_and_skipped():
    table = dropped("sep=|\nNom|Ville\nAwa|Saint-Denis\n")
    assert (table.delimiter, table.header) == ("|", ["Nom", "Ville"])
    assert [row.line for row in table.rows()] == [3]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_ending_gives_true_line_numbers(end):
    text = 'Nom;Note\nAwa;"deux\nlignes"\n\nZoé;fin\n'.replace("\n", end)
    assert [row.line for row in dropped(text).rows()] == [2, 5]


def test_quoted_new_lines_stay_in_their_cell():
    assert cells(dropped('Nom;Note\nAwa;"deux\r\nlignes"\n')) == [["Awa", "deux\nlignes"]]


def test_short_rows_are_padded_and_long_ones_keep_their_extra_cells():
    rows = list(dropped("a;b;c\n1;x\n2;x;y;z;t\n3;x;y\n").rows())
    assert rows[0].cells == ["1", "x", ""]
    assert rows[1].extra == ["z", "t"]


def test_extra_cells_are_reported_with_their_line():
    table = dropped("a;b;c\n1;x\n2;x;y;z;t\n3;x;y\n")
    assert (table.notices[0].code, table.notices[0].lines) == ("extra-cells", [3])
    assert "1 ligne a plus de cases" in table.notices[0].message


def test_nul_bytes_are_removed_and_told():
    table = dropped(ROWS.encode().replace(b"Dupont", b"Du\x00pont"))
    assert cells(table)[1][0] == "Dupont"
    assert [notice.code for notice in table.notices] == ["nul"]


def test_blank_rows_are_skipped():
    table = dropped("a;b\n\n;;\n1;x\n;\n")
    assert table.row_count == 1


def test_rows_can_be_read_twice():
    table = dropped(ROWS)
    assert cells(table) == cells(table)
    assert next(table.dicts())["Prénom"] == "Nacéra"


def test_one_column_is_a_table():
    table = dropped("E-mail\na@ex.fr\nb@ex.fr\n")
    assert (table.header, table.row_count) == (["E-mail"], 2)


@pytest.mark.parametrize(
    "data", [b"", b"\n\n  \r\n", b"\xef\xbb\xbf", b"\x00\x00\x00", b";;;\n;;\n"]
)
def test_empty_files_are_refused(data):
    assert refused(data).code == "empty"


def test_header_alone_is_refused():
    assert refused(HEADER + "\r\n").code == "no-rows"


def test_missing_header_is_refused():
    error = refused("BENALI;Nacéra;06 12 34 56 78\nDupont;Zoé;07 11 22 33 44\n")
    assert error.code == "no-header"
    assert "en-tête" in str(error)


def test_quote_left_open_is_refused_with_its_line():
    error = refused(ROWS + '"Jojo;x;y\nAwa;x;y\nZoé;x;y\n')
    assert error.code == "quote"
    assert "ligne 4" in str(error)


def test_huge_cell_is_refused():
    assert refused(ROWS + "a;b;" + "x" * 200_000).code == "cell"


def test_too_many_rows_are_refused():
    error = refused("a;b\n" + "x;y\n" * 1_001, max_rows=1_000)
    assert error.code == "rows"
    assert "1\u202f000" in str(error)


def test_too_many_columns_are_refused():
    assert refused(";".join("abc") + "\nx;y;z\n", max_columns=2).code == "columns"


def test_blank_columns_at_the_end_do_not_count():
    assert dropped("a;b" + ";" * 5_000 + "\nx;y" + ";" * 5_000).header == ["a", "b"]


def test_uploads_of_both_kinds_are_read_and_left_open():
    large = TemporaryUploadedFile("liste.csv", "text/csv", len(ROWS), "utf-8")
    large.write(ROWS.encode())
    for upload in (SimpleUploadedFile("liste.csv", ROWS.encode()), large):
        with open_table(upload, name=upload.name) as table:
            assert table.row_count == 2
        assert not upload.closed
