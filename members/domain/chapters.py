"""Local alliances: opened in an afternoon, renamed, closed and opened again. All journaled."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from alliance.journal.domain import record
from members.domain.opening import neighbourhoods
from members.domain.opening.neighbourhoods import Quarter
from members.enums import RoleKind
from members.models import (
    Chapter,
    CustomField,
    MembershipType,
    Role,
    Tag,
    User,
)

CLONED: tuple[Any, ...] = (MembershipType, CustomField, Tag)
LONGEST_SLUG = 60


class InvalidChapter(Exception):
    """This alliance cannot be opened or changed so; `str()` says why, in French."""


@transaction.atomic
def open_chapter(
    *,
    name: str,
    city: str,
    insee_code: str = "",
    quarters: Sequence[Quarter] = (),
    organizers: Collection[User] = (),
    like: Chapter | None = None,
    actor: User,
    now: datetime | None = None,
) -> Chapter:
    """Open an alliance with its neighbourhoods, its organizers, what it takes after. Journaled.

    From `like` come its kinds of membership, its questions and its tags; no person ever does.
    Raises InvalidChapter when the name is taken.
    """
    moment = now or timezone.now()
    chapter = Chapter(
        name=name,
        slug=_free_slug(city),
        city=city,
        insee_code=insee_code,
        opened_on=timezone.localdate(moment),
    )
    if like is not None:
        chapter.consent_wording = like.consent_wording
    _save(chapter)
    neighbourhoods.add(chapter=chapter, quarters=quarters, actor=actor, now=moment)
    for user in organizers:
        Role.objects.create(user=user, chapter=chapter, kind=RoleKind.ORGANIZER)
    if like is not None:
        _clone(like, chapter)
    detail = {
        "neighbourhoods": len(quarters),
        "organizers": [user.pk for user in organizers],
        "like": like.pk if like else None,
    }
    _record("chapter.opened", chapter, actor, moment, detail)
    return chapter


def _free_slug(city: str) -> str:
    """« grenoble », then « grenoble-2 »: the address printed on posters never changes hands."""
    base = slugify(city)[: LONGEST_SLUG - 4] or "alliance"
    taken = set(Chapter.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(f"{base}-{n}" for n in range(2, 1000) if f"{base}-{n}" not in taken)


def _clone(source: Chapter, target: Chapter) -> None:
    for model in CLONED:
        copies: list[Any] = list(model._default_manager.filter(chapter=source))
        for row in copies:
            row.pk = None
            row.chapter = target
            row._state.adding = True
        model._default_manager.bulk_create(copies)


@transaction.atomic
def change(*, chapter: Chapter, actor: User, now: datetime | None = None, **fields: Any) -> Chapter:
    """Rename it, correct its addresses or its words of consent; the old values are journaled.

    The identifier of its public pages stays: what is printed keeps working. Raises InvalidChapter
    when the name is taken.
    """
    moment = now or timezone.now()
    found = Chapter.objects.select_for_update().get(pk=chapter.pk)
    before = {name: getattr(found, name) for name in fields}
    changed = {name: value for name, value in fields.items() if value != before[name]}
    if not changed:
        return found
    for name, value in changed.items():
        setattr(found, name, value)
    _save(found, update_fields=list(changed))
    was = {name: str(before[name]) for name in changed if name != "consent_wording"}
    _record("chapter.changed", found, actor, moment, {"fields": sorted(changed), "was": was})
    return found


@transaction.atomic
def close(*, chapter: Chapter, actor: User, now: datetime | None = None) -> bool:
    """Close it: nothing is erased, it leaves the lists. Whether this call did. Journaled."""
    moment = now or timezone.now()
    day = timezone.localdate(moment)
    done = Chapter.objects.filter(pk=chapter.pk, closed_on=None).update(closed_on=day)
    if done:
        _record("chapter.closed", chapter, actor, moment, {})
    return bool(done)


@transaction.atomic
def reopen(*, chapter: Chapter, actor: User, now: datetime | None = None) -> bool:
    """Open a closed one again, as it was. Whether this call did. Journaled.

    One that was joined to another opens again when that is undone.
    """
    shut = Chapter.objects.filter(pk=chapter.pk, merged_into=None).exclude(closed_on=None)
    done = shut.update(closed_on=None)
    if done:
        _record("chapter.reopened", chapter, actor, now or timezone.now(), {})
    return bool(done)


def _save(chapter: Chapter, **options: Any) -> None:
    try:
        with transaction.atomic():
            chapter.save(**options)
    except IntegrityError as problem:
        raise InvalidChapter(_("Une alliance porte déjà ce nom.")) from problem


def _record(verb: str, chapter: Chapter, actor: User, now: datetime, detail: Any) -> None:
    record(verb=verb, actor=actor, subject=chapter, chapter_id=chapter.pk, detail=detail, now=now)
