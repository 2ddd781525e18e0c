"""Figures of the people's room, each with its definition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import (
    Count,
    DateField,
    DateTimeField,
    F,
    Field,
    Func,
    IntegerField,
    Subquery,
    Value,
)
from django.db.models.expressions import RawSQL
from django.utils import timezone

from alliance.core.counting import Number
from alliance.core.remembering import remembered
from members.enums import ContactKind, FollowUpKind
from members.models import Chapter, Contact, JoinRequest, Membership, Person, User

RHYTHM_KEPT = 300  # seconds
Asked = Subquery | RawSQL


@dataclass(frozen=True)
class Week:
    """An organizer's week, Monday to Sunday, in her chapters.

    `one_to_ones`: those she noted that happened this week. `new_people`: people created this
    week in her chapters. `late`: her open follow-ups due before today; `due_today`: due today.
    `oldest_late_days`: age in days of the oldest late one, 0 without any. `planned`: people to
    meet again by Sunday, by her open follow-ups.
    """

    starts_on: date
    one_to_ones: int
    new_people: int
    late: int
    due_today: int
    oldest_late_days: int
    planned: int = 0

    @property
    def to_hold(self) -> int:
        """One-to-ones of the week, held or planned; 0 when none is planned any more."""
        return self.one_to_ones + self.planned if self.planned else 0

    @property
    def waiting(self) -> int:
        """Promises due today or before."""
        return self.late + self.due_today


def start_of_week(now: datetime | None = None) -> datetime:
    """Monday at midnight, local time, of the week of `now`."""
    today = timezone.localdate(now or timezone.now())
    monday = today - timedelta(days=today.weekday())
    return timezone.make_aware(datetime.combine(monday, datetime.min.time()))


def start_of_yesterday(now: datetime | None = None) -> datetime:
    """Yesterday at midnight, local time."""
    yesterday = timezone.localdate(now or timezone.now()) - timedelta(days=1)
    return timezone.make_aware(datetime.combine(yesterday, datetime.min.time()))


@dataclass(frozen=True)
class News:
    """What happened since yesterday at midnight in the viewer's chapters.

    `people`: people created. `asked`: forms « Nous rejoindre » received. `memberships`: periods
    written down that are not cancelled.
    """

    people: int
    asked: int
    memberships: int


def news_of(user: User, *, now: datetime | None = None) -> News:
    """What is new for this viewer (one query)."""
    since = start_of_yesterday(now)
    people = Person.objects.visible_to(user).active()
    memberships = Membership.objects.visible_to(user).valid()
    return News(
        **numbers_about(
            user,
            people=Number(_keys(people.filter(created_at__gte=since))),
            asked=Number(_keys(JoinRequest.objects.visible_to(user).filter(sent_at__gte=since))),
            memberships=Number(_keys(memberships.filter(created_at__gte=since))),
        )
    )


def week_of(user: User, *, now: datetime | None = None) -> Week:
    """This organizer's week (one query)."""
    moment = now or timezone.now()
    return week_from(numbers_about(user, **week_numbers(user, moment)), moment)


# What she holds and has promised. Written out: « Ma semaine » asks it at every page, and to build
# it anew cost more than to answer it.
_MINE = "FROM members_followup WHERE owner_id = %s AND done_at IS NULL AND cancelled_at IS NULL AND"
_HERS = {
    "one_to_ones": f"""SELECT count(*) FROM members_contact
    WHERE author_id = %s AND kind = '{ContactKind.ONE_TO_ONE}' AND happened_at >= %s""",  # noqa: S608 - no value in the statement
    "late": f"SELECT count(*) {_MINE} due_on < %s",
    "due_today": f"SELECT count(*) {_MINE} due_on = %s",
    "planned": f"SELECT count(*) {_MINE} kind = '{FollowUpKind.MEET}' AND due_on BETWEEN %s AND %s",
    "oldest": f"SELECT min(due_on) {_MINE} due_on < %s",
}


