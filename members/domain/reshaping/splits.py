"""Make one alliance two: some neighbourhoods, some groups, and their people go to another.

Who goes: whoever lives in a chosen neighbourhood; and whoever belongs to a chosen group, unless
she belongs to a group that stays as well. A group goes when it is chosen, or when it lives in a
chosen neighbourhood. What spans both (campaigns, actions, mailings, lists) stays.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from members.domain.opening import roles
from members.domain.reshaping.unions import (
    CannotReshape,
    counted,
    journal,
    lock,
    refresh_plans,
    refuse_state,
)
from members.domain.reshaping.walk import Crossing, Model, by_name, cross_some
from members.enums import RoleKind
from members.models import (
    Chapter,
    CustomField,
    CustomValue,
    ExternalId,
    Group,
    GroupMembership,
    Household,
    JoinRequest,
    Membership,
    MembershipType,
    Neighbourhood,
    Person,
    Reshaping,
    ReshapingKind,
    Role,
    Tag,
    User,
)
from members.scoping import scope_of


@dataclass(frozen=True)
class Share:
    """What goes: the keys of neighbourhoods, groups and people, and the rows of other rooms.

    `shared_members`: people who go and are in a group that stays; they remain members of it.
    """

    neighbourhoods: list[int]
    groups: list[int]
    people: list[int]
    shared_members: int = 0
    rows: list[tuple[Model, list[Any]]] = field(default_factory=list)

    @property
    def lines(self) -> list[tuple[str, int]]:
        """How many of what goes, in words."""
        first = [(Person, self.people), (Group, self.groups), (Neighbourhood, self.neighbourhoods)]
        every: list[tuple[Model, list[Any]]] = [*first, *self.rows]
        return [(str(m._meta.verbose_name_plural), len(ids)) for m, ids in every if ids]


Sharer = Callable[[Chapter, Share], Iterable[tuple[Model, list[Any]]]]
Follower = Callable[[Crossing, Share], None]
_sharers: list[Sharer] = []
_followers: list[Follower] = []


def register_sharer(sharer: Sharer, follower: Follower | None = None) -> None:
    """Let a room above say which of its rows go too, and mend what they point to afterwards."""
    if sharer not in _sharers:
        _sharers.append(sharer)
    if follower is not None and follower not in _followers:
        _followers.append(follower)


def share(source: Chapter, neighbourhoods: Collection[int], groups: Collection[int]) -> Share:
    """What would go with these neighbourhoods and groups; nothing is written."""
    hoods = _ids(Neighbourhood.objects.filter(chapter=source, pk__in=neighbourhoods))
    mine = Group.objects.filter(chapter=source)
    teams = _ids(mine.filter(Q(pk__in=groups) | Q(neighbourhood__in=hoods)))
    staying = _members(mine.exclude(pk__in=teams))
    people = Person.objects.filter(chapter=source)
    living = people.filter(neighbourhood__in=hoods)
    coming = people.filter(pk__in=_members(teams)).exclude(pk__in=staying)
    going = _with_merged_pages(source, set(_ids(living)) | set(_ids(coming)))
    shared = people.filter(pk__in=going).filter(pk__in=staying).count()
    part = Share(hoods, teams, sorted(going), shared)
    for sharer in _sharers:
        part.rows.extend((model, ids) for model, ids in sharer(source, part) if ids)
    return part


def _ids(rows: Any) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _members(groups: Any) -> Any:
    return GroupMembership.objects.filter(group__in=groups, left_on=None).values("person")


def _with_merged_pages(source: Chapter, going: set[int]) -> set[int]:
    """Pages merged into a page that goes follow it."""
    fresh = going
    while fresh:
        pages = Person.objects.filter(chapter=source, merged_into__in=fresh).exclude(pk__in=going)
        fresh = set(pages.values_list("pk", flat=True))
        going = going | fresh
    return going


@transaction.atomic
def split(
    *,
    source: Chapter,
    target: Chapter,
    neighbourhoods: Collection[int],
    groups: Collection[int],
    organizers: Collection[User] = (),
    opened: bool = False,
    actor: User,
    now: datetime | None = None,
) -> Reshaping:
    """Move a share of `source` to `target`, with its organizers. Journaled; undone for 30 days.

    Tags, questions and kinds of membership are found by name on the other side, or made there;
    households that would be cut in two are left by those who go. `opened`: the target was opened
    for the occasion, and undoing closes it. Raises CannotReshape as `unite` does, and when nothing
    would go.
    """
    moment = now or timezone.now()
    if not scope_of(actor).everywhere:
        raise CannotReshape(_("Seule l’administration réunit ou sépare des alliances."))
    source, target = lock(source, target)
    refuse_state(source, target)
    part = share(source, neighbourhoods, groups)
    if not (part.people or part.groups or part.neighbourhoods):
        raise CannotReshape(_("Rien ne partirait : choisissez des quartiers ou des groupes."))
    crossing = Crossing(source, target)
    _send(crossing, part)
    done = Reshaping.objects.create(
        kind=ReshapingKind.SPLIT,
        source=source,
        target=target,
        opened_target=opened,
        moves=crossing.entries,
        counts=counted(crossing),
        done_at=moment,
        done_by=actor,
    )
    for user in organizers:
        roles.give(user=user, chapter=target, kind=RoleKind.ORGANIZER, actor=actor, now=moment)
    journal("chapter.split", done, actor, moment)
    refresh_plans()
    return done


def _send(crossing: Crossing, part: Share) -> None:
    cross_some(crossing, Neighbourhood, part.neighbourhoods)
    cross_some(crossing, Group, part.groups)
    _leave_households(crossing, part.people)
    people = {"person__in": part.people}
    crossing.cross(Person, part.people)
    _places(crossing, Person, part.people)
    _places(crossing, Group, part.groups)
    cross_some(crossing, ExternalId, _ids(ExternalId.objects.filter(**people)))
    crossing.cross(JoinRequest, _ids(JoinRequest.objects.filter(**people)))
    leaders = Role.objects.filter(kind=RoleKind.LEADER, user__person__in=part.people)
    _roles(crossing, leaders)
    follow_by_name(crossing, Person.tags.through, "tag", people, Tag)
    follow_by_name(crossing, CustomValue, "field", people, CustomField)
    follow_by_name(crossing, Membership, "type", people, MembershipType)
    for model, ids in part.rows:
        cross_some(crossing, model, ids)
    for follower in _followers:
        follower(crossing, part)


def _roles(crossing: Crossing, leaders: Any) -> None:
    held = set(
        Role.objects.filter(chapter=crossing.target, ends_on=None).values_list("user", "kind")
    )
    mine = leaders.filter(chapter=crossing.source)
    crossing.cross(Role, [row.pk for row in mine if (row.user_id, row.kind) not in held])


def _leave_households(crossing: Crossing, people: Collection[int]) -> None:
    """A door that all leave goes with them; one cut in two keeps those who stay."""
    left = Household.objects.filter(chapter=crossing.source, people__in=people).distinct()
    cut = set(
        Person.objects.filter(household__in=left)
        .exclude(pk__in=people)
        .values_list("household", flat=True)
    )
    crossing.cross(Household, [one.pk for one in left if one.pk not in cut])
    for household in sorted(cut):
        going = Person.objects.filter(household=household, pk__in=people)
        crossing.move(Person, "household", _ids(going), household, None)


def _places(crossing: Crossing, model: Any, ids: Collection[int]) -> None:
    """Those who come without their neighbourhood find one of the same name there."""
    follow_by_name(crossing, model, "neighbourhood", {"pk__in": ids}, Neighbourhood)


def follow_by_name(
    crossing: Crossing, model: Any, name: str, rows: dict[str, Any], parent: Any
) -> None:
    """Point rows that crossed to what has the same name on their side, made there if need be."""
    mine = model._base_manager.filter(**rows, **{f"{name}__chapter": crossing.source})
    used = list(mine.order_by().values_list(f"{name}_id", flat=True).distinct())
    there = {by_name(one): one for one in parent._base_manager.filter(chapter=crossing.target)}
    for one in parent._base_manager.filter(pk__in=used).order_by("pk"):
        twin = there.get(by_name(one)) or _copy(crossing, one)
        there[by_name(one)] = twin
        ids = mine.filter(**{name: one.pk}).values_list("pk", flat=True)
        crossing.move(model, name, ids, one.pk, twin.pk)


def _copy(crossing: Crossing, row: Any) -> Any:
    model = type(row)
    copy = model._base_manager.get(pk=row.pk)
    copy.pk, copy.chapter = None, crossing.target
    copy._state.adding = True
    copy.save()
    crossing.created(copy)
    return copy
