"""Meetings of groups: planned, held, told; and whether a group is alive.

A house meeting gathers 8 to 12 guests and ends with the next host (Virginia Organizing; Common
Good Missoula). Whoever came has it in her history, as any exchange.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.core.text.names import clean_text
from members.domain.meeting import contacts
from members.enums import ContactKind, GroupKind, MeetingKind
from members.models import Contact, Group, GroupMeeting, MeetingGuest, Person, User

SILENCE = timedelta(weeks=6)  # a neighbourhood group that does not meet for six weeks goes out
ALLIED = frozenset({GroupKind.ASSOCIATION, GroupKind.FAITH})
NEW_WITHIN = timedelta(days=90)


class InvalidMeeting(Exception):
    """The meeting cannot be written; `str()` says why, in French."""


@transaction.atomic
def plan(
    *,
    group: Group,
    starts_at: datetime,
    kind: str = MeetingKind.HOUSE,
    place: str = "",
    host: Person | None = None,
    guests: Iterable[Person] | None = None,
    client_id: UUID | None = None,
    actor: User | None = None,
) -> GroupMeeting:
    """Plan a meeting; its guests are the members of the group unless others are given.

    The same `client_id` twice is one meeting. Raises InvalidMeeting for a host of another
    local alliance.
    """
    _refuse_strangers(group, [host])
    meeting, created = GroupMeeting.objects.get_or_create(
        client_id=client_id or uuid4(),
        defaults={
            "group": group,
            "kind": kind,
            "starts_at": starts_at,
            "place": clean_text(place, 200),
            "host": host,
            "created_by": actor,
        },
    )
    if created:
        asked = guests if guests is not None else _members(group)
        people = {person.pk for person in asked} | ({host.pk} if host else set())
        rows = [MeetingGuest(meeting=meeting, person_id=pk) for pk in sorted(people)]
        MeetingGuest.objects.bulk_create(rows)
    return meeting


@transaction.atomic
def tell(
    *,
    meeting: GroupMeeting,
    came: Collection[Person],
    report: str = "",
    others: int = 0,
    next_host: Person | None = None,
    next_on: date | None = None,
    actor: User | None = None,
    now: datetime | None = None,
) -> GroupMeeting:
    """Write what happened: who came, what was said, who hosts next. Told again, it is corrected.

    Each person who came gets the meeting in her history; whoever was ticked by mistake loses it.
    Raises InvalidMeeting for a meeting to come, or people of another local alliance.
    """
    moment = now or timezone.now()
    meeting = GroupMeeting.objects.select_for_update().select_related("group").get(pk=meeting.pk)
    if meeting.cancelled_at is not None:
        raise InvalidMeeting(_("Cette réunion a été annulée."))
    if meeting.starts_at > moment:
        raise InvalidMeeting(_("Cette réunion n’a pas encore eu lieu."))
    _refuse_strangers(meeting.group, [*came, next_host])
    if next_on is not None and next_on < timezone.localdate(meeting.starts_at):
        raise InvalidMeeting(_("La prochaine fois est avant cette réunion."))
    meeting.report = clean_text(report, 5_000, keep_lines=True)
    meeting.others, meeting.next_host, meeting.next_on = others, next_host, next_on
    meeting.reported_at = meeting.reported_at or moment
    meeting.save(update_fields=["report", "others", "next_host", "next_on", "reported_at"])
    _write_presence(meeting, {person.pk: person for person in came}, actor, moment)
    return meeting


def _write_presence(
    meeting: GroupMeeting, came: dict[int, Person], actor: User | None, now: datetime
) -> None:
    known = set(meeting.guests.values_list("person_id", flat=True))
    new = [MeetingGuest(meeting=meeting, person_id=pk) for pk in came if pk not in known]
    MeetingGuest.objects.bulk_create(new)
    meeting.guests.filter(person__in=came).update(came=True)
    absent = meeting.guests.exclude(person__in=came)
    undone = list(absent.filter(came=True).values_list("person_id", flat=True))
    absent.update(came=False)
    Contact.objects.filter(client_id__in=[_contact_id(meeting, pk) for pk in undone]).delete()
    for pk, person in came.items():
        contacts.note(
            person=person,
            author=actor,
            kind=ContactKind.MEETING,
            happened_at=min(meeting.starts_at, now),
            client_id=_contact_id(meeting, pk),
            note=_("Réunion de « %(group)s »") % {"group": meeting.group.name},
            now=now,
        )


def _contact_id(meeting: GroupMeeting, person_id: int) -> UUID:
    return uuid5(meeting.client_id, str(person_id))


def _members(group: Group) -> list[Person]:
    current = group.memberships.current().select_related("person")
    return [one.person for one in current if one.person.archived_at is None]


def _refuse_strangers(group: Group, people: Iterable[Person | None]) -> None:
    if any(one is not None and one.chapter_id != group.chapter_id for one in people):
        raise InvalidMeeting(_("Cette personne appartient à une autre alliance locale."))


@dataclass(frozen=True)
class Pulse:
    """Whether a group lives.

    `last`: start of its last meeting told, None without any. `came`: how many came to it, named
    or not; `before`: to the one before. `newcomers`: people whose first meeting of this group is
    in the last 90 days. `planned`: the next one planned. `silent`: no meeting told for six weeks
    and none planned.
    """

    last: datetime | None = None
    last_id: int | None = None
    came: int = 0
    before: int = 0
    newcomers: int = 0
    planned: datetime | None = None
    silent: bool = True

    @property
    def trend(self) -> int:
        """How many more came to the last meeting than to the one before; 0 without two."""
        return self.came - self.before if self.before else 0


def pulses(
    groups: Collection[Group], *, newcomers: bool = True, now: datetime | None = None
) -> dict[int, Pulse]:
    """The pulse of each of these groups, by id (two queries, one without `newcomers`).

    An allied association meets without telling us: it is never said silent.
    """
    moment = now or timezone.now()
    group_ids = [group.pk for group in groups]
    told, planned = _meetings(group_ids, moment)
    new = _newcomers(group_ids, moment) if newcomers else {}
    return {
        group.pk: _pulse(
            told[group.pk],
            new.get(group.pk, 0),
            planned.get(group.pk),
            None if group.kind in ALLIED else moment - SILENCE,
        )
        for group in groups
    }


def _pulse(
    told: list[Any], newcomers: int, planned: datetime | None, heard_since: datetime | None
) -> Pulse:
    last = told[0] if told else None
    silent = heard_since is not None and planned is None
    if last is not None and heard_since is not None and last.starts_at >= heard_since:
        silent = False
    return Pulse(
        last=last.starts_at if last else None,
        last_id=last.pk if last else None,
        came=last.present if last else 0,
        before=told[1].present if len(told) > 1 else 0,
        newcomers=newcomers,
        planned=planned,
        silent=silent,
    )


def _meetings(
    group_ids: Collection[int], now: datetime
) -> tuple[dict[int, list[Any]], dict[int, datetime]]:
    """The meetings told, the latest first, with how many were there; and the next one planned."""
    rows: Any = (
        GroupMeeting.objects.standing()
        .filter(group__in=group_ids)
        .filter(Q(reported_at__isnull=False) | Q(starts_at__gte=now))
        .annotate(named=Count("guests", filter=Q(guests__came=True)))
        .order_by("-starts_at", "-pk")
    )
    told: defaultdict[int, list[Any]] = defaultdict(list)
    planned: dict[int, datetime] = {}
    for row in rows:
        if row.reported_at is None:
            planned[row.group_id] = row.starts_at
        else:
            row.present = row.named + row.others
            told[row.group_id].append(row)
    return told, planned


def _newcomers(group_ids: Collection[int], now: datetime) -> dict[int, int]:
    firsts = (
        MeetingGuest.objects.filter(meeting__group__in=group_ids, came=True)
        .order_by()
        .values("meeting__group_id", "person_id")
        .annotate(first=Min("meeting__starts_at"))
        .filter(first__gte=now - NEW_WITHIN)
    )
    counted: defaultdict[int, int] = defaultdict(int)
    for row in firsts:
        counted[row["meeting__group_id"]] += 1
    return counted
