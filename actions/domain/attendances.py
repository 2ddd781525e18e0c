"""Lists of those who are asked, for the pages: filtered, in the order of their names."""

from __future__ import annotations

from typing import Any

from django.db.models import (
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce

from actions.enums import Answer
from actions.models import Action, Ask, Attendance
from members.domain import people
from members.models import Person, User, first_phone

# The tabs of the list; a name that is not here is the list of everybody invited.
FILTERS: dict[str, Q] = {
    Answer.YES: Q(answer=Answer.YES),
    "sure": Q(answer=Answer.YES, confirmed_at__isnull=False),
    "waiting": Q(waiting_since__isnull=False),
    Answer.MAYBE: Q(answer=Answer.MAYBE),
    Answer.NONE: Q(answer=Answer.NONE, invited_at__isnull=False),
    Answer.NO: Q(answer=Answer.NO),
    "came": Q(attended=True),
    "all": Q(),
}
# Not the bare column: to find the first names of an action, PostgreSQL would walk the index of
# everybody's names (a second among a million people) instead of sorting those who were asked.
BY_NAME = Coalesce(F("person__sort_key"), Value(""), output_field=TextField(db_collation="C"))
ASKED = Prefetch("asks", Ask.objects.select_related("asked_by"))
INVITED = Q(invited_at__isnull=False)


def named(
    action: Action, viewer: User, *, tab: str = "all", text: str = ""
) -> QuerySet[Attendance]:
    """The people of an action whom this viewer may see, in the order of their names.

    `tab` is a key of FILTERS. `text` searches the name, in any spelling. Unknown walk-ins have no
    row here. `sort_key` serves the keyset pages.
    """
    rows: Any = Attendance.objects.visible_to(viewer).filter(
        FILTERS.get(tab, INVITED), action=action, person__isnull=False
    )
    if text.strip():
        mine = Person.objects.filter(attendances__action=action)
        found = people.search(mine, text).values_list("pk", flat=True)
        rows = rows.filter(person__in=list(found))
    ordered: QuerySet[Attendance] = rows.annotate(sort_key=BY_NAME).order_by("sort_key", "id")
    return ordered


def listed(
    action: Action, viewer: User, *, tab: str = "all", text: str = "", asks: bool = False
) -> QuerySet[Attendance]:
    """The same with what their rows show, the first `phone` of each among it; `asks` also brings
    who asked, in one query."""
    return (
        named(action, viewer, tab=tab, text=text)
        .annotate(phone=first_phone("person"))
        .select_related("person", "via_group")
        .prefetch_related(*([ASKED] if asks else []))
    )


def saying_who_is_invited(action: Action, found: QuerySet[Person]) -> QuerySet[Person]:
    """People, each saying whether she is invited to this action already (`is_invited`)."""
    invited = Attendance.objects.invited().filter(action=action, person=OuterRef("pk"))
    return found.annotate(is_invited=Exists(invited))
