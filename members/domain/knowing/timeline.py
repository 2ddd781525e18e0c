"""Everything that happened with a person, on one line of time: each room tells its part.

A source answers a few events older than a moment, the latest first; the line merges them. Rooms
register theirs in `AppConfig.ready`, so that this one knows none of those above.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise

from members.domain.merging import pages_of
from members.models import Person

PAGE = 20
AT_ONCE = 40  # of one source at a time: rows of the very same moment must fit


@dataclass(frozen=True)
class Event:
    """One thing that happened; `row` is what its own template draws, if it has one."""

    when: datetime
    key: str
    title: str
    icon: str
    body: str = ""
    author: str = ""
    url: str = ""
    tone: str = ""
    row: Any = field(default=None, compare=False)

    @property
    def place(self) -> tuple[datetime, str]:
        """Its place in time; two of one moment are told apart by their key."""
        return (self.when, self.key)


Tell = Callable[[Sequence[int], datetime, int], list[Event]]


@dataclass(frozen=True)
class Source:
    """A part of the line: its chip, and who tells it.

    `tell(person_ids, until, most)`: events at `until` or before, the latest first, in a number of
    queries that does not depend on the events.
    """

    name: str
    label: Promise
    tell: Tell
    organizers_only: bool = True
    order: int = 50


_sources: dict[str, Source] = {}


def register_source(source: Source) -> None:
    """Add a part to the line; registering a name again replaces it."""
    _sources[source.name] = source


def sources(*, organizes: bool) -> list[Source]:
    """The parts that a viewer may read, in their order."""
    found = [one for one in _sources.values() if organizes or not one.organizers_only]
    return sorted(found, key=lambda one: (one.order, one.name))


@dataclass(frozen=True)
class Page:
    """Some events, and the cursor of the next page, empty at the end."""

    events: list[Event]
    cursor: str


def read(person: Person, *, organizes: bool, names: Sequence[str] = (), cursor: str = "") -> Page:
    """A page of a person's line, the latest first; of those sources only, if any is named.

    Includes what happened to the pages merged into hers. An unreadable cursor starts again.
    """
    until, after = _position(cursor)
    ids = pages_of(person.pk)
    asked = [one for one in sources(organizes=organizes) if not names or one.name in names]
    told = (_told(one, ids, until, after) for one in asked)
    line = merge(*told, key=lambda event: event.place, reverse=True)
    events = list(islice(line, PAGE + 1))
    shown = events[:PAGE]
    more = len(events) > PAGE
    return Page(shown, _cursor(shown[-1]) if more else "")


def _told(source: Source, ids: Sequence[int], until: datetime, after: str) -> list[Event]:
    events = source.tell(ids, until, AT_ONCE)
    kept = [one for one in events if not after or one.place < (until, after)]
    return sorted(kept, key=lambda one: one.place, reverse=True)


def _cursor(event: Event) -> str:
    return f"{event.when.isoformat()}~{event.key}"


def _position(cursor: str) -> tuple[datetime, str]:
    when, _mark, key = cursor.partition("~")
    try:
        moment = datetime.fromisoformat(when)
    except ValueError:
        return timezone.now(), ""
    return (moment, key) if timezone.is_aware(moment) else (timezone.now(), "")
