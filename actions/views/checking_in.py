"""At the foot of the town hall: one tap a name, made for the phone, right when tapped twice."""

from __future__ import annotations

import uuid
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from actions.domain import turnout
from actions.domain.actions import WrongState
from actions.domain.check_in import CountOnly
from actions.forms import WalkInForm
from actions.models import Action, Attendance
from actions.permissions import require_welcoming
from alliance.core.names import fold
from members.domain import people as people_domain
from members.models import Person
from members.scoping import get_visible_or_404


def _welcomed(request: HttpRequest, pk: int) -> Action:
    action = get_visible_or_404(Action, request.user, pk=pk)
    require_welcoming(request.user, action)
    return action


@require_GET
def attendance_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The list to tap on, by group or by who brings them; `?q=` finds anybody of the chapter."""
    action = _welcomed(request, pk)
    typed = request.GET.get("q", "").strip()
    context = _page(request, action) | {
        "typed": typed,
        "others": _others(request, action, typed) if typed and not action.count_only else [],
        "client_id": uuid.uuid4(),
    }
    template = "actions/_check_in.html" if request.htmx else "actions/check_in.html"
    return render(request, template, context)


def _page(request: HttpRequest, action: Action) -> dict[str, Any]:
    typed = fold(request.GET.get("q", ""))
    rows = [] if action.count_only else list(_rows(request, action))
    if typed:
        rows = [row for row in rows if row.person and typed in fold(str(row.person))]
    rows.sort(key=lambda row: (_circle(row).casefold(), row.person.sort_key if row.person else ""))
    circles = [
        {"name": name, "rows": listed, "present": sum(bool(r.attended) for r in listed)}
        for name, listed in ((n, list(group)) for n, group in groupby(rows, key=_circle))
    ]
    return {"action": action, "circles": circles, "turnout": turnout.turnout(action)}


def _rows(request: HttpRequest, action: Action) -> Any:
    mine = Attendance.objects.visible_to(request.user).filter(action=action)
    people = Person.objects.only("first_name", "last_name", "usual_name", "sort_key", "chapter")
    return mine.filter(Q(person__isnull=False) | Q(attended=True)).prefetch_related(
        Prefetch("person", people), Prefetch("brought_by", people), "via_group"
    )


def _circle(row: Attendance) -> str:
    if row.person is None:
        return _("Inconnu·es")
    if row.brought_by:
        return _("Avec %(name)s") % {"name": row.brought_by}
    return str(row.via_group or _("Autres"))


def _others(request: HttpRequest, action: Action, typed: str) -> list[Person]:
    mine = Person.objects.visible_to(request.user).active().filter(chapter=action.chapter_id)
    listed = Attendance.objects.filter(action=action, person__isnull=False).values("person")
    return list(people_domain.search(mine.exclude(pk__in=listed), typed)[:8])


@require_POST
def check_in(request: HttpRequest, pk: int, attendance: int) -> HttpResponse:
    """Present: the first tap counts; `avec` says with whom she came."""
    action = _welcomed(request, pk)
    row = get_visible_or_404(Attendance.objects.filter(action=action), request.user, pk=attendance)
    brought_by = _companion(request, action)
    return _done(
        request,
        action,
        lambda: turnout.check_in(
            action=action, attendance=row, brought_by=brought_by, actor=request.user
        ),
    )


@require_POST
def check_out(request: HttpRequest, pk: int, attendance: int) -> HttpResponse:
    """Undo a tap."""
    action = _welcomed(request, pk)
    mine = Attendance.objects.filter(action=action)
    row = mine.visible_to(request.user).filter(pk=attendance).first()
    if row is None:  # undone already, and gone with it
        return _back(request, action)
    return _done(request, action, lambda: turnout.undo_check_in(attendance=row, actor=request.user))


@require_POST
def walk_in(request: HttpRequest, pk: int) -> HttpResponse:
    """« +1 »: unknown, named, or somebody we know; the same form twice counts once."""
    action = _welcomed(request, pk)
    mine = Person.objects.visible_to(request.user).active().filter(chapter=action.chapter_id)
    form = WalkInForm(request.POST)
    form.fields["person"].queryset = form.fields["brought_by"].queryset = mine
    if not form.is_valid():
        messages.error(request, _("Cette personne n’est pas dans la liste."))
        return _back(request, action)
    return _done(
        request,
        action,
        lambda: turnout.walk_in(action=action, actor=request.user, **form.cleaned_data),
    )


@require_POST
def walk_in_name(request: HttpRequest, pk: int, attendance: int) -> HttpResponse:
    """Give a name to somebody counted as unknown."""
    action = _welcomed(request, pk)
    row = get_visible_or_404(Attendance.objects.filter(action=action), request.user, pk=attendance)
    name = request.POST.get("name", "").strip()
    if not name:
        messages.error(request, _("Écrivez un nom, ou laissez « inconnu·e »."))
        return _back(request, action)
    return _done(
        request,
        action,
        lambda: turnout.name_walk_in(attendance=row, name=name, actor=request.user),
    )


def _companion(request: HttpRequest, action: Action) -> Person | None:
    asked = request.POST.get("avec", "")
    if not asked.isdecimal():
        return None
    mine = Person.objects.visible_to(request.user).filter(chapter=action.chapter_id)
    return mine.filter(pk=int(asked[:18])).first()


def _done(request: HttpRequest, action: Action, deed: Any) -> HttpResponse:
    try:
        deed()
    except (WrongState, CountOnly) as problem:
        messages.error(request, str(problem))
    except people_domain.InvalidPerson as problem:
        messages.error(request, " ".join(problem.messages.values()))
    return _back(request, action)


def _back(request: HttpRequest, action: Action) -> HttpResponse:
    if request.htmx:
        context = _page(request, action) | {"client_id": uuid.uuid4(), "typed": "", "others": []}
        return render(request, "actions/_check_in.html", context)
    typed = request.GET.urlencode()
    address = reverse("actions:attendance-list", args=[action.pk])
    return redirect(f"{address}?{typed}" if typed else address)
