"""What the actions' room tells of somebody: asked, answered, came, held a role."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.enums import CallOutcome
from actions.models import Action, Ask, Attendance, Reply
from members.domain.knowing.timeline import Event, Source, register_source

UNHEARD = (CallOutcome.NO_ANSWER, CallOutcome.MESSAGE_LEFT, CallOutcome.WRONG_NUMBER)


def register() -> None:
    """Called once the applications are loaded."""
    register_source(Source("actions", gettext_lazy("Actions"), told, False, 20))


def told(ids: Sequence[int], until: datetime, most: int) -> list[Event]:
    """Invitations, calls that reached nobody, answers and presences (four queries)."""
    sources = (_invited, _rang, _answered, _came)
    found = [one for source in sources for one in source(ids, until, most)]
    return sorted(found, key=lambda one: one.place, reverse=True)[:most]


def _url(action: Action) -> str:
    return reverse("actions:action-detail", args=[action.pk])


def _invited(ids: Sequence[int], until: datetime, most: int) -> list[Event]:
    rows = Attendance.objects.filter(person__in=ids, invited_at__lte=until)
    return [
        Event(
            row.invited_at,
            f"invited:{row.pk}",
            _("Invité·e à « %(action)s »") % {"action": row.action.title},
            "megaphone",
            url=_url(row.action),
        )
        for row in rows.select_related("action").order_by("-invited_at", "-pk")[:most]
        if row.invited_at is not None
    ]


def _rang(ids: Sequence[int], until: datetime, most: int) -> list[Event]:
    """Asks that made no exchange: a bell, a message left, a wrong number."""
    rows = Ask.objects.filter(
        attendance__person__in=ids, asked_at__lte=until, contact=None, answer__in=UNHEARD
    )
    words = _("Appelé·e pour « %(action)s » : %(answer)s")
    return [
        Event(
            row.asked_at,
            f"ask:{row.pk}",
            words % {"action": row.attendance.action.title, "answer": row.get_answer_display()},
            "phone",
            author=row.who,
            url=_url(row.attendance.action),
        )
        for row in rows.select_related("attendance__action", "asked_by").order_by(
            "-asked_at", "-pk"
        )[:most]
    ]


def _answered(ids: Sequence[int], until: datetime, most: int) -> list[Event]:
    rows = Reply.objects.filter(attendance__person__in=ids, replied_at__lte=until)
    shown = rows.select_related("attendance__action", "recorded_by")
    words = _("« %(answer)s » pour « %(action)s »")
    return [
        Event(
            row.replied_at,
            f"reply:{row.pk}",
            words % {"answer": row.get_answer_display(), "action": row.attendance.action.title},
            "hand",
            row.comment,
            str(row.recorded_by or row.get_source_display()),
            _url(row.attendance.action),
        )
        for row in shown.order_by("-replied_at", "-pk")[:most]
    ]


def _came(ids: Sequence[int], until: datetime, most: int) -> list[Event]:
    rows = Attendance.objects.present().filter(person__in=ids, action__starts_at__lte=until)
    shown = rows.select_related("action", "brought_by")
    return [
        Event(
            row.action.starts_at,
            f"came:{row.pk}",
            _("Est venu·e à « %(action)s »") % {"action": row.action.title},
            "user-check",
            _("avec %(name)s") % {"name": row.brought_by} if row.brought_by else "",
            url=_url(row.action),
            tone="leaf",
        )
        for row in shown.order_by("-action__starts_at", "-pk")[:most]
    ]
