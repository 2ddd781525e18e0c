"""Meetings of a group: planned in ten seconds, told on a phone."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alliance.core.paging import keyset_page
from members.domain import meetings
from members.forms.meetings import MeetingForm, ReportForm
from members.models import Group, GroupMeeting, Person
from members.scoping import get_visible_or_404, scope_of


def may_tell(request: HttpRequest, group: Group) -> bool:
    """Its organizers, and those who speak for the group: it is theirs."""
    scope = scope_of(request.user)
    return scope.may_organize(group.chapter_id) or group.pk in scope.led_groups


def _group(request: HttpRequest, pk: int) -> Group:
    group = get_visible_or_404(Group.objects.select_related("chapter"), request.user, pk=pk)
    if not may_tell(request, group):
        raise PermissionDenied
    return group


def meeting_of(request: HttpRequest, pk: int) -> GroupMeeting:
    """A meeting that she may tell of: 404 when she does not see it, else 403."""
    rows = GroupMeeting.objects.select_related("group__chapter", "host", "next_host")
    meeting = get_visible_or_404(rows, request.user, pk=pk)
    if not may_tell(request, meeting.group):
        raise PermissionDenied
    return meeting


@require_http_methods(["GET", "POST"])
def meeting_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """When, where, at whose home; the members of the group are its guests."""
    group = _group(request, pk)
    start = {"place": group.meeting_place, "client_id": uuid4()}
    form = MeetingForm(request.POST or None, group=group, initial=start)
    if form.is_valid():
        try:
            meeting = meetings.plan(group=group, actor=request.user, **form.cleaned_data)
        except meetings.InvalidMeeting as problem:
            form.add_error(None, str(problem))
        else:
            if meeting.starts_at <= timezone.now():
                return redirect("members:meeting-detail", meeting.pk)
            messages.success(request, _("La réunion est prévue."))
            return redirect("members:group-detail", group.pk)
    status = 422 if form.is_bound else 200
    context = {"group": group, "form": form}
    return render(request, "members/meetings/plan.html", context, status=status)


@require_http_methods(["GET", "POST"])
def meeting_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Who came, what was said, who hosts next; told once, corrected as often as needed."""
    meeting = meeting_of(request, pk)
    form = ReportForm(request.POST or None, instance=meeting)
    if request.method == "POST" and form.is_valid():
        try:
            meetings.tell(meeting=meeting, actor=request.user, **form.cleaned_data)
        except meetings.InvalidMeeting as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Le compte rendu est gardé."))
            return redirect("members:group-detail", meeting.group_id)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "members/meetings/detail.html", _page(meeting, form), status=status)


def _page(meeting: GroupMeeting, form: ReportForm) -> dict[str, Any]:
    return {
        "meeting": meeting,
        "form": form,
        "ahead": meeting.starts_at > timezone.now(),
        "guests": meeting.guests.select_related("person").order_by("person__sort_key"),
    }


@require_POST
def meeting_guest_add(request: HttpRequest, pk: int) -> HttpResponse:
    """One more guest: somebody known."""
    meeting = meeting_of(request, pk)
    known = Person.objects.visible_to(request.user).active()
    asked = request.POST.get("person", "")
    person = None
    if asked.isdecimal():
        mine = known.filter(chapter=meeting.group.chapter_id)
        person = mine.filter(pk=int(asked[:18])).first()
    if person is None:
        messages.error(request, _("Choisissez la personne dans la liste."))
    else:
        meeting.guests.get_or_create(person=person)
        messages.success(request, _("%(name)s est dans la liste.") % {"name": person})
    return redirect("members:meeting-detail", meeting.pk)


@require_GET
def meeting_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Every meeting of a group, the latest first; for its page, the last ones and the pulse."""
    group = _group(request, pk)
    rows = group.meetings.select_related("host", "next_host")
    if request.htmx:  # type: ignore[attr-defined]
        pulse = meetings.pulses([group])[group.pk]
        context = {"group": group, "meetings": rows[:5], "pulse": pulse}
        return render(request, "members/meetings/_card.html", context)
    context = {"group": group, "page": keyset_page(rows, request, order=["-starts_at", "-id"])}
    return render(request, "members/meetings/list.html", context)
