"""Make two alliances one: everything of one goes to the other, which keeps its name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.journal.domain import record
from alliance.outbox.models import Message
from members.domain.merging import check_now, undo
from members.domain.reshaping.walk import (
    Crossing,
    Model,
    cross_all,
    has_left_something,
    relations,
    rule_of,
    stays,
)
from members.models import Chapter, Reshaping, ReshapingKind, User
from members.scoping import scope_of

UNDO_DAYS = 30


class CannotReshape(Exception):
    """These alliances cannot be made one, or one two; the message says why, in French."""


@dataclass(frozen=True)
class Crossed:
    """What of one model would cross: how many, and the names found on both sides."""

    label: str
    count: int
    both: list[str]
    says: str
    stays: bool = False


def preview(source: Chapter, target: Chapter) -> list[Crossed]:
    """What crosses, model by model, the largest first; nothing is written."""
    lines = []
    for model, fields in relations().items():
        name = fields[0].name
        count = model._base_manager.filter(**{name: source.pk}).count()
        if count and model not in {Reshaping, Chapter}:
            lines.append(_line(model, count, source, target))
    return sorted(lines, key=lambda line: (line.stays, -line.count))


def _line(model: Model, count: int, source: Chapter, target: Chapter) -> Crossed:
    label = str(model._meta.verbose_name_plural)
    if says := stays(model):
        return Crossed(label, count, [], str(says), stays=True)
    told = rule_of(model)
    if told is None or told.key is None:
        return Crossed(label, count, [], str(told.says) if told and told.says else "")
    key = told.key
    theirs = {key(row) for row in model._base_manager.filter(chapter=target.pk)}
    both = [str(row) for row in model._base_manager.filter(chapter=source.pk) if key(row) in theirs]
    return Crossed(label, count, sorted(both), str(told.says) if both else "")


@transaction.atomic
def unite(
    *, source: Chapter, target: Chapter, actor: User, now: datetime | None = None
) -> Reshaping:
    """Move everything of `source` into `target`, and close `source`, which leads there. Journaled.

    People, groups, actions, campaigns, lists, roles… keep their keys, so that pages, links and
    printed codes still work; names met on both sides follow the rules of `walk`. Receipts keep
    their series. Messages that wait leave in the name of `target`. Undone for thirty days.
    Raises CannotReshape for the same one, a closed one, or without the administration's right.
    """
    moment = now or timezone.now()
    _refuse_rights(actor)
    source, target = lock(source, target)
    refuse_state(source, target)
    crossing = Crossing(source, target)
    cross_all(crossing)
    carry_messages(crossing)
    day = timezone.localdate(moment)
    crossing.change(source, closed_on=day, merged_into=target)
    done = Reshaping.objects.create(
        kind=ReshapingKind.UNION,
        source=source,
        target=target,
        moves=crossing.entries,
        counts=counted(crossing),
        done_at=moment,
        done_by=actor,
    )
    journal("chapter.united", done, actor, moment)
    refresh_plans()
    return done


def _refuse_rights(actor: User) -> None:
    if not scope_of(actor).everywhere:
        raise CannotReshape(_("Seule l’administration réunit ou sépare des alliances."))


def lock(first: Chapter, second: Chapter) -> tuple[Chapter, Chapter]:
    """Both rows, locked in the order of their keys: two reshapings at once follow each other."""
    ids = sorted({first.pk, second.pk})
    found = {one.pk: one for one in Chapter.objects.select_for_update().filter(pk__in=ids)}
    return found[first.pk], found[second.pk]


def refuse_state(source: Chapter, target: Chapter) -> None:
    """Raise CannotReshape for the same one, or a closed one."""
    if source.pk == target.pk:
        raise CannotReshape(_("C’est la même alliance : choisissez-en une autre."))
    if source.merged_into_id or target.merged_into_id:
        raise CannotReshape(_("L’une de ces alliances est déjà réunie à une autre."))
    if source.closed_on or target.closed_on:
        raise CannotReshape(_("L’une de ces alliances est fermée : rouvrez-la d’abord."))


def carry_messages(crossing: Crossing) -> None:
    """Messages follow their alliance; those that wait leave in the name of the new one."""
    source, target = crossing.source, crossing.target
    mine = Message.objects.filter(chapter_id=source.pk)
    waiting = Message.objects.pending().filter(chapter_id=source.pk)
    signed = waiting.filter(from_name=source.name).values_list("pk", flat=True)
    crossing.move(Message, "from_name", signed, source.name, target.name)
    if source.reply_to and target.reply_to:
        answered = waiting.filter(reply_to=source.reply_to).values_list("pk", flat=True)
        crossing.move(Message, "reply_to", answered, source.reply_to, target.reply_to)
    ids = mine.values_list("pk", flat=True)
    crossing.move(Message, "chapter_id", ids, source.pk, target.pk)


def counted(crossing: Crossing) -> dict[str, int]:
    """How many rows of each model crossed."""
    counts: Counter[str] = Counter()
    for entry in crossing.entries:
        if entry["op"] == "move" and entry["field"] == "chapter_id":
            counts[entry["model"]] += len(entry["ids"])
    return dict(counts)


def refresh_plans() -> None:
    """Let the planner see that many rows changed hands."""
    with connection.cursor() as cursor:
        for model in relations():
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def journal(verb: str, done: Reshaping, actor: User | None, now: datetime) -> None:
    """Written on both alliances."""
    for chapter, role in ((done.source, "source"), (done.target, "target")):
        record(
            verb=verb,
            actor=actor,
            subject=chapter,
            chapter_id=chapter.pk,
            detail={"reshaping": done.pk, "as": role, "counts": done.counts},
            now=now,
        )


@transaction.atomic
def take_back(*, done: Reshaping, actor: User, now: datetime | None = None) -> Reshaping:
    """Undo it: each row goes back, what came since stays with the target. Journaled.

    Done twice, the first time counts. Raises CannotReshape after thirty days, while a later one
    of these alliances stands, or when names taken since stand in the way.
    """
    moment = now or timezone.now()
    _refuse_rights(actor)
    found = Reshaping.objects.select_for_update(of=("self",)).get(pk=done.pk)
    if found.undone_at:
        return found
    lock(found.source, found.target)
    _refuse_undo(found, moment)
    try:
        with transaction.atomic():
            undo(found.moves)
            check_now()
    except IntegrityError as problem:
        raise CannotReshape(
            _("Trop de choses ont changé depuis (un nom repris, par exemple) : rien n’est défait.")
        ) from problem
    if found.opened_target:
        Chapter.objects.filter(pk=found.target_id, closed_on=None).update(
            closed_on=timezone.localdate(moment)
        )
    found.undone_at, found.undone_by = moment, actor
    found.save(update_fields=["undone_at", "undone_by"])
    verb = "chapter.ununited" if found.kind == ReshapingKind.UNION else "chapter.unsplit"
    journal(verb, found, actor, moment)
    return found


def may_take_back(done: Reshaping, *, now: datetime | None = None) -> bool:
    """Whether it is recent enough, and not undone yet."""
    age = (now or timezone.now()) - done.done_at
    return done.undone_at is None and age <= timedelta(days=UNDO_DAYS)


def _refuse_undo(done: Reshaping, now: datetime) -> None:
    if not may_take_back(done, now=now):
        raise CannotReshape(_("Cela se défait pendant 30 jours : c’est trop ancien."))
    touched = [done.source_id, done.target_id]
    later = Reshaping.objects.filter(undone_at=None, pk__gt=done.pk)
    for one in later.select_related("source", "target"):
        if one.source_id in touched or one.target_id in touched:
            words = _("Défaites d’abord ce qui est plus récent : %(later)s.")
            raise CannotReshape(words % {"later": one})


@transaction.atomic
def gather_late(done: Reshaping) -> int:
    """Bring what was written to the alliance that is gone while it was going; how many rows."""
    if not has_left_something(done.source):
        return 0
    found = Reshaping.objects.select_for_update(of=("self",)).get(pk=done.pk)
    if found.undone_at or found.kind != ReshapingKind.UNION:
        return 0
    crossing = Crossing(*lock(found.source, found.target))
    cross_all(crossing)
    carry_messages(crossing)
    if crossing.entries:
        found.moves = [*found.moves, *crossing.entries]
        found.save(update_fields=["moves"])
    return sum(counted(crossing).values())


def gather_all_late(*, now: datetime | None = None) -> int:
    """The same for every union of the last thirty days; run by beat, nothing doubles."""
    since = (now or timezone.now()) - timedelta(days=UNDO_DAYS)
    recent = Reshaping.objects.filter(kind=ReshapingKind.UNION, undone_at=None, done_at__gte=since)
    return sum(gather_late(one) for one in recent)


def standing(chapter: Chapter) -> list[Any]:
    """What was done to this alliance and can still be undone, the latest first (one query)."""
    since = timezone.now() - timedelta(days=UNDO_DAYS)
    mine = Reshaping.objects.filter(undone_at=None, done_at__gte=since)
    both = mine.filter(source=chapter) | mine.filter(target=chapter)
    return list(both.defer("moves").select_related("source", "target", "done_by"))
