"""Files that lie, break or bite: a sentence, and nothing else."""

import io
import struct
import tempfile
import time
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.core.tabular import TabularError, open_table
from tests.core.files import dropped, refused, rezipped, workbook

ROWS = [["Nom", "Ville"], ["Awa", "Rennes"]]
SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "image"),
        (b"MZ\x90\x00\x03" + b"\x00" * 60, "programme"),
        (b"\x7fELF\x02\x01", "programme"),
        (b"\x1f\x8b\x08\x00abc", "archive"),
        (b"<html><table><tr><td>Nom</td></tr></table></html>", "page web"),
        (b"\x01\x02\x03\x04\x05" * 30, "tableau"),
    ],
)
def test_other_files_renamed_xlsx_are_named(data, word):
    error = refused(data, "liste.xlsx")
    assert error.code == "type"
    assert word in str(error)


def test_csv_renamed_xlsx_is_read_as_the_csv_it_is():
    table = dropped("Nom;Ville\nAwa;Rennes\n", "liste.xlsx")
    assert (table.kind, table.notices[0].code) == ("csv", "renamed")


def test_workbook_renamed_csv_is_read_as_the_workbook_it_is():
    assert dropped(workbook({"A": ROWS}), "liste.csv").kind == "xlsx"


def test_200_megabytes_are_refused_before_being_read():
    with tempfile.TemporaryFile() as file:
        file.truncate(200 * 1024 * 1024)
        start = time.perf_counter()
        with pytest.raises(TabularError) as caught:
            open_table(file, name="liste.xlsx")
    assert (caught.value.code, "200" in str(caught.value)) == ("too-big", True)
    assert time.perf_counter() - start < 0.5


def test_zip_bomb_is_refused():
    bomb = rezipped(workbook({"A": ROWS}), {"xl/media/x.xml": b"0" * 40_000_000})
    assert refused(bomb, "liste.xlsx").code == "bomb"


def test_zip_bomb_lying_about_its_size_is_refused():
    bomb = bytearray(rezipped(workbook({"A": ROWS}), {"xl/x.xml": b"0" * 40_000_000}))
    while (place := bomb.find(struct.pack("<L", 40_000_000))) >= 0:
        bomb[place : place + 4] = struct.pack("<L", 900)
    assert refused(bytes(bomb), "liste.xlsx").code in {"bomb", "broken"}


def test_bomb_of_overlapping_entries_is_counted_each_time():
    good = workbook({"A": ROWS})
    bomb = rezipped(good, {f"xl/{number}.xml": b" " * 7_000_000 for number in range(60)})
    assert refused(bomb, "liste.xlsx").code == "bomb"


def test_thousands_of_entries_are_refused():
    bomb = rezipped(workbook({"A": ROWS}), {f"xl/{number}": b"" for number in range(2_001)})
    assert refused(bomb).code == "bomb"


def test_nested_zip_is_no_workbook():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", 8) as archive:
        archive.writestr("inside.zip", rezipped(workbook({"A": ROWS}), {}))
    assert refused(target.getvalue(), "liste.xlsx").code == "type"


def test_cell_at_the_end_of_the_world_kills_only_the_reading_process():
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    good = workbook({"A": ROWS})
    sheet = zipfile.ZipFile(io.BytesIO(good)).read(SHEET)
    bomb = rezipped(good, {SHEET: sheet.replace(b"</sheetData>", far)})
    assert refused(bomb, "liste.xlsx").code == "bomb"


def test_stray_cell_far_below_is_only_a_row():
    stray = b'<row r="900000"><c r="A900000"><v>1</v></c></row></sheetData>'
    good = workbook({"A": ROWS})
    sheet = zipfile.ZipFile(io.BytesIO(good)).read(SHEET)
    table = dropped(rezipped(good, {SHEET: sheet.replace(b"</sheetData>", stray)}))
    assert [row.line for row in table.rows()] == [2, 900_000]


def test_workbook_with_a_password_is_refused():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
    assert refused(ole + "EncryptedPackage".encode("utf-16-le")).code == "encrypted"


def test_zip_with_a_password_is_refused():
    data = bytearray(workbook({"A": ROWS}))
    place = data.find(b"PK\x01\x02")
    data[place + 8] |= 1
    assert refused(bytes(data)).code == "encrypted"


def test_old_container_that_is_no_workbook_is_refused():
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 5_000, "x.xls").code == "broken"


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_truncated_workbook_is_refused(part):
    data = workbook({"A": ROWS})
    assert refused(data[: int(len(data) * part)], "liste.xlsx").code == "broken"


def test_workbook_with_broken_xml_is_refused():
    assert refused(rezipped(workbook({"A": ROWS}), {SHEET: b"<worksheet><sheetData"})).code in {
        "broken",
        "empty",
    }


def test_word_document_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert refused(target.getvalue(), "liste.xlsx").code == "type"


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=2_000))
def test_random_bytes_raise_nothing_but_the_known_error(data):
    _open_or_refuse(data)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ab\"';,\t\n\r|\x00é=@0 ", max_size=300))
def test_random_text_raises_nothing_but_the_known_error(text):
    _open_or_refuse(text.encode("cp1252"))


@settings(max_examples=25, deadline=None)
@given(st.integers(min_value=0), st.binary(min_size=1, max_size=8))
def test_damaged_workbooks_raise_nothing_but_the_known_error(place, noise):
    data = bytearray(workbook({"A": ROWS}))
    place %= len(data)
    data[place : place + len(noise)] = noise
    _open_or_refuse(bytes(data))


def _open_or_refuse(data: bytes) -> None:
    with suppress(TabularError), open_table(io.BytesIO(data), name="x.xlsx") as table:
        assert table.row_count == len(list(table.rows()))
