"""Likely duplicates side by side: the same, or two people; every decision can be taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alliance.core.web.ways_back import redirect_back
from members.domain import merging
from members.domain.finding import duplicates
from members.domain.finding.duplicates import Pair
from members.models import Merge, Person
from members.permissions import organized_chapters, organizers_only, require_organizer_of
from members.scoping import get_visible_or_404
from members.views.choosing import chosen_person

SHOWN = 12


@require_GET
@organizers_only
def duplicate_list(request: HttpRequest) -> HttpResponse:
    """Pairs that may be one person, the surest first; keys S, D and arrows."""
    chapters = organized_chapters(request.user)
    asked = request.GET.get("alliance", "")
    chosen = [c for c in chapters if str(c.pk) == asked] or chapters[:1]
    pairs = duplicates.candidates([c.pk for c in chosen], limit=SHOWN)
    context = {
        "pairs": pairs,
        "more": len(pairs) == SHOWN,
        "chapters": chapters if len(chapters) > 1 else [],
        "chapter": chosen[0] if chosen else None,
    }
    return render(request, "members/duplicates/list.html", context)


@require_GET
def person_duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    """« C’est un doublon »: choose the other page, then see both side by side."""
    person = get_visible_or_404(Person.objects.active(), request.user, pk=pk)
    require_organizer_of(request.user, person.chapter_id)
    other = chosen_person(request, "avec")
    asked = bool(request.GET.get("avec") or request.GET.get("avec_text"))
    same = other is not None and other.pk == person.pk
    context = {
        "person": person,
        "pair": duplicates.compare(person, other) if other and not same else None,
        "typed": request.GET.get("avec_text", ""),
        "problem": _("Choisissez une autre fiche dans la liste.")
        if asked and (same or not other)
        else "",
    }
    return render(request, "members/duplicates/one.html", context)


@require_POST
def duplicate_decide(request: HttpRequest) -> HttpResponse:
    """« La même » merges; « deux personnes » is remembered. Each says how to take it back."""
    first, second = _side(request, "first"), _side(request, "second")
    if request.POST.get("decision") == "different":
        duplicates.mark_distinct(first=first, second=second, actor=request.user)
        undo = reverse("members:duplicate-forget", args=[first.pk, second.pk])
        messages.success(request, _("Deux personnes : c’est retenu."), extra_tags=f"undo={undo}")
        return _decided(request)
    if request.POST.get("decision") != "same":  # nothing is merged by default
        return _refused(request, duplicates.compare(first, second), _("Une personne, ou deux ?"))
    keep, gone = (second, first) if _kept(request) == second.pk else (first, second)
    try:
        merge = merging.merge(keep=keep, gone=gone, actor=request.user)
    except merging.CannotMerge as problem:
        return _refused(request, duplicates.compare(first, second), str(problem))
    undo = reverse("members:merge-undo", args=[merge.pk])
    words = _("Une seule fiche pour %(name)s : tout y est.") % {"name": keep}
    messages.success(request, words, extra_tags=f"undo={undo}")
    return _decided(request)


def _side(request: HttpRequest, name: str) -> Person:
    pk = request.POST.get(name, "")
    number = int(pk) if pk.isdecimal() and len(pk) < 19 else 0
    person = get_visible_or_404(Person, request.user, pk=number)
    require_organizer_of(request.user, person.chapter_id)
    return person


def _kept(request: HttpRequest) -> int:
    keep = request.POST.get("keep", "")
    return int(keep) if keep.isdecimal() and len(keep) < 19 else 0


def _decided(request: HttpRequest) -> HttpResponse:
    """The pair leaves the page; without scripts, the page comes again."""
    if request.htmx:
        return render(request, "members/duplicates/_decided.html")
    return redirect_back(request, "members:duplicate-list", asked=request.POST.get("next", ""))


def _refused(request: HttpRequest, pair: Pair, problem: str) -> HttpResponse:
    context: dict[str, Any] = {"pair": pair, "problem": problem}
    name = "_pair.html" if request.htmx else "refused.html"
    return render(request, f"members/duplicates/{name}", context, status=422)


@require_POST
def duplicate_forget(request: HttpRequest, first: int, second: int) -> HttpResponse:
    """Take back « deux personnes »."""
    sides = [get_visible_or_404(Person, request.user, pk=pk) for pk in (first, second)]
    for person in sides:
        require_organizer_of(request.user, person.chapter_id)
    duplicates.forget_distinct(first=sides[0], second=sides[1], actor=request.user)
    return redirect("members:duplicate-list")


@require_POST
def merge_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a merge; both pages are as before."""
    merge = get_visible_or_404(Merge.objects.select_related("kept", "gone"), request.user, pk=pk)
    require_organizer_of(request.user, merge.gone.chapter_id)
    try:
        merging.undo_merge(merge=merge, actor=request.user)
    except merging.CannotUndo as problem:
        messages.error(request, str(problem))
        return redirect("members:person-detail", merge.kept_id)
    messages.success(request, _("La fusion est défaite : les deux fiches sont comme avant."))
    return redirect("members:person-detail", merge.gone_id)
