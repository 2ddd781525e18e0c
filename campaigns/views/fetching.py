"""A campaign fetched through its viewer, and the tabs of its pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from campaigns.permissions import may_write
from members.permissions import require_organizer_of
from members.scoping import get_visible_or_404

TABS = (
    ("strategy", "campaigns:campaign-detail"),
    ("map", "campaigns:campaign-map"),
    ("tactics", "campaigns:campaign-tactics"),
    ("negotiations", "campaigns:campaign-negotiations"),
    ("file", "campaigns:campaign-file"),
    ("petitions", "campaigns:campaign-petitions"),
    ("story", "campaigns:campaign-story"),
)


def campaign_of(request: HttpRequest, pk: int) -> Campaign:
    """A campaign of hers to read; 404 elsewhere."""
    rows = Campaign.objects.select_related("chapter", "organizer", "issue")
    return get_visible_or_404(rows, request.user, pk=pk)


def campaign_to_write(request: HttpRequest, pk: int) -> Campaign:
    """A campaign she may change; 403 when she only reads it."""
    campaign = campaign_of(request, pk)
    require_organizer_of(request.user, campaign.chapter_id)
    return campaign


def page_of(request: HttpRequest, campaign: Campaign, current: str) -> dict[str, Any]:
    """What every page of a campaign shows."""
    words = {
        "strategy": _("Stratégie"),
        "map": _("Carte du pouvoir"),
        "tactics": _("Tactiques"),
        "negotiations": _("Négociations"),
        "file": _("Dossier"),
        "petitions": _("Pétitions"),
        "story": _("Histoire"),
    }
    tabs = [
        {
            "label": words[name],
            "url": reverse(url, args=[campaign.pk]),
            "current": name == current,
            "count": None,
        }
        for name, url in TABS
    ]
    return {
        "campaign": campaign,
        "tabs": tabs,
        "may_write": may_write(request.user, campaign),
    }
