"""Floors and doors: walked by two teams at once, on a phone or on paper, knock after knock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.core.text.names import clean_text
from alliance.journal.domain import record
from campaigns.enums import Knock
from campaigns.models import Building, BuildingNote, Door, DoorKnock, ListeningDrive
from campaigns.models.doors import MOST_DOORS, MOST_FLOORS
from members.models import Chapter, Neighbourhood, User

CLOCK_DRIFT = timedelta(minutes=5)
OLDEST = timedelta(days=14)  # a telephone that found its network again two weeks later
NOON = time(12)


class InvalidBuilding(Exception):
    """The building cannot be so; `str()` says why, in French."""


@transaction.atomic
def create(
    *,
    chapter: Chapter,
    name: str,
    floors: int,
    doors: int,
    ground_floor: bool = True,
    address: str = "",
    neighbourhood: Neighbourhood | None = None,
    drive: ListeningDrive | None = None,
    actor: User | None = None,
) -> Building:
    """A building with `doors` doors on each of its `floors` floors, and the ground floor if any
    door opens there; journaled.

    Raises InvalidBuilding for a name already there, too many floors or doors, another chapter.
    """
    if not 0 <= floors <= MOST_FLOORS or not 1 <= doors <= MOST_DOORS:
        raise InvalidBuilding(_("Un bâtiment a au plus 60 étages et 40 portes par étage."))
    if any(one is not None and one.chapter_id != chapter.pk for one in (neighbourhood, drive)):
        raise InvalidBuilding(_("Tout doit appartenir à la même alliance locale."))
    numbers = range(0 if ground_floor or floors == 0 else 1, floors + 1)
    try:
        with transaction.atomic():
            building = Building.objects.create(
                chapter=chapter,
                name=clean_text(name, 120),
                address=clean_text(address, 200),
                neighbourhood=neighbourhood,
                drive=drive,
            )
    except IntegrityError:
        raise InvalidBuilding(_("Ce bâtiment est déjà dans la liste.")) from None
    Door.objects.bulk_create(
        Door(building=building, floor=floor, position=position)
        for floor in numbers
        for position in range(1, doors + 1)
    )
    record(verb="building.added", actor=actor, subject=building, chapter_id=chapter.pk)
    return building


def add_door(*, building: Building, floor: int) -> Door:
    """One more door at the end of a floor. Raises InvalidBuilding when there are forty."""
    with transaction.atomic():
        Building.objects.select_for_update().get(pk=building.pk)
        last = building.doors.filter(floor=floor).aggregate(last=Max("position"))["last"] or 0
        if last >= MOST_DOORS or not -3 <= floor <= MOST_FLOORS:
            raise InvalidBuilding(_("Un bâtiment a au plus 60 étages et 40 portes par étage."))
        return Door.objects.create(building=building, floor=floor, position=last + 1)


def remove_door(*, door: Door) -> bool:
    """Take away a door that does not exist; one on which somebody knocked stays."""
    if door.knocks.exists():
        return False
    door.delete()
    return True


@transaction.atomic
def new_round(
    *, building: Building, drive: ListeningDrive | None = None, actor: User | None = None
) -> Building:
    """Every door is to knock on again; what happened before stays readable. Journaled."""
    building.round_started_at = timezone.now()
    if drive is not None:
        building.drive = drive
    building.save(update_fields=["round_started_at", "drive"])
    record(verb="building.round", actor=actor, subject=building, chapter_id=building.chapter_id)
    return building


def knock(
    *,
    door: Door,
    outcome: str,
    actor: User | None,
    client_id: UUID,
    knocked_at: datetime | None = None,
    from_paper: bool = False,
    now: datetime | None = None,
) -> DoorKnock:
    """Add a knock: no lock, nothing overwritten, the latest one counts.

    The same `client_id` twice (a lost connection) is one knock. A time to come, or older than two
    weeks, is taken for now.
    """
    moment = now or timezone.now()
    when = knocked_at or moment
    if not moment - OLDEST <= when <= moment + CLOCK_DRIFT and not from_paper:
        when = moment
    row, _created = DoorKnock.objects.get_or_create(
        client_id=client_id,
        defaults={
            "door": door,
            "outcome": outcome,
            "knocked_at": min(when, moment),
            "knocked_by": actor,
            "from_paper": from_paper,
            "created_at": moment,
        },
    )
    return row


@transaction.atomic
def enter_sheet(
    *,
    building: Building,
    outcomes: Mapping[int, str],
    walked_on: date,
    sheet_id: UUID,
    actor: User | None,
    now: datetime | None = None,
) -> int:
    """Enter a paper sheet, door by door; returns how many knocks are new. Journaled.

    The same sheet sent twice counts once. Doors of another building and unknown codes are left
    out. Raises InvalidBuilding for a day to come.
    """
    moment = now or timezone.now()
    if walked_on > timezone.localdate(moment):
        raise InvalidBuilding(_("Cette tournée n’a pas encore eu lieu : vérifiez la date."))
    today = walked_on == timezone.localdate(moment)
    when = moment if today else timezone.make_aware(datetime.combine(walked_on, NOON))
    known = set(building.doors.filter(pk__in=list(outcomes)).values_list("pk", flat=True))
    rows = [
        DoorKnock(
            door_id=pk,
            outcome=outcome,
            knocked_at=when,
            knocked_by=actor,
            from_paper=True,
            client_id=uuid5(sheet_id, str(pk)),
            created_at=moment,
        )
        for pk, outcome in outcomes.items()
        if pk in known and outcome in Knock.values
    ]
    before = DoorKnock.objects.filter(client_id__in=[row.client_id for row in rows]).count()
    DoorKnock.objects.bulk_create(rows, ignore_conflicts=True)
    new = len(rows) - before
    if new:
        record(
            verb="building.sheet",
            actor=actor,
            subject=building,
            chapter_id=building.chapter_id,
            detail={"knocks": new},
            now=moment,
        )
    return new


def note(
    *, building: Building, text: str, author: User | None, client_id: UUID
) -> BuildingNote | None:
    """Write what the next team should know; nothing for empty words."""
    words = clean_text(text, 300)
    if not words:
        return None
    row, _created = BuildingNote.objects.get_or_create(
        client_id=client_id, defaults={"building": building, "text": words, "author": author}
    )
    return row


@dataclass(frozen=True)
class Cell:
    """A door as the grid shows it: what happened in this round, and before it."""

    door: Door
    outcome: str = ""
    when: datetime | None = None
    who: str = ""
    before: str = ""
    before_when: datetime | None = None

    @property
    def label(self) -> str:
        """The words of the outcome."""
        return str(Knock(self.outcome).label) if self.outcome else ""

    @property
    def before_label(self) -> str:
        """The words of the last outcome of the rounds before."""
        return str(Knock(self.before).label) if self.before else ""


@dataclass(frozen=True)
class Floor:
    """A floor with its doors, from left to right."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def todo(self) -> int:
        """Doors on which nobody knocked in this round."""
        return sum(1 for cell in self.cells if not cell.outcome)


