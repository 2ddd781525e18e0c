"""The questions of « Ma semaine »: each is an address of the people list, and opens it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.db.models import Count, F, Window, prefetch_related_objects
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from actions.domain.planning.leaders import LeaderFigure
from actions.domain.planning.leaders import figures as leader_figures
from actions.domain.telling.newcomers import first_actions
from actions.models import Action
from alliance.core.text.french import day_and_month
from members.domain.paying.memberships import last_ends
from members.filters import list_people
from members.models import Person, User
from members.permissions import is_organizer

SHOWN = 4
LONG_DAYS = 90


@dataclass(frozen=True)
class Line:
    """A person, and why she is here; `client_id` makes a double « C’est fait » one call.

    `long`: she has waited for more than ninety days.
    """

    person: Person
    why: str
    long: bool = False
    client_id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True)
class Question:
    """A question answered: its first lines, how many in all, and the address of the whole list."""

    key: str
    title: Promise | str
    empty: Promise | str
    lines: list[Line]
    total: int
    url: str


@dataclass(frozen=True)
class _Asked:
    key: str
    title: Promise
    empty: Promise
    filters: dict[str, str]
    order: tuple[Any, ...]
    whys: Callable[[list[Person]], dict[int, str]]


def _not_seen(people: list[Person]) -> dict[int, str]:
    today = timezone.localdate()
    return {person.pk: _unseen_words(person, today) for person in people}


def _unseen_words(person: Person, today: date) -> str:
    stage = person.leadership.get_stage_display()
    if person.last_contact_at is None:
        return _("%(stage)s · aucun échange noté") % {"stage": stage}
    days = (today - timezone.localdate(person.last_contact_at)).days
    words = ngettext(
        "%(stage)s · pas d’échange depuis %(days)d jour",
        "%(stage)s · pas d’échange depuis %(days)d jours",
        days,
    )
    return words % {"stage": stage, "days": days}


def _long(person: Person) -> bool:
    seen = person.last_contact_at
    return seen is None or (timezone.localdate() - timezone.localdate(seen)).days >= LONG_DAYS


def _came(people: list[Person]) -> dict[int, str]:
    words = _("est venu·e à « %(action)s », %(day)s")
    return {
        pk: words % {"action": action.title, "day": day_and_month(action.starts_at)}
        for pk, action in first_actions([person.pk for person in people]).items()
    }


def _ends(people: list[Person]) -> dict[int, str]:
    words = _("son adhésion va jusqu’au %(day)s")
    ends = last_ends([person.pk for person in people])
    return {pk: words % {"day": day_and_month(end)} for pk, end in ends.items()}


ASKED = (
    _Asked(
        "leaders",
        gettext_lazy("Leaders pas revu·es depuis 60 jours"),
        gettext_lazy("Vous avez revu chaque leader ces deux derniers mois."),
        {"leader": "any", "unseen": "60", "known": "me", "promise": "no"},
        (F("last_contact_at").asc(nulls_first=True), "pk"),
        _not_seen,
    ),
    _Asked(
        "newcomers",
        gettext_lazy("Venu·es une fois, jamais rencontré·es"),
        gettext_lazy("Toutes les personnes venues une fois ont été rencontrées."),
        {"unmet": "once", "promise": "no"},
        ("-created_at", "-pk"),
        _came,
    ),
    _Asked(
        "dues",
        gettext_lazy("Adhésions qui finissent ce mois-ci, parmi vos connaissances"),
        gettext_lazy("Aucune adhésion de vos connaissances ne finit ce mois-ci."),
        {"ends": "month", "known": "me", "promise": "no"},
        ("sort_key", "pk"),
        _ends,
    ),
)


def questions_of(user: User, next_action: Action | None = None) -> list[Question]:
    """The questions about people, answered for this organizer.

    Whoever has an open follow-up already is left out of those about the past: she is among those
    one promised to call. One query a question, one for its reasons, one for all the phones.
    """
    found = [(asked, *_first(asked, user)) for asked in ASKED]
    behind = [one for one in leader_figures(next_action) if one.behind] if next_action else []
    people = [person for _a, some, _n in found for person in some]
    people += [one.leader for one in behind[:SHOWN]]
    prefetch_related_objects(people, "phones")
    answered = [_question(asked, some, total) for asked, some, total in found]
    if next_action and is_organizer(user):
        answered.insert(0, _pledges(next_action, behind))
    return answered


def _pledges(action: Action, behind: list[LeaderFigure]) -> Question:
    """Who has not brought yet what she said she would, for the next action."""
    return Question(
        key="pledges",
        title=_("Promesses à tenir pour « %(action)s »") % {"action": action.title},
        empty=_("Chaque leader a les oui qu’elle ou il avait promis."),
        lines=[Line(one.leader, _behind_words(one)) for one in behind[:SHOWN]],
        total=len(behind),
        url=reverse("actions:lists", args=[action.pk]),
    )


def _behind_words(one: LeaderFigure) -> str:
    words = ngettext(
        "en promet %(pledged)d, %(promised)d oui pour l’instant : il en manque %(behind)d",
        "en promet %(pledged)d, %(promised)d oui pour l’instant : il en manque %(behind)d",
        one.pledged,
    )
    return words % {"pledged": one.pledged, "promised": one.promised, "behind": one.behind}


def _first(asked: _Asked, user: User) -> tuple[list[Person], int]:
    address = QueryDict(urlencode(asked.filters))
    people: Any = list_people(user, address).people.select_related("leadership")
    rows = list(people.annotate(total=Window(Count("pk"))).order_by(*asked.order)[:SHOWN])
    return rows, rows[0].total if rows else 0


def _question(asked: _Asked, people: list[Person], total: int) -> Question:
    whys = asked.whys(people) if people else {}
    url = f"{reverse('members:person-list')}?{urlencode(asked.filters)}"
    awaits = asked.key == "leaders"
    lines = [Line(one, whys.get(one.pk, ""), awaits and _long(one)) for one in people]
    return Question(asked.key, asked.title, asked.empty, lines, total, url)
