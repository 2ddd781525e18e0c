"""Late members: whoever knows them takes news, a few people at a time."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import (
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    Max,
    OuterRef,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.core.text.french import full_date
from members.domain.meeting import follow_ups
from members.domain.paying.memberships import Standing, with_standing
from members.models import Contact, FollowUp, Membership, Person, Role, User

KEYS = "dues-late:"
AT_ONCE = 10  # open at a time for one organizer: more would hide what was promised


def key_of(person_id: int, end: date | None = None) -> str:
    """The key of the follow-up about a lapsed period; without `end`, the start of all of hers."""
    return f"{KEYS}{person_id}:{end or ''}"


@transaction.atomic
def plan(*, now: datetime | None = None) -> int:
    """Ask those who know late members to take news; returns how many follow-ups were planned.

    One per person and lapsed period, for her organizer, else for whoever noted the last exchange
    with her; nobody gets more than ten of them at a time, the latest lapsed first. Run twice,
    nothing doubles. Those who renewed in the meantime, by any way, have theirs withdrawn.
    """
    moment = now or timezone.now()
    day = timezone.localdate(moment)
    open_ones = FollowUp.objects.open().filter(key__startswith=KEYS)
    late = with_standing(
        Person.objects.active().filter(chapter__closed_on=None), Standing.LATE, on=day
    )
    open_ones.exclude(person__in=late).update(cancelled_at=moment)
    load: Counter[int | None] = Counter(open_ones.values_list("owner_id", flat=True))
    planned = 0
    for person_id, end, owner_id in _unasked(late, day):
        if load[owner_id] < AT_ONCE:
            load[owner_id] += 1
            planned += 1
            _ask(person_id, end, owner_id, day)
    return planned


def _ask(person_id: int, end: date, owner_id: int | None, day: date) -> None:
    words = _("Prendre des nouvelles : son adhésion est finie depuis le %(day)s.")
    follow_ups.plan(
        person=Person.objects.get(pk=person_id),
        owner=User.objects.get(pk=owner_id) if owner_id else None,
        what=words % {"day": full_date(end)},
        due_on=day,
        key=key_of(person_id, end),
    )


def _unasked(late: Any, day: date) -> list[tuple[int, date, int | None]]:
    """Late people about whom nobody was asked yet: id, end of the last period, who knows her."""
    hers = Membership.objects.valid().filter(person=OuterRef("pk")).order_by()
    end = hers.values("person").annotate(end=Max("ends_on")).values("end")
    name = Concat(
        Value(KEYS),
        Cast(OuterRef("pk"), TextField()),
        Value(":"),
        Cast(OuterRef("dues_end"), TextField()),
        output_field=TextField(),
    )
    found = (
        late.annotate(dues_end=Subquery(end), knower=_knower())
        .exclude(Exists(FollowUp.objects.filter(key=name)))
        .order_by(F("dues_end").desc(), "id")
    )
    return list(found.values_list("id", "dues_end", "knower"))


def _knower() -> Any:
    """Her organizer while she is here, else the author of the last exchange, if still in charge."""
    held = Role.objects.current().filter(user=OuterRef("author"))
    noted = (
        Contact.objects.filter(person=OuterRef("pk"), author__is_active=True)
        .filter(Exists(held.filter(chapter=OuterRef("person__chapter"))))
        .order_by("-happened_at", "-id")
        .values("author")[:1]
    )
    here = User.objects.filter(pk=OuterRef("organizer"), is_active=True).values("pk")
    return ExpressionWrapper(Coalesce(Subquery(here), Subquery(noted)), IntegerField())
