"""What this room's rows become when alliances are made one, or one is made two."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models import (
    Building,
    Campaign,
    Conversation,
    Grievance,
    ListeningDrive,
    OwnTheme,
    VictoryBook,
)
from members.domain.reshaping import (
    Crossing,
    Share,
    by_name,
    first_wins,
    register_rule,
    rename,
    unify,
)
from members.domain.reshaping.splits import follow_by_name, register_sharer
from members.models import Chapter, Neighbourhood


def register() -> None:
    """Called once the applications are loaded."""
    one = _("Le même nom des deux côtés : un seul, avec tout ce qui s’y rattache.")
    two = _("Le même nom des deux côtés : les deux restent, celui qui arrive prend sa ville.")
    register_rule(OwnTheme, unify(says=one))
    register_rule(Campaign, rename(says=two))
    register_rule(Building, rename(_building, says=two))
    register_rule(VictoryBook, first_wins(says=_("Une page des victoires : celle qui accueille.")))
    register_sharer(local_rows, mend)


def _building(row: Any) -> Any:
    return (by_name(row), row.address)


def local_rows(source: Chapter, part: Share) -> Iterable[tuple[Any, list[Any]]]:
    """Drives of a neighbourhood that goes, what was heard in them or there, and its buildings.

    A grievance in a heap stays with its heap: the heap is the work of the whole alliance.
    """
    here = Q(neighbourhood__in=part.neighbourhoods)
    drives = _ids(ListeningDrive.objects.filter(here, chapter=source))
    yield ListeningDrive, drives
    alone = Q(drive=None) & here
    conversations = _ids(Conversation.objects.filter(Q(drive__in=drives) | alone, chapter=source))
    yield Conversation, conversations
    heard = Q(conversation__in=conversations) | Q(conversation=None) & here
    yield Grievance, _ids(Grievance.objects.filter(heard, chapter=source, issue=None))
    yield Building, _ids(Building.objects.filter(Q(drive__in=drives) | alone, chapter=source))


def mend(crossing: Crossing, part: Share) -> None:
    """Themes and places of what crossed are found by name on the other side."""
    ids = dict(part.rows)
    follow_by_name(crossing, Grievance, "own_theme", {"pk__in": ids.get(Grievance, [])}, OwnTheme)
    for model in (Conversation, Grievance, Building):
        rows = {"pk__in": ids.get(model, [])}
        follow_by_name(crossing, model, "neighbourhood", rows, Neighbourhood)


def _ids(rows: Any) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True))
