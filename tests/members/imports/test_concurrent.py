"""Two people, two tabs, two clicks at the same moment."""

import threading

import pytest
from django.db import connection

from members.domain.imports import apply, deposit, preview
from members.models import ImportBatch, Person
from tests.cast import make_cast
from tests.members.imports.building import dropped, previewed, table

pytestmark = pytest.mark.django_db(transaction=True)
DATA = table("Nom;Prénom;Tél", "SOW;Awa;0611111111", "BA;Ali;0622222222")


def together(*deeds):
    """Run deeds at the same time, each on a connection of its own; return what they raised."""
    barrier, raised = threading.Barrier(len(deeds)), []

    def run(deed):
        try:
            barrier.wait()
            deed()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_two_clicks_apply_once():
    batch = previewed(make_cast().grenoble, DATA)
    deeds = [lambda: apply.apply(batch=batch, actor=None)] * 2
    assert together(*deeds) == []
    assert Person.objects.filter(first_name="Awa").count() == 1


def test_two_tabs_with_the_same_file_create_nobody_twice():
    chapter = make_cast().grenoble
    batches = [previewed(chapter, DATA), previewed(chapter, DATA)]
    deeds = [lambda b=batch: apply.apply(batch=b, actor=None) for batch in batches]
    assert together(*deeds) == []
    assert Person.objects.filter(first_name__in=["Awa", "Ali"]).count() == 2


def test_the_same_file_dropped_twice_at_once_makes_one_batch():
    chapter = make_cast().grenoble
    raised = together(*[lambda: dropped(chapter, DATA, again=False)] * 2)
    assert [type(error) for error in raised] == [deposit.AlreadyDropped]
    assert ImportBatch.objects.count() == 1


def test_applying_while_deciding_leaves_a_clear_answer():
    batch = previewed(make_cast().grenoble, DATA)
    raised = together(
        lambda: apply.apply(batch=batch, actor=None),
        lambda: preview.decide(batch=batch, number=2, decision="skip"),
    )
    assert all(isinstance(error, preview.NotOpen) for error in raised)
    skipped = batch.rows.filter(decision="skip").exists()
    assert Person.objects.filter(first_name="Awa").exists() is not skipped
