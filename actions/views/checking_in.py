"""At the foot of the town hall: one tap a name, made for the phone, right when tapped twice.

A tap answers with the one row and the counter, so that it costs the same with 500 names; the
button that undoes is not where the finger was, so that a double tap undoes nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from actions.domain import turnout
from actions.domain.actions import WrongState
from actions.domain.attendances import listed
from actions.domain.check_in import refuse_early
from actions.forms import WalkInForm
from actions.models import Action, Attendance
from actions.permissions import require_welcoming
from members.domain import people
from members.models import Person
from members.scoping import get_visible_or_404

FOUND_SHOWN = 8
LIKELY_SHOWN = 30


@require_GET
def attendance_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The list to tap on, by who brings them or by group; `?qui=` finds anybody of the chapter."""
    action = _welcomed(request, pk)
    context = _list(request, action, request.GET.get("qui", "").strip())
    template = "actions/_check_in.html" if request.htmx else "actions/check_in.html"
    return render(request, template, context)


@require_GET
def attendance_count(request: HttpRequest, pk: int) -> HttpResponse:
    """The counter alone: each phone asks for it again every few seconds."""
    return render(request, "actions/_check_in_counter.html", _counter(_welcomed(request, pk)))


@require_POST
def check_in(request: HttpRequest, pk: int, attendance: int) -> HttpResponse:
    """Present: the first tap counts; `brought_by` says with whom she came."""
    action = _welcomed(request, pk)
    row = _row(request, action, attendance)
    form = WalkInForm(request.POST, people=_mine(request, action))
    brought_by = form.cleaned_data["brought_by"] if form.is_valid() else None

    def deed() -> object:
        return turnout.check_in(
            action=action, attendance=row, brought_by=brought_by, actor=request.user
        )

    return _done(request, action, deed, attendance)


@require_GET
def check_with(request: HttpRequest, pk: int, attendance: int) -> HttpResponse:
    """With whom did she come? First those who are here, then anybody one searches for."""
    action = _welcomed(request, pk)
    row = _row(request, action, attendance)
    typed = request.GET.get("qui", "").strip()
    mine = _mine(request, action).exclude(pk=row.person_id or 0)
    here = mine.filter(attendances__action=action, attendances__attended=True)
    brings = Count("brought_attendances", filter=Q(brought_attendances__action=action))
    likely = here.annotate(brings=brings).order_by("-brings", "sort_key", "id")
    context = {
        "action": action,
        "row": row,
        "typed": typed,
        "people": (people.search(mine, typed) if typed else likely)[:LIKELY_SHOWN],
    }
    return render(request, "actions/check_with.html", context)


@require_POST
def check_out(request: HttpRequest, pk: int, attendance: int) -> HttpResponse:
    """Undo a tap; undone already, nothing more happens."""
    action = _welcomed(request, pk)
    if not Attendance.objects.filter(action=action, pk=attendance).exists():
        return _done(request, action, lambda: None)
    row = _row(request, action, attendance)

    def deed() -> object:
        return turnout.undo_check_in(attendance=row, actor=request.user)

    return _done(request, action, deed, attendance if row.person_id else None)


@require_POST
def walk_in(request: HttpRequest, pk: int) -> HttpResponse:
    """« +1 »: unknown, named, or somebody we know; the same form twice counts once."""
    action = _welcomed(request, pk)
    form = WalkInForm(request.POST, people=_mine(request, action))
    if not form.is_valid():
        messages.error(request, _("Ce nom est trop long, ou cette personne n’est pas d’ici."))
        return _done(request, action, lambda: None)
    data = form.cleaned_data
    return _done(
        request, action, lambda: turnout.walk_in(action=action, actor=request.user, **data)
    )


@require_POST
def walk_in_name(request: HttpRequest, pk: int, attendance: int) -> HttpResponse:
    """Give a name to somebody counted as unknown."""
    action = _welcomed(request, pk)
    row = _row(request, action, attendance)
    name = request.POST.get("name", "").strip()[:200]

    def deed() -> object:
        return turnout.name_walk_in(attendance=row, name=name, actor=request.user)

    return _done(request, action, deed)


def _welcomed(request: HttpRequest, pk: int) -> Action:
    action = get_visible_or_404(Action.objects.select_related("chapter"), request.user, pk=pk)
    require_welcoming(request.user, action)
    return action


def _row(request: HttpRequest, action: Action, pk: int) -> Attendance:
    """A row she may tap; somebody unknown belongs to no group, so whoever welcomes sees her."""
    rows = Attendance.objects.filter(action=action)
    unknown = rows.filter(pk=pk, person=None).first()
    return unknown or get_visible_or_404(rows.filter(person__isnull=False), request.user, pk=pk)


def _mine(request: HttpRequest, action: Action) -> Any:
    return Person.objects.visible_to(request.user).active().filter(chapter=action.chapter_id)


def _others(request: HttpRequest, action: Action, typed: str) -> list[Person]:
    """People of the chapter who are not on the list, when one searches for them."""
    if not typed or action.count_only:
        return []
    on_it = action.attendances.filter(person__isnull=False).values("person")
    return list(people.search(_mine(request, action).exclude(pk__in=on_it), typed)[:FOUND_SHOWN])


def _counter(action: Action) -> dict[str, Any]:
    return {"action": action, "turnout": turnout.turnout(action)}


def _refusal(action: Action) -> str:
    """Why nobody can be checked in now; empty on the day and after."""
    try:
        refuse_early(action, timezone.now())
    except WrongState as reason:
        return str(reason)
    return ""


def _circles(rows: list[Attendance]) -> list[dict[str, Any]]:
    """« Les Granges : 5/7 »: by who brought them, else by the group that was invited."""
    circles: dict[str, list[Attendance]] = {}
    for row in rows:
        circles.setdefault(_circle(row), []).append(row)
    last = _("Autres")
    return [
        {"name": name, "rows": found, "present": sum(bool(row.attended) for row in found)}
        for name, found in sorted(
            circles.items(), key=lambda circle: (circle[0] == last, circle[0])
        )
    ]


def _circle(row: Attendance) -> str:
    if row.brought_by is not None:
        return _("Avec %(name)s") % {"name": row.brought_by}
    return row.via_group.name if row.via_group is not None else _("Autres")


def _done(
    request: HttpRequest, action: Action, deed: Callable[[], object], pk: int | None = None
) -> HttpResponse:
    """Do it or say why not; then the row and the counter, or the whole list."""
    try:
        deed()
    except (WrongState, turnout.CountOnly, people.InvalidPerson) as reason:
        messages.error(request, str(reason))
    row = listed(action, request.user).filter(pk=pk).first() if pk else None
    if request.htmx and row is not None:
        context = _counter(action) | {"row": row, "alone": True}
        return render(request, "actions/_check_in_row.html", context)
    if request.htmx:  # somebody came onto the list, or left it
        return render(request, "actions/_check_in.html", _list(request, action, ""))
    where = reverse("actions:attendance-list", args=[action.pk])
    return redirect(f"{where}#presence-{pk}" if pk else where)


def _list(request: HttpRequest, action: Action, typed: str) -> dict[str, Any]:
    rows = [] if action.count_only else list(listed(action, request.user, text=typed))
    return _counter(action) | {
        "circles": _circles(rows),
        "unknown": action.attendances.filter(person=None).order_by("-checked_in_at", "-id"),
        "others": _others(request, action, typed),
        "typed": typed,
        "client_id": uuid.uuid4(),
        "refusal": _refusal(action),
    }
