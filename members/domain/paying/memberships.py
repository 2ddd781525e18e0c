"""Memberships: whether somebody's dues are up to date, computed from the periods."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Count,
    Exists,
    F,
    FilteredRelation,
    Max,
    Min,
    OuterRef,
    Q,
    TextChoices,
)
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import Membership
from members.models.person import PersonQuerySet

RENEWAL_DAYS = 30
LATE_DAYS = 365
NEVER = "never"


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
        Membership.objects.valid()
        .filter(person__in=list(person_ids))
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


def with_standing(
    queryset: PersonQuerySet, standing: str, *, on: date | None = None
) -> PersonQuerySet:
    """Keep the people of this standing, or (`NEVER`) those who never joined; in SQL.

    The same answer as `standing`, asked with EXISTS on the periods' index. Raises ValueError for
    an unknown standing.
    """
    day = on or timezone.localdate()
    hers = Membership.objects.valid().filter(person=OuterRef("pk"))
    joined = Exists(hers.filter(starts_on__lte=day))

    def ends_from(limit: date) -> Exists:
        return Exists(hers.filter(ends_on__gte=limit))

    soon, long_ago = day + timedelta(days=RENEWAL_DAYS + 1), day - timedelta(days=LATE_DAYS)
    conditions = {
        Standing.UP_TO_DATE: Q(joined, ends_from(soon)),
        Standing.DUE_SOON: Q(joined, ends_from(day), ~ends_from(soon)),
        Standing.LATE: Q(joined, ends_from(long_ago), ~ends_from(day)),
        Standing.FORMER: Q(joined, ~ends_from(long_ago)),
        NEVER: ~Q(joined),
    }
    if standing not in conditions:
        raise ValueError(f"Unknown standing {standing!r}.")
    return queryset.filter(conditions[standing])


def ending_in(queryset: Any, standing: Standing, *, on: date | None = None) -> Any:
    """The people of this standing with `dues_end`, the last day of their last period; in SQL.

    The same people as `with_standing`, asked of the periods in the order in which they end: the
    first fifty are found without reading everybody.
    """
    day = on or timezone.localdate()
    soon, long_ago = day + timedelta(days=RENEWAL_DAYS), day - timedelta(days=LATE_DAYS)
    last_ones = {
        Standing.UP_TO_DATE: Q(dues_end__gt=soon),
        Standing.DUE_SOON: Q(dues_end__gte=day, dues_end__lte=soon),
        Standing.LATE: Q(dues_end__gte=long_ago, dues_end__lt=day),
        Standing.FORMER: Q(dues_end__lt=long_ago),
    }
    hers = Membership.objects.valid().filter(person=OuterRef("pk"))
    end, same = OuterRef("dues_end"), OuterRef("last_pk")
    later = hers.filter(Q(ends_on__gt=end) | Q(ends_on=end, pk__gt=same))
    return (
        queryset.annotate(
            last=FilteredRelation("memberships", condition=Q(memberships__cancelled_at=None)),
            dues_end=F("last__ends_on"),
            last_start=F("last__starts_on"),
            last_pk=F("last__pk"),
        )
        .filter(last_ones[standing], ~Exists(later))
        .filter(Q(last_start__lte=day) | Exists(hers.filter(starts_on__lte=day)))
    )


def standing_counts(people: PersonQuerySet, *, on: date | None = None) -> dict[str, int]:
    """How many of these people are in each standing, in the order of the enumeration. One query."""
    day = on or timezone.localdate()
    soon, long_ago = day + timedelta(days=RENEWAL_DAYS), day - timedelta(days=LATE_DAYS)
    last = (
        Membership.objects.valid()
        .filter(person__in=people.order_by().values("pk"))
        .order_by()
        .values("person_id")
        .annotate(end=Max("ends_on"), start=Min("starts_on"))
        .filter(start__lte=day)
    )
    return last.aggregate(
        up_to_date=Count("person_id", filter=Q(end__gt=soon)),
        due_soon=Count("person_id", filter=Q(end__gte=day, end__lte=soon)),
        late=Count("person_id", filter=Q(end__lt=day, end__gte=long_ago)),
        former=Count("person_id", filter=Q(end__lt=long_ago)),
    )


def last_day(start: date, months: int) -> date:
    """The last day of a period of so many months: 15 March for 12 months ends on 14 March."""
    year, month = divmod(start.month - 1 + months, 12)
    length = monthrange(start.year + year, month + 1)[1]
    if start.day > length:  # from 31 January, one month ends on the last day of February
        return date(start.year + year, month + 1, length)
    return date(start.year + year, month + 1, start.day) - timedelta(days=1)
