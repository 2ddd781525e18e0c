"""The morning's mail: what an organizer promised for today, to whoever wants it.

A person is named by her first name and an initial: a mailbox is not the file of the people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alliance.core.text.french import day_and_month, join_list
from alliance.outbox.domain import enqueue, register_kind
from alliance.outbox.models import Message
from members.models import FollowUp, Person, User

MESSAGE_KIND = "members.digest"
NOT_BEFORE = time(6, 30)
LENGTH = timedelta(hours=5)  # at noon the morning is over: the mail would be stale
SUNDAY = 6
SHOWN, NAMED = 15, 3


def register() -> None:
    """Asked again before it leaves: is it still wanted?"""
    register_kind(MESSAGE_KIND, still_wanted=still_wanted)


def plan(*, now: datetime | None = None) -> int:
    """Write this morning's mails; returns how many were written now.

    One per account and day, for those who organize, want it and promised something for today or
    before. From 6.30 to 11.30, never on Sundays; run again, nothing doubles.
    """
    moment = timezone.localtime(now or timezone.now())
    opens = moment.replace(hour=NOT_BEFORE.hour, minute=NOT_BEFORE.minute, second=0, microsecond=0)
    if moment.weekday() == SUNDAY or not opens <= moment < opens + LENGTH:
        return 0
    waiting = FollowUp.objects.open().filter(due_on__lte=moment.date())
    owners = User.objects.filter(is_active=True, wants_digest=True, pk__in=waiting.values("owner"))
    return sum(_write(user, moment.date(), opens + LENGTH, moment) for user in owners)


def _write(user: User, day: date, closes: datetime, now: datetime) -> bool:
    if not user.scope.organizes:
        return False
    mine = FollowUp.objects.visible_to(user).open().filter(owner=user, due_on__lte=day)
    rows = list(mine.select_related("person").order_by("due_on", "pk")[: SHOWN + 1])
    if not rows:
        return False
    with translation.override(user.language), transaction.atomic():
        context = _context(user, rows, mine.count(), day)
        _message, written = enqueue(
            key=f"digest:{user.pk}:{day}",
            kind=MESSAGE_KIND,
            channel="email",
            to_address=user.email,
            to_name=user.get_full_name(),
            subject=context["title"],
            text=render_to_string("members/emails/digest.txt", context),
            html=render_to_string("members/emails/digest.html", context),
            language=user.language,
            reference=user,
            send_before=closes,
            now=now,
        )
    return written


def _context(user: User, rows: list[FollowUp], total: int, day: date) -> dict[str, Any]:
    words = ngettext(
        "Ce matin, une personne compte sur vous",
        "Ce matin, %(total)d personnes comptent sur vous",
        total,
    )
    site = settings.SITE_URL.rstrip("/")
    return {
        "title": words % {"total": total},
        "first_name": user.first_name,
        "late": [_line(row, site, day) for row in rows[:SHOWN] if row.due_on < day],
        "due": [_line(row, site, day) for row in rows[:SHOWN] if row.due_on >= day],
        "names": join_list([_said(row.person) for row in rows[:NAMED]]),
        "more": max(0, total - SHOWN),
        "url": site + reverse("members:follow-up-list"),
        "organization_name": settings.ORGANIZATION_NAME,
    }


def _line(row: FollowUp, site: str, day: date) -> dict[str, str]:
    """Who, what, her page, and since when if it is late."""
    return {
        "name": _said(row.person),
        "what": row.what,
        "url": site + reverse("members:person-detail", args=[row.person_id]),
        "since": day_and_month(row.due_on) if row.due_on < day else "",
    }


def _said(person: Person) -> str:
    initial = f" {person.last_name[:1]}." if person.last_name else ""
    return f"{person.first_name or person.usual_name}{initial}".strip() or _("une personne")


def still_wanted(messages: Sequence[Message]) -> Mapping[int, str]:
    """The mails that must not leave: account closed, or mail no longer wanted (one query)."""
    ids = {message.pk: int(message.key.split(":")[1]) for message in messages}
    wanting = set(
        User.objects.filter(pk__in=ids.values(), is_active=True, wants_digest=True).values_list(
            "pk", flat=True
        )
    )
    gone = _("cette personne ne veut plus du résumé du matin")
    return {message: gone for message, user in ids.items() if user not in wanting}
