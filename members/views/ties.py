"""Ties of a person: whom she influences, her family, who brought her, her household."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from members.domain import merging
from members.domain.knowing import households, ties
from members.forms.ties import TieForm
from members.models import Person, Relationship
from members.permissions import require_organizer_of
from members.scoping import get_visible_or_404
from members.views.choosing import chosen_person

BROUGHT_SHOWN = 12


def _ties(person: Person) -> dict[str, Any]:
    """Her ties, and who may be one (four queries)."""
    brought = person.brought_people.active().in_list_order()
    bonds, near = ties.bonds_of(person), households.near(person)
    return {
        "bonds": bonds,
        "current": [bond for bond in bonds if bond.tie.ended_on is None],
        "brought": list(brought[: BROUGHT_SHOWN + 1]),
        "household": near.mates,
        "neighbours": near.suggested,
        "merges": merging.recent_merges(person),
    }


@require_GET
def person_ties(request: HttpRequest, pk: int) -> HttpResponse:
    """All her ties on one page, to add, correct and end them; a piece of her page for htmx."""
    person = _person(request, pk)
    if request.htmx:  # type: ignore[attr-defined]
        context = {"person": person, "ties": _ties(person)}
        return render(request, "members/ties/_person_card.html", context)
    return _page(request, person)


def _person(request: HttpRequest, pk: int) -> Person:
    everything = Person.objects.select_related("chapter", "brought_by", "household")
    person = get_visible_or_404(everything, request.user, pk=pk)
    require_organizer_of(request.user, person.chapter_id)
    return person


def _page(
    request: HttpRequest, person: Person, form: TieForm | None = None, **problems: str
) -> HttpResponse:
    bound = form is not None or bool(problems)
    context = {
        "person": person,
        "ties": _ties(person),
        "form": form or TieForm(),
        "problems": problems,
        "typed": {name: request.POST.get(f"{name}_text", "") for name in ("other", "by", "mate")},
    }
    return render(request, "members/ties/page.html", context, status=422 if bound else 200)


@require_POST
def tie_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a tie; « Annuler » forgets it."""
    person, other = _person(request, pk), chosen_person(request, "other")
    form = TieForm(request.POST)
    if not form.is_valid() or other is None:
        return _page(request, person, form, **({} if other else {"other": _nobody()}))
    try:
        tie = ties.add(person=person, other=other, actor=request.user, **form.cleaned_data)
    except ties.InvalidTie as problem:
        return _page(request, person, form, other=str(problem))
    undo = reverse("members:tie-remove", args=[tie.pk])
    messages.success(request, _("Le lien est noté."), extra_tags=f"undo={undo}")
    return redirect("members:person-ties", person.pk)


def _nobody() -> str:
    return _("Choisissez la personne dans la liste.")


@require_POST
def brought_by(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who brought her; nobody chosen and nothing typed says that nobody did."""
    person, by = _person(request, pk), chosen_person(request, "by")
    if by is None and request.POST.get("by_text", "").strip():
        return _page(request, person, by=_nobody())
    return _try(request, person, "by", lambda: ties.set_brought_by(
        person=person, by=by, actor=request.user
    ), _("C’est noté."))  # fmt: skip


@require_POST
def household_join(request: HttpRequest, pk: int) -> HttpResponse:
    """Put somebody in her household."""
    person, mate = _person(request, pk), chosen_person(request, "mate")
    if mate is None:
        return _page(request, person, mate=_nobody())
    words = _("Même foyer : chacun·e garde sa fiche.")
    return _try(request, person, "mate", lambda: households.share(
        person=person, other=mate, actor=request.user
    ), words)  # fmt: skip


@require_POST
def household_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody out of her household (herself, or whoever `mate` says)."""
    person = _person(request, pk)
    leaver = chosen_person(request, "mate") or person
    require_organizer_of(request.user, leaver.chapter_id)
    households.leave(person=leaver, actor=request.user)
    messages.success(request, _("%(name)s n’est plus dans ce foyer.") % {"name": leaver})
    return redirect("members:person-ties", person.pk)


def _try(
    request: HttpRequest, person: Person, field: str, deed: Callable[[], object], done: str
) -> HttpResponse:
    try:
        deed()
    except ties.InvalidTie as problem:
        return _page(request, person, **{field: str(problem)})
    messages.success(request, done)
    return redirect("members:person-ties", person.pk)


@require_POST
def tie_end(request: HttpRequest, pk: int) -> HttpResponse:
    """A tie that no longer holds; « Annuler » reopens it."""
    tie = _tie(request, pk)
    ties.end(tie=tie, actor=request.user)
    undo = reverse("members:tie-reopen", args=[tie.pk])
    messages.success(request, _("Ce lien est terminé."), extra_tags=f"undo={undo}")
    return redirect("members:person-ties", tie.person_id)


@require_POST
def tie_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back the end of a tie."""
    tie = _tie(request, pk)
    ties.reopen(tie=tie, actor=request.user)
    return redirect("members:person-ties", tie.person_id)


@require_POST
def tie_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a tie entered by mistake."""
    tie = _tie(request, pk)
    person_id = tie.person_id
    ties.remove(tie=tie, actor=request.user)
    return redirect("members:person-ties", person_id)


def _tie(request: HttpRequest, pk: int) -> Relationship:
    everything = Relationship.objects.select_related("person", "other")
    return get_visible_or_404(everything, request.user, pk=pk)
