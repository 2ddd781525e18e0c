"""Actions on the map: by the neighbourhoods of the groups they invite."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actions.enums import ActionState
from actions.models import Action
from campaigns.domain.map_layers import Layer, register_layer

RECENT = timedelta(days=90)


def counted(chapters: Collection[int]) -> Mapping[int, int]:
    """Actions to come or of the last 90 days, cancelled ones aside (one query)."""
    recent = Action.objects.filter(chapter__in=chapters, ends_at__gte=timezone.now() - RECENT)
    rows = recent.exclude(state=ActionState.CANCELLED).filter(groups__neighbourhood__isnull=False)
    by_hood = rows.order_by().values_list("groups__neighbourhood_id")
    return dict(by_hood.annotate(n=Count("pk", distinct=True)))


def register() -> None:
    """Called once the applications are loaded."""
    register_layer(Layer("actions", _("Actions"), "A", "sun", counted, 30))
