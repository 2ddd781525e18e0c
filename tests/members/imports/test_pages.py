"""The way of a file in the browser, who may walk it, and what each page costs."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from members.domain.imports import apply, jobs, undo
from members.enums import BatchState
from members.models import Consent, ImportBatch, Person
from tests.factories.members import PersonFactory, PhoneFactory, RoleFactory
from tests.members.imports.building import dropped, imported, previewed, table

HEADER = "Nom;Prénom;Tél"
AWA = "SOW;Awa;0611111111"
COLUMNS = {"column_0": "last_name", "column_1": "first_name", "column_2": "phone"}


def url(name, *args):
    return reverse(f"members:{name}", args=args)


def drop(client, data, **fields):
    file = SimpleUploadedFile("liste.csv", data)
    return client.post(url("import-new"), {"file": file, **fields})


def test_from_the_file_to_the_report(client_of, cast):
    client = client_of(cast.amina)
    answer = drop(client, table(HEADER, AWA))
    batch = ImportBatch.objects.get()
    assert answer.url == url("import-columns", batch.pk)
    page = client.get(answer.url).content.decode()
    assert "0611111111" in page
    answer = client.post(answer.url, {**COLUMNS, "consent": "spoken"})
    assert "1 personne à créer" in client.get(answer.url).content.decode()
    answer = client.post(url("import-apply", batch.pk))
    assert "1 personne est entrée" in client.get(answer.url).content.decode()
    assert Person.objects.get(first_name="Awa").created_by == cast.amina
    assert Consent.objects.filter(person__first_name="Awa", given=True).count() == 3


def test_the_columns_page_asks_for_a_name(client_of, cast):
    batch = dropped(cast.grenoble, table(HEADER, AWA))
    answer = client_of(cast.amina).post(
        url("import-columns", batch.pk), {"column_2": "phone", "consent": "none"}
    )
    assert answer.status_code == 422
    assert "colonne contient le nom" in answer.content.decode()


def test_the_columns_page_refuses_two_columns_for_one_meaning(client_of, cast):
    batch = dropped(cast.grenoble, table(HEADER, AWA))
    answer = client_of(cast.amina).post(
        url("import-columns", batch.pk),
        {"column_0": "last_name", "column_1": "last_name", "consent": "none"},
    )
    assert answer.status_code == 422
    assert "le dit déjà" in answer.content.decode()


def test_dues_without_any_type_of_membership_are_told(client_of, cast):
    batch = dropped(cast.grenoble, table("Nom;Cotisation", "SOW;10 €"))
    page = client_of(cast.amina).get(url("import-columns", batch.pk)).content.decode()
    assert "pas encore de type d’adhésion" in page


def test_an_agreement_on_paper_needs_its_day(client_of, cast):
    batch = dropped(cast.grenoble, table(HEADER, AWA))
    answer = client_of(cast.amina).post(
        url("import-columns", batch.pk), {**COLUMNS, "consent": "paper"}
    )
    assert answer.status_code == 422


def test_the_same_file_before_its_import_is_taken_up_where_it_was(client_of, cast):
    client = client_of(cast.amina)
    first = drop(client, table(HEADER, AWA))
    again = drop(client, table(HEADER, AWA))
    assert first.url == again.url
    assert ImportBatch.objects.count() == 1


def test_the_same_file_after_its_import_leads_to_the_earlier_one(client_of, cast):
    client = client_of(cast.amina)
    data = table(HEADER, AWA)
    batch = imported(cast.grenoble, data)
    answer = drop(client, data)
    assert answer.status_code == 422
    assert url("import-report", batch.pk) in answer.content.decode()
    assert drop(client, data, again="on").status_code == 302


def test_the_chapter_is_asked_only_of_those_who_have_several(client_of, cast):
    client = client_of(cast.amina)
    assert 'name="chapter"' not in client.get(url("import-new")).content.decode()
    RoleFactory(user=cast.amina, chapter=cast.rennes)
    assert 'name="chapter"' in client.get(url("import-new")).content.decode()
    drop(client, table(HEADER, AWA), chapter=cast.rennes.pk)
    assert ImportBatch.objects.get().chapter == cast.rennes


def test_one_does_not_import_into_another_chapter(client_of, cast):
    RoleFactory(user=cast.yann, chapter=None, kind="board")
    answer = drop(client_of(cast.yann), table(HEADER, AWA), chapter=cast.grenoble.pk)
    assert answer.status_code == 302
    assert ImportBatch.objects.get().chapter == cast.rennes


PAGES = ["import-columns", "import-preview", "import-report", "import-undo", "import-errors"]


@pytest.mark.parametrize("name", [*PAGES, "import-progress"])
def test_the_batch_of_another_chapter_does_not_exist(client_of, cast, name):
    batch = imported(cast.grenoble, table(HEADER, AWA))
    assert client_of(cast.yann).get(url(name, batch.pk)).status_code == 404


@pytest.mark.parametrize("name", ["import-apply", "import-undo"])
def test_another_chapter_can_neither_write_nor_undo(client_of, cast, name):
    batch = previewed(cast.grenoble, table(HEADER, AWA))
    assert client_of(cast.yann).post(url(name, batch.pk)).status_code == 404
    batch.refresh_from_db()
    assert batch.state == BatchState.PREVIEWED


@pytest.mark.parametrize("who", ["board", "leader", "stranger"])
def test_only_organizers_import(client_of, cast, who):
    client = client_of(getattr(cast, who))
    assert client.get(url("import-list")).status_code == 403
    assert drop(client, table(HEADER, AWA)).status_code == 403


@pytest.fixture
def question(cast):
    person = PersonFactory(chapter=cast.grenoble, first_name="Awa", last_name="Sow")
    PhoneFactory(person=person, number="+33699999999")
    return previewed(cast.grenoble, table(HEADER, AWA, "SOW;Ali;0622222222"))


def test_a_question_shows_both_sides(client_of, cast, question):
    page = client_of(cast.amina).get(url("import-preview", question.pk)).content.decode()
    assert "06 11 11 11 11" in page
    assert "06 99 99 99 99" in page
    assert 'data-answer="j"' in page


def test_a_decision_swaps_the_row_and_the_counts(client_of, cast, question):
    answer = client_of(cast.amina).post(
        url("import-row-decide", question.pk, 2),
        {"decision": "create", "vue": "undecided"},
        headers={"HX-Request": "true"},
    )
    page = answer.content.decode()
    assert 'id="ligne-2"' in page
    assert "data-answered" in page
    assert 'id="bilan"' in page
    assert "hx-swap-oob" in page
    assert question.rows.get(number=2).decision == "create"


def test_a_decision_without_script_leads_to_the_next_question(client_of, cast, question):
    answer = client_of(cast.amina).post(
        url("import-row-decide", question.pk, 2), {"decision": "skip"}
    )
    assert answer.status_code == 302
    assert question.rows.get(number=2).decision == "skip"


def test_a_decision_after_the_import_changes_nothing(client_of, cast, question):
    apply.apply(batch=question, actor=None)
    answer = client_of(cast.amina).post(
        url("import-row-decide", question.pk, 2), {"decision": "create"}
    )
    assert answer.url == url("import-report", question.pk)
    assert question.rows.get(number=2).decision == ""


def test_a_line_that_does_not_exist(client_of, cast, question):
    client = client_of(cast.amina)
    assert client.post(url("import-row-decide", question.pk, 99), {}).status_code == 404


def test_the_report_tells_what_undoing_had_to_leave(client_of, cast):
    batch = imported(cast.grenoble, table(HEADER, AWA))
    Person.objects.filter(first_name="Awa").update(version=2)
    undo.undo(batch=batch, actor=None)
    page = client_of(cast.amina).get(url("import-report", batch.pk)).content.decode()
    assert "Restée" in page
    assert "modifiée depuis" in page


def test_undoing_from_the_page(client_of, cast):
    batch = imported(cast.grenoble, table(HEADER, AWA))
    client = client_of(cast.amina)
    assert "sera retirée" in client.get(url("import-undo", batch.pk)).content.decode()
    client.post(url("import-undo", batch.pk))
    assert not Person.objects.filter(first_name="Awa").exists()
    assert client.post(url("import-undo", batch.pk)).status_code == 302


QUERIES = {"same": 10, "undecided": 10, "twin": 8}


@pytest.mark.parametrize("view", ["new", "same", "undecided", "twin", "error", "warned"])
def test_a_preview_page_costs_the_same_for_1_and_3_rows(
    client_of, cast, view, django_assert_max_num_queries
):
    lines = {
        "new": "NOM{n};Prénom{n};07110000{n}{n}", "same": "BENALI;Nacéra;0611111111",
        "undecided": "BENALI;Nacéra;07220000{n}{n}", "twin": "SOW;Awa;0633333333",
        "error": ";;0644444444", "warned": "NOM{n};Prénom{n};0612",
    }  # fmt: skip
    PhoneFactory(person=cast.leader_person, number="+33611111111")
    client = client_of(cast.amina)
    for count in (1, 3):
        rows = [lines[view].format(n=n + 4) for n in range(count)]
        batch = previewed(cast.grenoble, table(HEADER, *rows))
        with django_assert_max_num_queries(QUERIES.get(view, 7)):
            assert client.get(f"{url('import-preview', batch.pk)}?vue={view}").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_and_the_report_cost_the_same_for_1_and_3(
    client_of, cast, count, django_assert_max_num_queries
):
    for n in range(count):
        rows = [f"NOM{n}{m};Prénom;07110000{n}{m}" for m in range(count)]
        batch = imported(cast.grenoble, table(HEADER, *rows))
    client = client_of(cast.amina)
    with django_assert_max_num_queries(10):
        client.get(url("import-list"))
    with django_assert_max_num_queries(12):
        client.get(url("import-report", batch.pk))


def test_a_long_preview_is_cut_in_pages(client_of, cast):
    rows = [f"NOM{n};Prénom{n};" for n in range(130)]
    batch = previewed(cast.grenoble, table(HEADER, *rows))
    client = client_of(cast.amina)
    page = client.get(f"{url('import-preview', batch.pk)}?vue=new")
    assert len(page.context["shown"]) == 100
    following = client.get(url("import-preview", batch.pk) + page.context["page"].next_url)
    assert len(following.context["shown"]) == 30


def test_an_undoing_under_way_is_followed_until_it_is_done(cast, client_of, monkeypatch):
    batch = imported(cast.grenoble, table("Nom;Tél", "Sow;0611111111"))
    client = client_of(cast.amina)
    monkeypatch.setattr(jobs, "at_work", lambda batch: True)
    shown = client.get(f"/personnes/imports/{batch.pk}/").content.decode()
    progress = f"/personnes/imports/{batch.pk}/avancement/"
    assert f'hx-get="{progress}"' in shown
    assert "HX-Redirect" not in client.get(progress)
    monkeypatch.setattr(jobs, "at_work", lambda batch: False)
    assert client.get(progress)["HX-Redirect"] == f"/personnes/imports/{batch.pk}/"
