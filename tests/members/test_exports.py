"""Exports: her people only, with a reason, written down, harmless to open, in flat memory."""

import io
import tracemalloc
import uuid

import pytest
from python_calamine import CalamineWorkbook

from alliance.core.tabular import write_csv
from alliance.journal.models import Entry
from members.domain.finding import columns, exports
from members.domain.knowing import custom_fields
from members.models import Person
from tests.factories.lists import CustomFieldFactory
from tests.factories.members import EmailFactory, PersonFactory, PhoneFactory

pytestmark = pytest.mark.django_db
URL = "/personnes/ensemble/?geste=exporter&tout=oui"


@pytest.fixture
def amina(cast, client_of):
    return client_of(cast.amina)


def export(client, url=URL, **fields):
    expected = client.get(url).context["form"].initial["expected"]
    data = {
        "client_id": uuid.uuid4(),
        "expected": expected,
        "reason": "Porte-à-porte de samedi",
        "file_format": "csv",
        "columns": ["last_name", "first_name", "phones", "emails"],
    }
    return client.post(url, data | fields)


def lines(answer):
    return b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()


def test_the_file_holds_her_people_by_name(cast, amina):
    awa = PersonFactory(chapter=cast.grenoble, first_name="Awa", last_name="Abadie")
    PhoneFactory(person=awa, number="+33639980142")
    EmailFactory(person=awa, address="awa@example.org")
    PersonFactory(chapter=cast.rennes)
    answer = export(amina)
    assert answer["Content-Disposition"].startswith('attachment; filename="personnes-')
    assert lines(answer) == [
        "Nom de famille;Prénom;Téléphones;E-mails",
        "Abadie;Awa;06 39 98 01 42;awa@example.org",
        "Benali;Nacéra;;",
    ]


def test_the_journal_says_who_what_how_many_and_why_without_the_words_searched(cast, amina):
    export(amina, f"{URL}&filtres=q%3Dbenali%26reach%3Dnone")
    entry = Entry.objects.get(verb="people.exported")
    assert (entry.actor_id, entry.chapter_id) == (cast.amina.pk, cast.grenoble.pk)
    assert entry.detail == {
        "people": 1,
        "format": "csv",
        "columns": ["last_name", "first_name", "phones", "emails"],
        "filters": "reach=none",
        "searched": True,
        "reason": "Porte-à-porte de samedi",
    }


@pytest.mark.parametrize("reason", ["", "   ", "ok", "\u200b\u200b\u200b\u200b\u200b"])
def test_without_a_reason_nothing_leaves(cast, amina, reason):
    answer = export(amina, reason=reason)
    assert answer.status_code == 422
    assert not Entry.objects.filter(verb="people.exported").exists()


@pytest.mark.parametrize("hostile", ["=HYPERLINK(1)", "@SUM(A1)", "-2+3", "+cmd|' /C calc'!A0"])
def test_formulas_are_disarmed(cast, amina, hostile):
    PersonFactory(chapter=cast.grenoble, first_name=hostile, last_name="Aaa")
    assert f"Aaa;'{hostile}" in lines(export(amina))[1].replace('"', "")
    book = b"".join(export(amina, file_format="xlsx").streaming_content)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert rows[1][:2] == ["Aaa", f"'{hostile}"]


def test_the_chapters_own_fields_go_along(cast, amina):
    field = CustomFieldFactory(chapter=cast.grenoble, name="Rentrée", kind="date")
    custom_fields.set_value(person=cast.leader_person, field=field, text="02/09/2026")
    answer = export(amina, columns=["last_name", f"custom_{field.pk}"])
    assert lines(answer) == ["Nom de famille;Rentrée", "Benali;2026-09-02"]


def test_every_column_can_leave(cast, amina):
    every = [key for key, column in columns.COLUMNS.items() if column.exported]
    answer = export(amina, columns=every)
    assert len(lines(answer)[0].split(";")) == len(every)


def test_who_they_are_then_every_column_are_two_queries(cast, django_assert_num_queries):
    for n in range(3):
        PhoneFactory(person=PersonFactory(chapter=cast.grenoble), number=f"+3363998014{n}")
    exported = [column for column in columns.COLUMNS.values() if column.exported]
    with django_assert_num_queries(2):
        assert len(list(exports.rows(Person.objects.all(), exported))) == 4


def test_lines_come_by_name_whatever_the_piece_they_were_read_in(cast, monkeypatch):
    monkeypatch.setattr(exports, "CHUNK", 2)
    for name in ("Zola", "Émile", "Abadie", "éluard", "Sow"):
        PersonFactory(chapter=cast.rennes, last_name=name)
    everybody = Person.objects.filter(chapter=cast.rennes)
    read = list(exports.rows(everybody, [columns.COLUMNS["last_name"]]))
    assert read == [["Abadie"], ["éluard"], ["Émile"], ["Sow"], ["Zola"]]


def test_columns_that_do_not_exist_are_refused(cast, amina):
    assert export(amina, columns=["note", "search_text"]).status_code == 422


def test_only_organizers_export(cast, client_of):
    for user in (cast.leader, cast.board, cast.stranger):
        assert client_of(user).get(URL).status_code == 403


def test_an_administrators_export_is_written_in_each_chapter(cast, client_of):
    PersonFactory(chapter=cast.rennes)
    export(client_of(cast.nadia))
    entries = Entry.objects.filter(verb="people.exported")
    assert {entry.chapter_id: entry.detail["people"] for entry in entries} == {
        cast.grenoble.pk: 1,
        cast.rennes.pk: 1,
    }


def test_rows_are_read_a_few_at_a_time(cast):
    Person.objects.bulk_create(
        PersonFactory.build(chapter=cast.grenoble, last_name=f"N{n}", note="x" * 900)
        for n in range(6_000)
    )
    chosen = [columns.COLUMNS[key] for key in exports.DEFAULT]
    everybody = Person.objects.all()
    tracemalloc.start()
    size = sum(len(piece) for piece in write_csv(["x"], exports.rows(everybody, chosen)))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 100_000
    assert peak < 12_000_000
