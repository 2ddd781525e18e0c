"""The promise clock: the date passes, those who lead are told once, and the answer is ready.

Whoever organizes the campaign gets an e-mail; whoever leads it is to be called (a follow-up), as
nobody needs an e-mail here. The next action belongs to a room above, which registers how to draft
it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from alliance.core.phones import format_phone
from alliance.core.text.french import day_month_year, full_date
from alliance.journal.domain import record
from alliance.outbox.domain import enqueue
from campaigns.enums import PromiseStatus
from campaigns.models import Promise
from members.domain.meeting import follow_ups
from members.enums import FollowUpKind, GroupRole
from members.models import Person, User

MESSAGE_KIND: Final = "campaigns.promise_due"
ANSWER_WITHIN: Final = timedelta(days=8)
MOST_CALLED: Final = 12
VOICES: Final = (GroupRole.REFERENT, GroupRole.SPOKESPERSON)
LATEST: Final = timedelta(days=60)  # older than that, it is a memory rather than news

NextAction = Callable[[Promise, User], str]
_next_action: list[NextAction] = []


@dataclass(frozen=True)
class Told:
    """What one look at the clock did: promises told, people to call, e-mails written."""

    promises: int
    calls: int
    messages: int


def register_next_action(draft: NextAction) -> None:
    """How to draft an action from a broken promise: returns its address. From `ready`."""
    _next_action[:] = [draft]


def draft_next_action(promise: Promise, actor: User) -> str | None:
    """Draft what comes next, and say where it is; None when no room knows how."""
    return _next_action[0](promise, actor) if _next_action else None


def tell(*, now: datetime | None = None) -> Told:
    """Look at the clock: for each promise whose date has passed, tell those who lead, once.

    A promise is claimed before it is told, so that two beats tell it once; what fell due more
    than sixty days ago is not news any more.
    """
    moment = now or timezone.now()
    today = timezone.localdate(moment)
    due = Promise.objects.overdue(today).filter(told_at=None, due_on__gte=today - LATEST)
    counts = [0, 0, 0]
    for pk in due.order_by("due_on", "id").values_list("pk", flat=True):
        for place, number in enumerate(_tell_one(pk, moment)):
            counts[place] += number
    return Told(*counts)


@transaction.atomic
def _tell_one(pk: int, now: datetime) -> tuple[int, int, int]:
    claimed = Promise.objects.filter(pk=pk, told_at=None, status=PromiseStatus.WAITING)
    if not claimed.update(told_at=now):
        return (0, 0, 0)
    promise = Promise.objects.select_related(
        "negotiation__campaign__organizer", "negotiation__campaign__chapter", "negotiation__target"
    ).get(pk=pk)
    campaign = promise.negotiation.campaign
    organizer = campaign.organizer if campaign.organizer and campaign.organizer.is_active else None
    people = leaders(promise)
    for person in people:
        follow_ups.plan(
            person=person,
            owner=organizer or person.organizer,
            what=_("Engagement non tenu, décider ensemble de la suite : « %(what)s »")
            % {"what": promise.what},
            due_on=timezone.localdate(now),
            kind=FollowUpKind.CALL,
            key=f"promise:{promise.pk}:{person.pk}",
        )
    written = _write(promise, organizer, now) if organizer else False
    record(
        verb="promise.overdue",
        actor_label=_("l’horloge des promesses"),
        subject=promise,
        chapter_id=campaign.chapter_id,
        detail={"called": len(people)},
    )
    return (1, len(people), int(written))


def leaders(promise: Promise) -> list[Person]:
    """Who leads this campaign: the delegation, and the voices of its groups."""
    campaign = promise.negotiation.campaign
    voices = Q(
        group_memberships__group__campaigns=campaign,
        group_memberships__left_on=None,
        group_memberships__role__in=VOICES,
    )
    went = Q(delegations__negotiation=promise.negotiation_id)
    found = Person.objects.active().filter(voices | went, chapter=campaign.chapter_id)
    return list(found.distinct().in_list_order()[:MOST_CALLED])


def _write(promise: Promise, organizer: User, now: datetime) -> bool:
    site = settings.SITE_URL.rstrip("/")
    with translation.override(organizer.language):
        context = {
            "promise": promise,
            "campaign": promise.negotiation.campaign,
            "due": full_date(promise.due_on),
            "url": site + reverse("campaigns:promise-detail", args=[promise.pk]),
            "organization_name": promise.negotiation.campaign.chapter.name,
        }
        _message, written = enqueue(
            key=f"promise:{promise.pk}:{organizer.pk}",
            kind=MESSAGE_KIND,
            channel="email",
            to_address=organizer.email,
            to_name=organizer.get_full_name(),
            subject=_("Une promesse est passée de date : %(campaign)s")
            % {"campaign": promise.negotiation.campaign},
            text=render_to_string("campaigns/emails/promise_due.txt", context),
            html=render_to_string("campaigns/emails/promise_due.html", context),
            language=organizer.language,
            chapter_id=promise.negotiation.campaign.chapter_id,
            reference=promise,
            now=now,
        )
    return written


def letter(promise: Promise, *, today: date | None = None) -> dict[str, Any]:
    """What the reminder letter says, ready for the press that sets it."""
    day = today or timezone.localdate()
    meeting = promise.negotiation
    chapter, target = meeting.campaign.chapter, meeting.target
    return {
        "title": _("Rappel d’un engagement"),
        "sender": [chapter.name, format_phone(chapter.phone), chapter.reply_to],
        "to": [target.name, target.mandate, target.organization] if target else [promise.who],
        "date": _("%(city)s, le %(day)s") % {"city": chapter.city, "day": day_month_year(day)},
        "subject": _("Objet : votre engagement du %(day)s")
        % {"day": day_month_year(promise.made_on)},
        "body": _paragraphs(promise, day),
        "closing": _("Pour la délégation,"),
        "campaign": meeting.campaign.name,
    }


def _paragraphs(promise: Promise, today: date) -> list[str]:
    meeting = promise.negotiation
    before = _(", devant %(witnesses)s") % {"witnesses": promise.witnesses}
    where = _(" (%(place)s)") % {"place": meeting.place} if meeting.place else ""
    values = {
        "day": full_date(promise.made_on),
        "where": where,
        "before": before if promise.witnesses else "",
        "what": promise.what.rstrip("."),
        "due": full_date(promise.due_on),
        "answer": full_date(today + ANSWER_WITHIN),
    }
    mine = meeting.target is None or promise.who == meeting.target.name
    made = (
        _("Le %(day)s%(where)s%(before)s, vous avez pris cet engagement : « %(what)s ».")
        if mine
        else _("Le %(day)s%(where)s%(before)s, nous avons reçu cet engagement : « %(what)s ».")
    )
    return [
        _("Madame, Monsieur,"),
        made % values,
        _("La date convenue, le %(due)s, est passée. Nous n’avons rien vu venir.") % values,
        _("Nous vous demandons de tenir parole et de nous répondre par écrit avant le %(answer)s.")
        % values,
        _("Sans réponse à cette date, nous viendrons la chercher ensemble."),
    ]


def press_line(promise: Promise) -> str:
    """Two sentences for the press: who had promised what, and when it should have been done."""
    meeting = promise.negotiation
    who = f"{meeting.target.name}, {meeting.target.mandate}," if meeting.target else promise.who
    words = _(
        "Le %(made)s, %(who)s avait promis : « %(what)s ». Le %(due)s est passé et rien "
        "n’est venu : %(chapter)s demande que la parole donnée soit tenue (%(campaign)s)."
    )
    return words % {
        "made": day_month_year(promise.made_on),
        "who": who,
        "what": promise.what.rstrip("."),
        "due": day_month_year(promise.due_on),
        "chapter": meeting.campaign.chapter.name,
        "campaign": meeting.campaign.name,
    }
