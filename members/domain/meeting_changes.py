"""A meeting of a group that moves or does not take place: its guests are told, once.

Whoever may be written to gets an e-mail in her language; the others become a call for the one who
knows them. Every change raises `sequence`, which calendars read and which makes each news one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from alliance.core.text.french import day_and_month, full_date, spoken_datetime, spoken_time
from alliance.core.text.names import clean_text
from alliance.journal.domain import record
from alliance.outbox.domain import cancel as outbox_cancel
from alliance.outbox.domain import enqueue
from members.domain import consents
from members.domain.meeting import follow_ups
from members.domain.meetings import InvalidMeeting
from members.enums import AddressState, Channel, FollowUpKind
from members.models import FollowUp, GroupMeeting, Person, PersonEmail, User

MESSAGE_KIND = "members.meeting"
RIGHT_TO_LEFT = {"ar"}


class ChangedMeanwhile(Exception):
    """Somebody else changed the meeting after this page was shown."""


@dataclass(frozen=True)
class Reach:
    """The guests of a meeting: those an e-mail reaches (person id: address), and the others."""

    by_email: dict[int, str]
    to_call: list[Person]

    @property
    def total(self) -> int:
        """Everybody who would be told."""
        return len(self.by_email) + len(self.to_call)


def reach(meeting: GroupMeeting) -> Reach:
    """How each guest would hear of a change (three queries)."""
    guests = Person.objects.active().filter(meetings__meeting=meeting)
    people = list(guests.select_related("organizer", "chapter").order_by("sort_key", "pk"))
    ids = [person.pk for person in people]
    agreed = consents.allowed(ids, channel=Channel.EMAIL)
    rows = PersonEmail.objects.filter(person__in=agreed, state=AddressState.OK)
    addresses: dict[int, str] = {}
    for email in rows.order_by("person", "-is_primary", "pk"):
        addresses.setdefault(email.person_id, email.address)
    return Reach(addresses, [person for person in people if person.pk not in addresses])


@transaction.atomic
def move(
    *,
    meeting: GroupMeeting,
    starts_at: datetime,
    place: str,
    expected_sequence: int,
    tell: bool = True,
    actor: User | None = None,
    now: datetime | None = None,
) -> GroupMeeting:
    """Put a meeting at another time or place, and tell its guests once (unless not `tell`).

    Nothing changed, nothing is told. Journaled. Raises InvalidMeeting (held, cancelled, a time
    that is over) and ChangedMeanwhile.
    """
    moment = now or timezone.now()
    locked = _open(meeting, expected_sequence, moment)
    before, place = locked.starts_at, clean_text(place, 200)
    if (starts_at, place) == (locked.starts_at, locked.place):
        return locked
    if starts_at <= moment:
        raise InvalidMeeting(_("Cette heure est déjà passée : choisissez-en une à venir."))
    locked.starts_at, locked.place = starts_at, place
    _keep(locked, "meeting.moved", ["starts_at", "place"], actor, moment)
    if tell:
        _tell(locked, "moved", actor, moment, before=None if before == starts_at else before)
    return locked


@transaction.atomic
def cancel(
    *,
    meeting: GroupMeeting,
    expected_sequence: int,
    tell: bool = True,
    actor: User | None = None,
    now: datetime | None = None,
) -> GroupMeeting:
    """A meeting that does not take place: it stays in the calendars, as cancelled.

    Its guests are told once (unless not `tell`). Journaled. Raises as `move` does.
    """
    moment = now or timezone.now()
    locked = _open(meeting, expected_sequence, moment)
    locked.cancelled_at = moment
    _keep(locked, "meeting.cancelled", ["cancelled_at"], actor, moment)
    if tell:
        _tell(locked, "cancelled", actor, moment)
    return locked


def _open(meeting: GroupMeeting, expected_sequence: int, now: datetime) -> GroupMeeting:
    rows = GroupMeeting.objects.select_for_update(no_key=True, of=("self",))
    locked: GroupMeeting = rows.select_related("group__chapter").get(pk=meeting.pk)
    if locked.cancelled_at is not None:
        raise InvalidMeeting(_("Cette réunion est déjà annulée."))
    if locked.starts_at <= now:
        raise InvalidMeeting(_("Cette réunion a déjà eu lieu."))
    if locked.sequence != expected_sequence:
        raise ChangedMeanwhile
    return locked


def _keep(
    meeting: GroupMeeting, verb: str, fields: list[str], actor: User | None, now: datetime
) -> None:
    meeting.sequence, meeting.changed_at = meeting.sequence + 1, now
    meeting.save(update_fields=[*fields, "sequence", "changed_at"])
    record(
        verb=verb,
        actor=actor,
        subject=meeting,
        chapter_id=meeting.group.chapter_id,
        detail={"group": meeting.group_id},
        now=now,
    )


def _tell(
    meeting: GroupMeeting,
    news: str,
    actor: User | None,
    now: datetime,
    *,
    before: datetime | None = None,
) -> None:
    stale = f"{MESSAGE_KIND}:{meeting.pk}:"
    outbox_cancel(batch=meeting, kind=MESSAGE_KIND, reason=_("réunion changée depuis"), now=now)
    FollowUp.objects.filter(key__startswith=stale).open().update(cancelled_at=now)
    found = reach(meeting)
    for person in Person.objects.filter(pk__in=found.by_email).select_related("chapter"):
        _write(meeting, news, person, found.by_email[person.pk], before, actor, now)
    _call(meeting, news, found.to_call, actor, now)


def _write(
    meeting: GroupMeeting,
    news: str,
    person: Person,
    address: str,
    before: datetime | None,
    actor: User | None,
    now: datetime,
) -> None:
    known = person.language in settings.MESSAGE_LANGUAGES
    language = person.language if known else settings.LANGUAGE_CODE
    with translation.override(language):
        context = _words(meeting, person, before, actor) | {
            "lang": language,
            "dir": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        }
        subject = _("Changement : %(title)s, %(day)s à %(time)s")
        if news == "cancelled":
            subject = _("Annulé : %(title)s, %(day)s")
        enqueue(
            key=f"{MESSAGE_KIND}:{meeting.pk}:{meeting.sequence}:{person.pk}",
            kind=MESSAGE_KIND,
            channel=Channel.EMAIL,
            to_address=address,
            to_name=str(person),
            from_name=meeting.group.chapter.name,
            reply_to=meeting.group.chapter.reply_to,
            subject=subject % {**context, "day": context["short_day"]},
            text=render_to_string(f"members/emails/meeting_{news}.txt", context),
            html=render_to_string(f"members/emails/meeting_{news}.html", context),
            language=language,
            chapter_id=meeting.group.chapter_id,
            recipient=person,
            reference=meeting,
            batch=meeting,
            send_before=meeting.starts_at,
            now=now,
        )


def _words(
    meeting: GroupMeeting, person: Person, before: datetime | None, actor: User | None
) -> dict[str, Any]:
    chapter, said = meeting.group.chapter, ""
    if before is not None:
        words = {"day": day_and_month(before), "time": spoken_time(before)}
        said = _("%(day)s à %(time)s") % words
    name = (actor.first_name or str(actor)) if actor else ""
    return {
        "person": person,
        "chapter": chapter,
        "organization_name": chapter.name,
        "title": meeting.group.name,
        "day": full_date(meeting.starts_at),
        "short_day": day_and_month(meeting.starts_at),
        "time": spoken_time(meeting.starts_at),
        "place": meeting.place,
        "before": said,
        "sender": f"{name}, {chapter.name}" if name else chapter.name,
    }


def _call(
    meeting: GroupMeeting, news: str, people: Iterable[Person], actor: User | None, now: datetime
) -> None:
    what = _("Prévenir du changement : « %(title)s », c’est %(when)s")
    if news == "cancelled":
        what = _("Prévenir que « %(title)s » est annulé")
    words = {"title": meeting.group.name, "when": spoken_datetime(meeting.starts_at)}
    for person in people:
        follow_ups.plan(
            person=person,
            owner=person.organizer or actor,
            what=what % words,
            due_on=timezone.localdate(now),
            kind=FollowUpKind.CALL,
            key=f"{MESSAGE_KIND}:{meeting.pk}:{meeting.sequence}:{person.pk}",
            actor=actor,
        )
