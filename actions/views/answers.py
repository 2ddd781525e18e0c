"""Answers said to an organizer, and the person's own history of actions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from actions.domain import replies
from actions.domain.actions import WrongState
from actions.enums import ReplySource
from actions.forms import SpokenReplyForm
from actions.models import Action, Attendance
from actions.permissions import require_welcoming
from members.models import Person
from members.scoping import get_visible_or_404


@require_POST
def answer_record(request: HttpRequest, pk: int, attendance: int) -> HttpResponse:
    """« Elle vient »: one tap while she is on the phone."""
    action = get_visible_or_404(Action, request.user, pk=pk)
    require_welcoming(request.user, action)
    row = get_visible_or_404(Attendance.objects.filter(action=action), request.user, pk=attendance)
    form = SpokenReplyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choisissez oui, peut-être ou non."))
        return _back(request, pk)
    data = form.cleaned_data
    try:
        replies.record_reply(
            attendance=row,
            answer=data["answer"],
            companions=data["companions"] or 0,
            source=data["source"] or ReplySource.PHONE,
            client_id=data["client_id"],
            actor=request.user,
        )
    except WrongState as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("C’est noté pour %(name)s.") % {"name": row.person})
    return _back(request, pk)


def _back(request: HttpRequest, pk: int) -> HttpResponse:
    came_from = request.META.get("HTTP_REFERER", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return redirect(came_from)
    return redirect("actions:action-detail", pk)


@require_GET
def person_actions(request: HttpRequest, pk: int) -> HttpResponse:
    """Panel of a person: the actions she was asked to, what she said, whether she came."""
    person = get_visible_or_404(Person, request.user, pk=pk)
    rows = (
        Attendance.objects.visible_to(request.user)
        .filter(person=person)
        .select_related("action")
        .order_by("-action__starts_at")[:12]
    )
    context = {"attendances": rows, "person": person}
    template = "actions/_person_attendances.html" if request.htmx else "actions/person_panel.html"
    return render(request, template, context)
