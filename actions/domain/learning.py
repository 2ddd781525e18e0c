"""Who learnt what: checked in at a session, or followed before sessions were kept here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actions.domain.trainings import SIGNED
from actions.enums import ActionState
from actions.models import Attendance, Course, EarlierTraining
from actions.models.training import FIRST_YEAR
from alliance.core.days.dates import parse_date
from alliance.journal.domain import record
from members.domain.leading.leadership import register_missing
from members.models import Person, User

YEAR = re.compile(r"\d{4}")


def register() -> None:
    """Tell the leaders' board what each leader has still to learn."""
    register_missing(missing_of)


class InvalidEarlier(Exception):
    """This cannot be noted; `str()` says why, in French."""


@dataclass(frozen=True)
class Step:
    """A course and one person: the day she completed it, or the session she signed up to.

    Followed before sessions were kept here, it has no session; with `only_year`, the day is the
    first of that year and says no more than the year.
    """

    course: Course
    done_on: date | None = None
    session_id: int | None = None
    signed_for: date | None = None
    only_year: bool = False


def steps_of(
    person_ids: Collection[int], courses: Collection[Course], *, now: datetime | None = None
) -> dict[int, list[Step]]:
    """For each of these people, where she stands in each of these courses (two queries).

    Completed means checked in at a session of the course, or noted as followed before; the first
    time counts.
    """
    seen = _attended(person_ids, courses, now or timezone.now()) | _earlier(person_ids, courses)
    return {
        pk: [seen.get((pk, course.pk)) or Step(course) for course in courses] for pk in person_ids
    }


def _attended(
    person_ids: Collection[int], courses: Collection[Course], moment: datetime
) -> dict[tuple[int, int], Step]:
    rows: Any = Attendance.objects.filter(
        SIGNED, person__in=list(person_ids), action__training__course__in=list(courses)
    ).exclude(action__state=ActionState.CANCELLED)
    ordered = rows.order_by("action__starts_at", "pk").values_list(
        "person_id",
        "action__training__course_id",
        "action__training",
        "attended",
        "action__starts_at",
        "action__ends_at",
    )
    seen: dict[tuple[int, int], Step] = {}
    by_id = {course.pk: course for course in courses}
    for pk, course_id, session_id, attended, starts_at, ends_at in ordered:
        known, day = seen.get((pk, course_id)), timezone.localdate(starts_at)
        if known is not None and (known.done_on or not attended):
            continue
        if attended:
            step = Step(by_id[course_id], done_on=day, session_id=session_id)
        elif ends_at > moment:
            step = Step(by_id[course_id], session_id=session_id, signed_for=day)
        else:
            continue
        seen[pk, course_id] = step
    return seen


def _earlier(
    person_ids: Collection[int], courses: Collection[Course]
) -> dict[tuple[int, int], Step]:
    by_id = {course.pk: course for course in courses}
    rows = EarlierTraining.objects.filter(person__in=list(person_ids), course__in=list(courses))
    return {
        (row.person_id, row.course_id): Step(
            by_id[row.course_id],
            done_on=row.day or date(row.year, 1, 1),
            only_year=row.day is None,
        )
        for row in rows
    }


def completed(courses: Collection[Course]) -> dict[int, int]:
    """How many different people completed each of these courses (one query)."""
    there = Attendance.objects.filter(
        attended=True, person__isnull=False, action__training__course__in=list(courses)
    ).exclude(action__state=ActionState.CANCELLED)
    pairs: Any = there.order_by().values_list("action__training__course_id", "person_id")
    earlier = EarlierTraining.objects.filter(course__in=list(courses)).order_by()
    both = pairs.union(earlier.values_list("course_id", "person_id"))
    return dict(Counter(course_id for course_id, _person in both))


def missing_of(person_ids: Collection[int]) -> dict[int, list[str]]:
    """The courses for leaders that each of these people has not completed, by name (four queries).

    Those to which she is signed up are said so.
    """
    chapters = dict(Person.objects.filter(pk__in=person_ids).values_list("pk", "chapter_id"))
    courses = Course.objects.taught().filter(for_leaders=True, chapter__in=set(chapters.values()))
    found = steps_of(chapters, list(courses))
    signed = _("%(course)s (inscrit·e)")
    return {
        pk: [
            signed % {"course": step.course.name} if step.signed_for else step.course.name
            for step in steps
            if step.done_on is None and step.course.chapter_id == chapters[pk]
        ]
        for pk, steps in found.items()
    }


@transaction.atomic
def note_earlier(
    *, person: Person, course: Course, when: str, actor: User, today: date | None = None
) -> EarlierTraining:
    """She followed this course before: `when` is a year, or a day as people write it.

    Said twice, the last time counts. Journaled. Raises InvalidEarlier for a moment that cannot be
    read or is ahead, and for a course whose presences were checked in here; ValueError for
    another chapter.
    """
    if person.chapter_id != course.chapter_id:
        raise ValueError("This person belongs to another chapter.")
    year, day = _moment(when, today or timezone.localdate())
    if Attendance.objects.filter(
        person=person, attended=True, action__training__course=course
    ).exists():
        words = _("Sa présence à « %(course)s » est déjà pointée ici.")
        raise InvalidEarlier(words % {"course": course})
    row, _created = EarlierTraining.objects.update_or_create(
        person=person,
        course=course,
        defaults={"year": year, "day": day},
        create_defaults={"year": year, "day": day, "created_by": actor},
    )
    _journal("training.noted_earlier", row, actor)
    return row


@transaction.atomic
def take_back_earlier(*, row: EarlierTraining, actor: User) -> None:
    """It was a mistake: the course is missing again. Journaled."""
    _journal("training.earlier_removed", row, actor)
    row.delete()


def _moment(text: str, today: date) -> tuple[int, date | None]:
    typed = text.strip()
    only_year = bool(YEAR.fullmatch(typed))
    day = date(int(typed), 1, 1) if only_year and typed != "0000" else parse_date(typed)
    if day is None:
        raise InvalidEarlier(_("Écrivez une année (2021) ou un jour (12/03/2021)."))
    if day > today:
        raise InvalidEarlier(_("Ce moment n’est pas encore passé."))
    if day.year < FIRST_YEAR:
        words = _("Cette année est trop ancienne : %(first)d au plus tôt.")
        raise InvalidEarlier(words % {"first": FIRST_YEAR})
    return day.year, None if only_year else day


def _journal(verb: str, row: EarlierTraining, actor: User) -> None:
    record(
        verb=verb,
        actor=actor,
        subject=row.person,
        chapter_id=row.course.chapter_id,
        detail={"course": row.course_id, "year": row.year},
    )
