"""Lists that people keep: filters under a name, alive, private or shared with the team."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from alliance.core.text.names import clean_text
from alliance.journal.domain import record
from members.models import Chapter, SavedList, User

NAME_LIMIT = 80
QUERY_LIMIT = 2_000
NOT_KEPT = ("apres", "avant", "liste", "filtrer")


class InvalidList(Exception):
    """The list cannot be kept; `str()` says why, in French."""


def kept_query(query: str) -> str:
    """The filters and the order of a list's address, without its page."""
    wanted = QueryDict(query[:QUERY_LIMIT], mutable=True)
    for name in NOT_KEPT:
        wanted.pop(name, None)
    for name in [name for name, values in wanted.lists() if not any(values)]:
        del wanted[name]
    return wanted.urlencode()


@transaction.atomic
def save(
    *,
    owner: User,
    chapter: Chapter,
    name: str,
    query: str,
    columns: Iterable[str] = (),
    is_shared: bool = False,
) -> SavedList:
    """Keep filters under a name; the same name again replaces what it held. Journaled if shared.

    The people are asked anew each time the list is opened. Raises InvalidList without a name.
    """
    cleaned = clean_text(name, NAME_LIMIT)
    if not cleaned:
        raise InvalidList(_("Donnez un nom à cette liste."))
    saved, _created = SavedList.objects.update_or_create(
        owner=owner,
        chapter=chapter,
        name=cleaned,
        defaults={
            "query": kept_query(query),
            "columns": list(columns),
            "is_shared": is_shared,
        },
    )
    if is_shared:
        record(verb="list.shared", actor=owner, subject=saved, chapter_id=chapter.pk)
    return saved


@transaction.atomic
def change(
    *, saved: SavedList, name: str, is_shared: bool, actor: User, query: str | None = None
) -> SavedList:
    """Rename a list, share it or keep it for oneself, or give it other filters (`query`).

    Journaled when it becomes shared. Raises InvalidList without a name, or when its owner
    already has a list of that name.
    """
    cleaned = clean_text(name, NAME_LIMIT)
    if not cleaned:
        raise InvalidList(_("Donnez un nom à cette liste."))
    newly_shared = is_shared and not saved.is_shared
    saved.name, saved.is_shared = cleaned, is_shared
    if query is not None:
        saved.query = kept_query(query)
    try:
        with transaction.atomic():
            saved.save(update_fields=["name", "is_shared", "query"])
    except IntegrityError:
        raise InvalidList(_("Vous avez déjà une liste de ce nom.")) from None
    if newly_shared:
        record(verb="list.shared", actor=actor, subject=saved, chapter_id=saved.chapter_id)
    return saved


def set_columns(*, saved: SavedList, columns: Iterable[str]) -> None:
    """Choose the columns of a list."""
    saved.columns = list(columns)
    saved.save(update_fields=["columns"])


@transaction.atomic
def delete(*, saved: SavedList, actor: User) -> None:
    """Drop a list; nobody on it is touched. Journaled when others saw it."""
    if saved.is_shared:
        record(verb="list.deleted", actor=actor, subject=saved, chapter_id=saved.chapter_id)
    saved.delete()


def may_change(saved: SavedList, user: User) -> bool:
    """A list is changed by whoever made it, and by an administrator."""
    return saved.owner_id == user.pk or user.scope.everywhere
