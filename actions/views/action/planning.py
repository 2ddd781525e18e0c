"""From the goal to the lists: how many yes, who brings how many, whose names."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from actions.domain.actions import WrongState
from actions.domain.forecasts import Word, forecast, yes_for
from actions.domain.planning import pledges
from actions.domain.planning.leaders import candidates, figures
from actions.domain.planning.list_papers import paper_of
from actions.domain.turnout import turnout
from actions.forms.planning import PledgesForm
from actions.models import Action, Attendance
from actions.permissions import require_running
from actions.views.action.action_tabs import action_tabs
from actions.views.action.answers import is_answerable
from alliance.core.files.pdf import pdf_response
from members.models import Person
from members.scoping import get_visible_or_404
from members.views.choosing import chosen_person


def _mine(request: HttpRequest, pk: int) -> Action:
    action = get_visible_or_404(Action.objects.select_related("chapter"), request.user, pk=pk)
    require_running(request.user, action)
    return action


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """How many yes the goal needs, and how many each leader brings; POST makes the lists."""
    action = _mine(request, pk)
    form = PledgesForm(request.POST or None, candidates=candidates(action))
    if form.is_valid() and _planned(request, action, form):
        return redirect("actions:lists", pk)
    foreseen = forecast(action)
    needed = yes_for(action.goal, foreseen.rates)
    context = {
        "action": action,
        "form": form,
        "turnout": turnout(action),
        "forecast": foreseen,
        "yes_for_goal": needed,
        "to_find": needed - form.promised(),
        "missing": foreseen.yes_missing(action.goal),
        "rate_percent": round(100 * foreseen.rates.by_word[Word.YES]),
        "fresh": all(one.pledged is None for one in form.candidates),
        "open": is_answerable(action),
        "tabs": action_tabs(action, "plan"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "actions/planning/plan.html", context, status=status)


def _planned(request: HttpRequest, action: Action, form: PledgesForm) -> bool:
    try:
        for leader, people in form.pledges():
            pledges.pledge(action=action, leader=leader, people=people, actor=request.user)
        lists = pledges.make_lists(action=action, actor=request.user)
    except WrongState as problem:
        form.add_error(None, str(problem))
        return False
    if not lists:
        form.add_error(None, _("Écrivez au moins un nombre : qui amène combien de personnes ?"))
        return False
    messages.success(request, _("Les listes sont prêtes : à imprimer, ou à appeler."))
    return True


@require_GET
def leader_lists(request: HttpRequest, pk: int) -> HttpResponse:
    """Each leader's names, with what they answered."""
    action = _mine(request, pk)
    context = {
        "action": action,
        "lists": _lists(action),
        "open": is_answerable(action),
        "tabs": action_tabs(action, "plan"),
    }
    return render(request, "actions/planning/lists.html", context)


def _lists(action: Action) -> list[dict[str, Any]]:
    rows = (
        Attendance.objects.filter(action=action, leader__isnull=False, person__isnull=False)
        .select_related("person")
        .prefetch_related("person__phones")
        .order_by("person__sort_key", "pk")
    )
    names: dict[int | None, list[Attendance]] = {}
    for row in rows:
        names.setdefault(row.leader_id, []).append(row)
    shown = [one for one in figures(action) if one.pledged or one.listed]
    return [{"figure": one, "names": names.get(one.leader.pk, [])} for one in shown]


@require_GET
def lists_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The lists on A4, a page for each leader, with boxes to tick."""
    action = _mine(request, pk)
    paper = paper_of(action, _lists(action))
    return pdf_response("leader_lists.typ", paper, name=f"listes-{slugify(action.title)[:60]}")


@require_POST
def list_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a name on a leader's list, or take it off (`leader` empty)."""
    action = _mine(request, pk)
    person = chosen_person(request, "person")
    wanted = request.POST.get("leader", "")
    leader = None
    if wanted.isdecimal() and len(wanted) < 19:
        mine = Person.objects.active().filter(chapter=action.chapter_id)
        leader = get_visible_or_404(mine, request.user, pk=int(wanted))
    if person is None:
        messages.error(request, _("Choisissez un nom dans la liste qui s’ouvre."))
        return redirect("actions:lists", pk)
    try:
        pledges.put_on_list(action=action, person=person, leader=leader, actor=request.user)
    except (WrongState, pledges.InvalidPledge) as problem:
        messages.error(request, str(problem))
    else:
        words = (
            _("%(name)s est dans la liste.") if leader else _("%(name)s n’est plus dans la liste.")
        )
        messages.success(request, words % {"name": person})
    return redirect("actions:lists", pk)
