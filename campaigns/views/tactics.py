"""Tactics: what was done and what comes next, each step pressing a little more."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campaigns.domain.fought import agenda, tactics
from campaigns.forms.map import TacticForm
from campaigns.models import Tactic
from campaigns.views.fetching import campaign_of, page_of
from members.permissions import require_organizer_of
from members.scoping import get_visible_or_404


@require_http_methods(["GET", "POST"])
def campaign_tactics(request: HttpRequest, pk: int) -> HttpResponse:
    """The escalation, and a form for the next step."""
    campaign = campaign_of(request, pk)
    steps = tactics.escalation(campaign, request.user)
    form = TacticForm(request.POST or None, initial={"heat": tactics.next_heat(steps)})
    if request.method == "POST":
        require_organizer_of(request.user, campaign.chapter_id)
        if form.is_valid():
            try:
                tactics.add(campaign=campaign, actor=request.user, **form.cleaned_data)
                messages.success(request, _("C’est dans le plan."))
                return redirect("campaigns:campaign-tactics", campaign.pk)
            except tactics.InvalidTactic as problem:
                _tell(form, problem)
    context = page_of(request, campaign, "tactics") | {
        "steps": steps,
        "form": form,
        "today": timezone.localdate(),
        "proposals": agenda.proposals(campaign),
    }
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/map/tactics.html", context, status=status)


def _tell(form: TacticForm, problem: tactics.InvalidTactic) -> None:
    for field, message in problem.messages.items():
        form.add_error(field, message)


@require_http_methods(["GET", "POST"])
def tactic_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is planned, say it was done or given up."""
    rows = Tactic.objects.select_related("campaign__chapter")
    tactic = get_visible_or_404(rows, request.user, pk=pk)
    require_organizer_of(request.user, tactic.campaign.chapter_id)
    form = TacticForm(request.POST or None, instance=tactic)
    if form.is_valid():
        try:
            tactics.change(tactic=tactic, actor=request.user, **form.cleaned_data)
            messages.success(request, _("C’est enregistré."))
            return redirect("campaigns:campaign-tactics", tactic.campaign_id)
        except tactics.InvalidTactic as problem:
            _tell(form, problem)
    status = 422 if form.is_bound else 200
    context = {"form": form, "tactic": tactic, "campaign": tactic.campaign}
    return render(request, "campaigns/map/tactic.html", context, status=status)
