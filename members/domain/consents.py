"""Consent: the last word counts, for each means and each purpose."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from alliance.journal.domain import record as journal
from members.enums import Channel, Purpose
from members.models import Consent, Person, User


@transaction.atomic
def record(
    *,
    person: Person,
    channel: str,
    given: bool,
    source: str,
    purpose: str = Purpose.MOBILIZATION,
    wording: str = "",
    actor: User | None = None,
    now: datetime | None = None,
) -> Consent:
    """Write down a yes or a no, with its words and who heard it; the journal keeps it too.

    Nothing is overwritten: the history of yeses and noes is the proof (GDPR art. 7.1).
    """
    consent = Consent.objects.create(
        person=person,
        channel=channel,
        purpose=purpose,
        given=given,
        wording=wording,
        source=source,
        recorded_by=actor,
        recorded_at=now or timezone.now(),
    )
    journal(
        verb="consent.given" if given else "consent.withdrawn",
        actor=actor,
        subject=person,
        chapter_id=person.chapter_id,
        detail={"channel": channel, "purpose": purpose},
    )
    return consent


def allowed(
    person_ids: Iterable[int], *, channel: str, purpose: str = Purpose.MOBILIZATION
) -> set[int]:
    """Those whose last word for this means and purpose is a yes; silence is a no.

    Belonging to the association is an opinion (GDPR art. 9): we ask first. One query.
    """
    latest = (
        Consent.objects.filter(person__in=list(person_ids), channel=channel, purpose=purpose)
        .latest_each()
        .values_list("person_id", "given")
    )
    return {person_id for person_id, given in latest if given}


def last_words(person: Person) -> dict[str, Consent]:
    """The current word of one person for invitations and reminders, means by means."""
    latest = Consent.objects.filter(person=person, purpose=Purpose.MOBILIZATION).latest_each()
    found = {consent.channel: consent for consent in latest}
    return {channel: found[channel] for channel in Channel.values if channel in found}
