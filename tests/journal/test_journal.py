from datetime import UTC, datetime

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import RequestFactory

from alliance.journal.domain import record, record_deed
from alliance.journal.models import Entry
from tests.factories.outbox import MessageFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


@pytest.fixture
def amina(django_user_model):
    return django_user_model(pk=5, email="amina@demo.alliance.test")


def test_a_deed_is_kept_with_who_on_what_where(amina):
    subject = MessageFactory()
    entry = record(
        verb="message.read", actor=amina, subject=subject, chapter_id=3, detail={"n": 1}, now=NOW
    )
    entry.refresh_from_db()
    assert (entry.at, entry.actor_id, entry.actor_label) == (NOW, 5, str(amina))
    assert (entry.subject_type, entry.subject_id) == ("outbox.message", subject.pk)
    assert (entry.verb, entry.chapter_id, entry.detail) == ("message.read", 3, {"n": 1})


def test_a_deed_without_account_says_by_what():
    entry = record(verb="link.opened", actor=AnonymousUser(), actor_label="lien de réponse")
    assert (entry.actor_id, entry.actor_label) == (None, "lien de réponse")


def test_a_deed_of_one_statement_is_noted_where_it_changed_something(amina):
    changed, other = MessageFactory(subject="Avant"), MessageFactory(subject="Ailleurs")
    rename = "UPDATE outbox_message SET subject = 'Après' WHERE subject = %(was)s RETURNING id"
    about = {"on": type(changed), "verb": "message.renamed", "actor": amina, "chapter_id": 3}
    for expected in ([(changed.pk,)], []):
        assert record_deed(rename, {"was": "Avant"}, detail={"n": 1}, now=NOW, **about) == expected

    entry = Entry.objects.get()
    assert (entry.at, entry.actor_id, entry.actor_label) == (NOW, 5, str(amina))
    assert (entry.subject_type, entry.subject_id) == ("outbox.message", changed.pk)
    assert (entry.verb, entry.chapter_id, entry.detail) == ("message.renamed", 3, {"n": 1})
    other.refresh_from_db()
    assert other.subject == "Ailleurs"


def test_a_deed_rolled_back_leaves_no_entry(amina):
    def undone_deed():
        with transaction.atomic():
            record(verb="a.b", actor=amina)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        undone_deed()
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "change", ["UPDATE journal_entry SET verb = 'x'", "DELETE FROM journal_entry"]
)
def test_an_entry_is_never_changed_nor_deleted(change):
    record(verb="a.b")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)
    assert Entry.objects.get().verb == "a.b"


def test_the_table_may_be_emptied_as_a_whole():
    record(verb="a.b")
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE journal_entry")
    assert not Entry.objects.exists()


def test_entries_are_found_by_subject_and_chapter():
    subject, other = MessageFactory(), MessageFactory()
    mine = record(verb="a.b", subject=subject, chapter_id=3)
    record(verb="a.b", subject=other, chapter_id=4)
    assert list(Entry.objects.about(subject)) == [mine]
    assert list(Entry.objects.in_chapters([3]).newest_first()) == [mine]


def test_a_verb_is_required():
    with pytest.raises(ValueError, match="verb"):
        record(verb="")
    with pytest.raises(IntegrityError, match="entry_has_a_verb"), transaction.atomic():
        Entry.objects.create(verb="")


def test_a_subject_is_whole_and_saved():
    with pytest.raises(ValueError, match="saved"):
        record(verb="a.b", subject=MessageFactory.build())
    with pytest.raises(IntegrityError, match="entry_subject_is_whole"), transaction.atomic():
        Entry.objects.create(verb="a.b", subject_type="outbox.message")


def test_the_admin_only_shows(django_user_model):
    request = RequestFactory().get("/admin/")
    request.user = django_user_model(pk=1, is_active=True, is_superuser=True)
    admin = site.get_model_admin(Entry)
    assert admin.has_view_permission(request)
    assert not admin.has_add_permission(request)
    assert not admin.has_change_permission(request)
    assert not admin.has_delete_permission(request)
