"""Votes in assembly: prepared, counted on a big screen, closed, and opened as campaigns."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.domain.voted import vote_links, votes
from campaigns.enums import VoteMeans
from campaigns.forms.votes import BallotForm, CloseForm
from campaigns.models import Ballot, Campaign, Issue
from members.permissions import (
    organized_chapters,
    organizers_only,
    require_organizer_of,
    sees_several,
)
from members.scoping import get_visible_or_404, scope_of


@require_GET
def ballot_list(request: HttpRequest) -> HttpResponse:
    """Votes in sight: the open ones, then what was decided."""
    rows = Ballot.objects.visible_to(request.user).select_related("chapter", "result")
    context = {
        "ballots": rows,
        "may_prepare": bool(organized_chapters(request.user)),
        "several": sees_several(request.user),
    }
    return render(request, "campaigns/votes/ballot_list.html", context)


@require_http_methods(["GET", "POST"])
@organizers_only
def ballot_create(request: HttpRequest) -> HttpResponse:
    """Put common problems to the vote (`?probleme=` ticks one, `?alliance=` chooses where)."""
    first = _asked_issue(request)
    chapters = organized_chapters(request.user)
    asked = request.GET.get("alliance", "")
    chosen = [one for one in chapters if str(one.pk) == asked] or chapters
    chapter = first.chapter if first is not None else chosen[0]
    require_organizer_of(request.user, chapter.pk)
    initial = {"held_on": timezone.localdate(), "issues": [first.pk] if first else []}
    form = BallotForm(request.POST or None, chapter=chapter, initial=initial)
    if form.is_valid():
        try:
            ballot = votes.prepare(chapter=chapter, actor=request.user, **form.cleaned_data)
        except votes.InvalidVote as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("campaigns:ballot", ballot.pk)
    context = {"form": form, "chapter": chapter, "chapters": [] if first else chapters}
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/votes/ballot_form.html", context, status=status)


def _asked_issue(request: HttpRequest) -> Issue | None:
    text = request.GET.get("probleme", "")
    if not (text.isascii() and text.isdecimal()):
        return None
    return get_visible_or_404(
        Issue.objects.select_related("chapter"), request.user, pk=int(text[:18])
    )


@require_GET
def ballot(request: HttpRequest, pk: int) -> HttpResponse:
    """The count as it stands; once closed, what the assembly decided."""
    found = get_visible_or_404(
        Ballot.objects.select_related("chapter", "result"), request.user, pk=pk
    )
    return render(request, "campaigns/votes/ballot.html", _context(request, found))


def _context(request: HttpRequest, found: Ballot, form: CloseForm | None = None) -> dict[str, Any]:
    result = getattr(found, "result", None)
    counted = votes.tally(found)
    issues = [line.choice.issue_id for line in counted.lines]
    fought = {c.issue_id: c for c in Campaign.objects.filter(issue__in=issues)}
    organizes = scope_of(request.user).may_organize(found.chapter_id)
    return {
        "ballot": found,
        "result": result,
        "intact": votes.is_intact(result) if result else True,
        "tally": counted,
        "lines": [(line, fought.get(line.choice.issue_id)) for line in counted.lines],
        "top": max((line.total for line in counted.lines), default=0),
        "organizes": organizes,
        "form": form or CloseForm(),
        "nonce": uuid4(),
    }


def _organized(request: HttpRequest, pk: int) -> Ballot:
    found = get_visible_or_404(Ballot.objects.select_related("chapter"), request.user, pk=pk)
    require_organizer_of(request.user, found.chapter_id)
    return found


@require_POST
def ballot_count(request: HttpRequest, pk: int, choice: int) -> HttpResponse:
    """Voices counted in the room: hands at once, or a paper at a time."""
    found = _organized(request, pk)
    row = get_object_or_404(found.choices.select_related("ballot"), pk=choice)
    try:
        votes.count(
            choice=row,
            voices=_number(request.POST.get("voices", "")),
            means=request.POST.get("means", VoteMeans.HANDS),
            actor=request.user,
            client_id=_uuid(request.POST.get("client_id", "")),
        )
    except votes.InvalidVote as problem:
        messages.error(request, str(problem))
    if request.htmx:
        return render(request, "campaigns/votes/_count.html", _context(request, found))
    return redirect("campaigns:ballot", pk)


def _number(text: str) -> int:
    digits = text.strip().removeprefix("-")
    known = digits.isascii() and digits.isdecimal() and len(digits) < 6
    return int(text.strip()) if known else 0


def _uuid(text: str) -> UUID:
    try:
        return UUID(text[:60])
    except ValueError:
        return uuid4()


@require_POST
def ballot_choice_add(request: HttpRequest, pk: int) -> HttpResponse:
    """One more problem on the ballot."""
    found = _organized(request, pk)
    typed = request.POST.get("issue", "")
    issues = Issue.objects.filter(chapter=found.chapter_id)
    issue = get_object_or_404(issues, pk=int(typed[:18]) if typed.isdecimal() else 0)
    try:
        votes.add_choice(ballot=found, issue=issue)
        messages.success(request, _("C’est sur le bulletin."))
    except votes.InvalidVote as problem:
        messages.error(request, str(problem))
    return redirect("campaigns:ballot", pk)


@require_POST
def ballot_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the count; the result is sealed into the minutes."""
    found = _organized(request, pk)
    form = CloseForm(request.POST)
    if form.is_valid():
        try:
            votes.close(ballot=found, actor=request.user, **form.cleaned_data)
        except votes.InvalidVote as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Le vote est clos, le résultat est scellé."))
            return redirect("campaigns:ballot", pk)
    context = _context(request, found, form)
    return render(request, "campaigns/votes/ballot.html", context, status=422)


@require_POST
def ballot_open_campaign(request: HttpRequest, pk: int, choice: int) -> HttpResponse:
    """What the assembly chose becomes a campaign."""
    found = _organized(request, pk)
    row = get_object_or_404(found.choices.select_related("issue"), pk=choice)
    try:
        campaign = votes.open_campaign(ballot=found, issue=row.issue, actor=request.user)
    except votes.InvalidVote as problem:
        messages.error(request, str(problem))
        return redirect("campaigns:ballot", pk)
    messages.success(
        request,
        _("La campagne est ouverte. Celles et ceux qui l’ont dit sont prêts à être invités."),
    )
    return redirect("campaigns:campaign-detail", campaign.pk)


@require_http_methods(["GET", "POST"])
def ballot_links(request: HttpRequest, pk: int) -> HttpResponse:
    """Who may vote by link, who did, and the links to hand over on paper."""
    found = _organized(request, pk)
    if request.method == "POST":
        if not found.by_link or getattr(found, "result", None):
            messages.error(request, _("Ce vote ne se fait pas, ou plus, par lien."))
            return redirect("campaigns:ballot", pk)
        sent = vote_links.call_voters(ballot=found, actor=request.user)
        said = _("Votant·es : %(voters)d. E-mails qui partent : %(mailed)d. À donner : %(hand)d.")
        words = {"voters": sent.voters, "mailed": sent.mailed, "hand": sent.by_hand}
        messages.success(request, said % words)
        return redirect("campaigns:ballot-links", pk)
    voters = found.voters.select_related("person").order_by("person__sort_key", "pk")
    context = {
        "ballot": found,
        "voters": [(voter, vote_links.url_of(voter)) for voter in voters],
        "closed": getattr(found, "result", None) is not None,
    }
    return render(request, "campaigns/votes/links.html", context)
