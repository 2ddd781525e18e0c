"""The fields of the alliance's own, in a file: guessed, read, told, written, taken back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from members.domain.imports import undo
from members.domain.knowing import custom_columns, custom_fields
from members.models import CustomField, CustomValue, ImportBatch, Person
from tests.factories.members import PersonFactory, PhoneFactory
from tests.members.imports.building import imported, previewed, row_of, table

pytestmark = pytest.mark.django_db
HEADER = "Nom;Tél;Taille;Arrivée;Clés;Métier"


@pytest.fixture
def fields(cast):
    kinds = {"Taille": "choice", "Arrivée": "date", "Clés": "yes_no", "Métier": "text"}
    return {
        name: CustomField.objects.create(
            chapter=cast.grenoble,
            name=name,
            kind=kind,
            choices=["S", "M"] if name == "Taille" else [],
        )
        for name, kind in kinds.items()
    }


@pytest.fixture
def columns(fields):
    return {name: f"custom_{field.pk}" for name, field in fields.items()}


def answers(person):
    return {value.field.name: value.text for value in person.custom_values.all()}


def test_a_column_that_bears_the_name_of_a_field_is_guessed(cast, fields, client_of):
    amina = client_of(cast.amina)
    file = SimpleUploadedFile("l.csv", table("Nom;Tél;MÉTIER", "Sow;0611111111;couturière"))
    page = amina.post("/personnes/imports/nouveau/", {"file": file}, follow=True)
    form = page.context["form"]
    assert form["column_2"].initial == f"custom_{fields['Métier'].pk}"
    sent = {f"column_{n}": form[f"column_{n}"].initial for n in range(3)} | {"consent": "none"}
    batch = ImportBatch.objects.get()
    shown = amina.post(f"/personnes/imports/{batch.pk}/colonnes/", sent, follow=True)
    assert "couturière" in shown.content.decode()


def test_answers_are_read_as_the_field_reads_them(cast, columns):
    data = table(HEADER, "Sow;0611111111;m;27395;X;couturière")
    imported(cast.grenoble, data, columns=columns)
    assert answers(Person.objects.get(last_name="Sow")) == {
        "Taille": "M", "Arrivée": "1975-01-01", "Clés": "oui", "Métier": "couturière",
    }  # fmt: skip


def test_what_a_field_does_not_understand_is_told_and_kept_in_the_note(cast, columns):
    data = table(HEADER, "Sow;0611111111;XXL;hier;peut-être;")
    batch = imported(cast.grenoble, data, columns=columns)
    person = Person.objects.get(last_name="Sow")
    assert answers(person) == {}
    assert "Taille : XXL" in person.note
    assert "Clés : peut-être" in person.note
    assert len(row_of(batch, 2).warnings) == 3


def test_what_she_answered_stands_and_the_rest_is_filled(cast, fields, columns):
    person = PersonFactory(chapter=cast.grenoble, first_name="", last_name="Sow")
    PhoneFactory(person=person, number="+33611111111")
    custom_fields.set_value(person=person, field=fields["Métier"], text="boulangère")
    batch = imported(cast.grenoble, table(HEADER, "Sow;0611111111;S;;;Couturière"), columns=columns)
    assert answers(person) == {"Métier": "boulangère", "Taille": "S"}
    assert "Métier" in row_of(batch, 2).before["kept"][0]


def test_ten_thousand_answers_in_one_file(cast, columns):
    lines = [f"N{n};06399{n:05d};S;;oui;métier {n}" for n in range(3_400)]
    imported(cast.grenoble, table(HEADER, *lines), columns=columns)
    assert CustomValue.objects.count() == 3 * 3_400


def test_an_import_taken_back_takes_its_answers_but_not_those_changed_since(cast, fields, columns):
    person = PersonFactory(chapter=cast.grenoble, first_name="", last_name="Sow")
    PhoneFactory(person=person, number="+33611111111")
    data = table(HEADER, "Sow;0611111111;S;;;couturière", "Diallo;0622222222;M;;;maçon")
    batch = imported(cast.grenoble, data, columns=columns)
    custom_fields.set_value(person=person, field=fields["Métier"], text="retraitée")
    undo.undo(batch=batch, actor=cast.amina)
    assert answers(person) == {"Métier": "retraitée"}
    assert not Person.objects.filter(last_name="Diallo").exists()


def test_somebody_created_whose_answer_was_changed_stays(cast, fields, columns):
    batch = imported(cast.grenoble, table(HEADER, "Sow;0611111111;S;;;"), columns=columns)
    person = Person.objects.get(last_name="Sow")
    custom_fields.set_value(person=person, field=fields["Taille"], text="M")
    undo.undo(batch=batch, actor=cast.amina)
    assert answers(person) == {"Taille": "M"}


def test_two_lines_of_one_person_answer_together(cast, columns):
    data = table(HEADER, "Sow;0611111111;S;;;", "Sow;0611111111;;;oui;maçon")
    imported(cast.grenoble, data, columns=columns)
    found = answers(Person.objects.get(last_name="Sow"))
    assert found == {"Taille": "S", "Clés": "oui", "Métier": "maçon"}


def test_a_field_removed_or_of_another_chapter_stops_nothing(cast, fields, columns):
    abroad = CustomField.objects.create(chapter=cast.rennes, name="Métier", kind="text")
    assert (
        custom_columns.guessed("Métier", custom_columns.of_chapter(cast.rennes))
        == f"custom_{abroad.pk}"
    )
    batch = previewed(
        cast.grenoble, table(HEADER, "Sow;0611111111;S;;;x"),
        columns=columns | {"Métier": f"custom_{abroad.pk}"},
    )  # fmt: skip
    assert row_of(batch, 2).values["custom"] == {str(fields["Taille"].pk): "S"}
