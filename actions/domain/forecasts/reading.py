"""What the forecast reads: the chapter's last actions, those asked to this one, their habits."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    Sum,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, RowNumber
from django.utils import timezone

from actions.domain.forecasts.model import Asked, Forecast, foresee
from actions.domain.forecasts.rates import SAID_YES, Cell, Held, Rates, Tally, Word, learn
from actions.enums import ActionState, Answer, ReplySource
from actions.models import Action, Attendance

LAST = 40
LOOKED_BACK = timedelta(days=2 * 365)
FAR, NEAR = 7, 2  # days between the answer and the action: from 8, from 3, fewer

WORD = Case(
    When(answer=Answer.YES, confirmed_at__isnull=False, then=Value(Word.SURE.value)),
    When(answer=Answer.YES, answer_source=ReplySource.LEADER, then=Value(Word.PROMISED.value)),
    When(answer=Answer.YES, then=Value(Word.YES.value)),
    When(answer=Answer.MAYBE, then=Value(Word.MAYBE.value)),
    When(answer=Answer.NO, then=Value(Word.NO.value)),
    default=Value(Word.SILENT.value),
    output_field=CharField(),
)
MEANS = Case(
    When(answer_source=ReplySource.FACE, then=Value("face")),
    When(answer_source=ReplySource.PHONE, then=Value("phone")),
    When(answer_source="", then=Value("")),
    default=Value("written"),
    output_field=CharField(),
)
AHEAD = ExpressionWrapper(F("action__starts_at") - F("answered_at"), output_field=DurationField())
DAYS = Case(
    When(answered_at=None, then=Value(0)),
    When(ahead__gt=timedelta(days=FAR), then=Value(FAR)),
    When(ahead__gt=timedelta(days=NEAR), then=Value(NEAR)),
    default=Value(0),
    output_field=IntegerField(),
)
ASKED = Q(invited_at__isnull=False) | Q(answered_at__isnull=False)


def forecast(action: Action, now: datetime | None = None) -> Forecast:
    """How many will be there, if nobody answers anything more (three queries)."""
    return forecasts([action], now)[action.pk]


def forecasts(actions: Iterable[Action], now: datetime | None = None) -> dict[int, Forecast]:
    """The forecasts of several actions, by id (three queries, whatever their number)."""
    wanted = list(actions)
    if not wanted:
        return {}
    learned = _learned({one.chapter_id for one in wanted}, now)
    every = [pk for held in learned.values() for pk in held]
    rates = {chapter: learn(held.values()) for chapter, held in learned.items()}
    people = read_asked(wanted, every)
    return {one.pk: foresee(people[one.pk], rates[one.chapter_id]) for one in wanted}


def rates_of(chapter_id: int, now: datetime | None = None) -> Rates:
    """What a chapter's own actions taught (one query)."""
    return learn(_learned([chapter_id], now)[chapter_id].values())


def last_held(chapters: Collection[int], now: datetime | None = None) -> dict[int, list[int]]:
    """The last actions over where people were checked in by name, by chapter; one query."""
    found: dict[int, list[int]] = {chapter: [] for chapter in chapters}
    for chapter, pk in _last_held(chapters, now).values_list("chapter_id", "pk"):
        found[chapter].append(pk)
    return found


def _last_held(chapters: Collection[int], now: datetime | None) -> Any:
    moment = now or timezone.now()
    named = Attendance.objects.present().filter(action=OuterRef("pk"), invited_at__isnull=False)
    latest = Window(RowNumber(), partition_by="chapter", order_by=["-starts_at", "-pk"])
    return (
        Action.objects.past(moment)
        .filter(
            Exists(named),
            chapter__in=list(chapters),
            count_only=False,
            state=ActionState.ANNOUNCED,
            starts_at__gte=moment - LOOKED_BACK,
        )
        .annotate(rank=latest)
        .filter(rank__lte=LAST)
    )


def read_held(actions: Collection[int]) -> list[Held]:
    """Those actions as the rates are learned from: cells and tallies (one query)."""
    if not actions:
        return []
    found = _tallied(Attendance.objects.filter(action__in=list(actions)))
    by_action = {pk: held for some in found.values() for pk, held in some.items()}
    return [by_action.get(pk, Held({}, 0)) for pk in actions]


def _learned(chapters: Collection[int], now: datetime | None) -> dict[int, dict[int, Held]]:
    """The last actions of each chapter, by id, the latest first, as rates learn (one query)."""
    rows = Attendance.objects.filter(action__in=_last_held(chapters, now).order_by().values("pk"))
    found = _tallied(rows)
    return {chapter: found.get(chapter, {}) for chapter in chapters}


def _tallied(attendances: Any) -> dict[int, dict[int, Held]]:
    rows: Any = (
        _in_cells(attendances)
        .order_by("-action__starts_at", "-action_id")
        .values_list(
            *("action__chapter_id", "action__starts_at", "action_id"),
            *("was_asked", "word", "means", "days"),
        )
        .annotate(
            n=Count("pk"),
            came=Count("pk", filter=Q(attended=True)),
            brings=Coalesce(Sum("companions"), 0),
        )
    )
    cells: dict[tuple[int, int], dict[Cell, Tally]] = {}
    others: Counter[int] = Counter()
    for chapter, _starts, action, asked, word, means, days, people, came, brings in rows:
        known = cells.setdefault((chapter, action), {})
        if asked:
            known[Cell(Word(word), means, days)] = Tally(people, came, brings)
        else:
            others[action] += came
    found: defaultdict[int, dict[int, Held]] = defaultdict(dict)
    for (chapter, action), known in cells.items():
        found[chapter][action] = Held(known, others[action])
    return found


def _in_cells(rows: Any) -> Any:
    asked = Case(When(ASKED, then=Value(1)), default=Value(0), output_field=IntegerField())
    return (
        rows.order_by()
        .annotate(was_asked=asked, word=WORD, means=MEANS, ahead=AHEAD)
        .annotate(days=DAYS)
    )


def read_asked(actions: list[Action], held: Collection[int]) -> dict[int, list[Asked]]:
    """Those asked to each action, with their cells and their habits (two queries)."""
    rows = list(
        _in_cells(Attendance.objects.filter(ASKED, action__in=actions)).values_list(
            "action_id", "person_id", "word", "means", "days", "companions"
        )
    )
    habits = _habits({row[1] for row in rows if row[1]}, held)
    people: defaultdict[int, list[Asked]] = defaultdict(list)
    for action, person, word, means, days, companions in rows:
        before, came = habits.get((person, Word(word) in SAID_YES), (0, 0))
        cell = Cell(Word(word), means, days)
        people[action].append(Asked(cell, companions, before, came))
    return people


def _habits(
    people: Collection[int], held: Collection[int]
) -> dict[tuple[int, bool], tuple[int, int]]:
    """How often each said yes (or not), and how often she then came, in those actions."""
    if not people or not held:
        return {}
    yes = Case(
        When(answer=Answer.YES, then=Value(1)), default=Value(0), output_field=IntegerField()
    )
    rows: Any = (
        Attendance.objects.filter(ASKED, person__in=list(people), action__in=list(held))
        .order_by()
        .annotate(said_yes=yes)
        .values_list("person_id", "said_yes")
        .annotate(n=Count("pk"), came=Count("pk", filter=Q(attended=True)))
    )
    return {(person, bool(said)): (n, came) for person, said, n, came in rows}
