"""What a person's story tells of negotiations: where she went, and what she did there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Delegate
from members.domain.knowing.timeline import Event, Source, register_source


def register() -> None:
    """Called once the applications are loaded."""
    register_source(Source("delegations", gettext_lazy("Négociations"), told, False, 16))


def told(ids: Sequence[int], until: datetime, most: int) -> list[Event]:
    """The meetings where she was of the delegation (one query)."""
    rows = Delegate.objects.filter(person__in=ids, negotiation__held_at__lte=until)
    shown = rows.select_related("negotiation__target", "negotiation__campaign")
    return [
        Event(
            row.negotiation.held_at,
            f"delegation:{row.pk}",
            _("Négociation : %(role)s · %(who)s")
            % {"role": row.get_role_display(), "who": _whom(row)},
            "handshake",
            str(row.negotiation.campaign),
            url=reverse("campaigns:negotiation-detail", args=[row.negotiation_id]),
            tone="plum",
        )
        for row in shown.order_by("-negotiation__held_at", "-pk")[:most]
    ]


def _whom(row: Delegate) -> str:
    meeting = row.negotiation
    return meeting.target.name if meeting.target else meeting.place
