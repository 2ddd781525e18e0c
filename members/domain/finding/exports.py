"""Exports: people in a file that leaves the house. Who, what, how many, why: it is written down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from alliance.core.text.names import clean_text
from alliance.journal.domain import record
from members.domain.finding.columns import Column, with_columns
from members.models import Person, User
from members.models.person import PersonQuerySet

CHUNK = 2_000
REASON_LIMIT = 300
REASON_LEAST = 4
DEFAULT = ("last_name", "first_name", "phones", "emails", "city", "neighbourhood")


class NoReason(Exception):
    """An export without its reason is refused; `str()` says so, in French."""


@transaction.atomic
def journal(
    *,
    people: PersonQuerySet,
    actor: User,
    file_format: str,
    columns: Sequence[Column],
    reason: str,
    filters: str = "",
    searched: bool = False,
) -> int:
    """Write to the journal of each chapter concerned that its people left in a file; how many.

    The entry holds who, how many, which columns, the filters and the reason given (the words
    searched are left out: they may be somebody's name). Raises NoReason when it says nothing.
    """
    why = clean_text(reason, REASON_LIMIT)
    if len(why) < REASON_LEAST:
        raise NoReason(_("Dites en quelques mots à quoi servira ce fichier."))
    counts = people.order_by().values("chapter").annotate(size=Count("pk", distinct=True))
    rows = list(counts.values_list("chapter", "size"))
    detail = {
        "format": file_format,
        "columns": [column.key for column in columns],
        "reason": why,
        "filters": filters,
        "searched": searched,
    }
    for chapter_id, size in rows:
        record(
            verb="people.exported",
            actor=actor,
            chapter_id=chapter_id,
            detail={**detail, "people": size},
        )
    return sum(size for _chapter, size in rows)


def header(columns: Sequence[Column]) -> list[str]:
    """The first line of the file."""
    return [str(column.label) for column in columns]


def rows(people: PersonQuerySet, columns: Sequence[Column]) -> Iterator[list[object]]:
    """The people's lines by name; memory stays flat.

    Who they are is read first, from the order of names alone, then what is written of them, a
    few thousand at a time: among a million people the first line leaves at once.
    """
    ids = people.in_list_order().values_list("pk", flat=True).iterator(chunk_size=CHUNK)
    while some := list(islice(ids, CHUNK)):
        read = with_columns(Person.objects.filter(pk__in=some), columns)
        known = {person.pk: person for person in read}
        yield from ([c.value(known[pk]) for c in columns] for pk in some if pk in known)
