"""The calendar: a month, or its agenda; and the secret addresses that phones subscribe to."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from actions.domain.diary import agenda, feeds
from actions.domain.phone_tree import access_links
from actions.enums import LinkPurpose
from actions.models import FEEDS, AccessLink
from actions.views.outside.links import AN_HOUR, BAD_TRIES, private
from alliance.core.web.throttling import count, counted, seal_of
from members.models import Chapter, Group
from members.permissions import is_organizer
from members.scoping import scope_of

FARTHEST = 12 * 40  # months; beyond, the address was typed by hand


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """The month asked for (`?mois=2026-12`), or its agenda (`?vue=agenda`)."""
    _only_members(request)
    month = _month(request.GET.get("mois", ""))
    chapter, group = _chosen(request)
    weeks = agenda.weeks_of(month)
    found = agenda.occasions(
        request.user, first=weeks[0][0], last=weeks[-1][-1], chapter=chapter, group=group
    )
    days, today = agenda.by_day(found), timezone.localdate()
    as_list = request.GET.get("vue") == "agenda"
    context = {
        "title": f"{str(MONTHS[month.month]).capitalize()} {month.year}",
        "weeks": [[_day(day, days, month, today) for day in week] for week in weeks],
        "agenda": [(day, days[day]) for day in sorted(days) if day.month == month.month],
        "as_list": as_list,
        "previous": _address(request, mois=f"{month - timedelta(days=1):%Y-%m}"),
        "next": _address(request, mois=f"{month + timedelta(days=32):%Y-%m}"),
        "now": _address(request, mois=""),
        "other_view": _address(request, vue="" if as_list else "agenda"),
        "chapters": Chapter.objects.visible_to(request.user),
        "groups": Group.objects.visible_to(request.user).active().order_by("name"),
        "chapter": chapter,
        "group": group,
        "month": f"{month:%Y-%m}",
        "may_create": is_organizer(request.user),
    }
    return render(request, "actions/calendar/month.html", context)


@require_http_methods(["GET", "POST"])
def feed_list(request: HttpRequest) -> HttpResponse:
    """The calendars one may subscribe to, each with a secret address of one's own."""
    _only_members(request)
    offers = _offers(request)
    if request.method == "POST":
        wanted = request.POST.get("agenda", "")
        offer = next((one for one in offers if one["key"] == wanted), None)
        if offer is None:
            raise PermissionDenied
        feeds.subscribe(
            user=request.user,
            purpose=offer["purpose"],
            chapter=offer["chapter"],
            group=offer["group"],
        )
        messages.success(request, _("L’adresse est prête : gardez-la pour vous."))
        return redirect("actions:feed-list")
    return render(request, "actions/calendar/feeds.html", {"offers": offers})


@require_POST
def feed_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Another address (`neuve`), or none any more: the old one stops at once."""
    link = get_object_or_404(
        AccessLink, pk=pk, created_by=request.user, purpose__in=FEEDS, revoked_at=None
    )
    if "neuve" in request.POST:
        access_links.renew(link=link, actor=request.user)
        messages.success(request, _("Voici une adresse neuve ; l’ancienne ne dit plus rien."))
    else:
        access_links.revoke(link=link, actor=request.user)
        messages.success(request, _("Cette adresse ne dit plus rien."))
    return redirect("actions:feed-list")


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar itself; a client that knows this version is told so (304)."""
    visitor = f"links:bad:{seal_of(request)}"
    if counted(visitor) > BAD_TRIES:
        return HttpResponse(status=429)
    try:
        link = feeds.read(token)
    except access_links.Gone as refusal:
        if refusal.why == "unknown":
            count(visitor, seconds=AN_HOUR)
        return HttpResponse(status=404 if refusal.why == "unknown" else 410)
    content = feeds.text_of(link)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["ETag"], answer["Cache-Control"] = etag, "private, no-cache"
    answer["Content-Disposition"] = 'inline; filename="agenda.ics"'
    return private(get_conditional_response(request, etag=etag, response=answer) or answer)


def _only_members(request: HttpRequest) -> None:
    scope = scope_of(request.user)
    if not scope.everywhere and not scope.chapter_ids:
        raise PermissionDenied


def _month(text: str) -> date:
    """The first day of « 2026-12 »; of this month for anything else."""
    today = timezone.localdate().replace(day=1)
    try:
        found = date.fromisoformat(f"{text[:7]}-01")
    except ValueError:
        return today
    apart = abs((found.year - today.year) * 12 + found.month - today.month)
    return found if apart <= FARTHEST else today


def _chosen(request: HttpRequest) -> tuple[Chapter | None, Group | None]:
    """The chapter and the group asked for, among those she sees; foreign ones narrow nothing."""
    slug, number = request.GET.get("alliance", ""), request.GET.get("groupe", "")
    chapter = Chapter.objects.visible_to(request.user).filter(slug=slug).first() if slug else None
    group = None
    if number.isascii() and number.isdecimal() and len(number) < 19:
        group = Group.objects.visible_to(request.user).filter(pk=int(number)).first()
    return chapter, group


def _day(
    day: date, days: dict[date, list[agenda.Occasion]], month: date, today: date
) -> dict[str, Any]:
    return {
        "date": day,
        "found": days.get(day, []),
        "outside": day.month != month.month,
        "today": day == today,
    }


def _address(request: HttpRequest, **changes: str) -> str:
    query: QueryDict = request.GET.copy()
    for name, value in changes.items():
        query[name] = value
    kept = [(name, value) for name, value in query.items() if value]
    clean = QueryDict(mutable=True)
    for name, value in kept:
        clean[name] = value
    return f"?{clean.urlencode()}"


def _offers(request: HttpRequest) -> list[dict[str, Any]]:
    """What she may subscribe to, with her address when she has one."""
    chapters = list(Chapter.objects.visible_to(request.user))
    groups = Group.objects.visible_to(request.user).active().select_related("chapter")
    kept = {
        (link.purpose, link.chapter_id, link.group_id): link
        for link in AccessLink.objects.filter(
            created_by=request.user, purpose__in=FEEDS, revoked_at=None
        )
    }
    mine = chapters[:1] if is_organizer(request.user) else []
    wanted: list[tuple[str, Chapter, Group | None, str]] = [
        *((LinkPurpose.FEED_MINE, one, None, _("Ce que j’accompagne")) for one in mine),
        *((LinkPurpose.FEED_CHAPTER, one, None, one.name) for one in chapters),
        *((LinkPurpose.FEED_GROUP, one.chapter, one, one.name) for one in groups.order_by("name")),
    ]
    return [
        _offer(purpose, chapter, group, name, kept.get((purpose, chapter.pk, group and group.pk)))
        for purpose, chapter, group, name in wanted
    ]


def _offer(
    purpose: str, chapter: Chapter, group: Group | None, name: str, link: AccessLink | None
) -> dict[str, Any]:
    url = access_links.url_of(link) if link is not None else ""
    return {
        "key": f"{purpose}-{group.pk if group else chapter.pk}",
        "purpose": purpose,
        "chapter": chapter,
        "group": group,
        "name": name,
        "link": link,
        "url": url,
        "webcal": url.replace("https://", "webcal://").replace("http://", "webcal://"),
    }
