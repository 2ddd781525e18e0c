"""The fields of the page kept: what was empty is filled from the page that goes."""

from __future__ import annotations

from typing import Any

from alliance.core.text.names import fold
from members.domain.knowing import ties
from members.domain.merging.moves import encode
from members.models import Person

SIMPLE = ("first_name", "last_name", "usual_name", "birth_year")
OF_THE_CHAPTER = ("neighbourhood_id", "organizer_id", "household_id")
NEEDS = ("needs_childcare", "needs_ride", "needs_interpreter")
ADDRESS = ("street", "address_extra", "postal_code", "city", "insee_code")


def fill(*, kept: Person, gone: Person) -> dict[str, Any]:
    """Fill the page kept; returns what changed, `{field: [before, after]}`, as JSON.

    A value of hers is never replaced: empty fields take the other's, needs and languages add up,
    two notes follow each other, the first meeting is the earlier, the last contact the later. An
    address is taken whole, when she had no street and the cities agree.
    """
    values = _plain(kept, gone) | _address(kept, gone) | _added_up(kept, gone)
    changed = {name: value for name, value in values.items() if getattr(kept, name) != value}
    before = {name: encode(getattr(kept, name)) for name in changed}
    for name, value in changed.items():
        setattr(kept, name, value)
    _break_circles(kept, gone, before)
    names = [*before, "version"]
    kept.version += 1
    kept.save(update_fields=[_name(name) for name in names])
    return {name: [old, encode(getattr(kept, name))] for name, old in before.items()}


def _name(attname: str) -> str:
    return next(f.name for f in Person._meta.concrete_fields if f.attname == attname)


def _plain(kept: Person, gone: Person) -> dict[str, Any]:
    names = SIMPLE + (OF_THE_CHAPTER if kept.chapter_id == gone.chapter_id else ())
    return {name: getattr(kept, name) or getattr(gone, name) for name in names}


def _address(kept: Person, gone: Person) -> dict[str, Any]:
    cities = {fold(place.city) for place in (kept, gone) if place.city}
    if kept.street or len(cities) > 1:
        return {}
    return {name: getattr(gone, name) or getattr(kept, name) for name in ADDRESS}


def _added_up(kept: Person, gone: Person) -> dict[str, Any]:
    met = [day for day in (kept.first_met_on, gone.first_met_on) if day]
    heard = [moment for moment in (kept.last_contact_at, gone.last_contact_at) if moment]
    notes = [text for text in dict.fromkeys((kept.note, gone.note)) if text]
    return {
        **{name: getattr(kept, name) or getattr(gone, name) for name in NEEDS},
        "languages": list(dict.fromkeys([*kept.languages, *gone.languages])),
        "note": "\n\n".join(notes),
        "first_met_on": min(met, default=None),
        "last_contact_at": max(heard, default=None),
    }


def _break_circles(kept: Person, gone: Person, before: dict[str, Any]) -> None:
    """Nobody was brought by herself: who brought the two pages may be one of them."""
    hers = [pk for pk in (kept.brought_by_id, gone.brought_by_id) if pk not in {kept.pk, gone.pk}]
    old = kept.brought_by_id
    by = next((pk for pk in hers if pk and not ties.leads_to(pk, kept.pk)), None)
    if by != old:
        before["brought_by_id"] = old
        kept.brought_by_id = by
