"""An action as an iCalendar file, for the calendars people already have.

PUBLISH and not REQUEST: the answers of mail programs would go to a mailbox that nobody counts;
people answer by the links of the message (docs/decisions/0032).
"""

from __future__ import annotations

from datetime import date
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from actions.domain.reminding.sequences import local_zone
from actions.enums import ActionState
from actions.models import Action
from alliance.outbox.domain import FileToSend

STATUSES = {
    ActionState.DRAFT: "TENTATIVE",
    ActionState.ANNOUNCED: "CONFIRMED",
    ActionState.CANCELLED: "CANCELLED",
}
PRODUCT = "-//Alliance citoyenne//Alliance//FR"


def file_of(action: Action) -> FileToSend:
    """The file to attach: the same bytes for everybody, so that the outbox keeps them once."""
    method = method_of(action)
    return FileToSend(
        name="invitation.ics" if method == "PUBLISH" else "annulation.ics",
        content=text_of(action),
        content_type=f"text/calendar; charset=utf-8; method={method}",
    )


def method_of(action: Action) -> str:
    """PUBLISH, or CANCEL for a cancelled action."""
    return "CANCEL" if action.state == ActionState.CANCELLED else "PUBLISH"


def text_of(action: Action) -> bytes:
    """The action as one event; the same UID for ever, a higher SEQUENCE at each change.

    The stamp is the date of the last change, not of now: the same action gives the same bytes.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method_of(action))
    calendar.add_component(event_of(action))
    # The clock changes of these years, not of seventy: thousands of messages carry this file.
    years = action.starts_at.year, action.ends_at.year
    calendar.add_missing_timezones(date(years[0] - 1, 1, 1), date(years[1] + 2, 1, 1))
    return calendar.to_ical()


def place_of(action: Action) -> str:
    """« Mairie de Grenoble, 11 boulevard Jean Pain », or nothing."""
    return ", ".join(filter(None, (action.place_name, action.place_address)))


def uid_of(identity: UUID) -> str:
    """The UID of an event: for ever the same."""
    return f"{identity}@{_domain()}"


def event_of(action: Action) -> Event:
    """The event of an action: one UID for ever, a SEQUENCE that rises, a draft is tentative."""
    event = Event()
    zone = local_zone()
    changed = action.cancelled_at or action.moved_at or action.announced_at or action.created_at
    event.add("uid", uid_of(action.public_id))
    event.add("sequence", action.sequence)
    event.add("dtstamp", changed)
    event.add("summary", action.title)
    event.add("dtstart", action.starts_at.astimezone(zone))
    event.add("dtend", action.ends_at.astimezone(zone))
    event.add("organizer", _organizer(action))
    event.add("status", STATUSES[ActionState(action.state)])
    if place_of(action):
        event.add("location", place_of(action))
    told = "\n\n".join(filter(None, (action.description, action.access_note)))
    if told:
        event.add("description", told)
    return event


def _organizer(action: Action) -> vCalAddress:
    address = action.chapter.reply_to or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["CN"] = vText(action.chapter.name)
    return organizer


def _domain() -> str:
    return settings.SITE_URL.split("//")[-1].split("/")[0].split(":")[0]
