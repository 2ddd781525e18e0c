"""Workbooks: what cells become, which sheet is read."""

import datetime
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from alliance.core.tabular import open_table
from alliance.core.tabular.reader import cell_text
from tests.core.files import cells, dropped, refused, rezipped, workbook


def test_cells_become_what_a_human_would_type():
    day = datetime.datetime(1984, 11, 3)
    table = dropped(
        workbook({"Liste": [["Nom", "Tél", "Né le", "À jour"], ["Awa", 612345678.0, day, True]]}),
        "liste.xlsx",
    )
    assert cells(table) == [["Awa", "612345678", "1984-11-03", "oui"]]
    assert (table.kind, table.sheet) == ("xlsx", "Liste")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12.5, "12.5"),
        (33612345678.0, "33612345678"),
        (False, "non"),
        (datetime.datetime(2025, 3, 4, 18, 30), "2025-03-04 18:30"),
        (datetime.date(2025, 3, 4), "2025-03-04"),
        (datetime.time(18, 30), "18:30"),
        (datetime.timedelta(hours=26), "26:00"),
    ],
)
def test_cell_text(value, text):
    assert cell_text(value) == text


def test_formulas_give_their_result_and_errors_an_empty_cell():
    target = io.BytesIO(workbook({"A": [["Nom", "Total"], ["Awa", "x"]]}))
    sheet = zipfile.ZipFile(target).read("xl/worksheets/sheet1.xml").decode()
    formulas = '<c r="A3"><f>1+1</f><v>2</v></c><c r="B3" t="e"><f>A0</f><v>#REF!</v></c>'
    changed = sheet.replace("</sheetData>", f'<row r="3">{formulas}</row></sheetData>')
    table = dropped(rezipped(target.getvalue(), {"xl/worksheets/sheet1.xml": changed.encode()}))
    assert cells(table)[1] == ["2", ""]
    assert (table.notices[0].code, table.notices[0].count) == ("error-cells", 1)


def test_first_visible_sheet_with_a_table_is_read():
    rows = [["Nom", "Ville"], ["Awa", "Rennes"]]
    sheets = {"Caché": rows, "Vide": [], "Lisez-moi": [["Bonjour"], ["à tous"]], "Bon": rows}
    table = dropped(workbook({"Vide0": [], **sheets}, hidden=["Caché"]))
    assert table.sheet == "Bon"
    assert table.sheets == ["Vide0", "Caché", "Vide", "Lisez-moi", "Bon"]


def test_wanted_sheet_is_read_even_hidden():
    rows = [["Nom", "Ville"], ["Awa", "Rennes"]]
    table = dropped(workbook({"A": rows, "B": rows}, hidden=["B"]), sheet="B")
    assert (table.sheet, table.notices[0].code) == ("B", "hidden-sheet")


def test_unknown_sheet_is_refused_by_name():
    error = refused(workbook({"A": [["Nom", "Ville"]]}), sheet="Z")
    assert (error.code, "«\u00a0Z\u00a0»" in str(error)) == ("sheet", True)


def test_line_numbers_are_those_of_the_sheet():
    rows = [["Liste 2025"], [], ["Nom", "Ville", "CP"], [], ["Awa", "Rennes", "x"]]
    table = dropped(workbook({"A": rows}))
    assert (table.header_line, [row.line for row in table.rows()]) == (3, [5])


def test_table_placed_away_from_the_corner_is_read():
    rows = [[], ["", "", "Nom", "Ville"], ["", "", "Awa", "Rennes"]]
    assert dropped(workbook({"A": rows})).header[-2:] == ["Nom", "Ville"]


def test_uploaded_workbook_is_read():
    data = workbook({"A": [["Nom", "Ville"], ["Awa", "Rennes"]]})
    upload = SimpleUploadedFile("liste.xlsx", data)
    with open_table(upload, name="liste.xlsx") as table:
        assert cells(table) == [["Awa", "Rennes"]]


def test_empty_workbook_is_refused():
    assert refused(workbook({"A": [], "B": []})).code == "empty"


def test_too_many_columns_and_rows_are_refused():
    rows = [["Nom", "Ville", "CP"], *[["Awa", "Rennes", "x"]] * 20]
    assert refused(workbook({"A": rows}), max_columns=2).code == "columns"
    assert refused(workbook({"A": rows}), max_rows=10).code == "rows"


def test_libreoffice_sheet_is_read():
    namespaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in [("office", "office"), ("table", "table"), ("text", "text")]
    )
    content = f"""<?xml version="1.0"?><office:document-content {namespaces}><office:body>
      <office:spreadsheet><table:table table:name="Liste">{_ods_row("Nom", "Ville")}
      {_ods_row("Awa", "Rennes")}</table:table></office:spreadsheet></office:body>
      </office:document-content>"""
    table = dropped(_ods(content), "liste.ods")
    assert (table.kind, table.header, cells(table)) == (
        "ods",
        ["Nom", "Ville"],
        [["Awa", "Rennes"]],
    )


def _ods_row(*texts: str) -> str:
    filled = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        for text in texts
    )
    return f"<table:table-row>{filled}</table:table-row>"


def _ods(content: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", 8) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", 0)
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:'
            'manifest:1.0"/>',
        )
    return target.getvalue()
