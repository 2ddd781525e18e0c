"""One action: create it, look at it, change it, announce it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from actions.domain import actions, reminders, sequences
from actions.domain.turnout import turnout
from actions.enums import ActionState, Answer, StepMoment
from actions.forms import ActionForm
from actions.models import Action, Attendance, ReminderStep
from actions.permissions import require_running, runs, welcomes
from alliance.core.paging import keyset_page
from alliance.outbox.domain.figures import figures
from members.forms import organizers_of
from members.permissions import organized_chapters, organizers_only
from members.scoping import get_visible_or_404

TABS = (
    ("", lazy("Invité·es")),
    (Answer.YES.value, lazy("Oui")),
    (Answer.MAYBE.value, lazy("Peut-être")),
    (Answer.NONE.value, lazy("Sans réponse")),
    (Answer.NO.value, lazy("Non")),
    ("came", lazy("Venu·es")),
)


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
            messages.success(request, _("L’action est prête. Qui vient ?"))
            return redirect("actions:invite", action.pk)
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
    return suggested | ({"campaign": int(asked[:18])} if asked.isdecimal() else {})


@require_http_methods(["GET", "POST"])
def action_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an action; date and place of an announced one are moved, not edited."""
    action = get_visible_or_404(Action, request.user, pk=pk)
    require_running(request.user, action)
    form = _form(request, [action.chapter], instance=action)
    if form.is_valid():
        try:
            actions.edit(
                action=action,
                expected_version=form.cleaned_data["expected_version"] or 0,
                changes=form.values(),
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
            "perdu : relisez, puis enregistrez de nouveau pour garder votre version."
        ),
    )


def _form_page(request: HttpRequest, form: ActionForm, action: Action | None) -> HttpResponse:
    status = 422 if form.is_bound else 200
    context = {"form": form, "action": action}
    return render(request, "actions/action_form.html", context, status=status)


@require_GET
def action_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """How the mobilization stands, who answered what, and what will be sent when."""
    action = get_visible_or_404(_whole(), request.user, pk=pk)
    tab = request.GET.get("reponse", "")
    sees_names = welcomes(request.user, action) and not _hides_names(action, tab)
    rows = _attendances(request, action, tab) if sees_names else Attendance.objects.none()
    figure = turnout(action)
    context = {
        "action": action,
        "turnout": figure,
        "runs": runs(request.user, action),
        "welcomes": welcomes(request.user, action),
        "sees_names": sees_names,
        "page": keyset_page(rows, request, order=["id"], size=25),
        "tabs": _tabs(action, tab, figure),
        "plan": _plan(action) if runs(request.user, action) else [],
        "outbox": figures(batch=action) if runs(request.user, action) else None,
        "roles": action.day_roles.select_related("person"),
        "over": action.ends_at < timezone.now(),
        "today": timezone.localdate(action.starts_at) <= timezone.localdate(),
    }
    return render(request, "actions/action_detail.html", context)


def _whole() -> Any:
    return Action.objects.select_related(
        "chapter", "campaign", "target", "organizer"
    ).prefetch_related("groups")


def _hides_names(action: Action, tab: str) -> bool:
    return action.count_only and tab == "came"


def _attendances(request: HttpRequest, action: Action, tab: str) -> Any:
    rows = Attendance.objects.visible_to(request.user).filter(action=action)
    if tab == "came":
        rows = rows.present()
    elif tab in Answer.values:
        rows = rows.filter(answer=tab)
        rows = rows.invited() if tab == Answer.NONE else rows
    else:
        rows = rows.invited()
    return rows.select_related("person", "via_group", "brought_by").prefetch_related(
        "person__phones"
    )


def _tabs(action: Action, current: str, figure: Any) -> list[dict[str, Any]]:
    counts = {
        "": figure.asked,
        Answer.YES.value: figure.yes,
        Answer.MAYBE.value: figure.maybe,
        Answer.NONE.value: figure.unanswered,
        Answer.NO.value: figure.no,
        "came": figure.attended,
    }
    return [
        {
            "label": label,
            "url": f"?reponse={value}#personnes" if value else "?#personnes",
            "current": value == current,
            "count": counts[value],
        }
        for value, label in TABS
    ]


@dataclass(frozen=True)
class PlannedStep:
    """A step of the sequence: when it leaves, or left, and to whom."""

    step: ReminderStep
    opens_at: datetime
    state: str
    audience: str


def _plan(action: Action) -> list[PlannedStep]:
    now = timezone.now()
    lines = []
    for step in action.steps.filter(is_active=True).exclude(moment__in=sequences.CHANGES):
        step.action = action
        window = sequences.window(step, action)
        if window is None:
            continue
        is_on = step.moment == StepMoment.INVITATION and window.holds(now)
        state = "open" if is_on or window.holds(now) else "past" if window.closes_at <= now else ""
        lines.append(PlannedStep(step, window.opens_at, state, step.get_audience_display()))
    return sorted(lines, key=lambda line: line.opens_at)


@require_POST
def action_announce(request: HttpRequest, pk: int) -> HttpResponse:
    """Announce a draft: the invitations of those already on the list begin to leave."""
    action = get_visible_or_404(Action, request.user, pk=pk)
    require_running(request.user, action)
    try:
        actions.announce(action=action, actor=request.user)
    except actions.WrongState as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("C’est annoncé : les invitations partent."))
    return redirect("actions:action-detail", pk)


def told_if_changed(action: Action) -> int:
    """How many people would be told, were this action moved or cancelled now."""
    return reminders.to_tell(action).count() if action.state == ActionState.ANNOUNCED else 0
