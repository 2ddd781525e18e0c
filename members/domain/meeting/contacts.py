"""Contacts: one-to-ones and other exchanges, noted in a few seconds and never twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TypedDict, Unpack
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from members.domain.meeting import follow_ups
from members.enums import ContactKind, FollowUpKind
from members.models import Assessment, Contact, Person, User

CLOCK_DRIFT = timedelta(minutes=5)  # phones are rarely exactly on time


class Said(TypedDict, total=False):
    """What was said, as the method asks."""

    story: str
    interest: str
    network: str
    next_step: str
    their_commitment: str
    our_commitment: str
    note: str


class InvalidContact(Exception):
    """The exchange cannot be noted; the message says why, in French."""


@transaction.atomic
def note(
    *,
    person: Person,
    author: User | None,
    kind: str = ContactKind.ONE_TO_ONE,
    happened_at: datetime | None = None,
    client_id: UUID | None = None,
    level: int | None = None,
    reason: str = "",
    follow_up_on: date | None = None,
    now: datetime | None = None,
    **said: Unpack[Said],
) -> Contact:
    """Note an exchange, in the five fields of the method.

    The same `client_id` twice (double click, lost connection) is one contact. The person's
    last contact moves forward. A `level` 1–5 becomes an assessment and needs its `reason`;
    `follow_up_on` makes a follow-up of the next step, owned by the author.
    Raises InvalidContact for a date in the future or a level without reason.
    """
    moment = now or timezone.now()
    when = happened_at or moment
    _refuse_nonsense(when, moment, level, reason)
    about = {"person": person, "author": author, "kind": kind, "happened_at": when}
    written = {"written_at": moment, "created_at": moment}
    contact, created = Contact.objects.get_or_create(
        client_id=client_id or uuid4(), defaults={**about, **written, **said}
    )
    if created:
        _after_note(contact, level=level, reason=reason, follow_up_on=follow_up_on, now=moment)
    return contact


def _refuse_nonsense(when: datetime, now: datetime, level: int | None, reason: str) -> None:
    if when > now + CLOCK_DRIFT:
        raise InvalidContact(_("Un échange se note après coup : cette date est dans le futur."))
    if level is not None and not reason.strip():
        raise InvalidContact(_("Dites en quelques mots pourquoi cette appréciation."))


def _after_note(
    contact: Contact, *, level: int | None, reason: str, follow_up_on: date | None, now: datetime
) -> None:
    Person.objects.filter(pk=contact.person_id).filter(
        Q(last_contact_at=None) | Q(last_contact_at__lt=contact.happened_at)
    ).update(last_contact_at=contact.happened_at)
    if level is not None:
        Assessment.objects.create(
            person=contact.person,
            level=level,
            reason=reason,
            author=contact.author,
            assessed_at=now,
        )
    if follow_up_on is not None:
        follow_ups.plan(
            person=contact.person,
            owner=contact.author,
            kind=FollowUpKind.MEET,
            what=contact.next_step or _("Reprendre contact"),
            due_on=follow_up_on,
            contact=contact,
            actor=contact.author,
        )
