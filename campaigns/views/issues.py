"""Sorting what was heard, and the common problems it makes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.domain.heard import gathering, issues
from campaigns.domain.heard.gatherings import ways_for
from campaigns.forms.issues import GatherForm, HeapForm, IssueForm, MergeForm
from campaigns.models import Ballot, BallotChoice, Campaign, Grievance, Issue
from members.domain import meetings
from members.models import Chapter
from members.permissions import (
    organized_chapters,
    organizers_only,
    require_organizer_of,
    sees_several,
)
from members.scoping import get_visible_or_404, scope_of

HEAPS_SHOWN, VOICES_SHOWN = 8, 4


@require_GET
@organizers_only
def sorting(request: HttpRequest) -> HttpResponse:
    """Heaps proposed, each with its reason; what resembles nothing stays in the list."""
    chapter, chapters = _chapter(request)
    heaps: list[gathering.Heap] = []
    count = 0
    if chapter is not None:
        to_sort = Grievance.objects.filter(chapter=chapter).to_sort()
        count = to_sort.count()
        heaps = gathering.proposals(to_sort)
    context = {
        "chapter": chapter,
        "chapters": chapters,
        "heaps": _shown(heaps[:HEAPS_SHOWN]),
        "heap_count": len(heaps),
        "count": count,
    }
    return render(request, "campaigns/listening/sorting.html", context)


def _chapter(request: HttpRequest) -> tuple[Chapter | None, list[Chapter]]:
    chapters = organized_chapters(request.user)
    asked = request.GET.get("alliance", "")
    chosen = [one for one in chapters if str(one.pk) == asked] or chapters
    return (chosen[0] if chosen else None), chapters


def _shown(heaps: list[gathering.Heap]) -> list[dict[str, Any]]:
    """The heaps with their grievances, read at once."""
    pks = [pk for heap in heaps for pk in heap.pks]
    rows = Grievance.objects.filter(pk__in=pks).select_related(
        "neighbourhood", "own_theme", "issue"
    )
    known = {row.pk: row for row in rows}
    shown = []
    for heap in heaps:
        voices = [known[pk] for pk in heap.pks if pk in known]
        shown.append(
            {"heap": heap, "first": voices[:VOICES_SHOWN], "others": voices[VOICES_SHOWN:]}
        )
    return shown


@require_POST
@organizers_only
def issue_make(request: HttpRequest) -> HttpResponse:
    """Make a heap an issue, with the grievances that stayed ticked."""
    chapter, _chapters = _chapter(request)
    asked = request.POST.get("chapter", "")
    mine = {str(one.pk): one for one in organized_chapters(request.user)}
    chapter = mine.get(asked, chapter)
    form = HeapForm(request.POST, grievances=Grievance.objects.filter(chapter=chapter, issue=None))
    if chapter is not None and form.is_valid():
        try:
            issue = issues.make(chapter=chapter, actor=request.user, **form.cleaned_data)
        except issues.InvalidIssue as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("C’est un problème commun. Peut-on le gagner ?"))
            return redirect("campaigns:issue", issue.pk)
    else:
        words = [str(error) for errors in form.errors.values() for error in errors]
        messages.error(request, " ".join(words) or _("Rien n’a été choisi."))
    url = reverse("campaigns:sorting")
    return redirect(f"{url}?alliance={chapter.pk}" if chapter else url)


@require_GET
def issue_list(request: HttpRequest) -> HttpResponse:
    """Common problems, the broadest first."""
    standing = Issue.objects.visible_to(request.user).standing().select_related("chapter")
    fought = Campaign.objects.filter(issue=OuterRef("pk"))
    rows = standing.annotate(voices=Count("grievances"), fought=Exists(fought))
    context = {
        "issues": rows.order_by("-voices", "title"),
        "organizes": bool(organized_chapters(request.user)),
        "several": sees_several(request.user),
    }
    return render(request, "campaigns/listening/issue_list.html", context)


@require_GET
def issue_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """How broad, how deep, who, where it comes from, and what to do with it."""
    rows = Issue.objects.select_related("chapter", "merged_into", "split_from")
    issue = get_visible_or_404(rows, request.user, pk=pk)
    organizes = scope_of(request.user).may_organize(issue.chapter_id)
    voices = Grievance.objects.visible_to(request.user).filter(issue=issue)
    context = {
        "issue": issue,
        "reach": issues.reach(issue),
        "voices": voices.select_related("neighbourhood", "own_theme", "person"),
        "resembling": gathering.resembling(issue) if organizes else [],
        "lineage": issues.lineage(issue),
        "campaigns": Campaign.objects.filter(issue=issue),
        "ballots": Ballot.objects.filter(choices__issue=issue).select_related("result"),
        "open_ballots": Ballot.objects.filter(chapter=issue.chapter_id)
        .open()
        .exclude(pk__in=BallotChoice.objects.filter(issue=issue).values("ballot_id")),
        "organizes": organizes,
        "ways": ways_for(issue) if organizes else [],
        "merge_form": MergeForm(issue=issue) if organizes else None,
    }
    return render(request, "campaigns/listening/issue.html", context)


def _organized(request: HttpRequest, pk: int) -> Issue:
    issue = get_visible_or_404(Issue.objects.select_related("chapter"), request.user, pk=pk)
    require_organizer_of(request.user, issue.chapter_id)
    return issue


@require_http_methods(["GET", "POST"])
def issue_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Its title, theme, description, and whether it can be won."""
    issue = _organized(request, pk)
    form = IssueForm(request.POST or None, instance=issue)
    if form.is_valid():
        issues.change(issue=issue, actor=request.user, **form.verb_fields)
        messages.success(request, _("C’est enregistré."))
        return redirect("campaigns:issue", pk)
    context = {"issue": issue, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/listening/issue_edit.html", context, status=status)


def _chosen(request: HttpRequest, source: Any) -> list[Grievance]:
    pks = [int(pk[:18]) for pk in request.POST.getlist("grievances") if pk.isdecimal()]
    return list(source.filter(pk__in=pks))


@require_POST
def issue_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put more grievances in the heap."""
    issue = _organized(request, pk)
    chosen = _chosen(request, Grievance.objects.filter(chapter=issue.chapter_id))
    count = issues.add(issue=issue, grievances=chosen, actor=request.user)
    said = ngettext("%(n)d colère ajoutée.", "%(n)d colères ajoutées.", count)
    messages.success(request, said % {"n": count})
    return redirect("campaigns:issue", pk)


@require_POST
def issue_sort(request: HttpRequest, pk: int) -> HttpResponse:
    """What was ticked leaves the heap, or makes one of its own (`title`)."""
    issue = _organized(request, pk)
    chosen = _chosen(request, issue.grievances)
    try:
        if "split" in request.POST:
            new = issues.split(
                issue=issue,
                title=request.POST.get("title", ""),
                grievances=chosen,
                actor=request.user,
            )
            messages.success(request, _("Le tas est partagé : voici le nouveau."))
            return redirect("campaigns:issue", new.pk)
        count = issues.take_out(issue=issue, grievances=chosen, actor=request.user)
        said = ngettext("%(n)d colère remise à trier.", "%(n)d colères remises à trier.", count)
        messages.success(request, said % {"n": count})
    except issues.InvalidIssue as problem:
        messages.error(request, str(problem))
    return redirect("campaigns:issue", pk)


@require_POST
def issue_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Two heaps become one; it can be undone."""
    issue = _organized(request, pk)
    form = MergeForm(request.POST, issue=issue)
    if not form.is_valid():
        messages.error(request, _("Choisissez l’autre problème dans la liste."))
        return redirect("campaigns:issue", pk)
    gone = form.cleaned_data["other"]
    try:
        issues.merge(kept=issue, gone=gone, actor=request.user)
    except issues.InvalidIssue as problem:
        messages.error(request, str(problem))
    else:
        undo = reverse("campaigns:issue-unmerge", args=[gone.pk])
        messages.success(request, _("Les deux tas sont réunis."), extra_tags=f"undo={undo}")
    return redirect("campaigns:issue", pk)


@require_POST
def issue_unmerge(request: HttpRequest, pk: int) -> HttpResponse:
    """Take apart what was merged."""
    issue = _organized(request, pk)
    try:
        issues.unmerge(gone=issue, actor=request.user)
    except issues.InvalidIssue as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Les deux tas sont de nouveau séparés."))
    return redirect("campaigns:issue", pk)


@require_http_methods(["GET", "POST"])
def issue_gather(request: HttpRequest, pk: int) -> HttpResponse:
    """« Faire se rencontrer »: a meeting of those who share it, at the home of one of them."""
    issue = _organized(request, pk)
    voiced = issues.voiced_by(issue)
    groups = issues.reach(issue).groups
    initial = {"group": groups[0].pk} if groups else {}
    form = GatherForm(request.POST or None, issue=issue, voiced=voiced, initial=initial)
    if form.is_valid():
        try:
            meeting = meetings.plan(actor=request.user, **form.cleaned_data)
        except meetings.InvalidMeeting as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("La rencontre est prévue : il reste à les appeler."))
            return redirect("members:meeting-detail", meeting.pk)
    context = {
        "issue": issue,
        "form": form,
        "unnamed": issue.grievances.filter(person=None).count(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/listening/issue_gather.html", context, status=status)
