"""The pages of a message written to a list: from « à qui » to what became of it."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from actions.domain.writing import mailing_sending, mailings
from actions.models import Mailing
from alliance.outbox.models import Message
from tests.factories.actions import ActionFactory, reachable_person
from tests.factories.lists import SavedListFactory
from tests.factories.members import GroupFactory, GroupMembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina(cast, client_of):
    return client_of(cast.amina)


@pytest.fixture
def group(cast):
    group = GroupFactory(chapter=cast.grenoble)
    GroupMembershipFactory(group=group, person=reachable_person(cast.grenoble))
    return group


@pytest.fixture
def begun(cast, group):
    mailing = mailings.begin(
        chapter_id=cast.grenoble.pk, author=cast.amina, source="group", group=group
    )
    return mailings.write(mailing=mailing, values={"subject": "Mardi", "body": "À mardi."})


def url(name, *args):
    return reverse(f"actions:mailing-{name}", args=args)


def filled(mailing, **fields):
    data = {
        "expected_version": mailing.version,
        "purpose": "mobilization",
        "subject": "Mardi, {prénom}",
        "body": "À mardi.",
    }
    return data | fields


def test_from_the_list_to_the_sending_without_script(amina, cast, group):
    SavedListFactory(owner=cast.amina, chapter=cast.grenoble)
    ActionFactory(chapter=cast.grenoble)
    page = amina.get(url("new") + f"?qui=group:{group.pk}").content.decode()
    assert f'value="group:{group.pk}" selected' in page
    data = {"client_id": str(uuid.uuid4()), "whom": f"group:{group.pk}"}
    for _ in range(2):
        amina.post(url("new"), data)
    mailing = Mailing.objects.get()

    answer = amina.post(url("write", mailing.pk), filled(mailing))
    assert answer["Location"] == url("review", mailing.pk)
    page = amina.get(url("review", mailing.pk)).content.decode()
    assert "Envoyer à 1 personne" in page
    assert amina.get(url("preview", mailing.pk)).status_code == 200
    launch = {"expected_total": 1, "when": "now"}
    for _ in range(2):
        assert amina.post(url("review", mailing.pk), launch).status_code == 302
    mailing_sending.dispatch(timezone.now() + timedelta(minutes=1))
    assert Message.objects.count() == 1
    assert "En attente" in amina.get(url("detail", mailing.pk)).content.decode()


def test_bad_words_keep_what_was_typed(amina, begun):
    answer = amina.post(url("write", begun.pk), filled(begun, body="Bonjour {adhésion}"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Nous ne connaissons pas {adhésion}" in page
    assert "Bonjour {adhésion}" in page


def test_an_unfinished_message_is_kept_but_goes_no_further(amina, begun):
    answer = amina.post(url("write", begun.pk), filled(begun, body=""))
    assert answer.status_code == 422
    assert "Il manque le texte de l’e-mail" in answer.content.decode()

    begun.refresh_from_db()
    assert (begun.subject, begun.body) == ("Mardi, {prénom}", "")
    kept = amina.post(url("write", begun.pk), filled(begun, body="", encore="1"))
    assert kept["Location"] == url("write", begun.pk)


def test_a_file_comes_and_goes(amina, begun):
    pdf = SimpleUploadedFile("tract.pdf", b"%PDF-1.7")
    amina.post(url("write", begun.pk), filled(begun, file=pdf, encore="1"))
    file = begun.files.get()
    assert "tract.pdf" in amina.get(url("write", begun.pk)).content.decode()

    amina.post(url("detach", begun.pk, file.pk))
    assert not begun.files.exists()


def test_a_refused_file_says_why(amina, begun):
    exe = SimpleUploadedFile("virus.exe", b"MZ")
    answer = amina.post(url("write", begun.pk), filled(begun, file=exe))
    assert "Ce fichier ne passe pas" in answer.content.decode()


@pytest.mark.parametrize(
    "fields",
    [{"when": "later"}, {"when": "later", "date": "2020-01-01", "time": "10:00"}, {"when": "x"}],
)
def test_a_date_that_is_none_is_refused(amina, begun, fields):
    answer = amina.post(url("review", begun.pk), {"expected_total": 1} | fields)
    assert answer.status_code == 422
    assert Mailing.objects.get().state == "draft"


def test_a_list_that_changed_is_shown_again(amina, begun):
    answer = amina.post(url("review", begun.pk), {"expected_total": 9, "when": "now"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "La liste a changé" in page
    assert 'name="expected_total" value="1"' in page


def test_it_may_be_tried_and_stopped(amina, cast, begun):
    amina.post(url("test", begun.pk), {"client_id": str(uuid.uuid4())})
    assert Message.objects.get().to_address == cast.amina.email
    later = {
        "expected_total": 1,
        "when": "later",
        "date": (timezone.localdate() + timedelta(days=2)).isoformat(),
        "time": "18:00",
    }
    amina.post(url("review", begun.pk), later)
    amina.post(url("stop", begun.pk))

    assert Mailing.objects.get().state == "cancelled"
    assert "Arrêté" in amina.get(url("detail", begun.pk)).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("state", ["draft", "launched"])
def test_lists_cost_the_same_whatever_the_rows(
    amina, cast, group, rows, state, django_assert_max_num_queries
):
    for _ in range(rows - 1):
        GroupMembershipFactory(group=group, person=reachable_person(cast.grenoble))
    for _ in range(rows):
        mailing = mailings.begin(
            chapter_id=cast.grenoble.pk, author=cast.amina, source="group", group=group
        )
    if state == "launched":
        mailings.write(mailing=mailing, values={"subject": "Mardi", "body": "À mardi."})
        mailings.launch(mailing=mailing, actor=cast.amina)
        mailing_sending.dispatch(timezone.now() + timedelta(minutes=1))
    with django_assert_max_num_queries(8):
        assert amina.get(url("people", mailing.pk)).content.decode().count("row-person") == rows
    with django_assert_max_num_queries(7):
        assert amina.get(url("list")).status_code == 200
    with django_assert_max_num_queries(11):
        assert amina.get(url("detail", mailing.pk), follow=False).status_code in {200, 302}


def test_a_leader_who_does_not_organize_writes_to_nobody(client_of, cast, begun):
    assert client_of(cast.leader).get(url("new")).status_code in {403, 404}
    assert client_of(cast.leader).get(url("write", begun.pk)).status_code in {403, 404}
