"""At the foot of the town hall: one tap a name, made for the phone, right when tapped twice.

A tap answers with the one row and the counter, so that it costs the same with 500 names; the
button that undoes is not where the finger was, so that a double tap undoes nothing. Every page is
there twice: with an account, and by a link without account (`Desk`).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import reswap, retarget

from actions.domain import turnout
from actions.domain.actions import WrongState
from actions.domain.welcome.check_in import refuse_early, undone_since
from actions.domain.welcome.followings import followings, is_expected
from actions.domain.welcome.names import Name
from actions.enums import AccessVerb
from actions.forms.replies import WalkInForm
from actions.models import Action, Attendance
from actions.views.action.live import live
from actions.views.outside.links import private, remember_welcome
from actions.views.welcome.check_in_rows import draw
from actions.views.welcome.desk import Desk, on_both_sides
from members.domain import people
from members.models import Person

FOUND_SHOWN = 8
LIKELY_SHOWN = 30
FRESH_SHOWN = 40
ONE_MORE = "actions/_check_in_one_more.html"


@require_GET
def _attendance_list(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The list to tap on, by who brings them or by group; `?qui=` finds anybody of the chapter."""
    context = _list(desk, request.GET.get("qui", "").strip())
    template = "actions/_check_in.html" if request.htmx else "actions/check_in.html"
    answer = _page(request, desk, template, context)
    return remember_welcome(answer, desk.link, desk.token) if desk.link else answer


