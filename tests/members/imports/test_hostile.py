"""Broken and hostile files: one clear sentence, status 422, and nothing written."""

import io
import zipfile

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from members.models import ImportBatch, Person

NEW = reverse("members:import-new")


def drop(client, data, name="liste.xlsx", **fields):
    return client.post(NEW, {"file": SimpleUploadedFile(name, data), **fields})


def bomb():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 20_000_000)
    return target.getvalue()


def workbook(*rows):
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7 \n%\xe2\xe3 un rapport", "PDF"),
        (b"", "vide"),
        (b"Nom;T\xc3\xa9l\r\n", "aucune ligne"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "image"),
        (bomb(), "démesuré"),
        (workbook(["Nom", "Tél"])[:-40], "abîmé"),
        (b"0612345678;a@free.fr\r\n0622222222;b@free.fr\r\n", "en-tête"),
    ],
)
def test_a_bad_file_is_refused_in_a_sentence(client_of, cast, data, words):
    answer = drop(client_of(cast.amina), data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_a_file_too_heavy_is_refused(client_of, cast, settings):
    settings.IMPORT_MAX_BYTES = 1024 * 1024
    answer = drop(client_of(cast.amina), b"Nom;T\r\n" + b"x" * 1_100_000, "liste.csv")
    assert answer.status_code == 422
    assert "trop lourd" in answer.content.decode()


def test_a_file_too_long_is_refused(client_of, cast, settings):
    settings.IMPORT_MAX_ROWS = 2
    answer = drop(client_of(cast.amina), b"Nom;Pr\xc3\xa9nom\r\n" + b"Sow;Awa\r\n" * 3, "liste.csv")
    assert answer.status_code == 422
    assert not ImportBatch.objects.exists()


def test_no_file_at_all(client_of, cast):
    assert client_of(cast.amina).post(NEW, {}).status_code == 422


def test_nul_bytes_are_taken_out_and_told(client_of, cast):
    answer = drop(client_of(cast.amina), b"Nom;Pr\xc3\xa9nom\r\nSo\x00w;Awa\r\n", "liste.csv")
    batch = ImportBatch.objects.get()
    assert answer.status_code == 302
    assert batch.rows.get().cells == ["Sow", "Awa"]
    assert batch.reading["notices"]


def test_a_name_that_is_markup_is_shown_as_text(client_of, cast):
    client = client_of(cast.amina)
    drop(client, "Nom;Prénom\r\n<script>alert(1)</script>;Awa\r\n".encode(), "<b>x</b>.csv")
    batch = ImportBatch.objects.get()
    client.post(reverse("members:import-columns", args=[batch.pk]), {"column_0": "last_name",
                "consent": "none"})  # fmt: skip
    page = client.get(reverse("members:import-preview", args=[batch.pk])).content.decode()
    assert "<script>alert" not in page.lower()
    assert "&lt;script&gt;alert" in page.lower()
    assert not Person.objects.filter(first_name="Awa").exists()


@pytest.mark.parametrize("note", ["=1+1", "@SUM(A1)", "-2", "+33612345678"])
def test_formulas_come_out_harmless_and_phones_readable(client_of, cast, note):
    client = client_of(cast.amina)
    drop(client, f"Nom;Note\r\n;{note}\r\nSow;x\r\n".encode(), "liste.csv")
    batch = ImportBatch.objects.get()
    client.post(reverse("members:import-columns", args=[batch.pk]), {"column_0": "last_name",
                "column_1": "note", "consent": "none"})  # fmt: skip
    answer = client.get(reverse("members:import-errors", args=[batch.pk]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    expected = note if note.startswith("+33") else f"'{note}"
    assert f";{expected};2;" in text
