"""The cells of a file are kept no longer than useful."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from members.domain.imports import report
from members.domain.imports.retention import purge
from members.models import ImportBatch, Person
from tests.members.imports.building import imported, previewed, table

DATA = table("Nom;Prénom;Tél", "SOW;Awa;0611111111", ";;06")
LATER = timedelta(days=31)


def test_a_file_never_imported_goes_after_thirty_days(cast):
    previewed(cast.grenoble, DATA)
    assert purge() == (0, 0)
    assert purge(now=timezone.now() + LATER) == (1, 0)
    assert not ImportBatch.objects.exists()


def test_the_cells_of_an_imported_file_go_and_its_counts_stay(cast):
    batch = imported(cast.grenoble, DATA)
    assert purge(now=timezone.now() + LATER) == (0, 2)
    assert purge(now=timezone.now() + LATER) == (0, 0)
    row = batch.rows.get(number=2)
    assert (row.cells, row.values, row.person) == ([], {}, Person.objects.get(first_name="Awa"))
    assert report.outcome(batch).created == 1


def test_a_row_is_not_its_own_twin_import_row_not_its_own_twin(cast):
    row = previewed(cast.grenoble, DATA).rows.first()
    row.twin_number = row.number
    with transaction.atomic(), pytest.raises(IntegrityError, match="not_its_own_twin"):
        row.save(update_fields=["twin_number"])


def test_a_line_is_kept_once_import_row_number_unique(cast):
    batch = previewed(cast.grenoble, DATA)
    with transaction.atomic(), pytest.raises(IntegrityError, match="import_row_number_unique"):
        batch.rows.create(number=2)


@pytest.mark.parametrize("state", ["applied", "undone"])
def test_a_batch_done_has_its_date_import_applied_has_a_date(cast, state):
    batch = previewed(cast.grenoble, DATA)
    batch.state = state
    with transaction.atomic(), pytest.raises(IntegrityError, match=f"import_{state}_has_a_date"):
        batch.save(update_fields=["state"])
