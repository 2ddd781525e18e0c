"""One action: create it, look at it, change it, announce it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from actions.domain import actions, seats
from actions.domain.forecasts import forecast
from actions.domain.planning.around import around
from actions.domain.planning.leaders import figures, who_may_bring
from actions.domain.planning.places import geo_url
from actions.domain.reminding.messages import map_url
from actions.domain.reminding.schedule import stages
from actions.domain.turnout import turnout
from actions.forms.actions import ActionForm
from actions.models import Action
from actions.permissions import require_running, runs, welcomes
from actions.views.action.action_tabs import action_tabs
from actions.views.action.changes import asked_day
from actions.views.action.live import live
from alliance.core.days.dates import parse_date
from members.forms.people import organizers_of
from members.permissions import organized_chapters, organizers_only
from members.scoping import get_visible_or_404


@require_http_methods(["GET", "POST"])
@organizers_only
def action_create(request: HttpRequest) -> HttpResponse:
    """A new action on one page, then straight to the invitations."""
    chapters = organized_chapters(request.user)
    form = _form(request, chapters, initial=_suggested(request, chapters))
    if form.is_valid():
        values = form.values()
        chapter = values.pop("chapter", None) or chapters[0]
        try:
            action = actions.create(
                chapter=chapter,
                client_id=form.cleaned_data["client_id"],
                actor=request.user,
                **values,
            )
        except actions.InvalidAction as problem:
            form.show_problems(problem.messages)
        else:
            messages.success(request, _("L’action est prête. Qui amène combien ?"))
            return redirect("actions:plan", action.pk)
    return _form_page(request, form, None)


def _form(request: HttpRequest, chapters: Any, **kwargs: Any) -> ActionForm:
    ids = [chapter.pk for chapter in chapters]
    return ActionForm(
        request.POST or None, chapters=chapters, organizers=organizers_of(ids), **kwargs
    )


def _suggested(request: HttpRequest, chapters: Any) -> dict[str, Any]:
    asked = request.GET.get("campagne", "")
    suggested: dict[str, Any] = {"goal": 50, "organizer": request.user.pk}
    if chapters:
        suggested["chapter"] = chapters[0].pk
    if day := parse_date(request.GET.get("date", "")[:10], today=timezone.localdate()):
        suggested["date"] = day
    return suggested | ({"campaign": int(asked[:18])} if asked.isdecimal() else {})


@require_http_methods(["GET", "POST"])
def action_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an action; date and place of an announced one are moved, not edited."""
    action = get_visible_or_404(Action, request.user, pk=pk)
    require_running(request.user, action)
    form = _form(request, [action.chapter], instance=action)
    if (asked := asked_day(request)) and "date" in form.fields:
        form.initial["date"] = asked
    if form.is_valid():
        changes = form.values()
        try:
            actions.edit(
                action=action,
                expected_version=form.cleaned_data["expected_version"] or 0,
                organizing_groups=changes.pop("organizing_groups"),
                changes=changes,
                actor=request.user,
            )
        except actions.InvalidAction as problem:
            form.show_problems(problem.messages)
        except actions.WrongState as problem:
            form.add_error(None, str(problem))
        except actions.EditedMeanwhile:
            _show_conflict(form, action)
        else:
            messages.success(request, _("C’est enregistré."))
            return redirect("actions:action-detail", pk)
    return _form_page(request, form, Action.objects.get(pk=pk))


def _show_conflict(form: ActionForm, action: Action) -> None:
    form.data = form.data.copy()
    form.data["expected_version"] = str(Action.objects.get(pk=action.pk).version)
    form.add_error(
        None,
        _(
            "Quelqu’un d’autre a modifié cette action pendant que vous écriviez. Rien n’est "
            "perdu : relisez, puis enregistrez de nouveau pour garder votre version."
        ),
    )


def _form_page(request: HttpRequest, form: ActionForm, action: Action | None) -> HttpResponse:
    status = 422 if form.is_bound else 200
    context = {"form": form, "action": action}
    return render(request, "actions/action_form.html", context, status=status)


@require_GET
def action_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """How the mobilization stands, and what one needs to know; who answered what comes after."""
    action = get_visible_or_404(_whole(), request.user, pk=pk)
    is_runner, is_welcomer = runs(request.user, action), welcomes(request.user, action)
    figure = turnout(action)
    context = {
        "action": action,
        "turnout": figure,
        "runs": is_runner,
        "welcomes": is_welcomer,
        "sees_names": is_welcomer,
        "around": around(action),
        "over": action.ends_at < timezone.now(),
        "today": timezone.localdate(action.starts_at) <= timezone.localdate(),
        "map_url": map_url(action),
        "geo_url": geo_url(action),
    }
    context |= _standing(action, sees_names=is_welcomer) | live(action, figure)
    if is_runner:
        context["pages"] = action_tabs(action, "action-detail")
    return render(request, "actions/action_detail.html", context)


@require_GET
def action_turnout(request: HttpRequest, pk: int) -> HttpResponse:
    """The thermometer alone, asked for again by the page on the day; 204 when it stands as `vu`."""
    action = get_visible_or_404(Action, request.user, pk=pk)
    if not request.htmx:
        return redirect("actions:action-detail", pk)
    figure = turnout(action)
    context = live(action, figure)
    if request.GET.get("vu") == context["seen"]:
        return HttpResponse(status=204)
    context |= {
        "action": action,
        "turnout": figure,
        "runs": runs(request.user, action),
        "over": action.ends_at < timezone.now(),
        **_standing(action, sees_names=welcomes(request.user, action)),
    }
    return render(request, "actions/_turnout.html", context)


@require_GET
def action_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Who will get what, when: a piece of the page of an action, a page for a plain link.

    Alone: to count whom each step will reach costs as much as the rest of the page.
    """
    action = get_visible_or_404(Action.objects.select_related("chapter"), request.user, pk=pk)
    require_running(request.user, action)
    template = "actions/_plan.html" if request.htmx else "actions/plan_page.html"
    return render(request, template, {"action": action, "stages": stages(action)})


def _standing(action: Action, *, sees_names: bool) -> dict[str, Any]:
    """How many will be there, how many yes are missing, and who can bring them."""
    foreseen = forecast(action)
    missing = foreseen.yes_missing(action.goal)
    leaders = figures(action) if sees_names else []
    able = who_may_bring(leaders, missing)
    return {
        "forecast": foreseen,
        "missing": missing,
        "full": seats.places_left(action) == 0,
        "able": [f"{leader.greeting_name} ({part})" for leader, part in able],
        "brought": sum(part for _leader, part in able),
        "leaders": leaders,
    }


def _whole() -> Any:
    return Action.objects.select_related("chapter", "campaign", "target", "organizer")
