"""Memberships: whether somebody's dues are up to date, computed from the periods."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Max, Min, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import Membership

RENEWAL_DAYS = 30
LATE_DAYS = 365


class Standing(TextChoices):
    """Where a member stands with her dues."""

    UP_TO_DATE = "up_to_date", _("à jour")
    DUE_SOON = "due_soon", _("à renouveler")
    LATE = "late", _("en retard")
    FORMER = "former", _("ancien·ne adhérent·e")


def standing(person_ids: Iterable[int], *, on: date | None = None) -> dict[int, Standing]:
    """The standing of each of these people; those who never joined are absent. One query.

    Up to date until the last day of her last period; to renew in the last 30 days; late for
    a year after it; then a former member. A period still to come does not count yet.
    """
    day = on or timezone.localdate()
    last = (
        Membership.objects.filter(person__in=list(person_ids))
        .values("person_id")
        .annotate(end=Max("ends_on"), start=Min("starts_on"))
        .filter(start__lte=day)
    )
    return {row["person_id"]: standing_on(row["end"], day) for row in last}


def standing_on(end: date, day: date) -> Standing:
    """The standing, on a day, of somebody whose last period ends on `end`."""
    if end < day - timedelta(days=LATE_DAYS):
        return Standing.FORMER
    if end < day:
        return Standing.LATE
    if end <= day + timedelta(days=RENEWAL_DAYS):
        return Standing.DUE_SOON
    return Standing.UP_TO_DATE
