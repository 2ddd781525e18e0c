"""Campaigns: what we fight for, on whom, and what was won."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, OuterRef, Prefetch, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from alliance.core.counting import Number
from campaigns.domain import campaigns
from campaigns.enums import CampaignStatus
from campaigns.filters.campaigns import CampaignFilterForm
from campaigns.forms.campaigns import CampaignForm
from campaigns.forms.strategy import DemandForm
from campaigns.models import Campaign, CampaignTarget, Demand, Negotiation, Promise
from campaigns.views.fetching import page_of
from campaigns.views.strategy import chart_of
from members.models import Group
from members.permissions import (
    organized_chapters,
    organizers_only,
    require_organizer_of,
    sees_several,
)
from members.scoping import get_visible_or_404

# What is being negotiated or fought comes before what is only being prepared.
HOTTEST_FIRST = Case(When(status=CampaignStatus.PREPARING, then=Value(1)), default=Value(0))


@require_GET
def campaign_list(request: HttpRequest) -> HttpResponse:
    """The campaigns being fought, then the victories, then what was given up."""
    asked = CampaignFilterForm(request.GET, user=request.user)
    visible = asked.narrow(Campaign.objects.visible_to(request.user))
    shown = _as_cards(visible)
    books = organized_chapters(request.user)
    victories = list(asked.won(visible).select_related("campaign__chapter"))
    listed = shown if asked.stage else shown.live()
    context = {
        "asked": asked,
        "live": listed.order_by("chapter__name", HOTTEST_FIRST, "-opened_on", "name"),
        "victories": victories,
        "stopped": visible.filter(status=CampaignStatus.STOPPED),
        "late": Promise.objects.visible_to(request.user)
        .overdue()
        .select_related("negotiation__campaign")
        .order_by("due_on")[:8],
        "books": books,
        "won": campaigns.added(victories),
        "may_create": bool(books),
        "several": sees_several(request.user),
    }
    return render(request, "campaigns/campaign_list.html", context)


def _as_cards(campaigns: Any) -> Any:
    """With what a card shows: the first target, how many demands, the names of the groups."""
    hers = {"campaign": OuterRef("pk")}
    groups = Group.objects.filter(campaigns=OuterRef("pk")).order_by("name")
    targets = CampaignTarget.objects.select_related("target")
    return (
        campaigns.select_related("chapter", "organizer")
        .annotate(
            demand_count=Number(Demand.objects.filter(**hers).order_by().values("pk")),
            group_names=ArraySubquery(groups.values("name")),
        )
        .prefetch_related(Prefetch("targets", targets))
    )


@require_GET
def campaign_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A campaign on one page: demands, named targets, groups, what was said and promised."""
    found = Campaign.objects.select_related("chapter", "organizer", "issue").prefetch_related(
        "demands",
        "groups",
        "targets__target__superior",
        "victories",
        Prefetch(
            "negotiations",
            Negotiation.objects.select_related("target").prefetch_related(
                Prefetch("promises", Promise.objects.select_related("demand"))
            ),
        ),
    )
    campaign = get_visible_or_404(found, request.user, pk=pk)
    context = page_of(request, campaign, "strategy") | {
        "today": timezone.localdate(),
        "heard": _voices(campaign),
        "chart": chart_of(campaign),
        "demand_form": DemandForm(),
    }
    return render(request, "campaigns/campaign_detail.html", context)


def _voices(campaign: Campaign) -> int:
    """How many said the same before it became a campaign."""
    if campaign.issue is None:
        return 0
    total: int = campaign.issue.grievances.aggregate(n=Count("id"))["n"]
    return total


@require_http_methods(["GET", "POST"])
@organizers_only
def campaign_create(request: HttpRequest) -> HttpResponse:
    """A new campaign."""
    chapters = organized_chapters(request.user)
    form = CampaignForm(
        request.POST or None, chapters=chapters, initial={"organizer": request.user.pk}
    )
    if form.is_valid():
        campaign = campaigns.create(
            chapter=form.cleaned_data.get("chapter") or chapters[0],
            groups=form.cleaned_data["groups"],
            actor=request.user,
            **form.verb_fields,
        )
        messages.success(request, _("La campagne est ouverte."))
        return redirect("campaigns:campaign-detail", campaign.pk)
    return _form_page(request, form, None)


@require_http_methods(["GET", "POST"])
def campaign_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a campaign."""
    campaign = get_visible_or_404(Campaign, request.user, pk=pk)
    require_organizer_of(request.user, campaign.chapter_id)
    form = CampaignForm(request.POST or None, instance=campaign, chapters=[campaign.chapter])
    if form.is_valid():
        campaigns.change(
            campaign=campaign,
            groups=form.cleaned_data["groups"],
            actor=request.user,
            **form.verb_fields,
        )
        messages.success(request, _("C’est enregistré."))
        return redirect("campaigns:campaign-detail", campaign.pk)
    return _form_page(request, form, campaign)


def _form_page(request: HttpRequest, form: CampaignForm, campaign: Campaign | None) -> HttpResponse:
    status = 422 if form.is_bound else 200
    context = {"form": form, "campaign": campaign}
    return render(request, "campaigns/campaign_form.html", context, status=status)
