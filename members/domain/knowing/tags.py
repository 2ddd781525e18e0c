"""Tags: the chapter's own words on people; made, renamed, joined and dropped."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from alliance.core.text.names import clean_text, fold
from alliance.journal.domain import record
from members.models import Chapter, Person, SavedList, Tag, User

NAME_LIMIT = 60

MOVE = """
INSERT INTO members_person_tags (person_id, tag_id)
SELECT person_id, %s FROM members_person_tags WHERE tag_id = %s
ON CONFLICT DO NOTHING
"""


class InvalidTag(Exception):
    """The tag cannot be written; `str()` says why, in French."""


class TagExists(InvalidTag):
    """The chapter already has this tag: `tag` may be joined with it."""

    def __init__(self, tag: Tag) -> None:
        super().__init__(_("L’étiquette « %(tag)s » existe déjà.") % {"tag": tag})
        self.tag = tag


def with_counts(tags: QuerySet[Tag]) -> QuerySet[Tag]:
    """The tags with `size`, how many people known today bear each."""
    known = Q(people__archived_at=None, people__merged_into=None)
    return tags.annotate(size=Count("people", filter=known))


def named(*, chapter: Chapter, name: str) -> Tag | None:
    """The chapter's tag of this name, accents and case ignored. One query."""
    wanted = fold(name)
    return next(
        (tag for tag in Tag.objects.filter(chapter=chapter) if fold(tag.name) == wanted), None
    )


@transaction.atomic
def get_or_create(*, chapter: Chapter, name: str, actor: User | None = None) -> Tag:
    """The chapter's tag of this name, made when it is new; journaled. Raises InvalidTag."""
    cleaned = _cleaned(name)
    known = named(chapter=chapter, name=cleaned)
    if known is not None:
        return known
    tag, created = Tag.objects.get_or_create(chapter=chapter, name=cleaned)
    if created:
        record(verb="tag.created", actor=actor, subject=tag, chapter_id=chapter.pk)
    return tag


@transaction.atomic
def rename(*, tag: Tag, name: str, actor: User | None = None) -> Tag:
    """Give a tag another name; journaled. Raises InvalidTag, TagExists when the name is taken."""
    cleaned = _cleaned(name)
    known = named(chapter=tag.chapter, name=cleaned)
    if known is not None and known.pk != tag.pk:
        raise TagExists(known)
    tag.name = cleaned
    tag.save(update_fields=["name"])
    record(verb="tag.renamed", actor=actor, subject=tag, chapter_id=tag.chapter_id)
    return tag


@transaction.atomic
def merge(*, tag: Tag, into: Tag, actor: User | None = None) -> Tag:
    """Put the people of one tag under another of the same chapter, and drop the first; journaled.

    Set by set, whatever their number. Raises InvalidTag when the two are one, or in two chapters.
    """
    if tag.pk == into.pk or tag.chapter_id != into.chapter_id:
        raise InvalidTag(_("Choisissez une autre étiquette de la même alliance locale."))
    with connection.cursor() as cursor:
        cursor.execute(MOVE, [into.pk, tag.pk])
        moved = cursor.rowcount
    _follow_in_lists(tag, into)
    detail = {"into": into.pk, "people": moved}
    record(verb="tag.merged", actor=actor, subject=tag, chapter_id=tag.chapter_id, detail=detail)
    tag.delete()
    return into


def _follow_in_lists(tag: Tag, into: Tag) -> None:
    """Saved lists that asked for the one tag ask for the other."""
    for saved in SavedList.objects.filter(chapter=tag.chapter_id, query__contains="tag="):
        query = QueryDict(saved.query, mutable=True)
        for name in ("tag", "no_tag"):
            if str(tag.pk) in query.getlist(name):
                query.setlist(name, [str(into.pk)])
        SavedList.objects.filter(pk=saved.pk).update(query=query.urlencode())


@transaction.atomic
def delete(*, tag: Tag, actor: User | None = None) -> int:
    """Drop a tag; the people stay. Returns how many bore it; journaled."""
    size = Person.tags.through.objects.filter(tag=tag).count()
    record(
        verb="tag.deleted",
        actor=actor,
        subject=tag,
        chapter_id=tag.chapter_id,
        detail={"people": size},
    )
    tag.delete()
    return size


def _cleaned(name: str) -> str:
    cleaned = clean_text(name, NAME_LIMIT)
    if not cleaned:
        raise InvalidTag(_("Donnez un nom à l’étiquette."))
    return cleaned
