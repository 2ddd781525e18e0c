"""The campaign's own page: the strategy chart, cell by cell, and its demands."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.domain.fought import demands, strategy
from campaigns.forms.strategy import DemandForm, DemandMoveForm
from campaigns.models import Campaign, Demand
from campaigns.views.fetching import campaign_of, campaign_to_write
from members.permissions import require_organizer_of
from members.scoping import get_visible_or_404


def chart_of(campaign: Campaign) -> dict[str, list[dict[str, Any]]]:
    """The cells by column, with what they say."""
    columns: dict[str, list[dict[str, Any]]] = {}
    for cell in strategy.CELLS:
        shown = {"cell": cell, "text": getattr(campaign, cell.name)}
        columns.setdefault(cell.column, []).append(shown)
    return columns


def _cell_context(campaign: Campaign, cell: strategy.Cell, **more: Any) -> dict[str, Any]:
    text = getattr(campaign, cell.name)
    shown = {"cell": cell, "text": text}
    seen = strategy.seal(text)
    return {
        "campaign": campaign,
        "shown": shown,
        "typed": text,
        "seen": seen,
        "may_write": True,
    } | more


@require_http_methods(["GET", "POST"])
def cell(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Write one cell of the chart; its words as they were when it was opened travel with it."""
    campaign = campaign_to_write(request, pk)
    chosen = strategy.BY_NAME.get(name)
    if chosen is None:
        raise Http404
    if request.method == "GET":
        if request.htmx and "lire" in request.GET:
            return render(request, "campaigns/strategy/_cell.html", _cell_context(campaign, chosen))
        return _cell_form(request, _cell_context(campaign, chosen), 200)
    typed, seen = request.POST.get("text", ""), request.POST.get("seen", "")
    try:
        campaign = strategy.write_cell(
            campaign=campaign, cell=chosen, text=typed, seen=seen, actor=request.user
        )
    except strategy.EditedMeanwhile as meanwhile:
        campaign.refresh_from_db()
        more = {"typed": typed, "theirs": meanwhile.now or _("(vide)")}
        return _cell_form(request, _cell_context(campaign, chosen, **more), 422)
    if request.htmx:
        return render(request, "campaigns/strategy/_cell.html", _cell_context(campaign, chosen))
    address = reverse("campaigns:campaign-detail", args=[campaign.pk])
    return redirect(f"{address}#case-{chosen.name}")


def _cell_form(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    template = "_cell_form.html" if request.htmx else "cell.html"
    return render(request, f"campaigns/strategy/{template}", context, status=status)


def _demand(request: HttpRequest, pk: int) -> Demand:
    rows = Demand.objects.select_related("campaign__chapter")
    demand = get_visible_or_404(rows, request.user, pk=pk)
    require_organizer_of(request.user, demand.campaign.chapter_id)
    return demand


def _to_demands(campaign_id: int) -> HttpResponse:
    return redirect(reverse("campaigns:campaign-detail", args=[campaign_id]) + "#revendications")


@require_POST
def demand_add(request: HttpRequest, pk: int) -> HttpResponse:
    """One more demand."""
    campaign = campaign_to_write(request, pk)
    form = DemandForm(request.POST)
    if form.is_valid():
        demands.add(campaign=campaign, text=form.cleaned_data["text"], actor=request.user)
        messages.success(request, _("La revendication est posée."))
    else:
        messages.error(request, _("Écrivez la revendication en une phrase."))
    return _to_demands(campaign.pk)


@require_http_methods(["GET", "POST"])
def demand_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of a demand, from the day it was asked; what was answered each time."""
    rows = Demand.objects.select_related("campaign__chapter")
    demand = get_visible_or_404(rows, request.user, pk=pk)
    campaign = campaign_of(request, demand.campaign_id)
    form = DemandMoveForm(request.POST or None, demand=demand)
    if request.method == "POST":
        require_organizer_of(request.user, campaign.chapter_id)
        if form.is_valid() and _moved(request, demand, form):
            return redirect("campaigns:demand-detail", demand.pk)
    context = {
        "campaign": campaign,
        "demand": demand,
        "form": form,
        "reword": DemandForm(initial={"text": demand.text}),
        "moves": demand.moves.select_related("author"),
        "answers": demand.answers.select_related("negotiation__target"),
        "may_write": request.user.scope.may_organize(campaign.chapter_id),
    }
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/strategy/demand.html", context, status=status)


def _moved(request: HttpRequest, demand: Demand, form: DemandMoveForm) -> bool:
    data = form.cleaned_data
    try:
        demands.move(demand=demand, actor=request.user, **data)
    except demands.MovedMeanwhile:
        demand.refresh_from_db()
        form.data = form.data.copy() | {"seen": demand.status}
        words = _("Quelqu’un vient de noter « %(status)s ». Relisez, puis enregistrez si besoin.")
        form.add_error(None, words % {"status": demand.get_status_display()})
        return False
    except demands.InvalidDemand as problem:
        form.add_error("happened_on", str(problem))
        return False
    messages.success(request, _("C’est noté, avec la date et votre nom."))
    return True


@require_POST
def demand_reword(request: HttpRequest, pk: int) -> HttpResponse:
    """Say it better."""
    demand = _demand(request, pk)
    try:
        demands.reword(demand=demand, text=request.POST.get("text", ""), actor=request.user)
        messages.success(request, _("C’est enregistré."))
    except demands.InvalidDemand as problem:
        messages.error(request, str(problem))
    return redirect("campaigns:demand-detail", demand.pk)


@require_POST
def demand_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a demand, unless the story stands on it."""
    demand = _demand(request, pk)
    try:
        demands.delete(demand=demand, actor=request.user)
    except demands.InvalidDemand as problem:
        messages.error(request, str(problem))
        return redirect("campaigns:demand-detail", demand.pk)
    messages.success(request, _("La revendication est retirée."))
    return _to_demands(demand.campaign_id)