def week_numbers(user: User, now: datetime) -> dict[str, Asked]:
    """What her week is made of, to be asked with other numbers about her."""
    today, start = timezone.localdate(now), start_of_week(now)
    sunday = timezone.localdate(start) + timedelta(days=6)
    created = Person.objects.visible_to(user).active().filter(created_at__gte=start)
    number, day = IntegerField(), DateField()
    return {
        "new_people": Number(_keys(created)),
        "one_to_ones": _hers("one_to_ones", user, start, field=number),
        "late": _hers("late", user, today, field=number),
        "due_today": _hers("due_today", user, today, field=number),
        "planned": _hers("planned", user, today, sunday, field=number),
        "oldest": _hers("oldest", user, today, field=day),
    }


def _hers(name: str, user: User, *since: date, field: Field[Any, Any]) -> RawSQL:
    return RawSQL(_HERS[name], (user.pk, *since), field)  # noqa: S611 - no value in the statement


def week_from(found: dict[str, Any], now: datetime) -> Week:
    """Her week, once those numbers are found."""
    oldest, today = found["oldest"], timezone.localdate(now)
    names = ("one_to_ones", "new_people", "late", "due_today", "planned")
    return Week(
        starts_on=timezone.localdate(start_of_week(now)),
        oldest_late_days=(today - oldest).days if oldest else 0,
        **{name: found[name] for name in names},
    )


def _keys(rows: Any) -> Any:
    return rows.order_by().values("pk")


def numbers_about(user: User, **numbers: Asked) -> dict[str, Any]:
    """Numbers about somebody, on her own row: all of them in one query."""
    # Named apart from her columns: an alias like one of them would be refused.
    asked = {f"n_{name}": number for name, number in numbers.items()}
    row = User.objects.filter(pk=user.pk).values(**asked).get()
    return {name.removeprefix("n_"): value for name, value in row.items()}


def weekly_one_to_ones(
    user: User, *, weeks: int = 12, now: datetime | None = None, anew: bool = False
) -> list[tuple[date, int]]:
    """How many one-to-ones were held in her chapters, week by week, the oldest first.

    May be five minutes old, but for her own: one that she notes is counted at once.
    """
    monday = timezone.localdate(start_of_week(now))
    mondays = [monday - timedelta(weeks=weeks - 1 - n) for n in range(weeks)]
    hers = _one_to_ones_from(monday).filter(author=user).count()
    counts = remembered(
        f"one-to-ones:{mondays[0]}:{monday}:{user.pk}:{hers}:{user.scope.key}",
        lambda: _by_week(user, mondays),
        seconds=RHYTHM_KEPT,
        anew=anew,
    )
    return list(zip(mondays, counts, strict=True))


def _one_to_ones_from(day: date) -> Any:
    return Contact.objects.filter(kind=ContactKind.ONE_TO_ONE, happened_at__gte=_midnight(day))


# Whose chapters are all there are: nobody has to be looked up, the index counts alone.
_EVERYBODY_S = f"""
SELECT (
  SELECT count(*) FROM members_contact
  WHERE kind = '{ContactKind.ONE_TO_ONE}' AND happened_at >= starts AND happened_at < ends)
FROM unnest(%s::timestamptz[], %s::timestamptz[]) AS week (starts, ends) ORDER BY starts
"""  # noqa: S608 - no value in the statement


def _by_week(user: User, mondays: list[date]) -> list[int]:
    edges = [_midnight(day) for day in (*mondays, mondays[-1] + timedelta(weeks=1))]
    scope = user.scope
    if scope.everywhere or not Chapter.objects.exclude(pk__in=scope.organizes).exists():
        with connection.cursor() as cursor:
            cursor.execute(_EVERYBODY_S, [edges[:-1], edges[1:]])
            return [count for (count,) in cursor.fetchall()]
    held = _one_to_ones_from(mondays[0]).visible_to(user)
    week = Func(
        F("happened_at"),
        Value(edges, output_field=ArrayField(DateTimeField())),
        function="width_bucket",
        output_field=IntegerField(),
    )
    # Rows, not ids: the index alone answers.
    found = dict(held.order_by().values_list(week).annotate(n=Count("*")))
    return [found.get(rank, 0) for rank in range(1, len(mondays) + 1)]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
