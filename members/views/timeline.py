"""The line of time of a person: filtered by kind, read as one scrolls."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from members.domain.knowing import timeline
from members.models import Person
from members.scoping import get_visible_or_404, scope_of


@require_GET
def person_timeline(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that happened, the latest first; `quoi` names the kinds wanted, `avant` a cursor.

    A fragment for htmx, a page for a plain link: the same template draws both.
    """
    person = get_visible_or_404(Person, request.user, pk=pk)
    organizes = scope_of(request.user).may_organize(person.chapter_id)
    offered = timeline.sources(organizes=organizes)
    wanted = [name for name in request.GET.getlist("quoi") if name in {one.name for one in offered}]
    cursor = request.GET.get("avant", "")
    page = timeline.read(person, organizes=organizes, names=wanted, cursor=cursor)
    here = reverse("members:person-timeline", args=[pk])
    more = [*(("quoi", name) for name in wanted), ("avant", page.cursor)]
    context = {
        "person": person,
        "page": page,
        "chips": [_chip(here, one, wanted) for one in offered],
        "all_url": here,
        "wanted": wanted,
        "more_url": f"{here}?{urlencode(more)}" if page.cursor else "",
        "first": not cursor,
    }
    return render(request, _template(request, cursor), context)


def _template(request: HttpRequest, cursor: str) -> str:
    if not request.htmx:  # type: ignore[attr-defined]
        return "members/timeline/page.html"
    return "members/timeline/_events.html" if cursor else "members/timeline/_line.html"


def _chip(here: str, source: timeline.Source, wanted: list[str]) -> dict[str, object]:
    chosen = source.name in wanted
    names = [name for name in wanted if name != source.name] if chosen else [*wanted, source.name]
    query = urlencode([("quoi", name) for name in names])
    return {"label": source.label, "url": f"{here}?{query}", "chosen": chosen}
