"""Campaigns: opened, changed, closed; and what they have won so far."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet, Sum
from django.utils import timezone

from alliance.journal.domain import record
from campaigns.enums import CampaignStatus
from campaigns.models import Campaign, Victory
from campaigns.models.campaign import CampaignQuerySet
from members.models import Chapter, Group, User

OVER = frozenset({CampaignStatus.WON, CampaignStatus.STOPPED})
CHANGEABLE = frozenset(
    {
        "name",
        "theme",
        "summary",
        "status",
        "organizer",
        "goals_long",
        "goals_medium",
        "goals_short",
        "opened_on",
        "closed_on",
    }
)


@dataclass(frozen=True)
class Won:
    """What campaigns have won: `victories` noted, `households` and `euros` summed over them.

    A victory without a number of households or an amount counts for none.
    """

    victories: int
    households: int
    euros: Decimal


@transaction.atomic
def create(
    *,
    chapter: Chapter,
    groups: Iterable[Group] = (),
    actor: User | None = None,
    today: date | None = None,
    **fields: Any,
) -> Campaign:
    """Open a campaign in a chapter, with its groups; journaled.

    Without `opened_on` it opens today; one created as won or stopped closes today.
    """
    day = today or timezone.localdate()
    campaign = Campaign(chapter=chapter, **_known(fields))
    campaign.opened_on = campaign.opened_on or day
    _agree_dates(campaign, day)
    campaign.save()
    campaign.groups.set(groups)
    record(verb="campaign.opened", actor=actor, subject=campaign, chapter_id=campaign.chapter_id)
    return campaign


@transaction.atomic
def change(
    *,
    campaign: Campaign,
    groups: Iterable[Group] | None = None,
    actor: User | None = None,
    today: date | None = None,
    **fields: Any,
) -> Campaign:
    """Change a campaign; `groups`, when given, replace the others. Journaled with what changed.

    Winning or stopping dates the end today unless a date is given; a campaign taken up again
    has no end any more.
    """
    before = Campaign.objects.select_for_update().get(pk=campaign.pk)
    for name, value in _known(fields).items():
        setattr(campaign, name, value)
    _agree_dates(campaign, today or timezone.localdate())
    changed = sorted(n for n in CHANGEABLE if getattr(before, n) != getattr(campaign, n))
    if changed:
        campaign.save(update_fields=changed)
    if groups is not None:
        campaign.groups.set(groups)
    record(
        verb="campaign.changed",
        actor=actor,
        subject=campaign,
        chapter_id=campaign.chapter_id,
        detail={"fields": changed, "status": str(campaign.status)},
    )
    return campaign


def won(campaigns: CampaignQuerySet) -> Won:
    """The sum of what these campaigns have won (one query)."""
    return sum_of(Victory.objects.filter(campaign__in=campaigns.order_by().values("pk")))


def added(victories: Collection[Victory]) -> Won:
    """The sum of victories already read."""
    return Won(
        victories=len(victories),
        households=sum(one.households or 0 for one in victories),
        euros=sum((one.amount or Decimal(0) for one in victories), Decimal(0)),
    )


def sum_of(victories: QuerySet[Victory]) -> Won:
    """The sum of these victories (one query)."""
    total = victories.order_by().aggregate(
        victories=Count("id"), households=Sum("households"), euros=Sum("amount")
    )
    return Won(
        victories=total["victories"],
        households=total["households"] or 0,
        euros=total["euros"] or Decimal(0),
    )


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    unknown = fields.keys() - CHANGEABLE
    if unknown:
        raise TypeError(f"Unknown fields of a campaign: {sorted(unknown)}")
    return fields


def _agree_dates(campaign: Campaign, day: date) -> None:
    if campaign.status in OVER:
        campaign.closed_on = campaign.closed_on or day
    else:
        campaign.closed_on = None
