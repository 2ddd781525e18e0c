"""Trainings: what is taught, who completed what, what is missing to whom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import F, Min, OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from actions.domain import learning, trainings
from actions.enums import ActionKind, ActionState
from actions.forms.training import CourseForm
from actions.models import Action, Attendance, Course, EarlierTraining, TrainingSession
from alliance.core.paging import keyset_page
from members.models import Chapter, Person
from members.permissions import organized_chapters, organizers_only, require_organizer_of
from members.scoping import get_visible_or_404, scope_of

SHOWN = 40


@dataclass(frozen=True)
class SessionLine:
    """A session and how full it is."""

    session: TrainingSession
    room: trainings.Room


def lines_of(sessions: Any) -> list[SessionLine]:
    """Sessions with their rooms."""
    listed = list(sessions)
    rooms = trainings.rooms(listed)
    return [SessionLine(one, rooms[one.pk]) for one in listed]


def sessions_in(chapters: Collection[int]) -> Any:
    """The sessions of these chapters, with what their rows show."""
    return TrainingSession.objects.filter(action__chapter__in=chapters).select_related(
        "action", "course", "trainer"
    )


@require_GET
@organizers_only
def training_home(request: HttpRequest) -> HttpResponse:
    """The courses with how many completed them, and the sessions to come."""
    chapters = [chapter.pk for chapter in organized_chapters(request.user)]
    now = timezone.now()
    courses = (
        Course.objects.taught()
        .filter(chapter__in=chapters)
        .select_related("chapter")
        .annotate(
            next_at=Min(
                "sessions__action__starts_at",
                filter=Q(sessions__action__starts_at__gt=now)
                & ~Q(sessions__action__state=ActionState.CANCELLED),
            ),
        )
    )
    done = learning.completed(courses)
    coming = sessions_in(chapters).filter(action__ends_at__gte=now)
    past = sessions_in(chapters).filter(action__ends_at__lt=now)
    context = {
        "courses": [(course, done.get(course.pk, 0)) for course in courses],
        "coming": lines_of(coming.order_by("action__starts_at", "pk")[:SHOWN]),
        "past": lines_of(past.order_by("-action__starts_at", "-pk")[:12]),
        "loose": Action.objects.filter(
            chapter__in=chapters, kind=ActionKind.TRAINING, training=None
        ).exclude(state=ActionState.CANCELLED)[:12],
        "several": len(chapters) > 1,
    }
    return render(request, "actions/trainings/home.html", context)


@require_http_methods(["GET", "POST"])
@organizers_only
def course_create(request: HttpRequest) -> HttpResponse:
    """Something new to learn."""
    return _course_form(request, None, organized_chapters(request.user))


@require_http_methods(["GET", "POST"])
def course_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Its name, what one learns, whether every leader needs it."""
    course = _organized_course(request, pk)
    return _course_form(request, course, [course.chapter])


def _course_form(
    request: HttpRequest, course: Course | None, chapters: list[Chapter]
) -> HttpResponse:
    form = CourseForm(request.POST or None, instance=course, chapters=chapters)
    if form.is_valid():
        saved = form.save()
        messages.success(request, _("C’est enregistré."))
        return redirect("actions:course-detail", saved.pk)
    status = 422 if form.is_bound else 200
    context = {"form": form, "course": course}
    return render(request, "actions/trainings/course_form.html", context, status=status)


@require_POST
def course_retire(request: HttpRequest, pk: int) -> HttpResponse:
    """No longer taught, or taught again; what people completed stays."""
    course = _organized_course(request, pk)
    again = request.POST.get("encore") == "oui"
    course.retired_at = None if again else timezone.now()
    course.save(update_fields=["retired_at"])
    messages.info(request, _("De nouveau au programme.") if again else _("Retirée du programme."))
    return redirect("actions:course-detail", pk)


