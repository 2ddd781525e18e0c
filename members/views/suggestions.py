"""What the search box of the top bar offers as one types."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET

from alliance.core.phones import format_phone
from members.domain.finding.columns import COLUMNS, with_columns
from members.domain.finding.search import groups_named
from members.filters import Listing, list_people
from members.models import Group, Person
from members.permissions import meets_people

PEOPLE = 7
GROUPS = 3


@require_GET
def suggestions(request: HttpRequest) -> HttpResponse:
    """The few people and groups that the letters typed may mean, the likeliest first.

    Who meets nobody (a board member) is offered groups alone.
    """
    typed = request.GET.get("q", "").strip()
    context: dict[str, Any] = {"typed": typed}
    if typed:
        if meets_people(request.user):
            asked = QueryDict(mutable=True)
            asked["q"] = typed
            context["people"] = _likeliest(list_people(request.user, asked))
        groups = Group.objects.visible_to(request.user).active()
        context["groups"] = groups_named(groups, typed)[:GROUPS]
    return render(request, "members/lists/_suggestions.html", context)


def _likeliest(listing: Listing) -> list[dict[str, Any]]:
    columns = [COLUMNS["place"], COLUMNS["phones"]]
    ids = [key[-1] for key in listing.found.read(PEOPLE)] if listing.found else []
    known = {p.pk: p for p in with_columns(Person.objects.filter(pk__in=ids), columns)}
    people = [known[pk] for pk in ids if pk in known]
    return [{"person": person, "hint": _hint(person)} for person in people]


def _hint(person: Any) -> str:
    phone = format_phone(person.phone_list[0]) if person.phone_list else ""
    return " · ".join(filter(None, [person.place_name or person.city, phone]))
