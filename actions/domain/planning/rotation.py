"""Roles of the day in turn: whoever never held one comes first. It proposes and blocks nothing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.enums import ActionState, Answer, DayRole
from actions.models import Action, ActionRole, Attendance
from alliance.core.text.french import since
from alliance.journal.domain import record
from members.enums import LeaderStage
from members.models import Person, User

CANDIDATES = 150
PROPOSED = 3


class NotHere(Exception):
    """This person is not of the action's chapter; the message says so, in French."""


@dataclass(frozen=True)
class Held:
    """How often somebody held a role, and when last."""

    times: int
    last: datetime


@dataclass(frozen=True)
class Proposal:
    """Somebody who could hold a role, and why she."""

    person: Person
    reason: str


@dataclass(frozen=True)
class Seat:
    """A role of the day: who holds it, else who could."""

    role: DayRole
    holders: list[ActionRole]
    proposals: list[Proposal]


def seats(action: Action) -> list[Seat]:
    """Every role with its holders; those still open with up to three proposals.

    Candidates are those who said yes, the chapter's leaders and the groups that carry the action,
    never somebody who said no. First who never held that role, then who held it least, then who
    has held no role at all for the longest; a yes to this action decides between equals.
    Nobody is proposed first for two roles. Four queries.
    """
    holders: defaultdict[str, list[ActionRole]] = defaultdict(list)
    for row in action.day_roles.select_related("person").order_by("id"):
        holders[row.role].append(row)
    people = list(candidates(action)[:CANDIDATES])
    said_yes = _said_yes(action)
    held = _held(people)
    busy = {row.person_id for rows in holders.values() for row in rows}
    found = []
    for role in DayRole:
        ranked = [] if holders[role] else _ranked(role, people, held, said_yes, busy)
        busy |= {one.person.pk for one in ranked[:1]}
        found.append(Seat(role, holders[role], ranked))
    return found


def candidates(action: Action) -> QuerySet[Person]:
    """Who may hold a role, do a task or bring something."""
    yes = Q(attendances__action=action, attendances__answer=Answer.YES)
    leads = Q(leadership__stage__in=[LeaderStage.TRAINING, LeaderStage.LEADER, LeaderStage.TRAINER])
    carries = Q(
        group_memberships__group__organized=action.pk, group_memberships__left_on__isnull=True
    )
    refused = Attendance.objects.filter(action=action, answer=Answer.NO).values("person")
    found: QuerySet[Person] = (
        Person.objects.active()
        .filter(yes | leads | carries, chapter=action.chapter_id)
        .exclude(pk__in=refused.exclude(person=None))
        .distinct()
        .in_list_order()
    )
    return found


def _said_yes(action: Action) -> set[int | None]:
    rows = Attendance.objects.coming().filter(action=action, person__isnull=False)
    return set(rows.values_list("person_id", flat=True))


def _held(people: list[Person]) -> dict[int, dict[str, Held]]:
    rows: Any = (
        ActionRole.objects.filter(person__in=people)
        .exclude(action__state=ActionState.CANCELLED)
        .order_by()
        .values("person_id", "role")
        .annotate(times=Count("pk"), last=Max("action__starts_at"))
    )
    held: defaultdict[int, dict[str, Held]] = defaultdict(dict)
    for row in rows:
        held[row["person_id"]][row["role"]] = Held(row["times"], row["last"])
    return held


def _ranked(
    role: DayRole,
    people: list[Person],
    held: dict[int, dict[str, Held]],
    said_yes: set[int | None],
    busy: set[int],
) -> list[Proposal]:
    never = datetime.min.replace(tzinfo=timezone.get_default_timezone())

    def key(person: Person) -> tuple[Any, ...]:
        hers = held.get(person.pk, {})
        times = hers[role].times if role in hers else 0
        lately = max((one.last for one in hers.values()), default=never)
        return (person.pk in busy, times, lately, person.pk not in said_yes, person.sort_key)

    ranked = sorted(people, key=key)[:PROPOSED]
    return [
        Proposal(person, _reason(role, held.get(person.pk, {}), person.pk in said_yes))
        for person in ranked
    ]


def _reason(role: DayRole, held: dict[str, Held], said_yes: bool) -> str:
    if not held:
        why = _("n’a encore tenu aucun rôle")
    elif role not in held:
        why = _("jamais encore « %(role)s »") % {"role": role.label}
    else:
        words = ngettext(
            "%(n)d fois, %(when)s", "%(n)d fois, la dernière %(when)s", held[role].times
        )
        why = words % {"n": held[role].times, "when": since(held[role].last)}
    return _("%(why)s ; a dit oui") % {"why": why} if said_yes else why


@transaction.atomic
def give(*, action: Action, person: Person, role: str, actor: User | None = None) -> ActionRole:
    """Give somebody a role of the day; given twice, it is held once. Journaled.

    Raises NotHere for somebody of another chapter, ValueError for an unknown role.
    """
    if person.chapter_id != action.chapter_id:
        raise NotHere(_("Cette personne est d’une autre alliance locale."))
    held, created = ActionRole.objects.get_or_create(
        action=action, person=person, role=DayRole(role).value
    )
    if created:
        _note("action.role_given", held, actor)
    return held


@transaction.atomic
def take_back(*, role: ActionRole, actor: User | None = None) -> None:
    """Take a role of the day back; journaled."""
    _note("action.role_taken_back", role, actor)
    role.delete()


def _note(verb: str, role: ActionRole, actor: User | None) -> None:
    record(
        verb=verb,
        actor=actor,
        subject=role.action,
        chapter_id=role.action.chapter_id,
        detail={"role": role.role, "person": role.person_id},
    )
