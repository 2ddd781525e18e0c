"""Who waits for an organizer, question by question: found at leisure, true when shown.

To find who waits reads everybody: it is remembered five minutes. Whoever is shown is looked at
again, so that nobody stays after « C’est fait » (docs/decisions/0191).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import (
    Count,
    Exists,
    F,
    Max,
    OuterRef,
    Subquery,
    Window,
)
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from actions.domain.telling.newcomers import never_met
from alliance.core.remembering import remembered
from members.domain.telling.who_waits import Found, ending_this_month, unseen_leaders
from members.enums import MEETINGS
from members.filters import list_people
from members.models import Contact, FollowUp, Membership, Person, User, first_phone

SHOWN: Final = 4
CANDIDATES: Final = 10  # looked at again, of each question
KEPT: Final = 300  # seconds
UNSEEN_DAYS: Final = 60
IN_A_LINE: Final = (
    *("first_name", "last_name", "usual_name", "last_contact_at"),
    *("leadership__person_id", "leadership__stage"),
)


@dataclass(frozen=True)
class Asked:
    """A question: the address of its list, its order, and who is still in it (`still`)."""

    key: str
    title: Promise
    empty: Promise
    filters: dict[str, str]
    order: tuple[Any, ...]
    still: Callable[[Any, date], bool]
    find: Callable[..., Found]  # quicker than to build its list


@dataclass(frozen=True)
class Wait:
    """The first who wait, by id, and how many in all."""

    ids: tuple[int, ...] = ()
    total: int = 0

    def but(self, gone: int) -> int:
        """How many are left when some of the first wait no more."""
        return max(0, self.total - gone)


def _unseen(person: Any, today: date) -> bool:
    if not hasattr(person, "leadership"):
        return False
    seen = person.last_contact_at
    return seen is None or timezone.localdate(seen) <= today - timedelta(days=UNSEEN_DAYS)


def _unmet(person: Any, _today: date) -> bool:
    return not person.is_met


def _ends(person: Any, today: date) -> bool:
    last = person.last_end
    return last is not None and (last.year, last.month) <= (today.year, today.month)


ASKED: Final = (
    Asked(
        "leaders",
        gettext_lazy("Leaders pas revu·es depuis 60 jours"),
        gettext_lazy("Aucun·e leader de votre connaissance n’attend depuis deux mois."),
        {"leader": "any", "unseen": str(UNSEEN_DAYS), "known": "me", "promise": "no"},
        (F("last_contact_at").asc(nulls_first=True), "pk"),
        _unseen,
        partial(unseen_leaders, days=UNSEEN_DAYS),
    ),
    Asked(
        "newcomers",
        gettext_lazy("Venu·es une fois, jamais rencontré·es"),
        gettext_lazy("Personne ne reste à rencontrer après être venu·e une fois."),
        {"unmet": "once", "promise": "no"},
        ("-created_at", "-pk"),
        _unmet,
        never_met,
    ),
    Asked(
        "dues",
        gettext_lazy("Adhésions à renouveler ce mois-ci"),
        gettext_lazy("Aucune adhésion de vos connaissances ne finit ce mois-ci."),
        {"ends": "month", "known": "me", "promise": "no"},
        ("sort_key", "pk"),
        _ends,
        ending_this_month,
    ),
)


def waiting(user: User) -> dict[str, tuple[list[Any], int]]:
    """By question, the first who wait and how many in all; one query when it is remembered.

    Each person has her first `phone`, her `leadership` if any, `is_met` and `last_end`.
    """
    known = _known(user)
    people = _looked_at_again(user, known)
    if any(_ran_dry(known[asked.key], people[asked.key]) for asked in ASKED):
        known = _known(user, anew=True)
        people = _looked_at_again(user, known)
    return {
        key: (people[key][:SHOWN], wait.but(len(wait.ids) - len(people[key])))
        for key, wait in known.items()
    }


def look_ahead(user: User) -> None:
    """Find who waits for her before she asks."""
    _known(user, anew=True)


def _known(user: User, *, anew: bool = False) -> dict[str, Wait]:
    key = f"waiting:{user.pk}:{timezone.localdate()}:{user.scope.key}"
    return remembered(key, lambda: _find(user), seconds=KEPT, anew=anew)


def _find(user: User) -> dict[str, Wait]:
    """One query a question: those of its list."""
    return {asked.key: _first(asked, user) for asked in ASKED}


def _first(asked: Asked, user: User) -> Wait:
    if not user.scope.led_groups:  # who also leads a group sees its people, wherever they are
        ids, total = asked.find(user, limit=CANDIDATES)
        return Wait(tuple(ids), total)
    address = QueryDict(urlencode(asked.filters))
    people: Any = list_people(user, address).people.order_by(*asked.order)
    rows = list(people.annotate(total=Window(Count("pk"))).values_list("pk", "total")[:CANDIDATES])
    return Wait(tuple(pk for pk, _total in rows), rows[0][1] if rows else 0)


def _ran_dry(wait: Wait, people: list[Any]) -> bool:
    """Whether others wait who are not known here."""
    return len(people) < SHOWN and wait.total > len(wait.ids)


def _looked_at_again(user: User, known: dict[str, Wait]) -> dict[str, list[Any]]:
    """Those of each question who wait as this page is drawn, in their order."""
    today = timezone.localdate()
    every = {pk for wait in known.values() for pk in wait.ids}
    found = {person.pk: person for person in _people(user, every)} if every else {}
    return {
        asked.key: [
            found[pk]
            for pk in known[asked.key].ids
            if pk in found and asked.still(found[pk], today)
        ]
        for asked in ASKED
    }


def _people(user: User, ids: set[int]) -> Any:
    hers = {"person": OuterRef("pk")}
    promised = FollowUp.objects.open().filter(**hers)
    ends = Membership.objects.valid().filter(**hers).order_by().values("person_id")
    return (
        Person.objects.visible_to(user)
        .active()
        .filter(~Exists(promised), pk__in=ids)
        .annotate(
            is_met=Exists(Contact.objects.filter(**hers, kind__in=MEETINGS)),
            last_end=Subquery(ends.annotate(end=Max("ends_on")).values("end")),
            phone=first_phone(),
        )
        .select_related("leadership")
        .only(*IN_A_LINE)
    )
