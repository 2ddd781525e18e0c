"""Moving, cancelling, pausing: each says first how many people will be told."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from actions.domain import actions
from actions.domain.reminding.schedule import Means, means_of_change, means_of_invitation
from actions.enums import ActionState
from actions.forms.actions import CancelForm, MoveForm
from actions.forms.when import when_initial
from actions.models import Action
from actions.permissions import require_running
from members.scoping import get_visible_or_404


def _mine(request: HttpRequest, pk: int) -> Action:
    action = get_visible_or_404(Action, request.user, pk=pk)
    require_running(request.user, action)
    return action


def _means(action: Action) -> Means:
    """How many people would be told, and how, were this changed now."""
    return means_of_change(action) if action.state == ActionState.ANNOUNCED else Means()


@require_http_methods(["GET", "POST"])
def action_announce(request: HttpRequest, pk: int) -> HttpResponse:
    """Announce a draft, after saying who will be invited: the invitations begin to leave."""
    action = _mine(request, pk)
    if request.method == "GET" and action.state == ActionState.DRAFT:
        context = {"action": action, "means": means_of_invitation(action)}
        return render(request, "actions/action_announce.html", context)
    if request.method == "POST":
        try:
            actions.announce(action=action, actor=request.user)
        except actions.WrongState as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("C’est annoncé : les invitations partent."))
    return redirect("actions:action-detail", pk)


def asked_day(request: HttpRequest) -> date | None:
    """The day an action was dropped on in the calendar (`?date=2026-12-03`)."""
    try:
        return date.fromisoformat(request.GET.get("date", "")[:10])
    except ValueError:
        return None


@require_http_methods(["GET", "POST"])
def action_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Another date or place; a draft is simply edited."""
    action = _mine(request, pk)
    asked = asked_day(request)
    if action.state == ActionState.DRAFT:
        where = reverse("actions:action-edit", args=[pk])
        return redirect(f"{where}?date={asked:%Y-%m-%d}" if asked else where)
    names = ("place_name", "place_address", "access_note")
    initial = when_initial(action) | {name: getattr(action, name) for name in names}
    initial["expected_version"] = action.version
    initial |= {"date": asked} if asked else {}
    form = MoveForm(request.POST or None, initial=initial)
    if form.is_valid() and _moved(request, action, form):
        messages.success(request, _("C’est changé. Les personnes concernées sont prévenues."))
        return redirect("actions:action-detail", pk)
    context = {"form": form, "action": action, "means": _means(action)}
    return render(
        request, "actions/action_move.html", context, status=422 if form.is_bound else 200
    )


def _moved(request: HttpRequest, action: Action, form: MoveForm) -> bool:
    try:
        actions.move(
            action=action,
            expected_version=form.cleaned_data["expected_version"],
            actor=request.user,
            **form.values(),
        )
    except actions.InvalidAction as problem:
        form.show_problems(problem.messages)
    except actions.WrongState as problem:
        form.add_error(None, str(problem))
    except actions.EditedMeanwhile:
        form.data = form.data.copy()
        form.data["expected_version"] = str(Action.objects.get(pk=action.pk).version)
        form.add_error(
            None,
            _(
                "Quelqu’un d’autre vient de changer cette action. Relisez, puis enregistrez "
                "de nouveau."
            ),
        )
    else:
        return True
    return False


@require_http_methods(["GET", "POST"])
def action_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel, after saying who will be told."""
    action = _mine(request, pk)
    form = CancelForm(request.POST or None)
    if form.is_valid():
        try:
            actions.cancel(action=action, reason=form.cleaned_data["reason"], actor=request.user)
        except actions.WrongState as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("L’action est annulée. Les personnes sont prévenues."))
            return redirect("actions:action-detail", pk)
    context = {"form": form, "action": action, "means": _means(action)}
    return render(
        request, "actions/action_cancel.html", context, status=422 if form.is_bound else 200
    )


@require_POST
def action_pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Hold the reminders, or let them go on (`en_pause` = 1 or 0)."""
    action = _mine(request, pk)
    paused = request.POST.get("en_pause") == "1"
    actions.pause(action=action, paused=paused, actor=request.user)
    said = _("Les rappels sont en pause.") if paused else _("Les rappels reprennent.")
    messages.success(request, said)
    return redirect("actions:action-detail", pk)
