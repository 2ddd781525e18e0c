"""Alliances between groups: the ledger, and the map of who is represented."""

from __future__ import annotations

from collections import defaultdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from actions.domain import mutual_aid
from members.models import Group, Neighbourhood
from members.permissions import organized_chapters, organizers_only
from members.scoping import get_visible_or_404

SHOWN = 30


@require_GET
@organizers_only
def ledger(request: HttpRequest) -> HttpResponse:
    """A year between the groups: hands given, hands owed, and who is represented where."""
    chapters = [chapter.pk for chapter in organized_chapters(request.user)]
    year = mutual_aid.ledger(chapters)
    context = {
        "year": year,
        "hands": year.hands[:SHOWN],
        "debts": year.debts[:SHOWN],
        "places": _places(year.shares),
        "empty_places": _without_group(chapters),
    }
    return render(request, "actions/mutual_aid/ledger.html", context)


def _places(shares: tuple[mutual_aid.Share, ...]) -> list[tuple[str, list[mutual_aid.Share]]]:
    """The groups by neighbourhood; those of no neighbourhood last."""
    found: defaultdict[str, list[mutual_aid.Share]] = defaultdict(list)
    for share in shares:
        where = share.group.neighbourhood
        found[where.name if where else ""].append(share)
    return sorted(found.items(), key=lambda item: (not item[0], item[0]))


def _without_group(chapters: list[int]) -> list[Neighbourhood]:
    """Neighbourhoods where people are known and no group lives."""
    mine = Neighbourhood.objects.filter(chapter__in=chapters, people__isnull=False)
    living = Group.objects.active().filter(neighbourhood__isnull=False)
    return list(mine.exclude(pk__in=living.values("neighbourhood")).distinct().order_by("name"))


@require_GET
def group_aid(request: HttpRequest, pk: int) -> HttpResponse:
    """Panel of a group: to whom it came, who came to it, what is owed."""
    group = get_visible_or_404(Group, request.user, pk=pk)
    year = mutual_aid.ledger([group.chapter_id])
    gave, received = year.of(group)
    context = {
        "group": group,
        "gave": gave,
        "received": received,
        "share": next((one for one in year.shares if one.group.pk == group.pk), None),
    }
    template = "actions/mutual_aid/_group.html" if request.htmx else "actions/mutual_aid/group.html"
    return render(request, template, context)
