"""« Quoi de neuf »: what concerns an organizer and was done by others, gathered on one page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from actions.domain.telling.news import answered_since
from actions.models import Action
from alliance.journal.models import Entry
from alliance.outbox.models import Message
from campaigns.models import Victory
from members.models import Chapter, JoinRequest, User

DAYS = 14
MOST = 60
DEEDS = {
    "action.announced": gettext_lazy("« %(title)s » est annoncée"),
    "action.moved": gettext_lazy("« %(title)s » a changé de date ou de lieu"),
    "action.cancelled": gettext_lazy("« %(title)s » est annulée"),
}


@dataclass(frozen=True)
class Notice:
    """Something new: when, what, who did it, and where to look."""

    when: datetime
    text: str
    url: str
    icon: str
    who: str = ""


def notices_of(user: User, *, now: datetime | None = None) -> list[Notice]:
    """The last fourteen days, the latest first (at most eight queries)."""
    moment = now or timezone.now()
    since = moment - timedelta(days=DAYS)
    chapters = list(Chapter.objects.organized_by(user).values_list("pk", flat=True))
    found = [
        *_handed(user, since),
        *_actions(user, chapters, since),
        *_answers(user, moment),
        *_asked(user, since),
        *_won(chapters, since),
        *_uncertain(chapters, moment),
    ]
    return sorted(found, key=lambda one: one.when, reverse=True)[:MOST]


def _handed(user: User, since: datetime) -> Iterator[Notice]:
    """What colleagues put in her hands: promises, and a leave."""
    entries = Entry.objects.filter(at__gte=since).exclude(actor_id=user.pk)
    given = entries.filter(verb="follow_up.reassigned", detail__to=user.pk)
    for entry in given.order_by("-at")[:MOST]:
        text, url = _("Une relance vous est confiée"), reverse("members:follow-up-list")
        yield Notice(entry.at, text, url, "bell", entry.actor_label)
    away = entries.filter(verb="absence.began", detail__replacement=user.pk)
    for entry in away.order_by("-at")[:MOST]:
        text = _("Vous prenez le relais d’un·e collègue en congé")
        yield Notice(entry.at, text, reverse("dashboard:team"), "hand-heart", entry.actor_label)


def _actions(user: User, chapters: list[int], since: datetime) -> Iterator[Notice]:
    entries = list(
        Entry.objects.in_chapters(chapters)
        .filter(verb__in=DEEDS, at__gte=since)
        .exclude(actor_id=user.pk)
        .order_by("-at")[:MOST]
    )
    ids = [entry.subject_id for entry in entries]
    titles = dict(Action.objects.visible_to(user).filter(pk__in=ids).values_list("pk", "title"))
    for entry in entries:
        if entry.subject_id in titles:
            text = str(DEEDS[entry.verb]) % {"title": titles[entry.subject_id]}
            url = reverse("actions:action-detail", args=[entry.subject_id])
            yield Notice(entry.at, text, url, "megaphone", entry.actor_label)


def _answers(user: User, now: datetime) -> Iterator[Notice]:
    """Since yesterday, as « Ma semaine » says it."""
    for one in answered_since(user, now - timedelta(days=1)):
        words = ngettext(
            "%(people)d réponse, %(yes)d oui : « %(title)s »",
            "%(people)d réponses, %(yes)d oui : « %(title)s »",
            one.people,
        )
        text = words % {"people": one.people, "yes": one.yes, "title": one.action.title}
        url = reverse("actions:action-detail", args=[one.action.pk])
        yield Notice(now, text, url, "mail")


def _asked(user: User, since: datetime) -> Iterator[Notice]:
    for one in JoinRequest.objects.visible_to(user).filter(sent_at__gte=since)[:MOST]:
        people = reverse("members:person-list")
        url = reverse("members:person-detail", args=[one.person_id]) if one.person_id else people
        text = _("%(name)s veut nous rejoindre") % {"name": one.name}
        yield Notice(one.sent_at, text, url, "sprout")


def _won(chapters: list[int], since: datetime) -> Iterator[Notice]:
    won = Victory.objects.filter(campaign__chapter__in=chapters, won_on__gte=since.date())
    for one in won.select_related("campaign")[:MOST]:
        day = timezone.make_aware(datetime.combine(one.won_on, datetime.min.time()))
        url = reverse("campaigns:campaign-detail", args=[one.campaign_id])
        yield Notice(day, _("On l’a gagné : %(what)s") % {"what": one.what}, url, "trophy")


def _uncertain(chapters: list[int], now: datetime) -> Iterator[Notice]:
    count = Message.objects.in_chapters(chapters).uncertain().count()
    if count:
        words = ngettext(
            "%(count)d message est incertain : est-il parti ?",
            "%(count)d messages sont incertains : sont-ils partis ?",
            count,
        )
        url = f"{reverse('actions:outbox')}?state=uncertain"
        yield Notice(now, words % {"count": count}, url, "circle-alert")
