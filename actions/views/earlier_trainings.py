"""« A déjà suivi… »: trainings from before sessions were kept here, by person or by course."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from actions.domain import learning
from actions.forms.training import EarlierCourseForm, EarlierPersonForm
from actions.models import Course, EarlierTraining
from actions.views.training_sessions import chosen_person
from members.models import Person
from members.permissions import require_organizer_of
from members.scoping import get_visible_or_404


@require_http_methods(["GET", "POST"])
def person_earlier(request: HttpRequest, pk: int) -> HttpResponse:
    """What this person followed before: a course and a moment."""
    person = get_visible_or_404(Person, request.user, pk=pk)
    require_organizer_of(request.user, person.chapter_id)
    courses = Course.objects.filter(chapter=person.chapter_id)
    form = EarlierPersonForm(request.POST or None, courses=courses)
    if form.is_valid() and _noted(request, form, person, form.cleaned_data["course"]):
        return redirect("members:person-detail", person.pk)
    context = {
        "person": person,
        "form": form,
        "rows": person.earlier_trainings.select_related("course"),
        "has_courses": courses.exists(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "actions/trainings/person_earlier.html", context, status=status)


@require_http_methods(["GET", "POST"])
def course_earlier(request: HttpRequest, pk: int) -> HttpResponse:
    """Who followed this course before; the moment stays typed for the next one."""
    course = get_visible_or_404(Course.objects.select_related("chapter"), request.user, pk=pk)
    require_organizer_of(request.user, course.chapter_id)
    people = Person.objects.visible_to(request.user).active().filter(chapter=course.chapter_id)
    first = {"when": request.GET.get("quand", "")[:30]}
    typed = None
    if request.method == "POST":
        who = chosen_person(request, course.chapter_id)
        typed = {"person": who.pk if who else "", "when": request.POST.get("when", "")}
    form = EarlierCourseForm(typed, people=people, initial=first)
    if form.is_valid() and _noted(request, form, form.cleaned_data["person"], course):
        return redirect(f"{request.path}?quand={form.cleaned_data['when']}")
    context = {
        "course": course,
        "form": form,
        "typed": request.POST.get("person_text", ""),
        "rows": course.followed_earlier.filter(person__in=people).select_related("person"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "actions/trainings/course_earlier.html", context, status=status)


def _noted(
    request: HttpRequest,
    form: EarlierPersonForm | EarlierCourseForm,
    person: Person,
    course: Course,
) -> bool:
    when = form.cleaned_data["when"]
    try:
        learning.note_earlier(person=person, course=course, when=when, actor=request.user)
    except learning.InvalidEarlier as problem:
        form.add_error("when", str(problem))
        return False
    words = _("C’est noté : %(name)s a suivi « %(course)s ».")
    messages.success(request, words % {"name": person, "course": course})
    return True


@require_POST
def earlier_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """It was a mistake."""
    rows = EarlierTraining.objects.select_related("person", "course")
    row = get_visible_or_404(rows, request.user, pk=pk)
    require_organizer_of(request.user, row.course.chapter_id)
    learning.take_back_earlier(row=row, actor=request.user)
    messages.info(request, _("C’est ôté : cette formation lui manque à nouveau."))
    if request.POST.get("depuis") == "personne":
        return redirect("actions:person-earlier", row.person_id)
    return redirect("actions:course-earlier", row.course_id)
