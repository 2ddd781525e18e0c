"""Follow-ups: what I promised, ticked with one tap."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from alliance.core.paging import keyset_page
from alliance.core.web.ways_back import redirect_back
from members.domain.meeting import follow_ups
from members.forms.people import organizers_of
from members.models import FollowUp, User
from members.permissions import (
    is_organizer,
    organized_chapters,
    organizers_only,
    people_meeters_only,
)
from members.scoping import get_visible_or_404


@require_GET
@people_meeters_only
def follow_up_list(request: HttpRequest) -> HttpResponse:
    """Mine, a colleague's (`?qui=12`) or my team's (`?qui=tous`), the oldest promise first."""
    whose = request.GET.get("qui", "")
    everybody = whose == "tous" or whose.isdecimal()
    mine = FollowUp.objects.visible_to(request.user).open()
    if whose != "tous":
        mine = mine.filter(owner=int(whose[:18]) if whose.isdecimal() else request.user.pk)
    rows = mine.to_call().select_related("owner")
    page = keyset_page(rows, request, order=["due_on", "id"])
    context = {
        "page": page,
        "everybody": everybody,
        "today": timezone.localdate(),
        "colleagues": _colleagues(request),
        "handing": is_organizer(request.user),
    }
    return render(request, "members/follow_up_list.html", context)


def _colleagues(request: HttpRequest) -> list[User]:
    """Those who may be handed a follow-up: the organizers of my chapters."""
    chapters = [chapter.pk for chapter in organized_chapters(request.user)]
    return list(organizers_of(chapters)) if chapters else []


@require_POST
@organizers_only
def follow_up_reassign(request: HttpRequest) -> HttpResponse:
    """Hand the chosen ones to a colleague, all at once."""
    to = next(
        (one for one in _colleagues(request) if str(one.pk) == request.POST.get("owner")), None
    )
    asked = [int(pk[:18]) for pk in request.POST.getlist("follow_up") if pk.isdecimal()]
    chosen = list(FollowUp.objects.visible_to(request.user).open().filter(pk__in=asked))
    if to is None or not chosen:
        messages.error(request, _("Cochez des relances, et choisissez à qui les confier."))
        return _back(request)
    moved = follow_ups.reassign(follow_ups=chosen, to=to, actor=request.user)
    words = ngettext(
        "%(moved)d relance confiée à %(name)s.", "%(moved)d relances confiées à %(name)s.", moved
    )
    messages.success(request, words % {"moved": moved, "name": to})
    if moved < len(chosen):
        messages.info(request, _("Les autres étaient déjà à sa charge, ou hors de son alliance."))
    return _back(request)


@require_POST
@organizers_only
def digest_choose(request: HttpRequest) -> HttpResponse:
    """Receive the morning's mail, or not."""
    wanted = request.POST.get("resume") == "oui"
    User.objects.filter(pk=request.user.pk).update(wants_digest=wanted)
    if wanted:
        messages.success(request, _("Vous recevrez chaque matin ce qui vous attend."))
    else:
        messages.info(request, _("Plus de résumé le matin."))
    return _back(request)


@require_POST
def follow_up_done(request: HttpRequest, pk: int) -> HttpResponse:
    """« C’est fait »; the message offers to undo."""
    follow_up = get_visible_or_404(FollowUp, request.user, pk=pk)
    follow_ups.complete(follow_up=follow_up, actor=request.user)
    undo = reverse("members:follow-up-reopen", args=[pk])
    messages.success(request, _("C’est fait."), extra_tags=f"undo={undo}")
    return _back(request)


@require_POST
def follow_up_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo the tick."""
    follow_up = get_visible_or_404(FollowUp, request.user, pk=pk)
    follow_ups.reopen(follow_up=follow_up)
    messages.info(request, _("La relance est de nouveau à faire."))
    return _back(request)


@require_POST
def follow_up_later(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it off: to tomorrow, or by as many days as asked (`jours`, 1 to 60)."""
    follow_up = get_visible_or_404(FollowUp, request.user, pk=pk)
    asked = request.POST.get("jours", "")
    days = min(int(asked), 60) if asked.isdecimal() and len(asked) < 4 and int(asked) else 1
    follow_ups.snooze(follow_up=follow_up, until=timezone.localdate() + timedelta(days=days))
    messages.info(request, _("Reportée."))
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    return redirect_back(request, "members:follow-up-list")
