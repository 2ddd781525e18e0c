"""Listening drives: their page, team, script, and what is answered as it comes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.domain.heard import answers, drives
from campaigns.forms.listening import DriveForm, QuestionForm
from campaigns.models import Grievance, ListeningDrive
from campaigns.permissions_listening import may_listen_in
from members.forms.people import organizers_of
from members.models import Person
from members.permissions import (
    organized_chapters,
    organizers_only,
    require_organizer_of,
    sees_several,
)
from members.scoping import get_visible_or_404, scope_of

HEARD_SHOWN = 6
MOST_GOAL = 500


@require_GET
def drive_list(request: HttpRequest) -> HttpResponse:
    """Every drive in sight, the live ones first."""
    rows = ListeningDrive.objects.visible_to(request.user)
    found = list(rows.select_related("neighbourhood", "chapter"))
    figures = drives.figures(found)
    pairs = [(drive, figures[drive.pk]) for drive in found]
    context = {
        "live": [pair for pair in pairs if not pair[1].over],
        "over": [pair for pair in pairs if pair[1].over],
        "may_open": bool(organized_chapters(request.user)),
        "several": sees_several(request.user),
    }
    return render(request, "campaigns/listening/drive_list.html", context)


@require_GET
def drive_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A drive on one page: how far, who listens, what is answered, what is heard."""
    rows = ListeningDrive.objects.select_related("neighbourhood", "chapter")
    drive = get_visible_or_404(rows, request.user, pk=pk)
    organizes = scope_of(request.user).may_organize(drive.chapter_id)
    context = {
        "drive": drive,
        "figures": drives.figures([drive])[drive.pk],
        "organizes": organizes,
        "may_listen": may_listen_in(request.user, drive.chapter_id),
        "buildings": drive.buildings.filter(closed_at=None),
        "heard": _heard(request, drive),
        **_tallies(drive),
    }
    return render(request, "campaigns/listening/drive.html", context)


def _heard(request: HttpRequest, drive: ListeningDrive) -> Any:
    mine = Grievance.objects.visible_to(request.user).filter(conversation__drive=drive)
    return mine.select_related("neighbourhood", "own_theme", "issue")[:HEARD_SHOWN]


def _tallies(drive: ListeningDrive) -> dict[str, Any]:
    return {"tallies": answers.tally(drive)}


@require_GET
def drive_answers(request: HttpRequest, pk: int) -> HttpResponse:
    """The answers alone: the page asks for them again while people are at the doors."""
    drive = get_visible_or_404(ListeningDrive, request.user, pk=pk)
    if not request.htmx:
        return redirect("campaigns:drive", pk)
    context = {"drive": drive, **_tallies(drive)}
    return render(request, "campaigns/listening/_tallies.html", context)


@require_http_methods(["GET", "POST"])
@organizers_only
def drive_create(request: HttpRequest) -> HttpResponse:
    """Open a drive; whoever opens it is its first listener."""
    chapters = organized_chapters(request.user)
    form = DriveForm(request.POST or None, chapters=chapters)
    if form.is_valid():
        data = dict(form.cleaned_data)
        chapter = data.pop("chapter", None) or chapters[0]
        drive = drives.create(chapter=chapter, actor=request.user, **data)
        messages.success(request, _("La campagne d’écoute est ouverte. Qui écoute avec vous ?"))
        return redirect("campaigns:drive-team", drive.pk)
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/listening/drive_form.html", {"form": form}, status=status)


def _organized(request: HttpRequest, pk: int) -> ListeningDrive:
    drive = get_visible_or_404(
        ListeningDrive.objects.select_related("chapter"), request.user, pk=pk
    )
    require_organizer_of(request.user, drive.chapter_id)
    return drive


@require_http_methods(["GET", "POST"])
def drive_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change its name, dates, goal or script."""
    drive = _organized(request, pk)
    form = DriveForm(request.POST or None, instance=drive, chapters=[drive.chapter])
    if form.is_valid():
        drives.change(drive=drive, actor=request.user, **form.cleaned_data)
        messages.success(request, _("C’est enregistré."))
        return redirect("campaigns:drive", pk)
    context = {"form": form, "drive": drive}
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/listening/drive_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def drive_team(request: HttpRequest, pk: int) -> HttpResponse:
    """Who listens, and how many people each means to hear."""
    drive = _organized(request, pk)
    if request.method == "POST":
        try:
            who = _who(request, drive)
            drives.add_listener(drive=drive, goal=_goal(request), **who)
        except drives.InvalidDrive as problem:
            messages.error(request, str(problem))
        return redirect("campaigns:drive-team", pk)
    context = {
        "drive": drive,
        "figures": drives.figures([drive])[drive.pk],
        "accounts": organizers_of([drive.chapter_id]).exclude(
            pk__in=drive.listeners.exclude(user=None).values("user_id")
        ),
    }
    return render(request, "campaigns/listening/drive_team.html", context)


def _who(request: HttpRequest, drive: ListeningDrive) -> dict[str, Any]:
    account, person = request.POST.get("user", ""), request.POST.get("person", "")
    if account.isdecimal():
        accounts = organizers_of([drive.chapter_id])
        return {"user": get_object_or_404(accounts, pk=int(account[:18]))}
    if person.isdecimal():
        return {"person": get_visible_or_404(Person, request.user, pk=int(person[:18]))}
    raise drives.InvalidDrive(_("Choisissez la personne dans la liste."))


def _goal(request: HttpRequest) -> int:
    typed = request.POST.get("goal", "")
    return min(int(typed[:6]), MOST_GOAL) if typed.isascii() and typed.isdecimal() else 10


@require_POST
def listener_remove(request: HttpRequest, pk: int, listener: int) -> HttpResponse:
    """She leaves the team; what she heard stays."""
    drive = _organized(request, pk)
    drives.remove_listener(listener=get_object_or_404(drive.listeners, pk=listener))
    return redirect("campaigns:drive-team", pk)


@require_http_methods(["GET", "POST"])
def drive_script(request: HttpRequest, pk: int) -> HttpResponse:
    """The questions asked at the door."""
    drive = _organized(request, pk)
    form = QuestionForm(request.POST or None)
    if form.is_valid():
        try:
            drives.ask(drive=drive, **form.cleaned_data)
        except drives.InvalidDrive as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("La question est dans le questionnaire."))
            return redirect("campaigns:drive-script", pk)
    questions = drive.questions.filter(retired_at=None)
    context = {"drive": drive, "form": form, "questions": questions}
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/listening/drive_script.html", context, status=status)


@require_POST
def question_remove(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """Stop asking; what was answered stays."""
    drive = _organized(request, pk)
    gone = drives.stop_asking(question=get_object_or_404(drive.questions, pk=question))
    words = _("Question retirée.") if gone else _("Question retirée ; ses réponses sont gardées.")
    messages.success(request, words)
    return redirect("campaigns:drive-script", pk)