@require_GET
def _attendance_count(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The counter, asked for again on the day, with the rows that others tapped or undid since.

    204 when it stands as `vu` and nothing was done.
    """
    since = _moment(request.GET.get("depuis", ""))
    context = _counter(desk)
    if since is not None and not desk.action.count_only:
        context |= _changed_since(desk, since)
    changed = context.get("fresh") or context.get("gone")
    if request.GET.get("vu") == context["seen"] and not changed:
        return HttpResponse(status=204)
    return _page(request, desk, "actions/_check_in_counter.html", context)


def _changed_since(desk: Desk, since: datetime) -> dict[str, Any]:
    """`fresh`: the rows tapped or undone since; `gone`: those that left the list with their tap."""
    undone = undone_since(desk.action, since)
    rows = desk.rows().filter(Q(checked_in_at__gte=since) | Q(pk__in=undone))
    still = Attendance.objects.filter(pk__in=undone).values_list("pk", flat=True)
    gone = sorted(undone - set(still)) if undone else []
    return {"fresh": _taps(desk, rows[:FRESH_SHOWN]), "gone": gone}


@require_POST
def _check_in(request: HttpRequest, desk: Desk, attendance: int) -> HttpResponse:
    """Present: the first tap counts; `brought_by` says with whom she came."""
    row = desk.row(attendance)
    brought_by = None
    if "brought_by" in request.POST:
        form = WalkInForm(request.POST, people=desk.people())
        brought_by = form.cleaned_data["brought_by"] if form.is_valid() else None

    def deed() -> Attendance:
        return turnout.check_in(
            action=desk.action,
            attendance=row,
            brought_by=brought_by,
            actor=desk.user,
            by=desk.by,
        )

    return _done(request, desk, deed, AccessVerb.CHECKED_IN, row)


@require_GET
def _check_with(request: HttpRequest, desk: Desk, attendance: int) -> HttpResponse:
    """With whom did she come? First those who are here, then anybody one searches for."""
    row = desk.row(attendance)
    typed = request.GET.get("qui", "").strip()
    mine = desk.people().exclude(pk=row.person_id or 0)
    here = mine.filter(attendances__action=desk.action, attendances__attended=True)
    brings = Count("brought_attendances", filter=Q(brought_attendances__action=desk.action))
    likely = here.annotate(brings=brings).order_by("-brings", "sort_key", "id")
    found = (people.search(mine, typed) if typed and desk.user else likely)[:LIKELY_SHOWN]
    context = {
        "row": row,
        "name": desk.called(row.person),
        "brought_by": desk.called(row.brought_by),
        "typed": typed,
        "people": [(one, desk.called(one), getattr(one, "brings", 0)) for one in found],
        "check_url": desk.url("check-in", row.pk),
    }
    return _page(request, desk, "actions/check_with.html", context)


@require_POST
def _check_out(request: HttpRequest, desk: Desk, attendance: int) -> HttpResponse:
    """Undo a tap; undone already, nothing more happens."""
    if desk.tapped is None and not desk.action.attendances.filter(pk=attendance).exists():
        return _done(request, desk, lambda: None, "")
    row = desk.row(attendance)
    answer = _unknown_left if row.person_id is None else None

    def deed() -> Attendance | None:
        stays = turnout.undo_check_in(attendance=row, actor=desk.user, by=desk.by)
        return row if stays else None

    return _done(request, desk, deed, AccessVerb.UNDID, row, answer)


@require_POST
def _walk_in(request: HttpRequest, desk: Desk) -> HttpResponse:
    """« +1 »: unknown, named, or somebody we know; the same form twice counts once."""
    form = WalkInForm(request.POST, people=desk.people())
    if not form.is_valid():
        messages.error(request, _("Ce nom est trop long, ou cette personne n’est pas d’ici."))
        return _done(request, desk, lambda: None, "")
    data = form.cleaned_data
    answer = None if data["name"].strip() or data["person"] else _one_more

    def deed() -> Attendance:
        return turnout.walk_in(action=desk.action, actor=desk.user, by=desk.by, **data)

    return _done(request, desk, deed, AccessVerb.COUNTED, answer=answer)


@require_POST
def _walk_in_name(request: HttpRequest, desk: Desk, attendance: int) -> HttpResponse:
    """Give a name to somebody counted as unknown."""
    row = desk.row(attendance)
    name = request.POST.get("name", "").strip()[:200]

    def deed() -> Attendance:
        return turnout.name_walk_in(attendance=row, name=name, actor=desk.user, by=desk.by)

    return _done(request, desk, deed, AccessVerb.COUNTED)


attendance_list, desk_list = on_both_sides(_attendance_list)
attendance_count, desk_count = on_both_sides(_attendance_count)
check_in, desk_check_in = on_both_sides(_check_in)
check_with, desk_check_with = on_both_sides(_check_with)
check_out, desk_check_out = on_both_sides(_check_out)
walk_in, desk_walk_in = on_both_sides(_walk_in)
walk_in_name, desk_walk_in_name = on_both_sides(_walk_in_name)


def _page(request: HttpRequest, desk: Desk, template: str, context: dict[str, Any]) -> HttpResponse:
    for circle in context.get("circles", ()):
        circle["drawn"] = _drawn(desk, circle["rows"], context["refusal"])
    both = context | {
        "desk": desk,
        "action": desk.action,
        "layout": "actions/links/desk.html" if desk.link else "base.html",
        "list_url": desk.url("attendance-list") if desk.link is None else desk.url("list"),
        "walk_in_url": desk.url("walk-in"),
        "organization_name": desk.action.chapter.name if desk.link else None,
    }
    answer = render(request, template, both)
    return private(answer) if desk.link else answer


def _others(desk: Desk, typed: str) -> list[Person]:
    """People of the chapter who are not on the list, when one searches for them."""
    if not typed or desk.action.count_only or desk.user is None:
        return []
    on_it = desk.action.attendances.filter(person__isnull=False).values("person")
    return list(people.search(desk.people().exclude(pk__in=on_it), typed)[:FOUND_SHOWN])


def _counter(desk: Desk) -> dict[str, Any]:
    now = timezone.now().isoformat()  # before the figures: a tap meanwhile is told next time
    figure = turnout.turnout(desk.action)
    return {
        "turnout": figure,
        "count_url": desk.url("check-count"),
        "now": now,
        **live(desk.action, figure),
    }


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text.replace(" ", "+"))
    except ValueError:
        return None
    return found if found is not None and timezone.is_aware(found) else None


def _refusal(action: Action) -> str:
    """Why nobody can be checked in now; empty on the day and after."""
    try:
        refuse_early(action, timezone.now())
    except WrongState as reason:
        return str(reason)
    return ""


def _taps(desk: Desk, rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Rows to tap, with the addresses of their taps on this side of the door."""
    urls = _addresses(desk)
    return [
        {
            "row": row,
            "name": desk.called(row.person),
            "expected": is_expected(row),
            **{key: url.replace("/0/", f"/{row.pk}/") for key, url in urls.items()},
        }
        for row in rows
    ]


def _addresses(desk: Desk) -> dict[str, str]:
    """The taps of the row 0: to resolve four a row costs more than the rest of the list."""
    names = {"check_url": "check-in", "undo_url": "check-out"}
    names |= {"with_url": "check-with", "name_url": "walk-in-name"}
    return {key: desk.url(name, 0) for key, name in names.items()}


def _drawn(desk: Desk, rows: Iterable[Any], refusal: str = "") -> list[SafeString]:
    return draw(rows, called=desk.called, addresses=_addresses(desk), refusal=refusal)


def _circles(desk: Desk, rows: list[Name]) -> list[dict[str, Any]]:
    """« Les gens de Fatima : 5/7 »."""
    return [
        {
            "key": one.key,
            "name": _("Les gens de %(name)s") % {"name": desk.called(one.leader)}
            if one.leader
            else one.name,
            "rows": one.rows,
            "present": one.present,
            "total": one.expected,
        }
        for one in followings(rows)
    ]


def _done(
    request: HttpRequest,
    desk: Desk,
    deed: Callable[[], Attendance | None],
    verb: str,
    row: Attendance | None = None,
    answer: Callable[[HttpRequest, Desk], HttpResponse] | None = None,
) -> HttpResponse:
    """Do it or say why not; then the row and the counter, or `answer`, or the whole list.

    `row` is the name that was tapped; the deed returns it as it stands now, None once it is gone.
    """
    after = row
    try:
        after = deed()
    except (WrongState, turnout.CountOnly, people.InvalidPerson) as reason:
        messages.error(request, str(reason))
        verb = ""
    except Attendance.DoesNotExist:  # another phone took it off the list meanwhile
        after, verb = None, ""
    if verb:
        desk.note(verb, row.person if row is not None else None)
    named = row is not None and after is not None and after.person_id is not None
    if request.htmx and named:
        return _alone(request, desk, after)
    if request.htmx:  # somebody came onto the list, or left it
        return (answer or _whole)(request, desk)
    where = desk.url("attendance-list") if desk.link is None else desk.url("list")
    return redirect(f"{where}#presence-{after.pk}" if named else where)


def _whole(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The list anew, wherever the tap was."""
    answer = _page(request, desk, "actions/_check_in.html", _list(desk, ""))
    return reswap(retarget(answer, "#pointage"), "innerHTML")


def _one_more(request: HttpRequest, desk: Desk) -> HttpResponse:
    """After « +1 »: the next one, and those without a name; the names stand as they are."""
    answer = _page(request, desk, ONE_MORE, _unknown(desk) | _counter(desk) | {"plus": True})
    return reswap(retarget(answer, "#plus-un"), "outerHTML")


def _unknown_left(request: HttpRequest, desk: Desk) -> HttpResponse:
    """After a « +1 » taken back: those without a name who are left."""
    answer = _page(request, desk, ONE_MORE, _unknown(desk) | _counter(desk))
    return reswap(retarget(answer, "#inconnus"), "outerHTML")


def _unknown(desk: Desk) -> dict[str, Any]:
    rows = desk.action.attendances.filter(person=None).order_by("-checked_in_at", "-id")
    return {"unknown": _taps(desk, rows), "client_id": uuid.uuid4()}


def _alone(request: HttpRequest, desk: Desk, row: Attendance) -> HttpResponse:
    """A name as it stands, and the counter: the same with five hundred names."""
    (drawn,) = _drawn(desk, [row])
    context = {**_counter(desk), "action": desk.action, "drawn": drawn}
    answer = render(request, "actions/_check_in_alone.html", context)
    return private(answer) if desk.link else answer


def _list(desk: Desk, typed: str) -> dict[str, Any]:
    rows = [] if desk.action.count_only else desk.names(typed)
    return (
        _counter(desk)
        | _unknown(desk)
        | {
            "circles": _circles(desk, rows),
            "others": _others(desk, typed),
            "typed": typed,
            "refusal": _refusal(desk.action),
        }
    )
