"""The strategy chart (Midwest Academy): each cell is written on its own, by several people.

A cell is saved against the words its writer had seen: two organizers who write in the same cell
never overwrite each other without knowing; in two cells they do not even meet.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from alliance.core.text.names import clean_text
from alliance.journal.domain import record
from campaigns.models import Campaign
from members.models import User

LONGEST: Final = 4_000


@dataclass(frozen=True)
class Cell:
    """A cell of the chart: its field, its column, and the question it answers."""

    name: str
    column: str
    label: Any
    question: Any


CELLS: Final = (
    Cell("goals_long", "goals", _("À long terme"), _("Qu’est-ce qui aura changé dans dix ans ?")),
    Cell("goals_medium", "goals", _("Cette campagne"), _("Qu’est-ce qu’on aura gagné à la fin ?")),
    Cell("goals_short", "goals", _("Victoire d’étape"), _("Que peut-on gagner en deux mois ?")),
    Cell("means_have", "means", _("Ce que nous avons"), _("Gens, clés, argent, savoirs, salles.")),
    Cell("means_need", "means", _("Ce qu’il nous faut"), _("Que faut-il trouver, et chez qui ?")),
    Cell("constituents", "people", _("Que ça touche"), _("Qui en souffre ? Combien, et où ?")),
    Cell("allies", "people", _("Nos alliés"), _("Qui a intérêt à ce qu’on gagne ?")),
    Cell("opponents", "people", _("Nos adversaires"), _("Qui y perd ? Jusqu’où ira-t-il ?")),
)
BY_NAME: Final = {cell.name: cell for cell in CELLS}


class EditedMeanwhile(Exception):
    """Somebody wrote in this cell since it was opened; `now` is what it says. Nothing was lost."""

    def __init__(self, now: str) -> None:
        super().__init__(now)
        self.now = now


def seal(text: str) -> str:
    """A short mark of what somebody had before her eyes."""
    return sha256(text.encode()).hexdigest()[:16]


@transaction.atomic
def write_cell(*, campaign: Campaign, cell: Cell, text: str, seen: str, actor: User) -> Campaign:
    """Write a cell; `seen` is the seal of the words it held when it was opened. Journaled.

    Raises EditedMeanwhile when it holds other words now. The same words again change nothing.
    """
    row = Campaign.objects.select_for_update().get(pk=campaign.pk)
    words = clean_text(text, LONGEST, keep_lines=True)
    current = getattr(row, cell.name)
    if words == current:
        return row
    if seal(current) != seen:
        raise EditedMeanwhile(current)
    setattr(row, cell.name, words)
    row.save(update_fields=[cell.name])
    record(
        verb="campaign.changed",
        actor=actor,
        subject=row,
        chapter_id=row.chapter_id,
        detail={"fields": [cell.name]},
    )
    return row
