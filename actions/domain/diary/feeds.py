"""Calendars to subscribe to: a secret address each, read by phones every hour, by nobody else.

The event of an action is the one of its invitation (same UID, its SEQUENCE), so that a calendar
which has both shows one. A cancelled action stays for a season, as cancelled: clients that merge
would otherwise keep it. No name of a person is in a feed.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from actions.domain.diary.agenda import MEETING_LENGTH
from actions.domain.diary.calendars import PRODUCT, event_of, uid_of
from actions.domain.phone_tree import access_links
from actions.domain.phone_tree.access_links import Gone
from actions.domain.reminding.sequences import local_zone
from actions.enums import ActionState, LinkPurpose
from actions.models import FEEDS, AccessLink, Action
from members.models import Chapter, Group, GroupMeeting, User

BEFORE = timedelta(days=90)
AFTER = timedelta(days=730)
MOST = 1_000


def subscribe(
    *, user: User, purpose: str, chapter: Chapter, group: Group | None = None
) -> AccessLink:
    """Her secret address for this calendar, made once; journaled. Raises ValueError."""
    if purpose not in FEEDS:
        raise ValueError(f"{purpose!r} is no feed.")
    kept = AccessLink.objects.filter(
        purpose=purpose, chapter=chapter, group=group, created_by=user, revoked_at=None
    ).first()
    if kept is not None:
        return kept
    return access_links.create(
        purpose=purpose, chapter=chapter, group=group, holder=str(user), actor=user
    )


def read(token: str) -> AccessLink:
    """The feed behind a token, while its owner may still see what is in it. Raises Gone."""
    link = access_links.read(token)
    owner = link.created_by
    if link.purpose not in FEEDS:
        raise Gone("unknown")
    if owner is None or not owner.is_active:
        raise Gone("revoked", link)
    scope = owner.scope
    if not scope.everywhere and link.chapter_id not in scope.chapter_ids:
        raise Gone("revoked", link)
    return link


def name_of(link: AccessLink) -> str:
    """How the calendar is called on the phone."""
    if link.purpose == LinkPurpose.FEED_MINE:
        return _("Mes actions")
    return str(link.group if link.group is not None else link.chapter)


def text_of(link: AccessLink, *, now: datetime | None = None) -> bytes:
    """The calendar, from three months ago to two years ahead; the same rows, the same bytes."""
    moment = now or timezone.now()
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name_of(link))
    calendar.add("x-wr-calname", name_of(link))
    calendar.add("x-wr-timezone", str(local_zone()))
    calendar.add("refresh-interval;value=duration", "PT1H")
    calendar.add("x-published-ttl", "PT1H")
    between = {"starts_at__gte": moment - BEFORE, "starts_at__lt": moment + AFTER}
    for action in _actions(link).filter(**between).order_by("starts_at", "pk")[:MOST]:
        calendar.add_component(event_of(action))
    for meeting in _meetings(link).filter(**between).order_by("starts_at", "pk")[:MOST]:
        calendar.add_component(_meeting_event(meeting))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _actions(link: AccessLink) -> Any:
    """Drafts are seen by the one who prepares them alone."""
    rows = Action.objects.select_related("chapter").exclude(
        state=ActionState.CANCELLED, announced_at=None
    )
    if link.purpose == LinkPurpose.FEED_MINE:
        return rows.filter(organizer=link.created_by)
    told = rows.exclude(state=ActionState.DRAFT).filter(chapter=link.chapter_id)
    return told.filter(groups=link.group) if link.group is not None else told


def _meetings(link: AccessLink) -> Any:
    rows = GroupMeeting.objects.select_related("group")
    if link.purpose == LinkPurpose.FEED_MINE:
        return rows.filter(group__organizer=link.created_by)
    if link.group is not None:
        return rows.filter(group=link.group)
    return rows.filter(group__chapter=link.chapter_id)


def _meeting_event(meeting: GroupMeeting) -> Event:
    """A meeting of a group: its kind and its group, never who receives."""
    event, zone = Event(), local_zone()
    words = {"kind": meeting.get_kind_display().capitalize(), "group": meeting.group.name}
    event.add("uid", uid_of(meeting.client_id))
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.changed_at or meeting.created_at)
    event.add("summary", _("%(kind)s : %(group)s") % words)
    event.add("dtstart", meeting.starts_at.astimezone(zone))
    event.add("dtend", (meeting.starts_at + MEETING_LENGTH).astimezone(zone))
    event.add("status", "CANCELLED" if meeting.cancelled_at else "CONFIRMED")
    return event
