"""The public page of a petition: a name, a place, and another box for whoever wants news."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from alliance.core.web.throttling import too_many, visitor
from campaigns.domain.fought import petitions
from campaigns.enums import PetitionState
from campaigns.forms.petition import SignForm
from campaigns.models import Petition

# A stall signs from one address: sixty an hour is a market, six hundred a flood.
PER_VISITOR, PER_PETITION = 60, 1_000


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def public_petition(request: HttpRequest, slug: str) -> HttpResponse:
    """Read it, sign it; signing twice counts once."""
    petition = _petition(slug)
    if petition.state != PetitionState.OPEN or petition.campaign.chapter.closed_on:
        return _page(request, petition, None, 200 if request.method != "POST" else 410)
    form = SignForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, petition, form, 422 if form.is_bound else 200)
    limits = {
        f"petition:{visitor(request, 'campaigns.sign')}": PER_VISITOR,
        f"petition:{petition.slug}": PER_PETITION,
    }
    if too_many(limits):
        words = _("Beaucoup de signatures arrivent en ce moment. Réessayez dans une heure.")
        form.add_error(None, words)
        return _page(request, petition, form, 429)
    try:
        _sign(petition, form.cleaned_data)
    except petitions.InvalidSignature as problem:
        for field, message in problem.messages.items():
            form.add_error(field if field in form.fields else None, message)
        return _page(request, petition, form, 422)
    return redirect("campaigns:public-petition-thanks", slug)


def _sign(petition: Petition, data: dict[str, Any]) -> None:
    names = ("name", "place", "client_id", "may_contact", "phone", "email")
    petitions.sign(
        petition=petition,
        wording=petition.campaign.chapter.consent_wording,
        **{name: data[name] for name in names},
    )


def _petition(slug: str) -> Petition:
    shown = Petition.objects.exclude(state=PetitionState.DRAFT)
    rows = shown.select_related("campaign__chapter", "target")
    return get_object_or_404(rows, slug=slug)


def _context(petition: Petition) -> dict[str, Any]:
    chapter = petition.campaign.chapter
    return {"petition": petition, "chapter": chapter, "organization_name": chapter.name}


def _page(
    request: HttpRequest, petition: Petition, form: SignForm | None, status: int
) -> HttpResponse:
    context = _context(petition) | {"form": form, "counter": petitions.counter(petition)}
    return render(request, "campaigns/petition/public.html", context, status=status)


@login_not_required
@require_safe
def public_petition_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """It counts; and now, whom does one tell?"""
    petition = _petition(slug)
    context = _context(petition) | {"counter": petitions.counter(petition)}
    return render(request, "campaigns/petition/thanks.html", context)
