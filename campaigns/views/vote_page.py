"""The vote of somebody without account. Looking votes nothing; only the button does."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campaigns.domain.voted import vote_links, votes
from campaigns.models import BallotVoter

PER_VISITOR, AN_HOUR = 60, 3600


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, token: str) -> HttpResponse:
    """The choices and one button; once she has voted, the link thanks her."""
    number = vote_links.read_token(token)
    rows = BallotVoter.objects.select_related("ballot__chapter", "ballot__result", "person")
    voter = rows.filter(pk=number).first() if number is not None else None
    if voter is None or voter.person.archived_at is not None:
        return render(request, "campaigns/votes/vote_gone.html", {}, status=404)
    problem = ""
    if request.method == "POST" and voter.voted_on is None:
        problem = _refusal(request) or _cast(request, voter)
        if not problem:
            return redirect("campaigns:vote", token)
    context = _context(voter) | {"problem": problem, "picked": request.POST.getlist("choice")}
    status = 422 if problem else 200
    return render(request, "campaigns/votes/vote.html", context, status=status)


def _refusal(request: HttpRequest) -> str:
    visitor = salted_hmac("campaigns.vote", get_adapter().get_client_ip(request)).hexdigest()
    key = f"vote:{visitor}"
    tries = 1 if cache.add(key, 1, AN_HOUR) else _more(key)
    if tries > PER_VISITOR:
        return _("Beaucoup de votes viennent d’ici en ce moment. Réessayez dans une heure.")
    return ""


def _more(key: str) -> int:
    try:
        return cache.incr(key)
    except ValueError:  # it expired between the two
        return 1


def _cast(request: HttpRequest, voter: BallotVoter) -> str:
    picked = [
        int(pk[:18]) for pk in request.POST.getlist("choice") if pk.isascii() and pk.isdecimal()
    ]
    try:
        votes.cast(voter=voter, choices=picked)
    except votes.InvalidVote as problem:
        return str(problem)
    return ""


def _context(voter: BallotVoter) -> dict[str, Any]:
    ballot = voter.ballot
    return {
        "voter": voter,
        "ballot": ballot,
        "choices": ballot.choices.select_related("issue"),
        "closed": getattr(ballot, "result", None) is not None,
        "organization_name": ballot.chapter.name,
    }
