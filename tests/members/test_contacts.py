"""Noting an exchange: once, in the past, with its follow-up and its assessment."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from members.domain.meeting import contacts, follow_ups
from members.models import Assessment, Contact, FollowUp
from tests.factories.members import ContactFactory, FollowUpFactory, PersonFactory

pytestmark = pytest.mark.django_db


def test_the_same_note_sent_twice_counts_once(cast):
    note = uuid.uuid4()
    for _attempt in range(2):
        contacts.note(
            person=cast.leader_person,
            author=cast.amina,
            client_id=note,
            note="Vue au marché",
            next_step="La revoir",
            follow_up_on=date(2026, 12, 1),
        )
    assert Contact.objects.count() == 1
    assert FollowUp.objects.count() == 1


def test_the_last_contact_moves_forward_only(cast):
    now = timezone.now()
    person = PersonFactory(chapter=cast.grenoble)
    for days in (10, 2, 30):
        contacts.note(
            person=person,
            author=cast.amina,
            note="vue",
            happened_at=now - timedelta(days=days),
            now=now,
        )
    person.refresh_from_db()
    assert person.last_contact_at == now - timedelta(days=2)


def test_an_exchange_cannot_happen_in_the_future(cast):
    tomorrow = timezone.now() + timedelta(days=1)
    with pytest.raises(contacts.InvalidContact):
        contacts.note(
            person=cast.leader_person, author=cast.amina, note="vue", happened_at=tomorrow
        )


def test_an_assessment_needs_its_reason(cast):
    with pytest.raises(contacts.InvalidContact):
        contacts.note(person=cast.leader_person, author=cast.amina, note="vue", level=4)
    assert not Contact.objects.exists()


def test_an_assessment_keeps_who_and_why(cast):
    contacts.note(
        person=cast.leader_person,
        author=cast.amina,
        note="vue",
        level=4,
        reason="A amené trois voisines",
    )
    found = Assessment.objects.get()
    assert (found.author, found.level, found.reason) == (cast.amina, 4, "A amené trois voisines")


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("assessment_from_1_to_5", {"level": 6, "reason": "x"}),
        ("never_without_reason", {"level": 3, "reason": ""}),
    ],
)
def test_impossible_assessments_are_refused_by_the_database(cast, constraint, fields):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Assessment.objects.create(person=cast.leader_person, **fields)


def test_a_follow_up_planned_twice_with_a_key_is_one(cast):
    for _attempt in range(2):
        follow_ups.plan(
            person=cast.leader_person, owner=cast.amina, what="x", due_on=date(2026, 12, 1), key="k"
        )
    assert FollowUp.objects.count() == 1


def test_a_cancelled_key_opens_again(cast):
    plan = {"person": cast.leader_person, "owner": cast.amina, "what": "x", "key": "k"}
    follow_ups.plan(due_on=date(2026, 12, 1), **plan)
    assert follow_ups.cancel_by_key(prefix="k") == 1
    follow_ups.plan(due_on=date(2026, 12, 2), **plan)
    assert FollowUp.objects.open().get().due_on == date(2026, 12, 2)


def test_ticking_twice_counts_once_and_can_be_undone(cast):
    follow_up = FollowUpFactory()
    assert follow_ups.complete(follow_up=follow_up, actor=cast.amina)
    assert not follow_ups.complete(follow_up=follow_up, actor=cast.yann)
    follow_up.refresh_from_db()
    assert follow_up.done_by == cast.amina
    assert follow_ups.reopen(follow_up=follow_up)


def test_a_follow_up_says_what_and_is_not_done_and_cancelled():
    with pytest.raises(IntegrityError, match="follow_up_says_what"), transaction.atomic():
        FollowUpFactory(what="")
    now = timezone.now()
    with pytest.raises(IntegrityError, match="follow_up_done_or_cancelled"), transaction.atomic():
        FollowUpFactory(done_at=now, cancelled_at=now)


def test_contact_client_id_is_unique():
    contact = ContactFactory()
    with pytest.raises(IntegrityError, match="client_id"), transaction.atomic():
        ContactFactory(client_id=contact.client_id)
