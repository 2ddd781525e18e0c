"""Matching is done again only where somebody touched the people of the chapter meanwhile."""

from contextlib import closing
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from members.domain.imports import apply, sql
from members.domain.imports.matching import TRUSTED, is_fresh
from members.models import ExternalId, Person
from tests.cast import make_cast
from tests.factories.members import EmailFactory, PersonFactory, PhoneFactory
from tests.members.imports.building import previewed, table

pytestmark = pytest.mark.django_db(transaction=True)
DATA = table("Nom;Prénom;Tél", "SOW;Awa;0611111111", "BA;Ali;0622222222")


@pytest.fixture
def grenoble():
    return make_cast().grenoble


@pytest.fixture
def alone(monkeypatch):
    """As if no other database of this server were writing: their transactions count too."""
    none_pending = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
    monkeypatch.setattr(sql, "HORIZON", none_pending)


def fresh(batch, **later):
    return is_fresh(batch, now=timezone.now() + timedelta(**later))


def test_what_nobody_touched_is_not_matched_again(grenoble, alone, monkeypatch):
    PersonFactory(chapter=grenoble)
    batch = previewed(grenoble, DATA)
    PersonFactory()  # in another chapter
    monkeypatch.setattr(apply, "match", lambda **_: pytest.fail("matched again"))
    assert apply.apply(batch=batch, actor=None).state == "applied"
    assert Person.objects.filter(first_name__in=["Awa", "Ali"], chapter=grenoble).count() == 2


TOUCHES = {
    "a newcomer": lambda awa: PersonFactory(chapter=awa.chapter),
    "an edit": lambda awa: Person.objects.filter(pk=awa.pk).update(note="vue au marché"),
    "a phone": lambda awa: PhoneFactory(person=awa),
    "an e-mail": lambda awa: EmailFactory(person=awa),
    "an identifier": lambda awa: ExternalId.objects.create(
        person=awa, chapter=awa.chapter, source="helloasso", value="7"
    ),
}


@pytest.mark.parametrize("touch", TOUCHES)
def test_whatever_is_touched_is_seen(grenoble, alone, touch):
    awa = PersonFactory(chapter=grenoble, first_name="Awa", last_name="Sow")
    batch = previewed(grenoble, DATA)
    assert fresh(batch)
    TOUCHES[touch](awa)
    assert not fresh(batch)


def test_what_was_being_written_during_the_preview_is_seen(grenoble):
    ours = PersonFactory(chapter=grenoble).pk, grenoble.pk
    elsewhere = connection.copy()
    with closing(elsewhere), elsewhere.cursor() as other:
        other.execute("BEGIN")
        other.execute(
            "INSERT INTO members_externalid (person_id, chapter_id, source, value) "
            "VALUES (%s, %s, 'x', '1')",
            ours,
        )
        batch = previewed(grenoble, DATA)
        other.execute("COMMIT")
    assert not fresh(batch)


def test_somebody_found_who_left_the_file_is_seen(grenoble):
    awa = PersonFactory(chapter=grenoble, first_name="Awa", last_name="Sow")
    PhoneFactory(person=awa, number="+33611111111")
    batch = previewed(grenoble, DATA)
    assert batch.rows.filter(match=awa, verdict="same").exists()
    awa.delete()
    assert not fresh(batch)


def test_after_an_hour_or_on_another_server_nobody_trusts_it(grenoble):
    batch = previewed(grenoble, DATA)
    assert not fresh(batch, seconds=TRUSTED.total_seconds())
    batch.matched_from = 2**40  # a server that has counted further
    assert not fresh(batch)
