"""Écoute: the home, and the twenty seconds in a stairwell."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alliance.core.counting import Number
from campaigns.domain.heard import drives, listening
from campaigns.enums import ConversationPlace, Theme
from campaigns.forms.listening import OWN, AngerForm, ListenForm
from campaigns.models import Ballot, Conversation, Door, Grievance, Issue, ListeningDrive
from campaigns.permissions_listening import listening_chapters, may_listen, may_listen_in
from members.domain.telling.figures import numbers_about
from members.models import Chapter, GroupMeeting, Person
from members.permissions import is_organizer, require_organizer_of, sees_several
from members.scoping import get_visible_or_404

SHOWN = 8
WEEK = timedelta(days=7)


@require_GET
def listening_home(request: HttpRequest) -> HttpResponse:
    """Drives, what was heard this week, and the heap to sort."""
    user = request.user
    since = timezone.localdate() - WEEK
    live = list(
        ListeningDrive.objects.visible_to(user).live().select_related("neighbourhood", "chapter")
    )
    figures = drives.figures(live)
    angers = Grievance.objects.visible_to(user)
    week = angers.filter(heard_on__gt=since)
    heard = Conversation.objects.visible_to(user).filter(happened_at__gte=timezone.now() - WEEK)
    context = {
        **numbers_about(
            user,
            week_count=_number(week),
            heard_count=_number(heard),
            to_sort=_number(angers.to_sort()),
            may_open=_number(Chapter.objects.organized_by(user).filter(closed_on=None)),
        ),
        "drives": [(drive, figures[drive.pk]) for drive in live],
        "week": week.select_related("neighbourhood", "own_theme", "issue", "person")[:SHOWN],
        "issues": _largest_issues(user),
        "ballots": Ballot.objects.visible_to(user).open().select_related("chapter"),
        "may_listen": may_listen(user),
        "organizes": is_organizer(user),
        "several": sees_several(user),
    }
    return render(request, "campaigns/listening/home.html", context)


def _number(rows: Any) -> Number:
    return Number(rows.order_by().values("pk"))


def _largest_issues(user: Any) -> Any:
    standing = Issue.objects.visible_to(user).standing().filter(campaigns=None)
    counted = standing.annotate(voices=Count("grievances")).filter(voices__gt=0)
    return counted.order_by("-voices", "title")[:SHOWN]


@require_http_methods(["GET", "POST"])
def listen(request: HttpRequest) -> HttpResponse:
    """Note what somebody says. Around it (`?campagne=`, `?porte=`, `?reunion=`, `?personne=`,
    `?suite=` another anger of the same person) comes from the page one arrives from."""
    if not may_listen(request.user):
        raise PermissionDenied
    around = _around(request)
    chapter = around["chapter"]
    if chapter is None:
        return _choose_chapter(request)
    form = ListenForm(
        request.POST or None,
        chapter=chapter,
        drive=around["drive"],
        named=around["person"] is not None or around["before"] is not None,
        initial=_initial(around),
    )
    if form.is_valid():
        conversation = _recorded(request, form, around)
        if conversation is not None:
            return _next_page(request, conversation, around)
    context = {"form": form, **around}
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/listening/listen.html", context, status=status)


def _around(request: HttpRequest) -> dict[str, Any]:
    """What the address says of the conversation, each fetched through the viewer."""
    user = request.user
    door = _given(request, "porte", Door.objects.select_related("building__neighbourhood"))
    meeting = _given(request, "reunion", GroupMeeting.objects.select_related("group"))
    person = _given(request, "personne", Person)
    before = _given(request, "suite", Conversation.objects.select_related("person", "drive"))
    drive = _given(request, "campagne", ListeningDrive)
    drive = drive or (before and before.drive) or (door and door.building.drive)
    found = (
        before and before.chapter_id,
        door and door.building.chapter_id,
        meeting and meeting.group.chapter_id,
        person and person.chapter_id,
        drive and drive.chapter_id,
    )
    chapter_id = next(filter(None, found), None)
    mine = listening_chapters(user)
    if chapter_id is not None:
        if not may_listen_in(user, chapter_id):
            raise PermissionDenied
        chapter = Chapter.objects.get(pk=chapter_id)
    else:
        chapter = _given(request, "alliance", mine) or (mine.get() if mine.count() == 1 else None)
    return {
        "chapter": chapter,
        "door": door,
        "meeting": meeting,
        "person": person,
        "before": before,
        "drive": drive,
    }


def _given(request: HttpRequest, name: str, source: Any) -> Any:
    text = request.GET.get(name, "")
    if not (text.isascii() and text.isdecimal()):
        return None
    return get_visible_or_404(source, request.user, pk=int(text[:18]))


def _initial(around: dict[str, Any]) -> dict[str, Any]:
    start: dict[str, Any] = {}
    door, meeting, person, before = (
        around["door"],
        around["meeting"],
        around["person"],
        around["before"],
    )
    drive = around["drive"]
    if drive is not None and drive.neighbourhood_id:
        start["neighbourhood"] = drive.neighbourhood_id
    if person is not None:
        start |= {"neighbourhood": person.neighbourhood_id, "where": ConversationPlace.PHONE}
    if meeting is not None:
        start |= {"where": ConversationPlace.HOUSE_MEETING, "place": meeting.place}
        start["neighbourhood"] = meeting.group.neighbourhood_id
    if door is not None:
        building = door.building
        start |= {"where": ConversationPlace.DOOR, "place": str(building)}
        start["neighbourhood"] = building.neighbourhood_id
    if before is not None:
        start |= {"where": before.place, "place": before.place_detail}
        start["neighbourhood"] = before.neighbourhood_id
    return start


def _choose_chapter(request: HttpRequest) -> HttpResponse:
    context = {"chapters": listening_chapters(request.user)}
    return render(request, "campaigns/listening/choose_chapter.html", context)


def _recorded(
    request: HttpRequest, form: ListenForm, around: dict[str, Any]
) -> Conversation | None:
    before = around["before"]
    client_id = form.cleaned_data["client_id"]
    try:
        if before is not None:
            listening.voice(
                conversation=before, anger=form.anger, actor=request.user, client_id=client_id
            )
            return before
        return listening.record(
            chapter=around["chapter"],
            listener=request.user,
            client_id=client_id,
            setting=replace(form.setting, door=around["door"], meeting=around["meeting"]),
            anger=None if form.cleaned_data["no_anger"] else form.anger,
            person=around["person"],
            yes=form.yes,
            answers=form.answers,
        )
    except listening.InvalidListening as problem:
        for field, words in problem.messages.items():
            form.add_error(field if field in form.fields else None, words)
        return None


def _next_page(
    request: HttpRequest, conversation: Conversation, around: dict[str, Any]
) -> HttpResponse:
    messages.success(request, _("C’est noté. Merci pour elle."))
    if around["door"] is not None:
        url = reverse("campaigns:building", args=[around["door"].building_id])
        return redirect(f"{url}?etage={around['door'].floor}#etage")
    return redirect("campaigns:heard", conversation.pk)


@require_GET
def heard(request: HttpRequest, pk: int) -> HttpResponse:
    """What was just noted, what it resembles, and the next gesture."""
    rows = Conversation.objects.select_related(
        "person", "drive", "neighbourhood", "listener", "chapter"
    ).prefetch_related("grievances__own_theme", "grievances__issue", "answers__question")
    conversation = get_visible_or_404(rows, request.user, pk=pk)
    context = {"conversation": conversation, "organizes": is_organizer(request.user)}
    return render(request, "campaigns/listening/heard.html", context)


@require_http_methods(["GET", "POST"])
def grievance_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct an anger: its words, theme, place, who could say yes."""
    grievance = get_visible_or_404(
        Grievance.objects.select_related("chapter", "issue", "person", "neighbourhood"),
        request.user,
        pk=pk,
    )
    form = AngerForm(request.POST or None, chapter=grievance.chapter, initial=_as_typed(grievance))
    if form.is_valid():
        try:
            listening.change(grievance=grievance, anger=form.anger, actor=request.user)
        except listening.InvalidListening as problem:
            for field, words in problem.messages.items():
                form.add_error(field, words)
        else:
            messages.success(request, _("C’est corrigé."))
            return redirect(_home_of(grievance))
    context = {"form": form, "grievance": grievance}
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/listening/grievance_edit.html", context, status=status)


def _as_typed(grievance: Grievance) -> dict[str, Any]:
    own = grievance.own_theme_id
    return {
        "words": grievance.words,
        "theme": f"{OWN}{own}" if own else grievance.theme or Theme.OTHER,
        "depth": grievance.depth,
        "power": {True: "yes", False: "no", None: ""}[grievance.is_vertical],
        "place": grievance.place,
        "who_could_say_yes": grievance.who_could_say_yes,
        "concerned": grievance.concerned,
    }


def _home_of(grievance: Grievance) -> str:
    if grievance.issue_id:
        return reverse("campaigns:issue", args=[grievance.issue_id])
    return reverse("campaigns:grievance-list")


@require_POST
def grievance_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away an anger noted by mistake, or taken back by whoever said it."""
    grievance = get_visible_or_404(Grievance, request.user, pk=pk)
    require_organizer_of(request.user, grievance.chapter_id)
    url = _home_of(grievance)
    listening.withdraw(grievance=grievance, actor=request.user)
    messages.success(request, _("Cette colère est retirée."))
    return redirect(url)
