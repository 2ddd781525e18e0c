"""Follow-ups: what I promised, ticked with one tap."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alliance.core.paging import keyset_page
from members.domain import follow_ups
from members.models import FollowUp
from members.permissions import people_meeters_only
from members.scoping import get_visible_or_404


@require_GET
@people_meeters_only
def follow_up_list(request: HttpRequest) -> HttpResponse:
    """Mine, or my team's (`?qui=tous`), the oldest promise first."""
    everybody = request.GET.get("qui") == "tous"
    mine = FollowUp.objects.visible_to(request.user).open()
    if not everybody:
        mine = mine.filter(owner=request.user)
    rows = mine.select_related("person", "owner").prefetch_related("person__phones")
    page = keyset_page(rows, request, order=["due_on", "id"])
    context = {"page": page, "everybody": everybody, "today": timezone.localdate()}
    return render(request, "members/follow_up_list.html", context)


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
    came_from = request.META.get("HTTP_REFERER", "")
    safe = url_has_allowed_host_and_scheme(came_from, {request.get_host()})
    return redirect(came_from if safe else "members:follow-up-list")
