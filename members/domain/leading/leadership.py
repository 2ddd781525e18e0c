"""Leaders: spotted, met, trained, leading, training others. Every step is dated and signed.

A leader is somebody whom others follow, proven by those who come with her and not by her title
(J. McAlevey, *No Shortcuts*). So beside what we think of her stands what we saw.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from alliance.core.text.names import clean_text
from alliance.journal.domain import record
from members.enums import LeaderKind, LeaderStage
from members.models import Assessment, Leadership, LeadershipMove, Person, User

REASON_LIMIT = 1_000
UNDONE_WITHIN = timedelta(hours=1)  # after that a step is history: one notes another step


class StageChanged(Exception):
    """Somebody else moved her meanwhile; `leadership` is where she stands now, if anywhere."""

    def __init__(self, leadership: Leadership | None) -> None:
        super().__init__(_("Quelqu’un d’autre vient de la déplacer."))
        self.leadership = leadership


class NoReason(Exception):
    """An appreciation without its reason is refused; `str()` says so, in French."""


@dataclass(frozen=True)
class Followers:
    """Whom somebody brings, from check-ins and not from declarations.

    `brought`: people announced or checked in as brought by her. `came`: those of them who were
    checked in. `last_three`: the last three actions held where she was asked or came, the latest
    first, with how many came by her. `next_circle`: how many those who came by her brought in turn.
    """

    brought: int = 0
    came: int = 0
    last_three: tuple[tuple[str, int], ...] = ()
    next_circle: int = 0

    @property
    def trend(self) -> int:
        """How many more came by her at the last action than two actions before."""
        if len(self.last_three) < 3:
            return 0
        return self.last_three[0][1] - self.last_three[-1][1]


FollowersOf = Callable[[Sequence[int]], dict[int, Followers]]
_followers: list[FollowersOf] = []


def register_followers(provider: FollowersOf) -> None:
    """Say who counts the followers; called from `AppConfig.ready` by the room of actions."""
    _followers[:] = [provider]


def followers_of(person_ids: Iterable[int]) -> dict[int, Followers]:
    """The proven followers of each of these people; nothing when no room counts them."""
    ids = list(person_ids)
    return _followers[0](ids) if _followers and ids else {}


MissingOf = Callable[[Sequence[int]], dict[int, list[str]]]
_missing: list[MissingOf] = []


def register_missing(provider: MissingOf) -> None:
    """Say who knows what a leader has still to learn; called from `AppConfig.ready`."""
    _missing[:] = [provider]


def missing_of(person_ids: Iterable[int]) -> dict[int, list[str]]:
    """The trainings that each of these people lacks, by name; nothing when no room gives any."""
    ids = list(person_ids)
    return _missing[0](ids) if _missing and ids else {}


@transaction.atomic
def move(
    *,
    person: Person,
    to_stage: str,
    seen: str,
    actor: User | None,
    reason: str = "",
    kind: str = "",
    now: datetime | None = None,
) -> LeadershipMove | None:
    """Take a person a step on (or back); `seen` is the stage one saw, empty when none yet.

    Writes the step with its author and reason. Moving her where she already stands changes only
    her kind, and returns None. Raises StageChanged when somebody else moved her meanwhile.
    """
    moment = now or timezone.now()
    Person.objects.select_for_update().get(pk=person.pk)  # two first steps at once
    current = Leadership.objects.filter(person=person).first()
    if (current.stage if current else "") != seen:
        raise StageChanged(current)
    if current is None:
        current = Leadership(person=person)
    if kind in LeaderKind.values:
        current.kind = kind
    step = None
    if to_stage != seen:
        step = LeadershipMove.objects.create(
            person=person,
            from_stage=seen,
            to_stage=LeaderStage(to_stage),
            reason=clean_text(reason, REASON_LIMIT),
            author=actor,
            moved_at=moment,
        )
        current.stage, current.since = LeaderStage(to_stage), moment
    current.save()
    return step


@transaction.atomic
def undo(*, step: LeadershipMove, actor: User, now: datetime | None = None) -> bool:
    """Take back one's own last step, within the hour; returns whether it was.

    She stands again where she stood; taken back from her first step, she leaves the board.
    """
    moment = now or timezone.now()
    Person.objects.select_for_update().get(pk=step.person_id)
    last = LeadershipMove.objects.filter(person=step.person_id).first()
    fresh = step.moved_at >= moment - UNDONE_WITHIN
    if last is None or last.pk != step.pk or step.author_id != actor.pk or not fresh:
        return False
    place = Leadership.objects.filter(person=step.person_id, stage=step.to_stage)
    if step.from_stage:
        before = LeadershipMove.objects.filter(person=step.person_id).exclude(pk=step.pk).first()
        place.update(stage=step.from_stage, since=before.moved_at if before else step.moved_at)
    else:
        place.delete()
    step.delete()
    return True


@transaction.atomic
def withdraw(*, person: Person, actor: User, reason: str = "") -> bool:
    """Take her off the board; her steps and appreciations stay. Journaled with the reason."""
    gone, _rows = Leadership.objects.filter(person=person).delete()
    if gone:
        record(
            verb="leadership.withdrawn",
            actor=actor,
            subject=person,
            chapter_id=person.chapter_id,
            detail={"reason": clean_text(reason, REASON_LIMIT)},
        )
    return bool(gone)


def assess(
    *, person: Person, level: int, reason: str, actor: User, now: datetime | None = None
) -> Assessment:
    """Write what one thinks of her commitment, 1 to 5, and why; the earlier ones stay.

    Raises NoReason without a reason, ValueError for a level that is none.
    """
    why = clean_text(reason, REASON_LIMIT)
    if not why:
        raise NoReason(_("Dites en quelques mots pourquoi cette appréciation."))
    if not 1 <= level <= 5:
        raise ValueError(f"No such level: {level}.")
    return Assessment.objects.create(
        person=person, level=level, reason=why, author=actor, assessed_at=now or timezone.now()
    )


def next_stage(stage: str) -> tuple[str, Promise] | None:
    """The step after this one, and its words; None after the last."""
    stages = list(LeaderStage)
    place = stages.index(LeaderStage(stage)) + 1
    return (stages[place].value, stages[place].label) if place < len(stages) else None
