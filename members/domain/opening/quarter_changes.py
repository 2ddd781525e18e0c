"""Neighbourhoods that change: another name, two made one, one that goes. All journaled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.core import communes
from alliance.core.text.names import clean_text, fold
from alliance.journal.domain import record
from members.domain.merging.moves import children_of
from members.models import Chapter, Neighbourhood, SavedList, User

PLACE = ("city", "postal_code", "insee_code", "qpv_code")


class InvalidQuarter(Exception):
    """The neighbourhood cannot become that; `str()` says why, in French."""


class QuarterExists(InvalidQuarter):
    """Another neighbourhood of the chapter has this name: `twin`."""

    def __init__(self, twin: Neighbourhood) -> None:
        super().__init__(_("« %(name)s » existe déjà.") % {"name": twin})
        self.twin = twin


@dataclass(frozen=True)
class Held:
    """What points to a neighbourhood: « personnes », 64."""

    label: str
    count: int


def held_by(quarter: Neighbourhood) -> list[Held]:
    """What is in this neighbourhood, kind by kind, whatever the room (one query a kind)."""
    found = [
        Held(str(model._meta.verbose_name_plural), model._base_manager.filter(**wanted).count())
        for model, wanted in _rows_of(quarter)
    ]
    return [one for one in found if one.count]


@transaction.atomic
def change(
    *,
    quarter: Neighbourhood,
    actor: User | None,
    name: str,
    now: datetime | None = None,
    **place: str,
) -> Neighbourhood:
    """Give it another name, or correct its commune, postcode and code; journaled with what it was.

    The commune's code follows its name. Raises InvalidQuarter without a name, QuarterExists when
    another of the chapter is called so.
    """
    Chapter.objects.select_for_update().get(pk=quarter.chapter_id)
    found = Neighbourhood.objects.get(pk=quarter.pk)
    wanted = {key: clean_text(text, 120) for key, text in place.items()}
    wanted["name"] = _free_name(found, name)
    if wanted.get("city", found.city) != found.city:
        commune = communes.named(wanted["city"], postcode=wanted.get("postal_code", ""))
        wanted["insee_code"] = commune.code if commune else ""
    before = {key: getattr(found, key) for key in wanted if getattr(found, key) != wanted[key]}
    if not before:
        return found
    for key in before:
        setattr(found, key, wanted[key])
    found.save(update_fields=list(before))
    after = {key: wanted[key] for key in before}
    _record("neighbourhood.changed", found, actor, {"before": before, "after": after}, now)
    return found


@transaction.atomic
def merge(
    *,
    quarter: Neighbourhood,
    into: Neighbourhood,
    actor: User | None,
    now: datetime | None = None,
) -> int:
    """Move everybody and everything of one neighbourhood to another of the chapter; it goes.

    What the other did not know of its place (commune, codes) is filled; saved lists follow.
    Returns how many rows moved; journaled with both names and the numbers. Raises InvalidQuarter
    when the two are one, or in two chapters.
    """
    if quarter.pk == into.pk or quarter.chapter_id != into.chapter_id:
        raise InvalidQuarter(_("Choisissez un autre quartier de la même alliance locale."))
    Chapter.objects.select_for_update().get(pk=quarter.chapter_id)
    gone, kept = (Neighbourhood.objects.get(pk=one.pk) for one in (quarter, into))
    moved: dict[str, int] = {}
    for model, wanted in _rows_of(gone):
        field = next(iter(wanted))
        count = model._base_manager.filter(**wanted).update(**{field: kept.pk})
        moved[model._meta.label_lower] = moved.get(model._meta.label_lower, 0) + count
    _fill_place(kept, gone)
    _follow_in_lists(gone, kept)
    detail = {"from": gone.name, "into": kept.name, "moved": {k: n for k, n in moved.items() if n}}
    _record("neighbourhood.merged", kept, actor, detail, now)
    gone.delete()
    return sum(moved.values())


@transaction.atomic
def remove(*, quarter: Neighbourhood, actor: User | None, now: datetime | None = None) -> None:
    """Forget a neighbourhood where there is nobody and nothing; journaled.

    Raises InvalidQuarter when something is there: it is moved first, by `merge`.
    """
    Chapter.objects.select_for_update().get(pk=quarter.chapter_id)
    if held_by(quarter):
        words = _("Il y a encore quelque chose dans ce quartier : réunissez-le avec un autre.")
        raise InvalidQuarter(words)
    _record("neighbourhood.removed", quarter, actor, {"name": quarter.name}, now)
    quarter.delete()


def _rows_of(quarter: Neighbourhood) -> Iterator[tuple[Any, dict[str, int]]]:
    """The models that point to neighbourhoods, and the filter of their rows; a spot on the map,
    one a neighbourhood, is part of it and goes with it."""
    for relation in children_of(Neighbourhood):
        if not relation.one_to_one:
            yield relation.related_model, {relation.field.attname: quarter.pk}


def _free_name(quarter: Neighbourhood, name: str) -> str:
    cleaned = clean_text(name, 120)
    if not fold(cleaned):
        raise InvalidQuarter(_("Donnez un nom au quartier."))
    for other in Neighbourhood.objects.filter(chapter=quarter.chapter_id).exclude(pk=quarter.pk):
        if fold(other.name) == fold(cleaned):
            raise QuarterExists(other)
    return cleaned


def _fill_place(kept: Neighbourhood, gone: Neighbourhood) -> None:
    values = {n: getattr(gone, n) for n in PLACE if getattr(gone, n) and not getattr(kept, n)}
    for name, value in values.items():
        setattr(kept, name, value)
    if values:
        kept.save(update_fields=list(values))


def _follow_in_lists(gone: Neighbourhood, kept: Neighbourhood) -> None:
    """Saved lists that asked for the one ask for the other."""
    asking = SavedList.objects.filter(chapter=gone.chapter_id, query__contains="neighbourhood=")
    for saved in asking:
        query = QueryDict(saved.query, mutable=True)
        if str(gone.pk) in query.getlist("neighbourhood"):
            query.setlist("neighbourhood", [str(kept.pk)])
            SavedList.objects.filter(pk=saved.pk).update(query=query.urlencode())


def _record(
    verb: str,
    quarter: Neighbourhood,
    actor: User | None,
    detail: dict[str, Any],
    now: datetime | None,
) -> None:
    record(
        verb=verb,
        actor=actor,
        subject=quarter,
        chapter_id=quarter.chapter_id,
        detail=detail,
        now=now or timezone.now(),
    )
