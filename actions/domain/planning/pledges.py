"""What leaders pledge to bring, and the lists of names they call."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actions.domain import invitations
from actions.domain.planning.circles import circles_of
from actions.models import PLEDGE_LIMIT, Action, Attendance, Pledge
from alliance.journal.domain import record
from members.models import Person, User

# Names on a list for each person pledged: some do not answer, some cannot come.
NAMES_A_PLEDGE = 3


class InvalidPledge(Exception):
    """This pledge cannot be noted; the message says why, in French."""


@transaction.atomic
def pledge(
    *,
    action: Action,
    leader: Person,
    people: int,
    actor: User | None = None,
    now: datetime | None = None,
) -> Pledge | None:
    """Note how many a leader brings; said again, the latest counts; 0 takes it back. Journaled.

    Raises InvalidPledge for an impossible number, or somebody of another chapter.
    """
    if leader.chapter_id != action.chapter_id:
        raise InvalidPledge(_("Cette personne est d’une autre alliance locale."))
    if not 0 <= people <= PLEDGE_LIMIT:
        raise InvalidPledge(_("Une promesse est un nombre de personnes, de 0 à 500."))
    Action.objects.select_for_update(no_key=True).get(pk=action.pk)
    known = Pledge.objects.filter(action=action, leader=leader).first()
    if people == (known.people if known else 0):
        return known
    moment = now or timezone.now()
    said = {"people": people, "pledged_at": moment, "recorded_by": actor}
    if people:
        known, _new = Pledge.objects.update_or_create(action=action, leader=leader, defaults=said)
    else:
        Pledge.objects.filter(action=action, leader=leader).delete()
        known = None
    record(
        verb="action.pledged",
        actor=actor,
        subject=action,
        chapter_id=action.chapter_id,
        detail={"leader": leader.pk, "people": people},
        now=moment,
    )
    return known


@transaction.atomic
def make_lists(
    *, action: Action, actor: User | None = None, now: datetime | None = None
) -> dict[int, int]:
    """Give each leader who pledged her list of names, three for each person she brings.

    The names are invited, and the leaders too; whoever is on a list stays on it. Nothing leaves
    before the action is announced. Returns the names by leader. Raises WrongState as `invite`.
    """
    moment = now or timezone.now()
    Action.objects.select_for_update(no_key=True).get(pk=action.pk)
    pledges = list(action.pledges.select_related("leader").order_by("-people", "id"))
    leaders = [row.leader for row in pledges]
    circles = circles_of(action, leaders)
    chosen: dict[int, list[int]] = {}
    held = dict(
        Attendance.objects.filter(action=action, leader__isnull=False).values_list(
            "person_id", "leader_id"
        )
    )
    counts = Counter(held.values())
    for row in pledges:
        room = max(0, row.people * NAMES_A_PLEDGE - counts[row.leader_id])
        names = [pk for pk in circles.get(row.leader_id, {}) if pk not in held]
        chosen[row.leader_id] = names[:room]
    _invite(action, leaders, chosen, actor, moment)
    return {one.pk: counts[one.pk] + len(chosen[one.pk]) for one in leaders}


def _invite(
    action: Action,
    leaders: list[Person],
    chosen: dict[int, list[int]],
    actor: User | None,
    now: datetime,
) -> None:
    ids = [pk for names in chosen.values() for pk in names]
    people = [*leaders, *Person.objects.filter(pk__in=ids)]
    invitations.invite(action=action, people=people, actor=actor, now=now)
    for leader, names in chosen.items():
        Attendance.objects.filter(action=action, person__in=names, leader=None).update(
            leader=leader
        )


@transaction.atomic
def put_on_list(
    *, action: Action, person: Person, leader: Person | None, actor: User | None = None
) -> None:
    """Put somebody on a leader's list, or on nobody's; she is invited if she was not yet.

    Raises InvalidPledge for somebody of another chapter, WrongState as `invite`.
    """
    if person.chapter_id != action.chapter_id:
        raise InvalidPledge(_("Cette personne est d’une autre alliance locale."))
    if leader is not None:
        invitations.invite(action=action, people=[person], actor=actor)
    Attendance.objects.filter(action=action, person=person).update(leader=leader)
