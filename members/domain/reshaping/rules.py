"""How the rows of this room cross from an alliance to another, where names may meet."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.domain.reshaping.walk import (
    Crossing,
    Ids,
    Model,
    Told,
    by_name,
    register_rule,
    rename,
    stay_behind,
    unify,
)
from members.models import (
    CustomField,
    ExternalId,
    Group,
    ImportBatch,
    ImportRow,
    MembershipType,
    Neighbourhood,
    Receipt,
    ReceiptCounter,
    Reshaping,
    Role,
    SavedList,
    Tag,
)

UNDO_DAYS = 30  # of an import
CUSTOM = re.compile(r"custom_(\d+)")


def register() -> None:
    """Called once the applications are loaded. Saved lists come last: they name the others."""
    one = _("Le même nom des deux côtés : un seul, avec tout ce qui s’y rattache.")
    two = _("Le même nom des deux côtés : les deux restent, celui qui arrive prend sa ville.")
    register_rule(Neighbourhood, unify(says=one, prepare=_complete))
    register_rule(Tag, unify(says=one))
    register_rule(CustomField, _custom_fields())
    register_rule(MembershipType, _membership_types())
    register_rule(ExternalId, unify(_external, says=_("Le même identifiant : un seul.")))
    register_rule(Group, rename(says=two))
    register_rule(Role, Told(_roles, _("Un rôle tenu des deux côtés n’en fait plus qu’un.")))
    register_rule(SavedList, Told(_saved_lists, two, last=True))
    register_rule(ImportBatch, Told(_imports, "", last=True))
    numbered = _("Les reçus gardent leur numéro et leur série : elle s’arrête là où elle en est.")
    stay_behind(Receipt, numbered)
    stay_behind(ReceiptCounter, numbered)
    stay_behind(Reshaping, _("La mémoire des réunions reste où elle a été écrite."))


def _external(row: Any) -> Any:
    return (row.source, row.value)


def _complete(crossing: Crossing, row: Any, twin: Any) -> None:
    """What the other knew of the same neighbourhood fills what was empty."""
    names = ("city", "insee_code", "postal_code", "qpv_code")
    empty = {n: getattr(row, n) for n in names if getattr(row, n) and not getattr(twin, n)}
    crossing.change(twin, **empty)


def _custom_fields() -> Told:
    """The same question asked in the same way is one; asked otherwise, it stays two."""
    same = unify(lambda row: (by_name(row), row.kind), says="", prepare=_all_choices)
    other = rename(says="")

    def cross(crossing: Crossing, model: Model, ids: Ids) -> None:
        theirs = {
            (by_name(row), row.kind) for row in CustomField.objects.filter(chapter=crossing.target)
        }
        mine = CustomField.objects.filter(chapter=crossing.source)
        chosen = mine if ids is None else mine.filter(pk__in=ids)
        alike = [row.pk for row in chosen if (by_name(row), row.kind) in theirs]
        rest = [row.pk for row in chosen if row.pk not in alike]
        same.cross(crossing, model, alike)
        other.cross(crossing, model, rest)

    says = _("La même question, posée de la même façon : une seule, avec toutes les réponses.")
    return Told(cross, says, by_name)


def _all_choices(crossing: Crossing, row: Any, twin: Any) -> None:
    crossing.change(twin, choices=list(dict.fromkeys([*twin.choices, *row.choices])))


def _membership_types() -> Told:
    """The same name at the same price for as long is one; else it stays two."""

    def terms(row: Any) -> Any:
        return (by_name(row), row.amount, row.months)

    same, other = unify(terms, says=""), rename(says="")

    def cross(crossing: Crossing, model: Model, ids: Ids) -> None:
        theirs = {terms(row) for row in MembershipType.objects.filter(chapter=crossing.target)}
        mine = MembershipType.objects.filter(chapter=crossing.source)
        chosen = list(mine if ids is None else mine.filter(pk__in=ids))
        same.cross(crossing, model, [row.pk for row in chosen if terms(row) in theirs])
        other.cross(crossing, model, [row.pk for row in chosen if terms(row) not in theirs])

    says = _("Le même nom au même prix : un seul ; à un autre prix, les deux restent.")
    return Told(cross, says, by_name)


def _roles(crossing: Crossing, model: Model, ids: Ids) -> None:
    """A role held in both is held once; the others, past ones included, cross."""
    held = set(
        Role.objects.filter(chapter=crossing.target, ends_on=None).values_list("user", "kind")
    )
    for row in Role.objects.filter(chapter=crossing.source, ends_on=None):
        if (row.user_id, row.kind) in held:
            crossing.delete(row)
    crossing.cross(Role)


def _saved_lists(crossing: Crossing, model: Model, ids: Ids) -> None:
    """Names stay apart, owner by owner; filters follow what has become something else."""

    def key(row: Any) -> Any:
        return (row.owner_id, row.name)

    rename(key, says="").cross(crossing, model, ids)
    moved = SavedList.objects.filter(chapter=crossing.target)
    for row in moved.exclude(query="", columns=[]):
        crossing.change(row, **rewritten(crossing, row))


def _imports(crossing: Crossing, model: Model, ids: Ids) -> None:
    """What an import of these thirty days did is still known: it can be taken back."""
    tags, hoods = crossing.heirs(Tag), crossing.heirs(Neighbourhood)
    recent = timezone.now() - timedelta(days=UNDO_DAYS)
    rows = ImportRow.objects.filter(
        batch__chapter=crossing.source, batch__applied_at__gte=recent, before__did__isnull=False
    )
    for row in rows.iterator() if tags or hoods else ():
        before = dict(row.before)
        before["tags"] = [tags.get(one, one) for one in before.get("tags", [])]
        filled = dict(before.get("fields", {}))
        if (place := filled.get("neighbourhood_id")) in hoods:
            filled["neighbourhood_id"] = hoods[place]
        crossing.change(row, before=before | {"fields": filled})
    crossing.cross(model, ids)


def rewritten(crossing: Crossing, row: Any) -> dict[str, Any]:
    """The filters and columns of a saved list, with the keys of the other side."""
    heirs = {
        "tag": crossing.heirs(Tag),
        "no_tag": crossing.heirs(Tag),
        "neighbourhood": crossing.heirs(Neighbourhood),
        "chapter": {crossing.source.pk: crossing.target.pk},
    }
    fields = crossing.heirs(CustomField)
    said = []
    for name, value in parse_qsl(row.query, keep_blank_values=True):
        known = heirs.get(name, {})
        new = str(known.get(int(value), value)) if value.isdecimal() else value
        said.append((_column(name, fields), new))
    changed = said != parse_qsl(row.query, keep_blank_values=True)
    query = urlencode(said) if changed else row.query
    return {"query": query, "columns": [_column(name, fields) for name in row.columns]}


def _column(name: str, fields: dict[int, int]) -> str:
    found = CUSTOM.fullmatch(name)
    return f"custom_{fields.get(int(found[1]), int(found[1]))}" if found else name
