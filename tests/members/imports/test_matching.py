"""Finding rows among the people of the chapter and in the file, by sets."""

import pytest

from members.domain.imports import preview
from members.domain.imports.matching import match
from members.models import ExternalId
from tests.factories.members import EmailFactory, PersonFactory, PhoneFactory
from tests.members.imports.building import previewed, row_of, table, verdicts
from tests.members.imports.messy import FIRST, LAST, as_csv, messy_rows

HEADER = "NOM Prénom;Tél;Mail;Adresse"


@pytest.fixture
def nacera(cast):
    person = PersonFactory(
        chapter=cast.grenoble, first_name="Nacéra", last_name="Ben Ali", street="2 rue des Lilas"
    )
    PhoneFactory(person=person, number="+33612345678")
    EmailFactory(person=person, address="nacera@free.fr")
    return person


def one(cast, row):
    return row_of(previewed(cast.grenoble, table(HEADER, row)), 2)


@pytest.mark.parametrize(
    "row",
    [
        "BEN ALI Nacéra;06.12.34.56.78;;",
        "Nacera BEN-ALI;612345678;;",
        "Ben Ali, Nacéra;;NACERA@free.fr;",
        "BEN ALI Nacéra;;;2, rue des Lilas",
    ],
)
def test_the_same_name_with_something_in_common_is_known(cast, nacera, row):
    found = one(cast, row)
    assert (found.verdict, found.match) == ("same", nacera)


def test_two_of_a_family_sharing_a_phone_stay_two(cast, nacera):
    found = one(cast, "BEN ALI Karim;0612345678;;")
    assert (found.verdict, found.match) == ("new", None)
    assert "Nacéra Ben Ali" in found.reason


def test_a_close_name_in_the_same_street_is_a_question(cast, nacera):
    assert one(cast, "BEN ALY Nassera;;;2 rue des Lilas").verdict == "undecided"
    assert one(cast, "BEN ALI Karim;;;2 rue des Lilas").verdict == "new"


def test_people_of_another_chapter_are_not_seen(cast, nacera):
    batch = previewed(cast.rennes, table(HEADER, "BEN ALI Nacéra;0612345678;;"))
    assert verdicts(batch) == ["new"]


def test_a_person_merged_away_is_not_found(cast, nacera):
    other = PersonFactory(chapter=cast.grenoble)
    nacera.merged_into = other
    nacera.save(update_fields=["merged_into"])
    assert one(cast, "BEN ALI Nacéra;0612345678;;").verdict == "new"


def test_two_pages_alike_are_a_question(cast, nacera):
    twin = PersonFactory(chapter=cast.grenoble, first_name="Nacéra", last_name="Ben Ali")
    PhoneFactory(person=twin, number="+33612345678")
    assert one(cast, "BEN ALI Nacéra;0612345678;;").verdict == "undecided"


def test_an_external_identifier_finds_the_person(cast, nacera):
    ExternalId.objects.create(person=nacera, chapter=cast.grenoble, source="civicrm", value="17")
    data = table("Contact ID;Sort Name;Email", "17;Ben Ali, Nacéra;autre@free.fr")
    found = row_of(previewed(cast.grenoble, data), 2)
    assert (found.verdict, found.match) == ("same", nacera)


def test_two_lines_of_one_person_become_one(cast):
    batch = previewed(
        cast.grenoble,
        table(HEADER, "SOW Awa;0611111111;;", "Awa SOW;06 11 11 11 11;a@free.fr;", "SOW Awa;;;"),
    )
    assert verdicts(batch) == ["new", "twin", "undecided"]
    assert {row.twin_number for row in batch.rows.exclude(verdict="new")} == {2}


def test_two_identical_lines_are_one(cast):
    assert verdicts(previewed(cast.grenoble, table(HEADER, "SOW Awa;;;", "SOW Awa;;;"))) == [
        "new", "twin",
    ]  # fmt: skip


def test_two_lines_of_one_known_person_are_one(cast, nacera):
    rows = ("BEN ALI Nacéra;0612345678;;", "BEN ALI Nacéra;;nacera@free.fr;")
    batch = previewed(cast.grenoble, table(HEADER, *rows))
    assert verdicts(batch) == ["same", "twin"]


def test_a_phone_on_every_line_costs_no_more(cast, django_assert_num_queries):
    names = [f"{last} {first}" for last in LAST[1:21] for first in FIRST[:15]]
    rows = [[name, "0476460000", "", ""] for name in names]
    batch = previewed(cast.grenoble, as_csv(rows, HEADER.split(";")))
    assert verdicts(batch) == ["new"] * 300
    with django_assert_num_queries(17):
        match(batch=batch, external_source="tableur")


def test_the_number_of_queries_does_not_depend_on_the_rows(cast, django_assert_num_queries):
    for count in (3, 60):
        batch = previewed(cast.grenoble, as_csv(messy_rows(count, 1)))
        with django_assert_num_queries(17):
            match(batch=batch, external_source="tableur")


def test_a_decision_survives_a_second_preview_of_the_same_question(cast, nacera):
    batch = previewed(cast.grenoble, table(HEADER, "BEN ALI Nacéra;;;", "SOW Awa;;;"))
    preview.decide(batch=batch, number=2, decision="create")
    again = preview.prepare(batch=batch, mapping=batch.mapping, options=batch.options)
    assert row_of(again, 2).decision == "create"
    nacera.delete()
    again = preview.prepare(batch=batch, mapping=batch.mapping, options=batch.options)
    assert (row_of(again, 2).verdict, row_of(again, 2).decision) == ("new", "")


def test_a_decision_must_make_sense(cast, nacera):
    batch = previewed(cast.grenoble, table(HEADER, "SOW Awa;;;", ";0612345678;;"))
    for number, decision in ((2, "update"), (3, "create")):
        with pytest.raises(ValueError, match=decision):
            preview.decide(batch=batch, number=number, decision=decision)
