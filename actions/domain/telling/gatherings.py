"""An action is a way of bringing together those who share an anger."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.domain.heard.gatherings import Way, register_way
from campaigns.models import Campaign, Issue


def action_url(issue: Issue) -> str:
    """The form of a new action of the issue's campaign; nothing before there is one."""
    campaign = Campaign.objects.filter(issue=issue).live().first()
    if campaign is None:
        return ""
    return f"{reverse('actions:action-create')}?campagne={campaign.pk}"


def register() -> None:
    """Called once the applications are loaded."""
    register_way(Way("action", _("Préparer une action ensemble"), "megaphone", action_url))
