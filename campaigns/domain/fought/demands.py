"""Demands: asked, refused, promised, kept, betrayed; each move is dated, signed and stays."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.core.text.names import clean_text
from alliance.journal.domain import record
from campaigns.enums import DemandStatus
from campaigns.models import Campaign, Demand, DemandMove
from members.models import User

LONGEST = 500


class InvalidDemand(Exception):
    """The demand cannot be so; `str()` says why, in French."""


class MovedMeanwhile(Exception):
    """Somebody moved this demand since the page was shown; nothing was written."""


@transaction.atomic
def add(*, campaign: Campaign, text: str, actor: User | None, on: date | None = None) -> Demand:
    """Ask for something more; journaled. The same words again are the same demand.

    Raises InvalidDemand without words.
    """
    words = clean_text(text, LONGEST)
    if not words:
        raise InvalidDemand(_("Écrivez la revendication en une phrase."))
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    known = Demand.objects.filter(campaign=campaign, text=words).first()
    if known is not None:
        return known
    last = campaign.demands.aggregate(last=Max("position"))["last"]
    demand = Demand.objects.create(
        campaign=campaign, text=words, position=0 if last is None else last + 1
    )
    DemandMove.objects.create(
        demand=demand,
        status=DemandStatus.MADE,
        happened_on=on or timezone.localdate(),
        author=actor,
    )
    _note("demand.added", demand, actor)
    return demand


@transaction.atomic
def move(
    *,
    demand: Demand,
    status: str,
    seen: str,
    note: str = "",
    happened_on: date | None = None,
    actor: User | None,
) -> DemandMove:
    """Write what became of a demand, and when; journaled.

    Raises MovedMeanwhile when it no longer stands at `seen`, InvalidDemand for a day to come.
    """
    day = happened_on or timezone.localdate()
    if day > timezone.localdate():
        raise InvalidDemand(_("Cette date est à venir : notez-le le jour venu."))
    row = Demand.objects.select_for_update().select_related("campaign").get(pk=demand.pk)
    if row.status != seen:
        raise MovedMeanwhile
    row.status = DemandStatus(status)
    row.decided_on = None if row.status == DemandStatus.MADE else day
    row.save(update_fields=["status", "decided_on"])
    made = DemandMove.objects.create(
        demand=row,
        status=row.status,
        happened_on=day,
        note=clean_text(note, 2_000, keep_lines=True),
        author=actor,
    )
    _note("demand.moved", row, actor)
    return made


@transaction.atomic
def reword(*, demand: Demand, text: str, actor: User | None) -> Demand:
    """Say it better; its history stays. Journaled. Raises InvalidDemand without words."""
    words = clean_text(text, LONGEST)
    if not words:
        raise InvalidDemand(_("Écrivez la revendication en une phrase."))
    demand.text = words
    demand.save(update_fields=["text"])
    _note("demand.reworded", demand, actor)
    return demand


@transaction.atomic
def delete(*, demand: Demand, actor: User | None) -> None:
    """Withdraw a demand with its history; journaled.

    Raises InvalidDemand when a victory or a promise stands on it: it is part of the story.
    """
    row = Demand.objects.select_for_update().select_related("campaign").get(pk=demand.pk)
    if row.victories.exists():
        raise InvalidDemand(
            _("Une victoire repose sur cette revendication : elle fait partie de l’histoire.")
        )
    if row.promises.exists():
        raise InvalidDemand(
            _("Un engagement a été pris sur cette revendication : elle ne s’efface plus.")
        )
    _note("demand.deleted", row, actor)
    row.delete()


def _note(verb: str, demand: Demand, actor: User | None) -> None:
    record(
        verb=verb,
        actor=actor,
        subject=demand,
        chapter_id=demand.campaign.chapter_id,
        detail={"campaign": demand.campaign_id, "status": str(demand.status)},
    )
