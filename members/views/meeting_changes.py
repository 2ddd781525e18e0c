"""Moving or cancelling a meeting of a group: each says first who will be told."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from members.domain import meeting_changes
from members.domain.meetings import InvalidMeeting
from members.forms.meetings import CancelMeetingForm, MoveMeetingForm
from members.models import GroupMeeting
from members.views.meetings import meeting_of

MEANWHILE = gettext_lazy(
    "Quelqu’un d’autre vient de changer cette réunion. Relisez, puis enregistrez de nouveau."
)


@require_http_methods(["GET", "POST"])
def meeting_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Another time or place; `?date=2026-12-03`: dropped there in the calendar."""
    meeting = meeting_of(request, pk)
    initial = {
        "starts_at": _asked(request, meeting),
        "place": meeting.place,
        "tell": True,
        "expected_sequence": meeting.sequence,
    }
    form = MoveMeetingForm(request.POST or None, initial=initial)
    if form.is_valid() and _done(request, meeting, form, meeting_changes.move):
        return redirect("members:meeting-detail", pk)
    return _page(request, "members/meetings/move.html", meeting, form)


@require_http_methods(["GET", "POST"])
def meeting_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """It does not take place."""
    meeting = meeting_of(request, pk)
    initial = {"tell": True, "expected_sequence": meeting.sequence}
    form = CancelMeetingForm(request.POST or None, initial=initial)
    if form.is_valid() and _done(request, meeting, form, meeting_changes.cancel):
        return redirect("members:meeting-detail", pk)
    return _page(request, "members/meetings/cancel.html", meeting, form)


def _asked(request: HttpRequest, meeting: GroupMeeting) -> datetime:
    """Its time, on the day it was dropped on."""
    starts_at = timezone.localtime(meeting.starts_at)
    try:
        day = date.fromisoformat(request.GET.get("date", "")[:10])
    except ValueError:
        return starts_at
    return starts_at.replace(year=day.year, month=day.month, day=day.day)


def _done(request: HttpRequest, meeting: GroupMeeting, form: forms.Form, deed: Any) -> bool:
    try:
        changed = deed(meeting=meeting, actor=request.user, **form.cleaned_data)
    except InvalidMeeting as problem:
        form.add_error(None, str(problem))
    except meeting_changes.ChangedMeanwhile:
        form.data = form.data.copy()
        form.data["expected_sequence"] = str(GroupMeeting.objects.get(pk=meeting.pk).sequence)
        form.add_error(None, str(MEANWHILE))
    else:
        _say(request, changed, told=form.cleaned_data["tell"])
        return True
    return False


def _say(request: HttpRequest, meeting: GroupMeeting, *, told: bool) -> None:
    said = _("La réunion est annulée.") if meeting.cancelled_at else _("La réunion est déplacée.")
    if told:
        said += " " + _("Les invité·es sont prévenu·es.")
    messages.success(request, said)


def _page(
    request: HttpRequest, template: str, meeting: GroupMeeting, form: forms.Form
) -> HttpResponse:
    context = {"meeting": meeting, "form": form, "reach": meeting_changes.reach(meeting)}
    return render(request, template, context, status=422 if form.is_bound else 200)
