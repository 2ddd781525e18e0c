"""The actions of my chapters: what is coming, what was done; and those of a campaign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from actions.domain.turnout import Turnout, foreseen_turnouts, turnout_of
from actions.filters import ActionFilter
from actions.models import Action
from alliance.core.paging import keyset_page
from campaigns.models import Campaign
from members.models import Group
from members.permissions import is_organizer
from members.scoping import get_visible_or_404, scope_of

AHEAD = 100


@dataclass(frozen=True)
class Line:
    """An action and its figure."""

    action: Action
    turnout: Turnout


@require_GET
def action_list(request: HttpRequest) -> HttpResponse:
    """Upcoming actions with their thermometers, then the past ones, page by page."""
    mine = Action.objects.visible_to(request.user).select_related("chapter", "campaign")
    filters = ActionFilter(request.GET, queryset=mine, user=request.user)
    now = timezone.now()
    page = keyset_page(filters.qs.past(now), request, order=["-starts_at", "-id"], size=20)
    coming = list(filters.qs.upcoming(now)[:AHEAD])
    figures = foreseen_turnouts(coming, over=page.rows)
    context = {
        "filter": filters,
        "filtered": any(filters.form.cleaned_data.values()) if filters.is_valid() else False,
        "coming": [Line(action, figures[action.pk]) for action in coming],
        "done": [Line(action, figures[action.pk]) for action in page.rows],
        "page": page,
        "may_create": is_organizer(request.user),
    }
    return render(request, "actions/action_list.html", context)


def _lines(actions: Any) -> list[Line]:
    listed = list(actions)
    figures = turnout_of(listed)
    return [Line(action, figures[action.pk]) for action in listed]


@require_GET
def campaign_actions(request: HttpRequest, pk: int) -> HttpResponse:
    """Panel of a campaign: its actions, the latest first."""
    campaign = get_visible_or_404(Campaign, request.user, pk=pk)
    mine = Action.objects.visible_to(request.user).filter(campaign=campaign)
    return _panel(request, mine, str(campaign))


@require_GET
def group_actions(request: HttpRequest, pk: int) -> HttpResponse:
    """Panel of a group: the actions it was invited to, the latest first."""
    group = get_visible_or_404(Group, request.user, pk=pk)
    mine = Action.objects.visible_to(request.user).filter(groups=group)
    calls = scope_of(request.user).may_organize(group.chapter_id)
    return _panel(request, mine, str(group), call_group=group if calls else None)


def _panel(request: HttpRequest, actions: Any, about: str, **more: Any) -> HttpResponse:
    context = {"lines": _lines(actions.order_by("-starts_at")[:12]), "about": about} | more
    template = "actions/_action_lines.html" if request.htmx else "actions/action_panel.html"
    return render(request, template, context)
