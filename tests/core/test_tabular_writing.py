"""Exports: readable by French spreadsheet programs, harmless, and read back unchanged."""

import datetime
import io
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.core.tabular import open_table, write_csv, write_xlsx
from alliance.core.tabular.cells import clean_cell, safe_cell
from tests.core.files import cells, dropped

TEXTS = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=12)
FORMULAS = st.builds(str.__add__, st.sampled_from(["", "=", "+", "-", "@", "'=", "'"]), TEXTS)


@pytest.mark.parametrize(
    "value", ["=1+1", "+1+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "＝1+1"]
)
def test_formulas_are_disarmed(value):
    assert safe_cell(value).startswith("'")


@pytest.mark.parametrize("value", ["+33612345678", "+33 6 12 34 56 78", "Awa", "06 12", ""])
def test_phones_and_plain_text_stay_readable(value):
    assert safe_cell(value) == value


def test_phone_with_a_formula_behind_it_is_disarmed():
    assert safe_cell("+33612345678+cmd|'/C calc'!A0").startswith("'")


def test_csv_is_made_for_french_spreadsheets():
    data = b"".join(write_csv(["Nom", "Montant"], [["Zoé", Decimal("12.50")]]))
    assert data == "\ufeffNom;Montant\r\nZoé;12,50\r\n".encode()


def test_csv_is_written_piece_by_piece():
    pieces = list(write_csv(["Nom"], (["x" * 100] for _ in range(2_000))))
    assert len(pieces) > 5


def test_workbook_keeps_types_and_disarms_formulas():
    target = io.BytesIO()
    day = datetime.date(2025, 3, 4)
    count = write_xlsx(target, ["Nom", "Le", "Montant"], [["=1+1", day, Decimal("12.5")]])
    assert count == 1
    assert cells(dropped(target.getvalue())) == [["=1+1", "2025-03-04", "12.5"]]


def test_workbook_holds_no_formula_and_no_link():
    target = io.BytesIO()
    write_xlsx(target, ["Nom"], [["=1+1"], ["http://x.fr"], ["@x"]], sheet="a/b[c]*" * 9)
    sheet = zipfile.ZipFile(target).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet


def test_aware_datetimes_are_written():
    moment = datetime.datetime(2025, 3, 4, 18, 30, tzinfo=datetime.UTC)
    target = io.BytesIO()
    write_xlsx(target, ["Nom", "Le"], [["Awa", moment]])
    assert cells(dropped(target.getvalue())) == [["Awa", "2025-03-04 18:30"]]


@settings(max_examples=150, deadline=None)
@given(FORMULAS)
def test_disarmed_cell_reads_back_unchanged(value):
    assert clean_cell(safe_cell(value)) == value


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(FORMULAS, FORMULAS), min_size=1, max_size=8))
def test_csv_reads_back_unchanged(pairs):
    rows = [["clé", first, second] for first, second in pairs]
    data = b"".join(write_csv(["Type", "Un", "Deux"], rows))
    with open_table(io.BytesIO(data)) as table:
        assert cells(table) == rows
