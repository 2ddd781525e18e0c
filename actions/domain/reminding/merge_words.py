"""The fields that may stand in a text, and their words for one person."""

from __future__ import annotations

import re
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from actions.domain import tokens
from actions.domain.diary import calendars
from actions.models import Action, Attendance
from alliance.core.text.french import day_and_month, spoken_time
from alliance.core.text.merge_fields import fields_in, name_of
from alliance.core.text.names import fold
from members.models import Person, User

# By name, what each becomes; shown beside the text while it is written.
PERSON_FIELDS = {
    "prenom": _("son prénom"),
    "nom": _("ses prénom et nom"),
    "alliance": _("le nom de l’alliance locale"),
    "signature": _("votre prénom et l’alliance"),
}
ACTION_FIELDS = {
    "action": _("le titre de l’action"),
    "jour": _("« mardi 25 novembre »"),
    "heure": _("« 18 h »"),
    "lieu": _("le lieu de rendez-vous"),
    "lien": _("son lien personnel pour répondre"),
}
STEP_FIELDS = PERSON_FIELDS | ACTION_FIELDS
# The only fields that may stand inside a link.
ADDRESSES = frozenset({"lien"})
LINKS = dict.fromkeys(ADDRESSES, "https://")  # for whoever only asks whether a text holds one

_GREETINGS = frozenset(
    fold(word)
    for word in (
        *("Bonjour", "Bonsoir", "Salut", "Coucou", "Cher", "Chère", "Chers", "Chères"),
        *("Hello", "Hi", "Hey", "Dear", "Merhaba", "Selam", "Sevgili", "Sayın"),
        *("مرحبا", "مرحبًا", "السلام", "أهلا", "عزيزي", "عزيزتي"),
    )
)


@lru_cache(maxsize=512)
def greets(body: str) -> bool:
    """Whether a text says hello in its first line: the house then does not say it twice."""
    first = body.strip().partition("\n")[0]
    if {name_of(name) for name in fields_in(first)} & {"prenom", "nom"}:
        return True
    word = re.match(r"[\W_]*(\w+)", first)
    return word is not None and fold(word[1]) in _GREETINGS


@lru_cache(maxsize=512)
def signs(body: str) -> bool:
    """Whether a text carries its signature."""
    return "signature" in {name_of(name) for name in fields_in(body)}


def of_person(person: Person, *, sender: str) -> dict[str, str]:
    """Her own words, and who signs."""
    return {
        "prenom": person.greeting_name,
        "nom": person.full_name,
        "alliance": person.chapter.name,
        "signature": sender,
    }


def of_attendance(action: Action, attendance: Attendance) -> dict[str, str]:
    """The words of one person asked to an action. Raises ValueError for somebody unknown."""
    person = attendance.person
    if person is None:
        raise ValueError("Nobody writes to somebody unknown.")
    return {
        "prenom": person.greeting_name,
        "nom": person.full_name,
        "alliance": action.chapter.name,
        "signature": signature_of(action),
        "lien": tokens.reply_url(attendance.pk) if attendance.pk else "",
        **of_action(action),
    }


def of_action(action: Action) -> dict[str, str]:
    """When and where, in the current language."""
    return {
        "action": action.title,
        "jour": day_and_month(action.starts_at),
        "heure": spoken_time(action.starts_at),
        "lieu": calendars.place_of(action),
    }


def signature_of(action: Action) -> str:
    """Who signs: the first name of the organizer, and the chapter."""
    return signed_by(action.organizer, action.chapter.name)


def signed_by(user: User | None, chapter: str) -> str:
    """« Amina, Alliance citoyenne Grenoble »."""
    name = (user.first_name or str(user)) if user else ""
    return f"{name}, {chapter}" if name else chapter
