"""Common problems: a heap of grievances, merged or split without losing where each came from."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Avg, Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.core.text.names import clean_text
from alliance.journal.domain import record
from campaigns.enums import MoveReason, Theme
from campaigns.models import Campaign, Grievance, GrievanceMove, Issue
from members.enums import LeaderStage
from members.models import Chapter, Group, Leadership, Person, User
from members.models.person import PersonQuerySet

LEADING = (LeaderStage.TRAINING, LeaderStage.LEADER, LeaderStage.TRAINER)


class InvalidIssue(Exception):
    """The heap cannot be so; `str()` says why, in French."""


@transaction.atomic
def make(
    *,
    chapter: Chapter,
    title: str,
    grievances: Iterable[Grievance],
    theme: str | None = None,
    actor: User | None = None,
) -> Issue:
    """Make a heap of grievances an issue; journaled.

    Grievances of another chapter, or already in a heap, are left where they are: two organizers
    sorting at once never take from each other. Raises InvalidIssue without a title, or when none
    is left.
    """
    words = clean_text(title, 160)
    if not words:
        raise InvalidIssue(_("Donnez un nom à ce problème commun."))
    free = _free(chapter, [one.pk for one in grievances])
    if not free:
        raise InvalidIssue(_("Ces colères sont déjà dans un problème commun."))
    issue = Issue.objects.create(
        chapter=chapter, title=words, theme=theme or _usual_theme(free), created_by=actor
    )
    _move(free, to=issue, reason=MoveReason.GATHERED, actor=actor)
    record(
        verb="issue.made",
        actor=actor,
        subject=issue,
        chapter_id=chapter.pk,
        detail={"grievances": len(free)},
    )
    return issue


@transaction.atomic
def change(*, issue: Issue, actor: User | None = None, **fields: Any) -> Issue:
    """Change its title, theme, description, or whether it can be won; journaled."""
    unknown = fields.keys() - {"title", "theme", "description", "is_winnable"}
    if unknown:
        raise TypeError(f"Unknown fields of an issue: {sorted(unknown)}")
    changed = sorted(name for name, value in fields.items() if getattr(issue, name) != value)
    for name in changed:
        setattr(issue, name, fields[name])
    if changed:
        issue.save(update_fields=changed)
        record(
            verb="issue.changed",
            actor=actor,
            subject=issue,
            chapter_id=issue.chapter_id,
            detail={"fields": changed},
        )
    return issue


@transaction.atomic
def add(*, issue: Issue, grievances: Iterable[Grievance], actor: User | None = None) -> int:
    """Put more grievances in the heap; returns how many came. Those of other heaps stay there."""
    locked = _standing(issue)
    free = _free(locked.chapter, [one.pk for one in grievances])
    _move(free, to=locked, reason=MoveReason.GATHERED, actor=actor)
    return len(free)


@transaction.atomic
def take_out(*, issue: Issue, grievances: Iterable[Grievance], actor: User | None = None) -> int:
    """Put grievances back among those to sort; returns how many left."""
    mine = list(issue.grievances.select_for_update().filter(pk__in=[g.pk for g in grievances]))
    _move(mine, to=None, reason=MoveReason.REMOVED, actor=actor)
    return len(mine)


@transaction.atomic
def merge(*, kept: Issue, gone: Issue, actor: User | None = None) -> UUID:
    """Make two heaps one; returns the deed, by which `unmerge` undoes it. Journaled.

    Every grievance keeps the trace of the heap it comes from; the campaigns of the heap gone are
    now about the heap kept. Raises InvalidIssue for a heap with itself, of another chapter, or
    already merged.
    """
    if kept.pk == gone.pk or kept.chapter_id != gone.chapter_id:
        raise InvalidIssue(_("Ces deux problèmes ne peuvent pas être réunis."))
    rows = {i.pk: i for i in Issue.objects.select_for_update().filter(pk__in=[kept.pk, gone.pk])}
    if any(row.merged_into_id for row in rows.values()):
        raise InvalidIssue(_("L’un des deux a déjà été réuni à un autre."))
    deed = uuid4()
    moved = list(rows[gone.pk].grievances.select_for_update())
    _move(moved, to=rows[kept.pk], reason=MoveReason.MERGED, actor=actor, deed=deed)
    Campaign.objects.filter(issue=gone).update(issue=kept)
    Issue.objects.filter(merged_into=gone).update(merged_into=kept)
    Issue.objects.filter(pk=gone.pk).update(merged_into=kept, merged_at=timezone.now())
    record(
        verb="issue.merged",
        actor=actor,
        subject=kept,
        chapter_id=kept.chapter_id,
        detail={"gone": gone.pk, "grievances": len(moved)},
    )
    return deed


@transaction.atomic
def unmerge(*, gone: Issue, actor: User | None = None) -> Issue:
    """Take a merged heap apart again: what came from it and is still in the other goes back.

    Campaigns stay with the heap that was kept. Raises InvalidIssue when it is not merged.
    """
    row: Issue = Issue.objects.select_for_update().get(pk=gone.pk)
    if row.merged_into_id is None:
        raise InvalidIssue(_("Ce problème n’est réuni à aucun autre."))
    came = GrievanceMove.objects.filter(from_issue=row, reason=MoveReason.MERGED)
    back = list(
        Grievance.objects.select_for_update().filter(
            issue=row.merged_into_id, pk__in=came.values("grievance_id")
        )
    )
    row.merged_into, row.merged_at = None, None
    row.save(update_fields=["merged_into", "merged_at"])
    _move(back, to=row, reason=MoveReason.UNMERGED, actor=actor)
    record(verb="issue.unmerged", actor=actor, subject=row, chapter_id=row.chapter_id)
    return row


@transaction.atomic
def split(
    *, issue: Issue, title: str, grievances: Iterable[Grievance], actor: User | None = None
) -> Issue:
    """Take some grievances of a heap into one of their own, which remembers where it comes from.

    Raises InvalidIssue without a title, for none of them, or for all of them.
    """
    words = clean_text(title, 160)
    if not words:
        raise InvalidIssue(_("Donnez un nom à ce problème commun."))
    locked = _standing(issue)
    chosen = list(locked.grievances.select_for_update().filter(pk__in=[g.pk for g in grievances]))
    if not chosen or len(chosen) == locked.grievances.count():
        raise InvalidIssue(_("Pour partager un tas, choisissez-en une partie."))
    new = Issue.objects.create(
        chapter=locked.chapter,
        title=words,
        theme=_usual_theme(chosen),
        split_from=locked,
        created_by=actor,
    )
    _move(chosen, to=new, reason=MoveReason.SPLIT, actor=actor)
    record(
        verb="issue.split",
        actor=actor,
        subject=new,
        chapter_id=new.chapter_id,
        detail={"from": locked.pk, "grievances": len(chosen)},
    )
    return new


def _standing(issue: Issue) -> Issue:
    locked: Issue = Issue.objects.select_for_update().get(pk=issue.pk)
    if locked.merged_into_id is not None:
        raise InvalidIssue(_("Ce problème a été réuni à un autre : ouvrez l’autre."))
    return locked


def _free(chapter: Chapter, pks: Collection[int]) -> list[Grievance]:
    rows = Grievance.objects.select_for_update().filter(chapter=chapter, issue=None, pk__in=pks)
    return list(rows.order_by("pk"))


def _move(
    grievances: Collection[Grievance],
    *,
    to: Issue | None,
    reason: str,
    actor: User | None,
    deed: UUID | None = None,
) -> None:
    mark = deed or uuid4()
    GrievanceMove.objects.bulk_create(
        GrievanceMove(
            grievance=one,
            from_issue_id=one.issue_id,
            to_issue=to,
            reason=reason,
            deed=mark,
            moved_by=actor,
        )
        for one in grievances
    )
    Grievance.objects.filter(pk__in=[one.pk for one in grievances]).update(issue=to)


def _usual_theme(grievances: Collection[Grievance]) -> str:
    themes = [one.theme for one in grievances]
    return max(set(themes), key=themes.count) if themes else str(Theme.OTHER)


@dataclass(frozen=True)
class Reach:
    """How broad and deep an issue is.

    `voices`: grievances in the heap. `people`: those with a name, once each; `unnamed`: grievances
    without one; `breadth` counts both. `depth`: the mean, 1 to 3; `ready`: how many are ready to
    act. `groups`: groups today of those who gave a name, with how many of them. `leaders`: among
    them, those in training or leading. `hoods`: neighbourhoods, with how many voices.
    """

    voices: int = 0
    people: int = 0
    unnamed: int = 0
    depth: float = 0.0
    ready: int = 0
    groups: tuple[Group, ...] = ()
    leaders: tuple[Person, ...] = ()
    hoods: tuple[tuple[str, int], ...] = ()

    @property
    def breadth(self) -> int:
        """How many people, named or not."""
        return self.people + self.unnamed


def reach(issue: Issue) -> Reach:
    """The figures of an issue (four queries)."""
    mine = Grievance.objects.filter(issue=issue).order_by()
    total = mine.aggregate(
        voices=Count("pk"),
        people=Count("person", distinct=True),
        unnamed=Count("pk", filter=Q(person=None)),
        mean=Avg("depth"),
        ready=Count("pk", filter=Q(depth=3)),
    )
    people = voiced_by(issue)
    groups = Group.objects.filter(memberships__left_on=None, memberships__person__in=people)
    counted = groups.annotate(voiced=Count("memberships__person", distinct=True))
    leading = Leadership.objects.filter(stage__in=LEADING, person__in=people)
    leaders = Person.objects.filter(pk__in=leading.values("person_id")).in_list_order()
    hoods = (
        mine.exclude(neighbourhood=None)
        .values_list("neighbourhood__name")
        .annotate(n=Count("pk"))
        .order_by("-n", "neighbourhood__name")
    )
    return Reach(
        voices=total["voices"],
        people=total["people"],
        unnamed=total["unnamed"],
        depth=total["mean"] or 0.0,
        ready=total["ready"],
        groups=tuple(counted.order_by("-voiced", "name")),
        leaders=tuple(leaders),
        hoods=tuple(hoods),
    )


def voiced_by(issue: Issue) -> PersonQuerySet:
    """Everybody who voiced it and gave a name, as people known today."""
    said = Grievance.objects.filter(issue=issue, person__isnull=False)
    found: PersonQuerySet = Person.objects.active().filter(pk__in=said.values("person_id"))
    return found


@dataclass(frozen=True)
class Lineage:
    """Where an issue comes from: its first words, the heaps merged in, the one it left."""

    first: Grievance | None
    merged: tuple[Issue, ...]
    moves: tuple[GrievanceMove, ...]
    opened_at: datetime


def lineage(issue: Issue, *, most: int = 30) -> Lineage:
    """The story of a heap (three queries)."""
    first = issue.grievances.select_related("neighbourhood", "own_theme", "person").order_by(
        "heard_on", "pk"
    )
    moves = GrievanceMove.objects.filter(Q(to_issue=issue) | Q(from_issue=issue)).select_related(
        "grievance", "from_issue", "to_issue", "moved_by"
    )
    return Lineage(
        first.first(), tuple(issue.merged_issues.all()), tuple(moves[:most]), issue.created_at
    )
