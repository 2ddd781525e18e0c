"""Who comes to an action, and what they wrote: the part of its page that is loaded after."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from actions.domain.attendances import listed
from actions.domain.turnout import turnout
from actions.models import Action, Attendance, Reply
from actions.permissions import require_welcoming, runs
from actions.views.action.answers import is_answerable
from actions.views.tabs import answer_tabs
from alliance.core.paging import keyset_page
from members.models import User
from members.scoping import get_visible_or_404

LATEST_WORDS = 4
PEOPLE_SHOWN = 25


@require_GET
def action_people(request: HttpRequest, pk: int) -> HttpResponse:
    """Those asked, by what they said (`?reponse=`): a piece for htmx, a page for a plain link."""
    action = get_visible_or_404(Action.objects.select_related("chapter"), request.user, pk=pk)
    require_welcoming(request.user, action)
    tab, is_runner = request.GET.get("reponse", ""), runs(request.user, action)
    rows = listed(action, request.user, tab=tab, asks=True)
    context = {
        "action": action,
        "page": keyset_page(rows, request, order=["sort_key", "id"], size=PEOPLE_SHOWN),
        "tabs": answer_tabs(turnout(action), tab, anchor="personnes"),
        "answerable": is_answerable(action),
        "words": _latest_words(action) if is_runner else [],
        "inviters": _inviters(action) if is_runner else [],
    }
    template = "actions/_people.html" if request.htmx else "actions/people_page.html"  # type: ignore[attr-defined]
    return render(request, template, context)


def _inviters(action: Action) -> list[dict[str, Any]]:
    """Who asked how many people."""
    rows = Attendance.objects.invited().filter(action=action, invited_by__isnull=False)
    named = [f"invited_by__{field}" for field in ("first_name", "last_name", "email")]
    counted = rows.order_by().values_list(*named).annotate(n=Count("pk")).order_by("-n", *named)
    return [
        {"who": User(first_name=first, last_name=last, email=email), "count": count}
        for first, last, email, count in counted
    ]


def _latest_words(action: Action) -> list[Reply]:
    """The last answers that came with a word."""
    replies = Reply.objects.filter(attendance__action=action).exclude(comment="")
    return list(replies.select_related("attendance__person")[:LATEST_WORDS])
