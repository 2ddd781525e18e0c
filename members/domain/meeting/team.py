"""The organizers side by side: what each carries, by name, never as a race."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Prefetch, Q
from django.utils import timezone

from members.domain.telling.figures import start_of_week
from members.enums import ContactKind, FollowUpKind, RoleKind
from members.models import Absence, Contact, FollowUp, Group, Person, Role, User

WEEKS = 4


@dataclass(frozen=True)
class Load:
    """What an organizer carries in some chapters.

    `people`: people she follows. `leaders`: those of them who stand on the leaders' board.
    `groups`: living groups she follows. `one_to_ones`: those she noted in the last four weeks.
    `planned`: people to meet by Sunday. `waiting`: her open promises; `late`: due before today.
    `absence`: her leave under way or planned, if any.
    """

    user: User
    people: int = 0
    leaders: int = 0
    groups: int = 0
    one_to_ones: int = 0
    planned: int = 0
    waiting: int = 0
    late: int = 0
    absence: Absence | None = None

    @property
    def roles(self) -> list[Role]:
        """Her roles of organizer held today, read with the team."""
        return self.user.held_roles  # type: ignore[attr-defined]


def organizers_in(chapters: Collection[int]) -> list[User]:
    """The accounts that organize there today, by first name (two queries)."""
    roles = Role.objects.current().filter(kind=RoleKind.ORGANIZER, chapter__in=chapters)
    people = User.objects.filter(is_active=True, pk__in=roles.values("user"))
    held = Prefetch("roles", queryset=roles, to_attr="held_roles")
    return list(people.prefetch_related(held).order_by("first_name", "last_name", "pk"))


def loads(chapters: Collection[int], *, now: datetime | None = None) -> list[Load]:
    """What each organizer of these chapters carries, by first name (seven queries)."""
    moment = now or timezone.now()
    team = organizers_in(chapters)
    people = _by_user(
        Person.objects.active().filter(chapter__in=chapters, organizer__in=team),
        "organizer_id",
        people=Count("pk"),
        leaders=Count("leadership"),
    )
    groups = _by_user(
        Group.objects.active().filter(chapter__in=chapters, organizer__in=team),
        "organizer_id",
        groups=Count("pk"),
    )
    return [
        Load(
            user=user,
            absence=absence,
            **people.get(user.pk, {}),
            **groups.get(user.pk, {}),
            **rhythm,
        )
        for user, absence, rhythm in _rhythms(chapters, team, moment)
    ]


def _rhythms(chapters: Collection[int], team: list[User], now: datetime):  # type: ignore[no-untyped-def]
    today = timezone.localdate(now)
    sunday = timezone.localdate(start_of_week(now)) + timedelta(days=6)
    held = Contact.objects.filter(
        author__in=team,
        person__chapter__in=chapters,
        kind=ContactKind.ONE_TO_ONE,
        happened_at__gte=now - timedelta(weeks=WEEKS),
    )
    held_by = _by_user(held, "author_id", one_to_ones=Count("pk"))
    promises = FollowUp.objects.open().filter(owner__in=team, person__chapter__in=chapters)
    promised_by = _by_user(
        promises,
        "owner_id",
        waiting=Count("pk"),
        late=Count("pk", filter=Q(due_on__lt=today)),
        planned=Count("pk", filter=Q(kind=FollowUpKind.MEET, due_on__range=(today, sunday))),
    )
    away = {
        one.user_id: one
        for one in Absence.objects.pending().filter(user__in=team).select_related("replacement")
    }
    for user in team:
        rhythm = held_by.get(user.pk, {}) | promised_by.get(user.pk, {})
        yield user, away.get(user.pk), rhythm


def _by_user(rows, key: str, **counts) -> Mapping[int, dict[str, int]]:  # type: ignore[no-untyped-def]
    counted = rows.order_by().values(key).annotate(**counts)
    return {row.pop(key): row for row in counted}
