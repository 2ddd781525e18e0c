"""The questions of « Ma semaine »: each is an address of the people list, and opens it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.domain.planning.leaders import LeaderFigure
from actions.domain.planning.leaders import figures as leader_figures
from actions.domain.telling.newcomers import first_actions
from actions.models import Action
from alliance.core.text.french import day_in_month, spoken_date
from alliance.dashboard.waiting import ASKED, SHOWN, Asked, waiting
from members.models import Person, User
from members.permissions import is_organizer

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
        pk: words % {"action": action.title, "day": spoken_date(action.starts_at)}
        for pk, action in first_actions([person.pk for person in people]).items()
    }


def _ends(people: list[Any]) -> dict[int, str]:
    words = _("son adhésion va jusqu’au %(day)s")
    return {one.pk: words % {"day": day_in_month(one.last_end)} for one in people}


WHYS: dict[str, Callable[[list[Any]], dict[int, str]]] = {
    "leaders": _not_seen,
    "newcomers": _came,
    "dues": _ends,
}


def questions_of(user: User, next_action: Action | None = None) -> list[Question]:
    """The questions about people, answered for this organizer.

    Whoever has an open follow-up already is left out of those about the past: she is among those
    one promised to call.
    """
    found = waiting(user)
    answered = [_question(asked, *found[asked.key]) for asked in ASKED]
    if next_action and is_organizer(user):
        behind = [one for one in leader_figures(next_action) if one.behind]
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


def _question(asked: Asked, people: list[Any], total: int) -> Question:
    whys = WHYS[asked.key](people) if people else {}
    url = f"{reverse('members:person-list')}?{urlencode(asked.filters)}"
    awaits = asked.key == "leaders"
    lines = [Line(one, whys.get(one.pk, ""), awaits and _long(one)) for one in people]
    return Question(asked.key, asked.title, asked.empty, lines, total, url)
