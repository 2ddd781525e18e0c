"""What people need to come: asked once with the answer, summed for the action, rides matched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from actions.domain import replies
from actions.enums import Answer
from actions.models import CHILDREN_LIMIT, SEATS_LIMIT, Action, Attendance
from alliance.core.text.names import clean_text, fold
from members.models import User


class NoSeat(Exception):
    """This ride cannot be; the message says why, in French."""


@dataclass(frozen=True)
class Needs:
    """What somebody needs, or gives: children to look after, a ride, an interpreter, no steps."""

    children: int = 0
    wants_ride: bool = False
    seats_offered: int = 0
    interpreter: str = ""
    step_free: bool = False


@dataclass(frozen=True)
class Ride:
    """A driver: seats she offers, who rides with her, how many seats are left."""

    driver: Attendance
    passengers: list[Attendance]

    @property
    def left(self) -> int:
        """Seats still free; each passenger comes with her companions."""
        return self.driver.seats_offered - sum(1 + one.companions for one in self.passengers)


@dataclass(frozen=True)
class Wanting:
    """Somebody who looks for a ride, and the driver who could take her, the nearest first."""

    attendance: Attendance
    proposal: Ride | None


@dataclass(frozen=True)
class NeedsOfAction:
    """What the yes and the maybe of an action need.

    `children`: to look after, of `families`. `interpreters`: people by language. `step_free`: who
    cannot climb. `rides`: drivers. `wanting`: who looks for a seat and has none yet.
    """

    children: int = 0
    families: int = 0
    interpreters: dict[str, int] = field(default_factory=dict)
    step_free: int = 0
    rides: list[Ride] = field(default_factory=list)
    wanting: list[Wanting] = field(default_factory=list)

    @property
    def seats_left(self) -> int:
        """Seats still free in all cars."""
        return sum(max(0, ride.left) for ride in self.rides)

    def __bool__(self) -> bool:
        said = self.children or self.interpreters or self.step_free
        return bool(said or self.rides or self.wanting)


@transaction.atomic
def note_needs(*, attendance: Attendance, needs: Needs, actor: User | None = None) -> None:
    """Write down what somebody needs for this action; her page remembers it for the next one.

    A driver who offers no seat any more, or somebody who wants no ride, leaves her ride.
    Raises ValueError for more children or seats than can be.
    """
    if not (0 <= needs.children <= CHILDREN_LIMIT and 0 <= needs.seats_offered <= SEATS_LIMIT):
        raise ValueError("Implausible needs.")
    wants = needs.wants_ride and not needs.seats_offered
    Attendance.objects.filter(pk=attendance.pk).update(
        children=needs.children,
        wants_ride=wants,
        seats_offered=needs.seats_offered,
        interpreter=clean_text(needs.interpreter, 40),
        step_free=needs.step_free,
    )
    if not wants:
        Attendance.objects.filter(pk=attendance.pk).update(rides_with=None)
    if not needs.seats_offered:
        Attendance.objects.filter(rides_with=attendance.pk).update(rides_with=None)
    if attendance.person is not None:
        replies.note_needs(
            person=attendance.person,
            actor=actor,
            needs_childcare=needs.children > 0,
            needs_ride=wants,
            needs_interpreter=bool(needs.interpreter.strip()),
        )


def needs_of(attendance: Attendance) -> Needs:
    """What she said; before she answered, what is known of her from earlier times."""
    person = attendance.person
    if attendance.answered_at is None and person is not None:
        language = person.languages[0] if person.languages else _("à préciser")
        return Needs(
            children=int(person.needs_childcare),
            wants_ride=person.needs_ride,
            interpreter=language if person.needs_interpreter else "",
        )
    return Needs(
        children=attendance.children,
        wants_ride=attendance.wants_ride,
        seats_offered=attendance.seats_offered,
        interpreter=attendance.interpreter,
        step_free=attendance.step_free,
    )


def of_action(action: Action) -> NeedsOfAction:
    """The needs of those who come or may come, with a proposal for each ride (one query)."""
    coming = list(
        Attendance.objects.filter(action=action, answer__in=[Answer.YES, Answer.MAYBE])
        .exclude(person=None)
        .select_related("person__neighbourhood")
        .order_by("person__sort_key", "pk")
    )
    rides = _rides(coming)
    return NeedsOfAction(
        children=sum(row.children for row in coming),
        families=sum(row.children > 0 for row in coming),
        interpreters=_languages(row.interpreter for row in coming if row.interpreter),
        step_free=sum(row.step_free for row in coming),
        rides=rides,
        wanting=_wanting(coming, rides),
    )


def _languages(said: Iterable[str]) -> dict[str, int]:
    """A plain dictionary: a page asks a Counter for « items » and is told 0."""
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    for language in said:
        counts[names.setdefault(fold(language), language)] += 1
    return dict(counts)


def _rides(coming: list[Attendance]) -> list[Ride]:
    return [
        Ride(driver, [row for row in coming if row.rides_with_id == driver.pk])
        for driver in coming
        if driver.seats_offered
    ]


def _wanting(coming: list[Attendance], rides: list[Ride]) -> list[Wanting]:
    """The same quarter first, then the same town, then whoever has most room."""
    room = {ride.driver.pk: ride.left for ride in rides}
    found = []
    for row in coming:
        if not row.wants_ride or row.rides_with_id:
            continue
        able = [ride for ride in rides if room[ride.driver.pk] >= 1 + row.companions]
        able.sort(key=lambda ride: (_distance(row, ride.driver), -room[ride.driver.pk]))
        if able:
            room[able[0].driver.pk] -= 1 + row.companions
        found.append(Wanting(row, able[0] if able else None))
    return found


def _distance(one: Attendance, other: Attendance) -> int:
    a, b = one.person, other.person
    if a is None or b is None:
        return 2
    if a.neighbourhood_id and a.neighbourhood_id == b.neighbourhood_id:
        return 0
    return 1 if a.city and fold(a.city) == fold(b.city) else 2


@transaction.atomic
def ride(*, passenger: Attendance, driver: Attendance | None) -> None:
    """Seat somebody in a car, or take her out of it.

    Raises NoSeat when the car is full, drives to another action, or is not one.
    """
    Action.objects.select_for_update(no_key=True).get(pk=passenger.action_id)
    if driver is not None:
        _refuse_seat(passenger, driver)
    Attendance.objects.filter(pk=passenger.pk).update(rides_with=driver)


def _refuse_seat(passenger: Attendance, driver: Attendance) -> None:
    if driver.action_id != passenger.action_id or not driver.seats_offered:
        raise NoSeat(_("Cette personne n’offre pas de place pour cette action."))
    if driver.pk == passenger.pk:
        raise NoSeat(_("On ne monte pas avec soi-même."))
    others = Attendance.objects.filter(rides_with=driver).exclude(pk=passenger.pk)
    car = Ride(driver, list(others))
    if car.left < 1 + passenger.companions:
        raise NoSeat(_("Il ne reste plus assez de places dans cette voiture."))
