"""« Nous rejoindre »: a stranger writes to a chapter, and somebody of the chapter calls her.

What comes from a public page proves nothing about who wrote it: it makes a new page or finds the
right one, but it never changes what was known, and never turns a no into a yes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Count, Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.core.emails import parse_email
from alliance.core.phones import Phone, parse_phone
from alliance.core.text.names import clean_text, fold, name_key, split_full_name
from alliance.outbox.domain import enqueue
from members.domain import consents, people
from members.domain.meeting import contacts, follow_ups
from members.enums import Channel, ConsentSource, ContactKind, FollowUpKind, PersonSource, RoleKind
from members.models import Chapter, JoinRequest, Neighbourhood, Person, User

LONGEST = 2_000
MESSAGE_KIND = "members.join_thanks"


class InvalidRequest(Exception):
    """The request cannot be taken; `messages` says why, field by field, in French."""

    def __init__(self, messages: dict[str, str]) -> None:
        super().__init__("; ".join(messages.values()))
        self.messages = messages


@dataclass(frozen=True)
class _Written:
    """What she wrote, once read."""

    name: str
    phone: Phone | None
    email: str
    anger: str
    place: str


@dataclass(frozen=True)
class Met:
    """Who wrote: `known` before or new; `refused` are the means she had said no to."""

    person: Person
    known: bool
    refused: frozenset[str]
    by_phone: bool


@transaction.atomic
def meet(
    *,
    chapter: Chapter,
    name: str,
    phone: str = "",
    email: str = "",
    wording: str,
    source: str = PersonSource.WEBSITE,
    source_detail: str = "",
    now: datetime | None = None,
) -> Met:
    """Make or find who filled in another public form, and record the yes of its words.

    The same rules as `receive`, without its thanks nor its follow-up: the caller says what
    happens next. Raises InvalidRequest without a name, or with neither phone nor e-mail.
    """
    moment = now or timezone.now()
    written = _read(name, phone, email, "", "")
    known = _find(chapter, written)
    person = known or _make(chapter, written, moment, source, source_detail)
    refused = _record_consents(person, written, wording, moment)
    return Met(person, known is not None, frozenset(refused), written.phone is not None)


@transaction.atomic
def receive(
    *,
    chapter: Chapter,
    name: str,
    phone: str = "",
    email: str = "",
    anger: str = "",
    place: str = "",
    wording: str,
    client_id: UUID,
    origin: str = "",
    now: datetime | None = None,
) -> JoinRequest:
    """Take a request: make or find the person, note what she said, ask somebody to call her.

    The same `client_id` twice counts once. The same name with the same phone or e-mail is the
    same person; a phone shared in a family is not. Consent is recorded with its words for the
    means she gave, unless that person had said no: a human asks her. An e-mail thanks her, once a
    day at most. `origin` names the petition she signed, when that is where she agreed.
    Raises InvalidRequest without a name, or with neither phone nor e-mail.
    """
    moment = now or timezone.now()
    written = _read(name, phone, email, anger, place)
    told: dict[str, Any] = {n: getattr(written, n) for n in ("name", "email", "anger", "place")}
    told["phone"] = written.phone.e164 if written.phone else ""
    agreed = {"chapter": chapter, "consent_wording": wording, "sent_at": moment}
    request, created = JoinRequest.objects.get_or_create(
        client_id=client_id, defaults=told | agreed
    )
    if not created:
        return request
    known = _find(chapter, written)
    person = known or _make(chapter, written, moment)
    request.person = person
    request.save(update_fields=["person"])
    refused = _record_consents(person, written, wording, moment)
    _note(request, person, known, refused, moment, origin)
    if written.email and Channel.EMAIL not in refused:
        _thank(request, moment)
    return request


def _read(name: str, phone: str, email: str, anger: str, place: str) -> _Written:
    problems: dict[str, str] = {}
    number = parse_phone(phone) if phone.strip() else None
    address = parse_email(email) if email.strip() else ""
    if not fold(name):
        problems["name"] = _("Dites-nous comment vous vous appelez.")
    if phone.strip() and number is None:
        problems["phone"] = _("Ce numéro ne semble pas complet.")
    if address is None:
        problems["email"] = _("Cette adresse ne semble pas complète.")
    if not phone.strip() and not email.strip():
        problems["phone"] = _("Laissez un téléphone ou un e-mail, que l’on puisse vous répondre.")
    if problems:
        raise InvalidRequest(problems)
    return _Written(
        name=clean_text(name, 200),
        phone=number,
        email=address or "",
        anger=clean_text(anger, LONGEST, keep_lines=True),
        place=clean_text(place, 200),
    )


def _find(chapter: Chapter, written: _Written) -> Person | None:
    """The one person of that name with that phone or e-mail; the oldest page, if there are two."""
    reached = Q()
    if written.phone:
        reached |= Q(phones__number=written.phone.e164)
    if written.email:
        reached |= Q(emails__address=written.email)
    full = split_full_name(written.name)
    wanted = name_key(full.first, full.last)
    alike = Person.objects.active().filter(reached, chapter=chapter).distinct().order_by("id")
    for person in alike:
        keys = {name_key(person.first_name, person.last_name), fold(person.usual_name)}
        if wanted in keys:
            return person
    return None


def _make(
    chapter: Chapter,
    written: _Written,
    now: datetime,
    source: str = PersonSource.WEBSITE,
    source_detail: str = "",
) -> Person:
    full = split_full_name(written.name)
    first = full.first if full.first or full.last else written.name
    quarter = next(
        (
            one
            for one in Neighbourhood.objects.filter(chapter=chapter)
            if fold(one.name) == fold(written.place)
        ),
        None,
    )
    return people.create(
        chapter=chapter,
        first_name=first,
        last_name=full.last,
        phones=[written.phone.e164] if written.phone else [],
        emails=[written.email] if written.email else [],
        source=source,
        source_detail=source_detail or written.place,
        neighbourhood=quarter,
        now=now,
    )


def _record_consents(person: Person, written: _Written, wording: str, now: datetime) -> set[str]:
    """Record her yes for the means she gave that are hers; returns those she had refused."""
    given = set()
    if written.phone and person.phones.filter(number=written.phone.e164).exists():
        given |= {Channel.PHONE} | ({Channel.SMS} if written.phone.sms_capable else set())
    if written.email and person.emails.filter(address=written.email).exists():
        given.add(Channel.EMAIL)
    words = consents.last_words(person)
    refused = {channel for channel in given if channel in words and not words[channel].given}
    for channel in sorted(given - refused):
        consents.record(
            person=person,
            channel=channel,
            given=True,
            source=ConsentSource.FORM,
            wording=wording,
            now=now,
        )
    return {str(channel) for channel in refused}


def _note(
    request: JoinRequest,
    person: Person,
    known: Person | None,
    refused: set[str],
    now: datetime,
    origin: str,
) -> None:
    """Her words in her history, and a follow-up for whoever knows her or has the most time."""
    left = " · ".join(filter(None, [request.phone, request.email, request.place]))
    contacts.note(
        person=person,
        author=None,
        kind=ContactKind.MESSAGE,
        interest=request.anger,
        note=f"{_origin_words(origin)} {left}",
        client_id=uuid5(request.client_id, "contact"),
        now=now,
    )
    what = _("%(origin)s Lui répondre.") % {"origin": _origin_words(origin)}
    if refused:
        what += " " + _("Avait dit non aux messages : lui demander de vive voix.")
    elif known is not None:
        what += " " + _("Déjà dans le fichier : ses coordonnées ont peut-être changé.")
    follow_ups.plan(
        person=person,
        owner=_owner(person),
        what=what,
        due_on=timezone.localdate(now),
        kind=FollowUpKind.CALL if request.phone else FollowUpKind.MESSAGE,
        key=f"join:{request.client_id}",
    )


def _origin_words(origin: str) -> str:
    if origin:
        return _("A signé « %(title)s » et veut des nouvelles.") % {"title": origin}
    return _("A rempli « Nous rejoindre ».")


def _owner(person: Person) -> User | None:
    """Her organizer; else the organizer of the chapter who has the fewest promises to keep."""
    if person.organizer is not None and person.organizer.is_active:
        return person.organizer
    today = timezone.localdate()
    held = Q(roles__ends_on=None) | Q(roles__ends_on__gte=today)
    waiting = Q(follow_ups__done_at=None, follow_ups__cancelled_at=None)
    return (
        User.objects.filter(
            held,
            is_active=True,
            roles__kind=RoleKind.ORGANIZER,
            roles__chapter=person.chapter_id,
            roles__starts_on__lte=today,
        )
        .annotate(waiting=Count("follow_ups", filter=waiting, distinct=True))
        .order_by("waiting", "id")
        .first()
    )


def _thank(request: JoinRequest, now: datetime) -> None:
    """An e-mail that repeats nothing of what was typed: it may reach somebody who typed nothing."""
    chapter = request.chapter
    context = {"chapter": chapter, "organization_name": chapter.name}
    enqueue(
        key=f"join:{chapter.pk}:{request.email}:{timezone.localdate(now)}",
        kind=MESSAGE_KIND,
        channel="email",
        to_address=request.email,
        subject=_("Merci, on vous rappelle bientôt"),
        text=render_to_string("members/emails/join_thanks.txt", context),
        html=render_to_string("members/emails/join_thanks.html", context),
        reply_to=chapter.reply_to,
        chapter_id=chapter.pk,
        recipient=request.person,
        reference=request,
        now=now,
    )
