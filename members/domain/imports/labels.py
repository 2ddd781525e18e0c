"""Say in French what a row would change, or changed: for the preview and for the report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.core.phones import format_phone
from alliance.core.text import french
from members.domain.imports.changes import Changes
from members.domain.imports.places import Places
from members.domain.knowing.custom_fields import PREFIX
from members.enums import Channel, PaymentMethod, PersonSource

LABELS: Final = {
    "first_name": gettext_lazy("Prénom"),
    "last_name": gettext_lazy("Nom"),
    "usual_name": gettext_lazy("Nom d’usage"),
    "birth_year": gettext_lazy("Année de naissance"),
    "address": gettext_lazy("Adresse"),
    "street": gettext_lazy("Rue"),
    "address_extra": gettext_lazy("Bâtiment, étage"),
    "postal_code": gettext_lazy("Code postal"),
    "city": gettext_lazy("Ville"),
    "neighbourhood": gettext_lazy("Quartier"),
    "neighbourhood_id": gettext_lazy("Quartier"),
    "organizer": gettext_lazy("Suivi·e par"),
    "organizer_id": gettext_lazy("Suivi·e par"),
    "languages": gettext_lazy("Langues"),
    "first_met_on": gettext_lazy("Rencontré·e le"),
    "source": gettext_lazy("Rencontré·e par"),
    "source_detail": gettext_lazy("Précision"),
    "note": gettext_lazy("Notes"),
}
NAMES: Final = ("first_name", "last_name", "usual_name")
SHORT: Final = 120


@dataclass(frozen=True)
class Line:
    """One change: `kind` is « fill », « add » or « kept »; `before` is what stands today."""

    label: str
    after: str
    before: str = ""
    kind: str = "fill"
    says_itself: bool = True  # clear without its label, and not the name shown above it


def describe(changes: Changes, places: Places, people: Mapping[int, str]) -> list[Line]:
    """Every change of a row, in words; `people` names the organizers by id."""
    lines = [
        Line(
            str(LABELS[name]),
            _value(name, value, places, people),
            says_itself=name not in NAMES,
        )
        for name, value in changes.fields.items()
    ]
    lines += [Line(_("Téléphone"), format_phone(n), kind="add") for n, _kind in changes.phones]
    lines += [Line(_("E-mail"), address, kind="add") for address in changes.emails]
    lines += [Line(_("Groupe"), _named(n, places.group(n)), kind="add") for n in changes.groups]
    lines += [Line(_("Étiquette"), name, kind="add") for name in changes.tags]
    lines += [Line(_("Adhésion"), _dues(period), kind="add") for period in changes.dues]
    lines += _consents(changes.consents)
    lines += [Line(places.own_field(pk), text, kind="add") for pk, text in changes.custom.items()]
    lines += [
        Line(
            _label(name, places),
            _value(name, theirs, places, people),
            _value(name, ours, places, people),
            "kept",
        )
        for name, ours, theirs in changes.kept
    ]
    return lines


def kept_sentences(changes: Changes, places: Places) -> list[str]:
    """What the file says otherwise and was not written, for the report."""
    people: dict[int, str] = {}
    return [
        _("%(label)s : « %(ours)s » gardé ; le fichier dit « %(theirs)s »")
        % {
            "label": _label(name, places),
            "ours": _value(name, ours, places, people),
            "theirs": _value(name, theirs, places, people),
        }
        for name, ours, theirs in changes.kept
    ]


def _label(name: str, places: Places) -> str:
    own = name.removeprefix(PREFIX)
    return places.own_field(int(own)) if own != name else str(LABELS[name])


def _value(name: str, value: Any, places: Places, people: Mapping[int, str]) -> str:
    if name == "neighbourhood_id":
        return places.neighbourhood_name(value) if isinstance(value, int) else _named(value, None)
    if name in ("organizer", "organizer_id"):
        return people.get(value, _("un·e autre organisateur·rice"))
    if name == "source":
        return str(dict(PersonSource.choices).get(value, value))
    if name == "first_met_on" and not isinstance(value, str):
        return french.spoken_date(value)
    if isinstance(value, list):
        return ", ".join(value)
    text = str(value)
    return text if len(text) <= SHORT else text[: SHORT - 1] + "…"


def _named(name: str, known: int | None) -> str:
    return name if known else _("%(name)s (à créer)") % {"name": name}


def _dues(period: Mapping[str, str]) -> str:
    start = french.full_date(date.fromisoformat(period["start"]))
    if not period.get("amount"):
        return _("depuis le %(day)s") % {"day": start}
    method = dict(PaymentMethod.choices).get(period["method"], "")
    return f"{start} · {french.euros(Decimal(period['amount']))} · {method}"


def _consents(consents: Mapping[str, bool]) -> list[Line]:
    yes = _channels(channel for channel, given in consents.items() if given)
    no = _channels(channel for channel, given in consents.items() if not given)
    lines = [Line(_("Accepte"), yes, kind="add")] if yes else []
    return [*lines, Line(_("Refuse"), no, kind="add")] if no else lines


def _channels(channels: Iterable[str]) -> str:
    names = dict(Channel.choices)
    return french.join_list(str(names[channel]) for channel in channels)
