"""Answers said to an organizer or a leader, one tap at the telephone; a person's own history."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from actions.domain import replies
from actions.domain.actions import WrongState
from actions.domain.attendances import listed
from actions.domain.phone_tree import asks, call_sources
from actions.domain.turnout import turnout
from actions.enums import ActionState, Answer, ReplySource
from actions.forms.replies import SpokenReplyForm
from actions.models import Action, Attendance
from actions.permissions import require_welcoming
from actions.views.tabs import answer_tabs
from alliance.core.paging import keyset_page
from alliance.core.web.ways_back import redirect_back
from members.models import Person
from members.scoping import get_visible_or_404, scope_of


@require_GET
def answer_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The people to call, each with her number and three answers to tap; `?qui=` finds one."""
    action = get_visible_or_404(Action.objects.select_related("chapter"), request.user, pk=pk)
    require_welcoming(request.user, action)
    typed = request.GET.get("qui", "").strip()
    tab = "all" if typed else request.GET.get("reponse", Answer.NONE)
    rows = listed(action, request.user, tab=tab, text=typed, asks=True)
    context = {
        "action": action,
        "page": keyset_page(rows, request, order=["sort_key", "id"]),
        "tabs": answer_tabs(turnout(action), tab, anchor="reponses"),
        "typed": typed,
        "answerable": is_answerable(action),
    }
    template = "actions/_answer_rows.html" if request.htmx else "actions/answer_list.html"
    return render(request, template, context)


@require_POST
def answer_record(request: HttpRequest, pk: int, attendance: int) -> HttpResponse:
    """« Elle vient »: one tap while she is on the phone; htmx gets her row back."""
    action = get_visible_or_404(Action, request.user, pk=pk)
    require_welcoming(request.user, action)
    named = Attendance.objects.filter(action=action, person__isnull=False)
    row = get_visible_or_404(named.select_related("person"), request.user, pk=attendance)
    form = SpokenReplyForm(request.POST)
    if form.is_valid():
        _record(request, row, form)
    else:
        messages.error(request, _("Choisissez oui, peut-être ou non."))
    if not request.htmx:
        return _back(request, pk)
    fresh = listed(action, request.user, asks=True).get(pk=row.pk)
    context = {"attendance": fresh, "action": action, "answerable": is_answerable(action)}
    return render(request, "actions/_answer_row.html", context | {"oob": True})


def _record(request: HttpRequest, row: Attendance, form: SpokenReplyForm) -> None:
    data = form.cleaned_data
    source = data["source"] or ReplySource.PHONE
    companions = data["companions"] if data["companions"] is not None else row.companions
    try:
        said = replies.record_reply(
            attendance=row,
            answer=data["answer"],
            companions=companions,
            source=source,
            client_id=data["client_id"] or uuid.uuid4(),
            actor=request.user,
        )
        asks.record_ask(
            attendance=row,
            asker=asks.Asker.of(request.user),
            answer=data["answer"],
            channel=source,
            anyway=True,  # the answer is there: the row said who had called
        )
    except WrongState as problem:
        messages.error(request, str(problem))
    else:
        noted = _("C’est noté pour %(name)s.")
        if said.waiting_since:
            noted = _("C’est complet : %(name)s est sur la liste d’attente, dites-le-lui.")
        messages.success(request, noted % {"name": row.person})


def is_answerable(action: Action) -> bool:
    """Whether answers are still taken."""
    return action.state != ActionState.CANCELLED and action.ends_at > timezone.now()


def _back(request: HttpRequest, pk: int) -> HttpResponse:
    return redirect_back(request, "actions:answer-list", pk)


@require_GET
def person_actions(request: HttpRequest, pk: int) -> HttpResponse:
    """Panel of a person: the actions she was asked to, what she said, whether she came."""
    person = get_visible_or_404(Person, request.user, pk=pk)
    rows = (
        Attendance.objects.visible_to(request.user)
        .filter(person=person)
        .select_related("action")
        .prefetch_related("asks__asked_by")
        .order_by("-action__starts_at")[:12]
    )
    organizes = scope_of(request.user).may_organize(person.chapter_id)
    context = {
        "attendances": rows,
        "person": person,
        "around": organizes and call_sources.of_leader(person).exists(),
    }
    template = "actions/_person_attendances.html" if request.htmx else "actions/person_panel.html"
    return render(request, template, context)
