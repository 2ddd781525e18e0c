"""Large files: a worker reads and writes, the page waits, and nothing depends on the broker."""

import pytest
from django.urls import reverse

from members import tasks
from members.domain.imports import apply, choices, jobs, preview
from members.enums import BatchState
from members.models import ImportBatch, Person
from tests.members.imports.building import dropped, previewed, table

DATA = table("Nom;Prénom", "SOW;Awa", "BA;Ali")


@pytest.fixture
def asked(monkeypatch):
    """The tasks asked for, instead of a broker."""
    found = []
    monkeypatch.setattr(jobs, "AT_ONCE", 1)
    monkeypatch.setattr(jobs, "_send", lambda task, arguments: found.append((task, arguments)))
    return found


def chosen(cast):
    batch = dropped(cast.grenoble, DATA)
    mapping = {c.header: c.field for c in choices.guess(batch).columns}
    return preview.choose(batch=batch, mapping=mapping, options={})


def test_a_large_file_is_read_by_a_worker(
    client_of, cast, asked, django_capture_on_commit_callbacks
):
    batch, client = dropped(cast.grenoble, DATA), client_of(cast.amina)
    columns = {"column_0": "last_name", "column_1": "first_name", "consent": "none"}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("members:import-columns", args=[batch.pk]), columns)
    assert asked == [(jobs.PREVIEW_TASK, [batch.pk, cast.amina.pk])]
    assert "Nous lisons votre fichier" in client.get(answer.url).content.decode()
    tasks.import_preview(batch.pk)
    assert "2 personnes à créer" in client.get(answer.url).content.decode()


def test_a_large_file_is_written_by_a_worker_once(
    client_of, cast, asked, django_capture_on_commit_callbacks
):
    batch, client = previewed(cast.grenoble, DATA), client_of(cast.amina)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("members:import-apply", args=[batch.pk]))
    assert asked == [(jobs.APPLY_TASK, [batch.pk, cast.amina.pk])]
    assert "est en cours" in client.get(answer.url).content.decode()
    for _delivery in range(2):
        tasks.import_apply(batch.pk, cast.amina.pk)
    assert Person.objects.filter(first_name="Awa").count() == 1


def test_the_progress_leads_to_the_page_when_it_is_done(client_of, cast, asked):
    batch, client = chosen(cast), client_of(cast.amina)
    address = reverse("members:import-progress", args=[batch.pk])
    assert "hx-trigger" in client.get(address).content.decode()
    tasks.import_preview(batch.pk)
    assert client.get(address)["HX-Redirect"] == reverse("members:import-preview", args=[batch.pk])


def test_a_worker_that_fails_says_so_and_may_try_again(cast, monkeypatch, client_of):
    batch = previewed(cast.grenoble, DATA)
    apply.claim(batch=batch)

    def die(**_kwargs):
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(apply, "write_chunk", die)
        tasks.import_apply(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, Person.objects.filter(first_name="Awa").count()) == ("failed", 0)
    client_of(cast.amina).post(reverse("members:import-apply", args=[batch.pk]))
    assert Person.objects.filter(first_name="Awa").count() == 1


def test_a_reading_that_fails_says_so(cast, monkeypatch):
    batch = chosen(cast)

    def die(**_kwargs):
        raise RuntimeError

    monkeypatch.setattr(preview, "match", die)
    tasks.import_preview(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, bool(batch.error)) == (BatchState.UPLOADED, True)


def test_a_batch_is_claimed_by_one_click(cast):
    batch = previewed(cast.grenoble, DATA)
    assert [apply.claim(batch=batch), apply.claim(batch=batch)] == [True, False]


def test_a_lost_task_is_asked_again_by_the_button(
    client_of, cast, asked, django_capture_on_commit_callbacks
):
    batch = previewed(cast.grenoble, DATA)
    apply.claim(batch=batch)
    with django_capture_on_commit_callbacks(execute=True):
        client_of(cast.amina).post(reverse("members:import-apply", args=[batch.pk]))
    assert len(asked) == 1


def test_progress_is_told_outside_the_transaction(cast):
    batch = ImportBatch(pk=7)
    assert jobs.advance(batch) == jobs.Advance()
    jobs.teller(batch)(3, 10)
    assert jobs.advance(batch) == jobs.Advance(3, 10)


def test_tasks_for_a_batch_that_is_gone_do_nothing(db):
    for task in (tasks.import_preview, tasks.import_apply, tasks.import_undo):
        task(404)
