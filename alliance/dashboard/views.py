"""« Ma semaine »: who I promised to call, what is coming, what we have just done."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from actions.domain.news import answered_since
from actions.models import Action
from alliance.dashboard.figures import with_turnout
from alliance.dashboard.questions import questions_of
from alliance.outbox.models import Message
from campaigns.models import Victory
from members.domain.figures import news_of, start_of_yesterday, week_of, weekly_one_to_ones
from members.models import Chapter, FollowUp, User
from members.permissions import is_organizer, meets_people

SHOWN, COMING = 6, 3
LATELY = timedelta(days=365)


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The organizer's page; board members and leaders see what their role opens."""
    user, now = request.user, timezone.now()
    mine = Action.objects.visible_to(user).announced().select_related("chapter", "campaign")
    context = {
        "today": timezone.localdate(now),
        "coming": with_turnout(mine.upcoming(now)[:COMING]),
        "done": with_turnout(mine.past(now)[:3]),
        "victories": _victories(user, timezone.localdate(now)),
        "has_chapter": user.scope.everywhere or bool(user.scope.chapter_ids),
    }
    if meets_people(user):
        context |= _own_work(request, now)
    if is_organizer(user):
        chapters = list(Chapter.objects.organized_by(user).values_list("pk", flat=True))
        uncertain = Message.objects.in_chapters(chapters).uncertain()
        context["uncertain"] = uncertain.count()
        context["questions"] = questions_of(user)
        context["news"] = news_of(user, now=now)
        context["answered"] = answered_since(user, start_of_yesterday(now))
    return render(request, "dashboard/home.html", context)


def _victories(user: User, today: date) -> list[Victory]:
    """What was won lately: of these last twelve months, or the last one there was."""
    chapters = Chapter.objects.visible_to(user)
    won = Victory.objects.filter(campaign__chapter__in=chapters).select_related("campaign")[:3]
    lately = [one for one in won if one.won_on > today - LATELY]
    return lately or list(won[:1])


def _own_work(request: HttpRequest, now: datetime) -> dict[str, object]:
    mine = FollowUp.objects.visible_to(request.user).open().filter(owner=request.user)
    due = mine.filter(due_on__lte=timezone.localdate(now))
    rows = due.select_related("person").prefetch_related("person__phones")
    weekly = weekly_one_to_ones(request.user, now=now)
    return {
        "week": week_of(request.user, now=now),
        "follow_ups": rows[:SHOWN],
        "weekly": weekly,
        "weekly_bars": _columns(weekly),
    }


def _columns(weekly: list[tuple[object, int]]) -> list[dict[str, object]]:
    """The drawing of the weekly chart: heights out of 100, the current week marked."""
    top = max((count for _week, count in weekly), default=0) or 1
    last = len(weekly) - 1
    return [
        {
            "week": week,
            "count": count,
            "x": 6 + index * 40,
            "height": round(count / top * 90),
            "y": 112 - round(count / top * 90),
            "current": index == last,
            "labelled": (last - index) % 3 == 0,
        }
        for index, (week, count) in enumerate(weekly)
    ]
