"""The pages of an alliance and of all of them: what was done, what was won, and the report."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from alliance.core.days.periods import InvalidPeriod, Period, last_twelve_months
from alliance.dashboard import alliance_figures, reports
from alliance.dashboard.permissions import sees_every_alliance
from members.models import Chapter
from members.scoping import scope_of


@require_GET
def alliance_home(request: HttpRequest) -> HttpResponse:
    """My local alliance; with several, all of mine side by side."""
    mine = list(Chapter.objects.visible_to(request.user).filter(closed_on=None))
    if sees_every_alliance(request.user):
        mine = list(Chapter.objects.filter(closed_on=None))
    if len(mine) == 1:
        return _page(request, mine, title=mine[0].name)
    return _page(request, mine, title="")


@require_GET
def alliance_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One local alliance."""
    return _page(request, [_chapter(request, slug)], title=slug)


def _chapter(request: HttpRequest, slug: str) -> Chapter:
    """Whoever sees them all sees each one's figures; its lists stay with its own people."""
    if sees_every_alliance(request.user):
        return get_object_or_404(Chapter, slug=slug)
    chapter = Chapter.objects.visible_to(request.user).filter(slug=slug).first()
    if chapter is None:
        raise Http404
    return chapter


def _page(request: HttpRequest, chapters: list[Chapter], *, title: str) -> HttpResponse:
    period, problem = _period(request)
    ids = [chapter.pk for chapter in chapters]
    scope = scope_of(request.user)
    theirs = bool(ids) and all(scope.may_organize(pk) for pk in ids)
    context: dict[str, Any] = {
        "chapters": chapters,
        "chapter": chapters[0] if len(chapters) == 1 else None,
        "period": period,
        "problem": problem,
        "figures": alliance_figures.figures(ids, period, with_lists=theirs),
        "with_lists": theirs,
        "turnout_chart": alliance_figures.turnout_chart(ids, period),
        "usual_periods": _usual_periods(),
        **alliance_figures.today_of(ids, with_lists=theirs),
        **alliance_figures.heard_of(ids, period, with_lists=theirs),
    }
    if len(chapters) > 1:
        context["beside"] = [(one, alliance_figures.totals([one.pk], period)) for one in chapters]
    status = 422 if problem else 200
    return render(request, "dashboard/alliance.html", context, status=status)


@require_GET
def report(request: HttpRequest) -> HttpResponse:
    """The report of a period, without any name: a page, a PDF, a spreadsheet."""
    chapters = _reported(request)
    period, problem = _period(request)
    told = reports.tell(chapters, period)
    wanted = request.GET.get("format", "")
    if wanted in reports.WRITERS and not problem:
        return reports.WRITERS[wanted](told)
    context = {
        "report": told,
        "problem": problem,
        "period": period,
        "query": _query(request),
        "usual_periods": _usual_periods(),
    }
    return render(request, "dashboard/report.html", context, status=422 if problem else 200)


def _reported(request: HttpRequest) -> list[Chapter]:
    slug = request.GET.get("alliance", "")
    if slug:
        return [_chapter(request, slug)]
    if sees_every_alliance(request.user):
        return list(Chapter.objects.filter(closed_on=None))
    mine = list(Chapter.objects.visible_to(request.user).filter(closed_on=None))
    if not mine:
        raise PermissionDenied
    return mine


def _query(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop("format", None)
    return kept.urlencode()


def _usual_periods() -> list[tuple[str, Period]]:
    """The periods one tap away."""
    today = timezone.localdate()
    january = today.replace(month=1, day=1)
    last = (january.replace(year=today.year - 1), january - timedelta(days=1))
    return [
        (_("Douze mois"), last_twelve_months(today)),
        (_("Cette année"), Period(january, today)),
        (_("L’année dernière"), Period(*last)),
        (_("Ce mois-ci"), Period(today.replace(day=1), today)),
    ]


def _period(request: HttpRequest) -> tuple[Period, str]:
    """The period of the address (`du`, `au`), else the last twelve months; and what is wrong."""
    usual = last_twelve_months()
    start, end = request.GET.get("du", ""), request.GET.get("au", "")
    if not start and not end:
        return usual, ""
    try:
        first = date.fromisoformat(start) if start else usual.start
        return Period(first, date.fromisoformat(end) if end else usual.end), ""
    except InvalidPeriod as fault:
        return usual, str(fault)
    except ValueError:
        return usual, reports.unreadable_dates()
