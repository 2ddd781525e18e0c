"""One session of a training: plan it, fill it, note who was there and who paid."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from actions.domain import actions, trainings
from actions.forms.training import OutsiderForm, SessionForm
from actions.models import Action, Attendance, Course, OutsideParticipant, TrainingSession
from actions.views.trainings import roll
from alliance.core.web.ways_back import redirect_back
from members.domain import people
from members.models import Person
from members.permissions import organizers_only, require_organizer_of
from members.scoping import get_visible_or_404


@require_http_methods(["GET", "POST"])
def session_create(request: HttpRequest, pk: int) -> HttpResponse:
    """When, where, with whom; it is an action, announced at once."""
    course = get_visible_or_404(Course.objects.select_related("chapter"), request.user, pk=pk)
    require_organizer_of(request.user, course.chapter_id)
    trainers = Person.objects.active().filter(chapter=course.chapter_id, leadership__isnull=False)
    form = SessionForm(
        request.POST or None, course=course, trainers=trainers.in_list_order(), initial={}
    )
    if form.is_valid():
        try:
            session = trainings.schedule(course=course, actor=request.user, **form.values())
        except actions.InvalidAction as problem:
            form.show_problems(problem.messages)
        else:
            messages.success(request, _("La session est prévue. Qui s’inscrit ?"))
            return redirect("actions:training-session", session.pk)
    status = 422 if form.is_bound else 200
    context = {"form": form, "course": course}
    return render(request, "actions/trainings/session_form.html", context, status=status)


@require_POST
@organizers_only
def training_attach(request: HttpRequest) -> HttpResponse:
    """Say which course a training without one was."""
    asked = {name: request.POST.get(name, "") for name in ("action", "course")}
    ids = {name: int(text[:18]) if text.isdecimal() else 0 for name, text in asked.items()}
    action = get_visible_or_404(Action, request.user, pk=ids["action"])
    course = get_visible_or_404(Course, request.user, pk=ids["course"])
    require_organizer_of(request.user, action.chapter_id)
    try:
        session = trainings.attach(action=action, course=course, actor=request.user)
    except ValueError:
        messages.error(request, _("Cette action n’est pas une session de cette formation."))
        return redirect("actions:trainings")
    messages.success(request, _("Les présences comptent maintenant pour cette formation."))
    return redirect("actions:training-session", session.pk)


@require_GET
def session_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The roll: members, people from elsewhere, who was there, who paid."""
    return _page(request, _session(request, pk))


def _page(
    request: HttpRequest, session: TrainingSession, form: OutsiderForm | None = None
) -> HttpResponse:
    context = {
        "session": session,
        "action": session.action,
        "room": trainings.rooms([session])[session.pk],
        "roll": roll(session),
        "outsiders": session.outsiders.select_related("group"),
        "form": form or OutsiderForm(),
        "over": session.action.ends_at < timezone.now(),
        "begun": timezone.localdate(session.action.starts_at) <= timezone.localdate(),
    }
    status = 422 if form is not None else 200
    return render(request, "actions/trainings/session_detail.html", context, status=status)


@require_POST
def session_sign_up(request: HttpRequest, pk: int) -> HttpResponse:
    """One more on the roll: chosen in the list, or the only one of that name."""
    session = _session(request, pk)
    person = chosen_person(request, session.action.chapter_id)
    if person is None:
        messages.error(request, _("Choisissez la personne dans la liste."))
        return _back(request, session)

    def deed() -> object:
        return trainings.sign_up(session=session, person=person, actor=request.user)

    done = _("%(name)s est inscrit·e.") % {"name": person}
    return _try(request, session, deed, done)


def chosen_person(request: HttpRequest, chapter_id: int) -> Person | None:
    """Whom the combobox names: chosen in its list, or the only one of the name typed."""
    known = Person.objects.visible_to(request.user).active()
    mine = known.filter(chapter=chapter_id)
    asked = request.POST.get("person", "")
    if asked.isdecimal():
        return mine.filter(pk=int(asked[:18])).first()
    typed = request.POST.get("person_text", "").strip()
    found = list(people.search(mine, typed)[:2]) if typed else []
    return found[0] if len(found) == 1 else None


@require_POST
def session_withdraw(request: HttpRequest, pk: int, attendance: int) -> HttpResponse:
    """She does not come after all."""
    session = _session(request, pk)
    row = get_object_or_404(
        Attendance.objects.select_related("person"), pk=attendance, action=session.action_id
    )

    def deed() -> object:
        return trainings.withdraw(attendance=row, actor=request.user)

    done = _("%(name)s ne vient plus : sa place est libre.") % {"name": row.person}
    return _try(request, session, deed, done)


@require_POST
def outsider_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody from elsewhere."""
    session = _session(request, pk)
    form = OutsiderForm(request.POST)
    if not form.is_valid():
        return _page(request, session, form)
    try:
        who = trainings.add_outsider(session=session, actor=request.user, **form.cleaned_data)
    except trainings.InvalidOutsider as problem:
        for field, message in problem.messages.items():
            form.add_error(field, message)
        return _page(request, session, form)
    except trainings.SessionFull as full:
        form.add_error(None, str(full))
        return _page(request, session, form)
    messages.success(request, _("%(name)s a sa place.") % {"name": who})
    return _back(request, session)


@require_POST
def outsider_mark(request: HttpRequest, pk: int, outsider: int) -> HttpResponse:
    """`paye` and `present`, « oui » or « non »."""
    session = _session(request, pk)
    who = get_object_or_404(OutsideParticipant, pk=outsider, session=session)
    trainings.mark_outsider(
        outsider=who,
        actor=request.user,
        paid=_said(request, "paye"),
        came=_said(request, "present"),
    )
    messages.info(request, _("C’est noté."))
    return _back(request, session)


def _said(request: HttpRequest, name: str) -> bool | None:
    return {"oui": True, "non": False}.get(request.POST.get(name, ""))


@require_POST
def outsider_remove(request: HttpRequest, pk: int, outsider: int) -> HttpResponse:
    """Off the roll."""
    session = _session(request, pk)
    rows = OutsideParticipant.objects.select_related("session__action")
    who = get_object_or_404(rows, pk=outsider, session=session)
    trainings.remove_outsider(outsider=who, actor=request.user)
    messages.info(request, _("%(name)s n’est plus sur la liste.") % {"name": who.name})
    return _back(request, session)


def _try(
    request: HttpRequest, session: TrainingSession, deed: Callable[[], Any], done: str
) -> HttpResponse:
    try:
        deed()
    except (trainings.SessionFull, actions.WrongState) as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, done)
    return _back(request, session)


def _session(request: HttpRequest, pk: int) -> TrainingSession:
    rows = TrainingSession.objects.select_related("action__chapter", "course", "trainer")
    session = get_visible_or_404(rows, request.user, pk=pk)
    require_organizer_of(request.user, session.action.chapter_id)
    return session


def _back(request: HttpRequest, session: TrainingSession) -> HttpResponse:
    return redirect_back(request, "actions:training-session", session.pk)
