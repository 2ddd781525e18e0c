"""The pages of one action, from the idea to the bilan, shared by all of them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from actions.enums import ActionState
from actions.models import Action


def action_tabs(action: Action, current: str) -> list[dict[str, Any]]:
    """For those who prepare it: the mobilization, the plan, what to prepare, the bilan."""
    pages = [
        ("action-detail", _("Mobilisation")),
        ("plan", _("Plan et listes")),
        ("prepare", _("Préparer")),
    ]
    begun = timezone.localdate(action.starts_at) <= timezone.localdate()
    if begun and action.state == ActionState.ANNOUNCED:
        pages.append(("debrief", _("Bilan")))
    return [
        {
            "label": label,
            "url": reverse(f"actions:{name}", args=[action.pk]),
            "current": name == current,
            "count": None,
        }
        for name, label in pages
    ]
