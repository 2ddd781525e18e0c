"""What was heard and won over a period; each figure with its definition."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import ngettext

from alliance.core.days.periods import Period
from campaigns.enums import CampaignStatus, Theme
from campaigns.models import Campaign, Grievance, Victory


@dataclass(frozen=True)
class CampaignFigures:
    """Campaigns over a period, in some chapters.

    `heard`: angers voiced in the period. `victories`: what was won in it; `households` and
    `euros` are summed over those victories that say them.
    """

    heard: int
    victories: int
    households: int
    euros: Decimal


def campaign_figures(chapters: Collection[int], period: Period) -> CampaignFigures:
    """The figures of these chapters (two queries)."""
    days = (period.start, period.end)
    won = Victory.objects.filter(campaign__chapter__in=chapters, won_on__range=days).aggregate(
        n=Count("pk"), households=Sum("households"), euros=Sum("amount")
    )
    return CampaignFigures(
        heard=Grievance.objects.filter(chapter__in=chapters, heard_on__range=days).count(),
        victories=won["n"],
        households=won["households"] or 0,
        euros=won["euros"] or Decimal(0),
    )


def victories_in(chapters: Collection[int], period: Period) -> QuerySet[Victory]:
    """What was won in the period, the first first, each with its campaign."""
    won = Victory.objects.filter(campaign__chapter__in=chapters)
    days = (period.start, period.end)
    return won.filter(won_on__range=days).select_related("campaign").order_by("won_on", "pk")


def grievances_by_theme(chapters: Collection[int], period: Period) -> list[tuple[str, str, int]]:
    """Angers of the period by theme: value, words, number; the most voiced first (one query)."""
    rows = dict(_heard(chapters, period).values_list("theme").annotate(n=Count("pk")))
    counted = [(str(t), str(t.label), rows.get(t.value, 0)) for t in Theme]
    return sorted((row for row in counted if row[2]), key=lambda row: -row[2])


def grievances_by_place(
    chapters: Collection[int], period: Period, *, most: int = 8
) -> list[tuple[int, str, int]]:
    """Angers of the period by neighbourhood: id, name, number; the most voiced first."""
    named = _heard(chapters, period).exclude(neighbourhood=None)
    rows = named.values_list("neighbourhood_id", "neighbourhood__name").annotate(n=Count("pk"))
    return list(rows.order_by("-n", "neighbourhood__name")[:most])


def campaigns_by_status(chapters: Collection[int]) -> list[tuple[str, str, int]]:
    """How many campaigns stand at each stage today: value, words, number (one query)."""
    mine = Campaign.objects.filter(chapter__in=chapters).order_by()
    rows = dict(mine.values_list("status").annotate(n=Count("pk")))
    return [(str(s), _stage(s, rows.get(s.value, 0)), rows.get(s.value, 0)) for s in CampaignStatus]


def _stage(status: CampaignStatus, count: int) -> str:
    """« gagnées » for several; the others do not change."""
    if status == CampaignStatus.WON:
        return ngettext("gagnée", "gagnées", count)
    if status == CampaignStatus.STOPPED:
        return ngettext("arrêtée", "arrêtées", count)
    return str(status.label)


def _heard(chapters: Collection[int], period: Period):  # type: ignore[no-untyped-def]
    days = (period.start, period.end)
    return Grievance.objects.filter(chapter__in=chapters, heard_on__range=days).order_by()
