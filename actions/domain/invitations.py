"""Inviting: whole groups and single people, once each, knowing beforehand who gets what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actions.domain.actions import WrongState
from actions.domain.reminding.reach import with_reach
from actions.enums import ActionState, ReminderChannel
from actions.models import Action, Attendance
from alliance.journal.domain import record
from members.models import Group, GroupMembership, Person, User

AT_ONCE = 1_000


@dataclass(frozen=True)
class Invitation:
    """What an invitation does, or did, by person id.

    `invited`: those newly asked. `already`: those asked before, left as they were. Of the newly
    asked: `by_email` get messages; `without_email` have no working address and `without_consent`
    have one but did not say yes to messages: a human calls them, except the `unreachable`, who
    refused calls too.
    """

    invited: frozenset[int]
    already: frozenset[int]
    by_email: frozenset[int]
    without_email: frozenset[int]
    without_consent: frozenset[int]
    unreachable: frozenset[int]
    by_sms: frozenset[int] = frozenset()

    @property
    def to_call(self) -> frozenset[int]:
        """Those for whom call tasks are written instead of messages."""
        return (self.without_email | self.without_consent) - self.unreachable


def preview(
    *, action: Action, groups: Iterable[Group] = (), people: Iterable[Person] = ()
) -> Invitation:
    """What `invite` would do, without writing anything."""
    chosen = _chosen(action, groups, people)
    already = frozenset(
        Attendance.objects.invited()
        .filter(action=action, person__in=list(chosen))
        .values_list("person_id", flat=True)
    )
    return _sorted_by_reach(frozenset(chosen) - already, already)


@transaction.atomic
def invite(
    *,
    action: Action,
    groups: Iterable[Group] = (),
    people: Iterable[Person] = (),
    actor: User | None = None,
    now: datetime | None = None,
) -> Invitation:
    """Ask the current members of groups, and single people, to come; journaled.

    Nobody is asked twice: an earlier invitation stays as it was, and somebody who came or answered
    uninvited becomes invited. People of other chapters, archived or merged are left out. Nothing
    leaves here: the plan of the reminders sends the invitation once the action is announced.
    Raises WrongState when the action is cancelled or over.
    """
    moment = now or timezone.now()
    locked = _open_and_locked(action, moment)
    groups = list(groups)
    chosen = _chosen(locked, groups, people)
    known = dict(
        Attendance.objects.filter(action=locked, person__in=list(chosen)).values_list(
            "person_id", "invited_at"
        )
    )
    already = frozenset(pk for pk, invited_at in known.items() if invited_at)
    new = frozenset(chosen) - already
    asked = {"invited_at": moment, "invited_by": actor}
    Attendance.objects.bulk_create(
        (
            Attendance(action=locked, person_id=pk, via_group_id=chosen[pk], **asked)
            for pk in sorted(new - set(known))
        ),
        batch_size=AT_ONCE,
    )
    Attendance.objects.filter(action=locked, person__in=new & set(known)).update(**asked)
    locked.groups.add(*[group for group in groups if group.chapter_id == locked.chapter_id])
    if new:
        record(
            verb="action.invited",
            actor=actor,
            subject=locked,
            chapter_id=locked.chapter_id,
            detail={"people": len(new), "groups": [group.pk for group in groups]},
            now=moment,
        )
    return _sorted_by_reach(new, already)


def _open_and_locked(action: Action, now: datetime) -> Action:
    locked: Action = Action.objects.select_for_update(no_key=True).get(pk=action.pk)
    if locked.state == ActionState.CANCELLED:
        raise WrongState(_("Cette action est annulée : on n’y invite plus."))
    if locked.ends_at <= now:
        raise WrongState(_("Cette action est déjà passée : on n’y invite plus."))
    return locked


def _chosen(
    action: Action, groups: Iterable[Group], people: Iterable[Person]
) -> dict[int, int | None]:
    """Person ids with the group through which they are asked (None: singly)."""
    mine = Person.objects.active().filter(chapter=action.chapter_id)
    rows = (
        GroupMembership.objects.current()
        .filter(group__in=list(groups), group__chapter=action.chapter_id, person__in=mine)
        .order_by("-group_id")
        .values_list("person_id", "group_id")
    )
    chosen: dict[int, int | None] = dict(rows)
    single = mine.filter(pk__in=[person.pk for person in people]).values_list("pk", flat=True)
    return {**dict.fromkeys(single), **chosen}


def _sorted_by_reach(new: frozenset[int], already: frozenset[int]) -> Invitation:
    reached = with_reach(Person.objects.filter(pk__in=new), "pk").values_list(
        "pk", "reach", "email_address"
    )
    by_email: set[int] = set()
    without_email: set[int] = set()
    without_consent: set[int] = set()
    by_sms: set[int] = set()
    unreachable: set[int] = set()
    for pk, reach, address in reached:
        if reach == ReminderChannel.EMAIL:
            by_email.add(pk)
        elif reach == ReminderChannel.SMS:
            by_sms.add(pk)
        else:
            (without_consent if address else without_email).add(pk)
        if not reach:
            unreachable.add(pk)
    return Invitation(
        invited=new,
        already=already,
        by_email=frozenset(by_email),
        without_email=frozenset(without_email),
        without_consent=frozenset(without_consent),
        unreachable=frozenset(unreachable),
        by_sms=frozenset(by_sms),
    )
