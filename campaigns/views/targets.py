"""Targets of a campaign: who they are, whom they answer to, where it hurts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.domain.fought import targets
from campaigns.forms.strategy import KnownTargetForm, TargetForm
from campaigns.models import CampaignTarget, Promise, Target
from campaigns.views.fetching import campaign_to_write
from members.permissions import require_organizer_of
from members.scoping import get_visible_or_404, scope_of


def target_of(request: HttpRequest, pk: int) -> Target:
    """A target of her chapters."""
    rows = Target.objects.select_related("chapter", "superior")
    return get_visible_or_404(rows, request.user, pk=pk)


@require_http_methods(["GET", "POST"])
def target_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Name somebody who can say yes."""
    campaign = campaign_to_write(request, pk)
    known = KnownTargetForm(request.POST if "known" in request.POST else None, campaign=campaign)
    posted = request.POST if request.POST and "known" not in request.POST else None
    form = TargetForm(posted, chapter_id=campaign.chapter_id)
    try:
        if known.is_valid():
            targets.link(campaign=campaign, actor=request.user, **known.cleaned_data)
            return _to_targets(campaign.pk)
        if form.is_valid():
            kind = form.cleaned_data["kind"]
            targets.add(campaign=campaign, kind=kind, actor=request.user, **form.verb_fields)
            return _to_targets(campaign.pk)
    except targets.InvalidTarget as problem:
        _tell(form, problem)
    status = 422 if request.POST else 200
    context = {"campaign": campaign, "form": form, "known": known, "target": None}
    return render(request, "campaigns/strategy/target_form.html", context, status=status)


def _to_targets(campaign_id: int) -> HttpResponse:
    return redirect(reverse("campaigns:campaign-detail", args=[campaign_id]) + "#cibles")


def _tell(form: TargetForm, problem: targets.InvalidTarget) -> None:
    for field, message in problem.messages.items():
        form.add_error(field if field in form.fields else None, message)


@require_http_methods(["GET", "POST"])
def target_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what is known of a target; two organizers never overwrite each other silently."""
    target = target_of(request, pk)
    require_organizer_of(request.user, target.chapter_id)
    form = TargetForm(request.POST or None, instance=target, chapter_id=target.chapter_id)
    if form.is_valid() and _changed(request, target, form):
        messages.success(request, _("C’est enregistré."))
        return redirect("campaigns:target-detail", target.pk)
    status = 422 if form.is_bound else 200
    context = {"form": form, "target": target}
    return render(request, "campaigns/strategy/target_form.html", context, status=status)


def _changed(request: HttpRequest, target: Target, form: TargetForm) -> bool:
    version = form.cleaned_data["version"] or 0
    try:
        targets.change(
            target=target, expected_version=version, actor=request.user, **form.verb_fields
        )
    except targets.EditedMeanwhile:
        now = Target.objects.get(pk=target.pk)
        form.data = form.data.copy() | {"version": str(now.version)}
        words = _(
            "Quelqu’un a modifié cette fiche entre-temps : %(now)s. "
            "Relisez, puis enregistrez pour garder votre version."
        )
        form.add_error(None, words % {"now": f"{now}. {now.weak_points}"[:400]})
        return False
    except targets.InvalidTarget as problem:
        _tell(form, problem)
        return False
    return True


def target_page(request: HttpRequest, target: Target) -> dict[str, Any]:
    """What the page of a target shows."""
    promised = Promise.objects.filter(negotiation__target=target)
    return {
        "target": target,
        "links": target.campaigns.select_related("campaign").order_by("-campaign__opened_on"),
        "below": Target.objects.filter(superior=target),
        "promises": promised.select_related("negotiation__campaign").order_by("-due_on"),
        "may_write": scope_of(request.user).may_organize(target.chapter_id),
    }


@require_POST
def target_unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """No longer a target of this campaign."""
    rows = CampaignTarget.objects.select_related("campaign", "target")
    row = get_object_or_404(rows.visible_to(request.user), pk=pk)
    require_organizer_of(request.user, row.campaign.chapter_id)
    targets.unlink(campaign=row.campaign, target=row.target, actor=request.user)
    messages.success(request, _("%(name)s n’est plus une cible ici.") % {"name": row.target.name})
    return _to_targets(row.campaign_id)
