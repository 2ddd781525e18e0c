"""Acting on many people: the page that says on how many, the deed, and its undoing."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from members.bulk_deeds import Choice, Deed, Outcome, deed_named
from members.domain.finding import bulk as bulk_domain
from members.domain.finding import lists
from members.filters import list_people, organized_people
from members.models import BulkDeed, Person
from members.permissions import organizers_only
from members.scoping import get_visible_or_404
from members.views import bulk_own

CHOSEN_AT_ONCE = 1_000
NAMES_SHOWN = 6

bulk_own.register()


@require_http_methods(["GET", "POST"])
@organizers_only
def bulk(request: HttpRequest) -> HttpResponse:
    """GET says what would be done, and to how many; POST does it. The list is asked anew."""
    deed = deed_named(request.GET.get("geste", ""))
    twice = _done_already(request)
    if twice is not None:
        return _told(request, Outcome(_("C’est fait."), twice))
    choice, problem = _choice(request)
    if deed is None or problem or choice.count == 0:
        context = {"problem": problem or _nobody(deed), "back": _back(request)}
        status = 422 if request.method == "POST" else 200
        return render(request, "members/lists/bulk_nobody.html", context, status=status)
    form: Any = deed.form(request.POST or None, user=request.user, choice=choice)
    if request.method == "POST" and form.is_valid():
        answer = _perform(request, deed, form, choice)
        if answer is not None:
            return answer
    return _page(request, deed, form, choice)


def _perform(request: HttpRequest, deed: Deed, form: Any, choice: Choice) -> HttpResponse | None:
    if form.cleaned_data["expected"] != choice.count:
        form.add_error(None, _changed(choice))
        form.data = form.data.copy()
        form.data["expected"] = str(choice.count)
        return None
    try:
        outcome = deed.perform(request, form, choice)
    except forms.ValidationError as refusal:
        form.add_error(None, refusal)
        return None
    return _told(request, outcome) if isinstance(outcome, Outcome) else outcome


def _told(request: HttpRequest, outcome: Outcome) -> HttpResponse:
    """Say what was done, with « Annuler », and come back to the list."""
    undo = reverse("members:bulk-undo", args=[outcome.deed.pk]) if outcome.deed else ""
    messages.success(request, outcome.text, extra_tags=f"undo={undo}" if undo else "")
    return redirect(_back(request))


def _done_already(request: HttpRequest) -> BulkDeed | None:
    """The deed of a form sent twice: its list may hold nobody any more."""
    try:
        client_id = uuid.UUID(request.POST.get("client_id", ""))
    except ValueError:
        return None
    return BulkDeed.objects.filter(client_id=client_id, actor=request.user).first()


def _page(request: HttpRequest, deed: Deed, form: Any, choice: Choice) -> HttpResponse:
    context = {
        "deed": deed,
        "form": form,
        "choice": choice,
        "names": list(choice.people.in_list_order()[:NAMES_SHOWN]) if not form.is_bound else [],
        "more": max(0, choice.count - NAMES_SHOWN),
        "back": _back(request),
    }
    status = 422 if form.is_bound else 200
    return render(request, "members/lists/bulk.html", context, status=status)


def _choice(request: HttpRequest) -> tuple[Choice, str]:
    """The people ticked, or the whole list; and why the list cannot be acted on."""
    mine = organized_people(request.user)
    query = lists.kept_query(request.GET.get("filtres", ""))
    if request.GET.get("tout") != "oui":
        keys = [pk for pk in request.GET.getlist("person") if pk.isascii() and pk.isdecimal()]
        ticked = mine.filter(pk__in=[int(pk[:18]) for pk in keys[:CHOSEN_AT_ONCE]])
        return Choice(ticked, ticked.count()), ""
    listing = list_people(request.user, QueryDict(query))
    problems = [text for _name, text in listing.filters.problems()]
    people = _within(listing.people, mine)
    return Choice(people, people.count(), query), " ".join(problems)


def _within(people: QuerySet[Person], mine: QuerySet[Person]) -> Any:
    """The people of a list on whom she may act; a leader's list may hold others."""
    return mine.filter(pk__in=people.order_by().values("pk"))


def _nobody(deed: Deed | None) -> str:
    if deed is None:
        return _("Ce geste n’existe pas.")
    return _("Choisissez d’abord des personnes dans la liste.")


def _changed(choice: Choice) -> str:
    return _(
        "La liste a changé pendant ce temps : elle compte %(count)s personnes. "
        "Vérifiez, puis confirmez de nouveau."
    ) % {"count": choice.count}


def _back(request: HttpRequest) -> str:
    query = lists.kept_query(request.GET.get("filtres", ""))
    return f"{reverse('members:person-list')}?{query}" if query else reverse("members:person-list")


@require_POST
def bulk_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Put back what a gesture changed."""
    deed = get_visible_or_404(BulkDeed, request.user, pk=pk)
    try:
        undone = bulk_domain.undo(deed=deed, actor=request.user)
    except bulk_domain.CannotUndo as problem:
        messages.error(request, str(problem))
    else:
        text = _("C’est annulé : tout est comme avant.") if undone else _("C’était déjà annulé.")
        messages.info(request, text)
    return redirect("members:person-list")
