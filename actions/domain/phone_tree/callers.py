"""Who knows whom: the callers of a list, and the fair share of its names between them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actions.models import Action, Attendance
from members.enums import GroupRole
from members.models import Chapter, Contact, GroupMembership, Person, PersonPhone, User

# How a caller knows a name, from the strongest tie.
WEIGHTS = {"listed": 6, "brought": 5, "came": 4, "group": 3, "follows": 2, "spoke": 1}
WORDS = {
    "listed": _("dans votre liste pour cette action"),
    "brought": _("amené·e par vous"),
    "came": _("déjà venu·e avec vous"),
    "group": _("de votre groupe"),
    "follows": _("suivi·e par vous"),
    "spoke": _("vous vous êtes déjà parlé"),
}
A_YEAR = timedelta(days=365)
CARERS = (GroupRole.REFERENT, GroupRole.SPOKESPERSON, GroupRole.CONTACT)


@dataclass
class Caller:
    """Somebody who may call, and the names she knows (person id → the strongest tie)."""

    name: str
    person_id: int | None = None
    user_id: int | None = None
    phone: str = ""
    knows: dict[int, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """How forms name her."""
        return f"p{self.person_id}" if self.person_id else f"u{self.user_id}"

    def learn(self, person_id: int, tie: str) -> None:
        """Keep the strongest tie; nobody knows herself."""
        known = self.knows.get(person_id)
        if person_id != self.person_id and (not known or WEIGHTS[tie] > WEIGHTS[known]):
            self.knows[person_id] = tie

    def weight(self, person_id: int) -> int:
        """How well she knows a name."""
        return WEIGHTS.get(self.knows.get(person_id, ""), 0)


def candidates(
    chapter: Chapter,
    person_ids: Collection[int],
    *,
    action: Action | None = None,
    now: datetime | None = None,
) -> list[Caller]:
    """Those who know somebody of these names, who knows most first (nine queries)."""
    since = (now or timezone.now()) - A_YEAR
    ids = list(person_ids)
    ties = [
        *_listed(ids, action),
        *_brought(ids),
        *_came_with(ids, since),
        *_groups(ids),
        *_accounts(ids, since),
    ]
    people = _people(chapter, {key for kind, key, _who, _tie in ties if kind == "p"})
    accounts = User.objects.filter(
        is_active=True, pk__in={key for kind, key, _who, _tie in ties if kind == "u"}
    ).in_bulk()
    own_page = {user.pk: user.person_id for user in accounts.values() if user.person_id}
    found: dict[str, Caller] = {}
    for kind, key, who, tie in ties:
        caller = _caller(kind, key, people, accounts, own_page, found)
        if caller is not None:
            caller.learn(who, tie)
    _add_phones(found.values())
    ranked = sorted(found.values(), key=lambda caller: (-len(caller.knows), caller.name))
    return [caller for caller in ranked if caller.knows]


def share(person_ids: Sequence[int], callers: Sequence[Caller]) -> dict[int, int]:
    """Give each name to one caller (its place in `callers`): who knows her first, evenly.

    Nobody gets more than an even share, nor her own name; what nobody knows goes to whoever has
    least. The same names and callers always give the same shares.
    """
    quota = -(-len(person_ids) // len(callers))
    load = [0] * len(callers)
    shares: dict[int, int] = {}
    wishes = sorted(
        (-caller.weight(pk), order, place)
        for order, pk in enumerate(person_ids)
        for place, caller in enumerate(callers)
        if caller.weight(pk)
    )
    for _weight, order, place in wishes:
        pk = person_ids[order]
        if pk not in shares and load[place] < quota:
            shares[pk] = place
            load[place] += 1
    for pk in person_ids:
        if pk not in shares:
            places = [p for p, c in enumerate(callers) if c.person_id != pk] or range(len(callers))
            shares[pk] = min(places, key=lambda p: (load[p], p))
            load[shares[pk]] += 1
    return shares


Tie = tuple[str, int, int, str]


def _listed(ids: list[int], action: Action | None) -> list[Tie]:
    """Who said for this action that she brings them."""
    if action is None:
        return []
    rows = Attendance.objects.filter(action=action, person__in=ids, leader__isnull=False)
    pairs = rows.order_by("pk").values_list("person", "leader")
    return [("p", by, pk, "listed") for pk, by in pairs if by and pk]


def _brought(ids: list[int]) -> list[Tie]:
    rows = Person.objects.filter(pk__in=ids, brought_by__isnull=False)
    return [("p", by, pk, "brought") for pk, by in rows.values_list("pk", "brought_by") if by]


def _came_with(ids: list[int], since: datetime) -> list[Tie]:
    rows = Attendance.objects.filter(
        person__in=ids, brought_by__isnull=False, action__starts_at__gte=since
    )
    pairs = rows.order_by("brought_by", "person").values_list("person", "brought_by").distinct()
    return [("p", by, pk, "came") for pk, by in pairs if by and pk]


def _groups(ids: list[int]) -> list[Tie]:
    current = GroupMembership.objects.current()
    groups: dict[int, list[int]] = {}
    for group, pk in current.filter(person__in=ids).values_list("group", "person"):
        groups.setdefault(group, []).append(pk)
    carers = current.filter(group__in=list(groups), role__in=CARERS).order_by("group", "person")
    return [
        ("p", carer, pk, "group")
        for group, carer in carers.values_list("group", "person")
        for pk in groups[group]
    ]


def _accounts(ids: list[int], since: datetime) -> list[Tie]:
    followed = Person.objects.filter(pk__in=ids, organizer__isnull=False).order_by("pk")
    spoken = Contact.objects.filter(person__in=ids, author__isnull=False, happened_at__gte=since)
    talks = spoken.order_by("author", "person").values_list("person", "author").distinct()
    return [
        *(("u", by, pk, "follows") for pk, by in followed.values_list("pk", "organizer") if by),
        *(("u", by, pk, "spoke") for pk, by in talks if by),
    ]


def _people(chapter: Chapter, ids: set[int]) -> dict[int, Person]:
    mine: Any = Person.objects.active().filter(chapter=chapter, pk__in=ids)
    return {person.pk: person for person in mine.select_related("account")}


def _caller(
    kind: str,
    key: int,
    people: dict[int, Person],
    accounts: dict[int, User],
    own_page: dict[int, int],
    found: dict[str, Caller],
) -> Caller | None:
    """The caller of a tie, made once; an account and its own page are one."""
    if kind == "u" and key in own_page:
        found.setdefault(
            f"p{own_page[key]}", Caller(str(accounts[key]), own_page[key], user_id=key)
        )
        return found[f"p{own_page[key]}"]
    if kind == "u":
        if key not in accounts:
            return None
        return found.setdefault(f"u{key}", Caller(str(accounts[key]), user_id=key))
    if key not in people:
        return None
    account = getattr(people[key], "account", None)
    user_id = account.pk if account is not None and account.is_active else None
    return found.setdefault(f"p{key}", Caller(str(people[key]), key, user_id=user_id))


def _add_phones(callers: Iterable[Caller]) -> None:
    by_person = {caller.person_id: caller for caller in callers if caller.person_id}
    phones = PersonPhone.objects.filter(person__in=list(by_person), is_wrong=False)
    for person_id, number in phones.order_by("is_primary", "-id").values_list("person", "number"):
        by_person[person_id].phone = number
