"""What happens when: actions, trainings and meetings of groups, for a calendar and its feeds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from actions.enums import ActionKind, ActionState
from actions.models import Action
from members.models import Chapter, Group, GroupMeeting, User

WEEK = timedelta(days=7)
MEETING_LENGTH = timedelta(hours=2)


@dataclass(frozen=True)
class Occasion:
    """One entry of the calendar. `sort`: action, training or meeting; `move_url` when she may
    move it; `state` as that of an action."""

    sort: str
    title: str
    starts_at: datetime
    url: str
    where: str = ""
    state: str = ActionState.ANNOUNCED
    move_url: str = ""
    group: str = ""

    @property
    def day(self) -> date:
        """The local day it begins on."""
        return timezone.localdate(self.starts_at)


def occasions(
    viewer: User,
    *,
    first: date,
    last: date,
    chapter: Chapter | None = None,
    group: Group | None = None,
) -> list[Occasion]:
    """What this viewer may see from a day to another, both included, in time order (two queries).

    With a group: the actions it was invited to, and its own meetings.
    """
    start, end = _midnight(first), _midnight(last + timedelta(days=1))
    actions: Any = Action.objects.visible_to(viewer).filter(starts_at__gte=start, starts_at__lt=end)
    meetings: Any = GroupMeeting.objects.visible_to(viewer).filter(
        starts_at__gte=start, starts_at__lt=end
    )
    if chapter is not None:
        actions, meetings = actions.filter(chapter=chapter), meetings.filter(group__chapter=chapter)
    if group is not None:
        actions, meetings = actions.filter(groups=group), meetings.filter(group=group)
    found = [
        *(_of_action(action, viewer) for action in actions),
        *(_of_meeting(meeting, viewer) for meeting in meetings.select_related("group")),
    ]
    return sorted(found, key=lambda one: (one.starts_at, one.title))


def weeks_of(month: date) -> list[list[date]]:
    """The weeks of a month, from Monday, with the days of its neighbours that complete them."""
    first = month.replace(day=1)
    monday = first - timedelta(days=first.weekday())
    after = (first + timedelta(days=32)).replace(day=1)
    weeks = []
    while monday < after:
        weeks.append([monday + timedelta(days=n) for n in range(7)])
        monday += WEEK
    return weeks


def by_day(found: Iterable[Occasion]) -> dict[date, list[Occasion]]:
    """The occasions of each day that has some."""
    days: dict[date, list[Occasion]] = {}
    for one in found:
        days.setdefault(one.day, []).append(one)
    return days


def _of_action(action: Action, viewer: User) -> Occasion:
    movable = action.state != ActionState.CANCELLED and action.starts_at > timezone.now()
    mine = viewer.scope.may_organize(action.chapter_id)
    return Occasion(
        sort="training" if action.kind == ActionKind.TRAINING else "action",
        title=action.title,
        starts_at=action.starts_at,
        url=reverse("actions:action-detail", args=[action.pk]),
        where=action.place_name,
        state=action.state,
        move_url=reverse("actions:action-move", args=[action.pk]) if movable and mine else "",
    )


def _of_meeting(meeting: GroupMeeting, viewer: User) -> Occasion:
    scope = viewer.scope
    mine = scope.may_organize(meeting.group.chapter_id) or meeting.group_id in scope.led_groups
    return Occasion(
        sort="meeting",
        title=_("%(kind)s : %(group)s")
        % {"kind": meeting.get_kind_display().capitalize(), "group": meeting.group.name},
        starts_at=meeting.starts_at,
        url=reverse("members:meeting-detail", args=[meeting.pk]),
        where=meeting.place,
        state=ActionState.CANCELLED if meeting.cancelled_at else ActionState.ANNOUNCED,
        move_url=reverse("members:meeting-move", args=[meeting.pk])
        if mine and meeting.may_change
        else "",
        group=meeting.group.name,
    )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