@dataclass(frozen=True)
class Grid:
    """A building in this round: its floors from the top down.

    `counts`: doors by outcome. `done`: doors where somebody knocked, of `doors`. `opened`: doors
    where somebody answered (talked, not now, refused), the contact rate of the trade.
    """

    floors: tuple[Floor, ...]
    counts: Mapping[str, int]

    @property
    def doors(self) -> int:
        """How many doors there are."""
        return sum(len(floor.cells) for floor in self.floors)

    @property
    def done(self) -> int:
        """Doors on which somebody knocked."""
        return sum(self.counts.values())

    @property
    def opened(self) -> int:
        """Doors where somebody answered."""
        return self.done - self.counts.get(Knock.ABSENT, 0)

    @property
    def widest(self) -> int:
        """The most doors on a floor."""
        return max((len(floor.cells) for floor in self.floors), default=0)

    def floor(self, number: int | None) -> Floor | None:
        """That floor; without a number, the highest where a door is still to knock on."""
        found = [one for one in self.floors if one.number == number]
        todo = [one for one in self.floors if one.todo]
        chosen = found or todo or list(self.floors)
        return chosen[0] if chosen else None


def grid(building: Building) -> Grid:
    """The grid of a building (three queries, whatever its size)."""
    since = building.round_started_at
    mine = DoorKnock.objects.filter(door__building=building).order_by(
        "door_id", "-knocked_at", "-pk"
    )
    now = {
        row.door_id: row
        for row in mine.filter(knocked_at__gte=since)
        .distinct("door_id")
        .select_related("knocked_by")
    }
    before = {row.door_id: row for row in mine.filter(knocked_at__lt=since).distinct("door_id")}
    floors: dict[int, list[Cell]] = {}
    for door in building.doors.order_by("-floor", "position"):
        cell = _cell(door, now.get(door.pk), before.get(door.pk))
        floors.setdefault(door.floor, []).append(cell)
    counts = Counter(cell.outcome for cells in floors.values() for cell in cells if cell.outcome)
    return Grid(tuple(Floor(n, tuple(cells)) for n, cells in floors.items()), counts)


def _cell(door: Door, knock: DoorKnock | None, before: DoorKnock | None) -> Cell:
    told: dict[str, Any] = {}
    if knock is not None and knock.outcome != Knock.CLEARED:
        told = {"outcome": knock.outcome, "when": knock.knocked_at}
        told["who"] = knock.knocked_by.first_name if knock.knocked_by else ""
    if before is not None and before.outcome != Knock.CLEARED:
        told |= {"before": before.outcome, "before_when": before.knocked_at}
    return Cell(door, **told)


@dataclass(frozen=True)
class Walked:
    """How far a building is: doors knocked on in this round, of all; the last visit."""

    doors: int
    done: int
    last: datetime | None


def walked(buildings: list[Building]) -> dict[int, Walked]:
    """How far each of these buildings is, by id (two queries)."""
    ids = [building.pk for building in buildings]
    rounds = {building.pk: building.round_started_at for building in buildings}
    doors = dict(
        Door.objects.filter(building__in=ids)
        .order_by()
        .values_list("building_id")
        .annotate(n=Count("pk"))
    )
    latest = (
        DoorKnock.objects.filter(door__building__in=ids)
        .order_by("door_id", "-knocked_at", "-pk")
        .distinct("door_id")
        .values_list("door__building_id", "outcome", "knocked_at")
    )
    done: Counter[int] = Counter()
    last: dict[int, datetime] = {}
    for building_id, outcome, when in latest:
        if outcome != Knock.CLEARED and when >= rounds[building_id]:
            done[building_id] += 1
        last[building_id] = max(when, last.get(building_id, when))
    return {pk: Walked(doors.get(pk, 0), done[pk], last.get(pk)) for pk in ids}
