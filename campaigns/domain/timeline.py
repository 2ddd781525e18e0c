"""What the campaigns' room tells of somebody: the angers she voiced."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Grievance
from members.domain.knowing.timeline import Event, Source, register_source


def register() -> None:
    """Called once the applications are loaded."""
    register_source(Source("angers", gettext_lazy("Colères"), told, True, 15))


def told(ids: Sequence[int], until: datetime, most: int) -> list[Event]:
    """Her angers in her words (one query), but those that the exchange itself repeats."""
    rows = Grievance.objects.filter(person__in=ids, heard_on__lte=timezone.localdate(until))
    rows = rows.exclude(words=F("conversation__contact__interest"))
    found = [
        Event(
            timezone.make_aware(datetime.combine(row.heard_on, time.min)),
            f"anger:{row.pk}",
            _("Colère · %(theme)s") % {"theme": row.get_theme_display()},
            "ear",
            f"« {row.words} »",
            tone="brand",
        )
        for row in rows.order_by("-heard_on", "-pk")[:most]
    ]
    return [one for one in found if one.when <= until]