@require_GET
def course_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Its sessions, who completed it, and the leaders to whom it is missing."""
    course = _organized_course(request, pk)
    sessions = sessions_in([course.chapter_id]).filter(course=course)
    leaders = leaders_in(course.chapter_id)
    steps = learning.steps_of([one.pk for one in leaders], [course])
    rows = [(one, steps[one.pk][0]) for one in leaders]
    context = {
        "course": course,
        "sessions": lines_of(sessions.order_by("-action__starts_at", "-pk")[:SHOWN]),
        "next": _open_session(sessions),
        "missing": [row for row in rows if not row[1].done_on],
        "page": keyset_page(_completed(course), request, order=["sort_key", "id"], size=SHOWN),
    }
    return render(request, "actions/trainings/course_detail.html", context)


def _open_session(sessions: Any) -> TrainingSession | None:
    coming = sessions.filter(action__ends_at__gt=timezone.now())
    found: TrainingSession | None = (
        coming.exclude(action__state=ActionState.CANCELLED).order_by("action__starts_at").first()
    )
    return found


def _completed(course: Course) -> Any:
    """Each person who was there or followed it before, once, with the first time."""
    there = Attendance.objects.filter(attended=True, action__training__course=course)
    before = EarlierTraining.objects.filter(course=course)
    mine = there.filter(person=OuterRef("pk")).order_by("action__starts_at")
    hers = before.filter(person=OuterRef("pk"))
    known = Q(pk__in=there.values("person")) | Q(pk__in=before.values("person"))
    return (
        Person.objects.active()
        .filter(known)
        .annotate(
            completed_at=Subquery(mine.values("action__starts_at")[:1]),
            earlier_year=Subquery(hers.values("year")[:1]),
            earlier_day=Subquery(hers.values("day")[:1]),
        )
    )


def leaders_in(chapter_id: int) -> list[Person]:
    """The people on the leaders' board of a chapter, by name."""
    mine = Person.objects.active().filter(chapter=chapter_id, leadership__isnull=False)
    return list(mine.select_related("leadership").in_list_order())


@require_GET
@organizers_only
def missing_board(request: HttpRequest) -> HttpResponse:
    """Leaders and courses: done, signed up, or missing; one chapter at a time."""
    chapters = organized_chapters(request.user)
    asked = request.GET.get("alliance", "")
    chapter = next((one for one in chapters if one.slug == asked), chapters[0])
    mine = Person.objects.active().filter(chapter=chapter, leadership__isnull=False)
    page = keyset_page(
        mine.select_related("leadership"), request, order=["sort_key", "id"], size=SHOWN
    )
    courses = list(Course.objects.taught().filter(chapter=chapter, for_leaders=True))
    steps = learning.steps_of([one.pk for one in page.rows], courses)
    context = {
        "chapter": chapter,
        "chapters": chapters,
        "courses": courses,
        "rows": [(one, steps[one.pk]) for one in page.rows],
        "page": page,
    }
    return render(request, "actions/trainings/missing.html", context)


@require_GET
def person_trainings(request: HttpRequest, pk: int) -> HttpResponse:
    """Panel of a person: what she learnt and when, what is missing, what is next."""
    person = get_visible_or_404(Person, request.user, pk=pk)
    organizes = scope_of(request.user).may_organize(person.chapter_id)
    courses = Course.objects.filter(chapter=person.chapter_id)
    steps = learning.steps_of([person.pk], list(courses))[person.pk]
    context = {
        "person": person,
        "organizes": organizes,
        "done": [step for step in steps if step.done_on],
        "signed": [step for step in steps if step.signed_for and not step.done_on],
        "missing": [step.course for step in steps if _is_missing(step)] if organizes else [],
        "taught": _taught_by(person),
    }
    template = "actions/trainings/_person.html" if request.htmx else "actions/trainings/person.html"
    return render(request, template, context)


def _is_missing(step: learning.Step) -> bool:
    wanted = step.course.for_leaders and step.course.retired_at is None
    return wanted and step.done_on is None and step.signed_for is None


def _taught_by(person: Person, now: datetime | None = None) -> list[TrainingSession]:
    given = TrainingSession.objects.filter(
        trainer=person, action__ends_at__lt=now or timezone.now()
    )
    return list(given.select_related("action", "course").order_by("-action__starts_at")[:5])


def _organized_course(request: HttpRequest, pk: int) -> Course:
    course = get_visible_or_404(Course.objects.select_related("chapter"), request.user, pk=pk)
    require_organizer_of(request.user, course.chapter_id)
    return course


def roll(session: TrainingSession) -> Any:
    """Those who signed up or came, by name."""
    signed = Attendance.objects.filter(trainings.SIGNED, action=session.action_id)
    named = signed.exclude(person=None).select_related("person").prefetch_related("person__phones")
    return named.annotate(sort_key=F("person__sort_key")).order_by("sort_key", "pk")
