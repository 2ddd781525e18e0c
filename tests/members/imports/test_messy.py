"""A messy spreadsheet of 600 rows with 40 doubles goes in whole, once."""

import pytest

from members.domain.imports import apply, preview, report, undo
from members.models import Person
from tests.members.imports.building import imported, previewed
from tests.members.imports.messy import as_csv, messy_rows

TITLES = ["Fichier des adhérents et sympathisants", "mis à jour par Jeanne le 3/11"]


def messy():
    return as_csv(messy_rows(600, 40), titles=TITLES, encoding="cp1252")


def decide_all(batch, decision):
    for row in batch.rows.filter(preview.OPEN):
        preview.decide(batch=batch, number=row.number, decision=decision)


def test_nobody_is_refused_and_every_double_is_found(cast):
    counts = preview.counts(previewed(cast.grenoble, messy()))
    assert (counts.total, counts.error, counts.twin) == (600, 0, 40)
    assert counts.undecided < 40
    assert counts.new + counts.undecided == 560


def test_it_goes_in_whole(cast):
    before = Person.objects.count()
    batch = previewed(cast.grenoble, messy())
    decide_all(batch, "create")
    outcome = report.outcome(apply.apply(batch=batch, actor=cast.amina))
    assert (outcome.created, outcome.joined, outcome.to_retry) == (560, 40, 0)
    assert Person.objects.count() == before + 560


def test_a_second_time_it_creates_nobody(cast):
    imported(cast.grenoble, messy())
    count = Person.objects.count()
    outcome = report.outcome(imported(cast.grenoble, messy()))
    assert (outcome.created, outcome.completed) == (0, 0)
    assert Person.objects.count() == count


def test_it_is_taken_back_whole(cast):
    before = Person.objects.count()
    batch = imported(cast.grenoble, messy())
    undo.undo(batch=batch, actor=None)
    assert Person.objects.count() == before
    assert report.outcome(batch).stayed == 0


@pytest.mark.parametrize("size", [60, 600])
def test_writing_takes_as_many_queries_for_ten_times_the_rows(
    cast, size, django_assert_max_num_queries
):
    batch = previewed(cast.grenoble, as_csv(messy_rows(size, 4)))
    with django_assert_max_num_queries(80):
        apply.apply(batch=batch, actor=None)
