"""« Ma semaine »: who I promised to call, what is coming, what we have just done."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from actions.domain.telling.news import answered_since
from actions.models import Action
from alliance.core.counting import Number
from alliance.dashboard.ahead import opened
from alliance.dashboard.charts import Chart, Series, columns_chart
from alliance.dashboard.figures import Coming, seen, with_forecast, with_turnout
from alliance.dashboard.notices import notices_of
from alliance.dashboard.questions import questions_of
from alliance.outbox.models import Message
from campaigns.models import Victory
from members.domain.telling.figures import (
    news_of,
    numbers_about,
    start_of_yesterday,
    week_from,
    week_numbers,
    weekly_one_to_ones,
)
from members.models import Chapter, FollowUp, User
from members.permissions import is_organizer, meets_people, organizers_only, people_meeters_only

SHOWN, COMING = 6, 3
LATELY = timedelta(days=365)
NAMES = ("first_name", "last_name", "usual_name")
IN_A_ROW = ("what", "due_on", "owner_id", *(f"person__{name}" for name in NAMES))


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What is for today; who else waits and what is new come after, each at its own address."""
    user, now = request.user, timezone.now()
    context = {
        "today": timezone.localdate(now),
        **_coming(with_forecast(_announced(user).upcoming(now)[:COMING], now)),
        "has_chapter": user.scope.everywhere or bool(user.scope.chapter_ids),
    }
    if meets_people(user):
        numbers = week_numbers(user, now)
        if is_organizer(user):
            numbers["uncertain"] = Number(_uncertain(user))
        found = numbers_about(user, **numbers)
        context |= {
            "week": week_from(found, now),
            "uncertain": found.get("uncertain", 0),
            "follow_ups": _due(user, now),
        }
    return render(request, "dashboard/home.html", context)


@require_GET
def week_coming(request: HttpRequest) -> HttpResponse:
    """The next actions alone, asked for again on the day of one; 204 while they stand as `vu`."""
    user, now = request.user, timezone.now()
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("dashboard:home")
    actions = list(_announced(user).upcoming(now)[:COMING])
    if request.GET.get("vu") == seen(with_turnout(actions)):
        return HttpResponse(status=204)
    context = {**_coming(with_forecast(actions, now)), "week": meets_people(user)}
    return render(request, "dashboard/_coming.html", context)


def _coming(coming: list[Coming]) -> dict[str, object]:
    """The next actions, and whether the page asks for their figures again: one is today."""
    today = timezone.localdate()
    live = any(timezone.localdate(one.action.starts_at) == today for one in coming)
    return {"coming": coming, "live": live, "seen": seen(coming)}


@require_GET
@people_meeters_only
def week_people(request: HttpRequest) -> HttpResponse:
    """Who else waits for her, and the rhythm of the one-to-ones."""
    user, now = request.user, timezone.now()
    opened(user)
    context: dict[str, object] = {"rhythm": _rhythm(weekly_one_to_ones(user, now=now))}
    if is_organizer(user):
        context["questions"] = questions_of(user, _next_organized(user, now))
    return _piece(request, "people", context)


@require_GET
def week_news(request: HttpRequest) -> HttpResponse:
    """What happened since yesterday, what was done, what was won."""
    user, now = request.user, timezone.now()
    context: dict[str, object] = {
        "done": with_turnout(_announced(user).past(now)[:3]),
        "victories": _victories(user, timezone.localdate(now)),
    }
    if is_organizer(user):
        context["news"] = news_of(user, now=now)
        context["answered"] = answered_since(user, start_of_yesterday(now))
    return _piece(request, "news", context)


def _piece(request: HttpRequest, name: str, context: dict[str, object]) -> HttpResponse:
    """A part of the page for htmx, and a page of its own for a plain link."""
    context["piece"] = piece = f"dashboard/_piece_{name}.html"
    page = piece if request.htmx else "dashboard/week_piece.html"  # type: ignore[attr-defined]
    return render(request, page, context)


@require_GET
@organizers_only
def news(request: HttpRequest) -> HttpResponse:
    """What others did that concerns me, these fourteen days; what I have not seen is marked."""
    user: User = request.user  # type: ignore[assignment]
    context = {"notices": notices_of(user), "seen_at": user.news_seen_at}
    return render(request, "dashboard/news.html", context)


@require_POST
@organizers_only
def news_seen(request: HttpRequest) -> HttpResponse:
    """« Tout est vu »."""
    User.objects.filter(pk=request.user.pk).update(news_seen_at=timezone.now())
    return redirect("dashboard:news")


def _next_organized(user: User, now: datetime) -> Action | None:
    """The next announced action of the chapters she organizes, if leaders pledged for it."""
    chapters = Chapter.objects.organized_by(user)
    ahead = Action.objects.announced().upcoming(now).filter(chapter__in=chapters)
    return ahead.filter(pledges__isnull=False).order_by("starts_at", "pk").first()


def _victories(user: User, today: date) -> list[Victory]:
    """What was won lately: of these last twelve months, or the last one there was."""
    chapters = Chapter.objects.visible_to(user)
    won = Victory.objects.filter(campaign__chapter__in=chapters).select_related("campaign")[:3]
    lately = [one for one in won if one.won_on > today - LATELY]
    return lately or list(won[:1])


def _announced(user: User) -> Any:
    return Action.objects.visible_to(user).announced()


def _due(user: User, now: datetime) -> Any:
    """Whom she promised something for today or before."""
    mine = FollowUp.objects.visible_to(user).open().filter(owner=user)
    due = mine.filter(due_on__lte=timezone.localdate(now))
    return due.to_call().only(*IN_A_ROW)[:SHOWN]


def _uncertain(user: User) -> Any:
    """Messages of her chapters of which nobody knows whether they left."""
    messages = Message.objects.uncertain()
    if not user.scope.everywhere:
        messages = messages.in_chapters(user.scope.organizes)
    return messages.order_by().values("pk")


def _rhythm(weekly: list[tuple[date, int]]) -> Chart:
    """One-to-ones week by week, the current one last."""
    return columns_chart(
        key="rythme",
        title=_("Tête-à-tête par semaine"),
        description=_(
            "Douze semaines dans vos alliances locales, la semaine en cours à droite. "
            "Les nombres sont au-dessus des colonnes."
        ),
        definition=_(
            "Les tête-à-tête notés par tous les organisateurs et organisatrices de vos alliances "
            "locales, du lundi indiqué au dimanche."
        ),
        axis=_("Semaine du"),
        series=[Series(_("tête-à-tête"), "brand")],
        rows=[
            (date_format(week, "j/n"), date_format(week, "j F Y"), (count,))
            for week, count in weekly
        ],
        current=True,
        values=True,
    )
