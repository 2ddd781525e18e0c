"""Neighbourhoods, groups and tags of a chapter, found by their name or created when told to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Value

from alliance.core.text.names import fold
from members.enums import GroupKind
from members.models import Chapter, CustomField, Group, Neighbourhood, Tag

ARTICLES: Final = re.compile(r"^(?:quartier(?: de| du| des| d)? |le |la |les |l )+")


def place_key(name: str) -> str:
    """The same neighbourhood however it is written: « La Villeneuve », « quartier Villeneuve »."""
    plain = fold(name)
    return ARTICLES.sub("", plain) or plain


@dataclass
class Places:
    """What a chapter has; `missing_*` names wait for `create_missing`, `created` tells its ids."""

    chapter: Chapter
    creates_neighbourhoods: bool = True
    creates_groups: bool = True
    default_neighbourhood_id: int | None = None
    default_groups: Sequence[str] = ()
    default_tags: Sequence[str] = ()
    created: dict[str, list[int]] = field(default_factory=dict)
    _neighbourhoods: dict[str, int] = field(default_factory=dict)
    _groups: dict[str, int] = field(default_factory=dict)
    _tags: dict[str, int] = field(default_factory=dict)
    _names: dict[int, str] = field(default_factory=dict)
    _group_names: dict[int, str] = field(default_factory=dict)
    _own_fields: dict[int, str] = field(default_factory=dict)

    def load(self) -> Places:
        """Read the names of the chapter, in one query."""
        kinds = (Neighbourhood, Group, Tag, CustomField)
        parts = [
            model._default_manager.filter(chapter=self.chapter)
            .order_by()
            .values_list(Value(rank), "pk", "name")
            for rank, model in enumerate(kinds)
        ]
        for rank, pk, name in parts[0].union(*parts[1:], all=True).order_by("pk"):
            if rank == 0:
                self._neighbourhoods.setdefault(place_key(name), pk)
                self._names[pk] = name
            elif rank == 1:
                self._groups.setdefault(fold(name), pk)
                self._group_names[pk] = name
            elif rank == 2:
                self._tags.setdefault(fold(name), pk)
            else:
                self._own_fields[pk] = name
        return self

    def own_field(self, pk: int) -> str:
        """How a field of the alliance's own is called."""
        return self._own_fields.get(pk, "")

    def neighbourhood(self, name: str) -> int | None:
        """The neighbourhood of this name, if there is one."""
        return self._neighbourhoods.get(place_key(name))

    def neighbourhood_name(self, pk: int) -> str:
        """How a neighbourhood of the chapter is called."""
        return self._names.get(pk, "")

    def group(self, name: str) -> int | None:
        """The group of this name, if there is one."""
        return self._groups.get(fold(name))

    def group_names(self, ids: Iterable[int]) -> list[str]:
        """How groups of the chapter are called."""
        return [self._group_names[pk] for pk in ids if pk in self._group_names]

    def may_have_group(self, name: str) -> bool:
        """Whether the group exists or may be created: one named for everybody always may."""
        return bool(self.group(name)) or self.creates_groups or name in self.default_groups

    def tag(self, name: str) -> int | None:
        """The tag of this name, if there is one."""
        return self._tags.get(fold(name))

    def create_neighbourhoods(self, names: Iterable[str]) -> None:
        """Create those that are missing, when the importer said so."""
        missing = {place_key(name): name for name in names if self.neighbourhood(name) is None}
        if missing and self.creates_neighbourhoods:
            rows = [Neighbourhood(chapter=self.chapter, name=name) for name in missing.values()]
            made = Neighbourhood.objects.bulk_create(rows)
            self._neighbourhoods |= dict(zip(missing, [row.pk for row in made], strict=True))
            self._remember("neighbourhoods", [row.pk for row in made])

    def create_groups(self, names: Iterable[str]) -> None:
        """Create those that are missing, as collectives, when the importer said so."""
        wanted = {fold(name): name for name in names if self.group(name) is None}
        missing = {key: name for key, name in wanted.items() if self.may_have_group(name)}
        if missing:
            rows = [
                Group(chapter=self.chapter, name=name, kind=GroupKind.COLLECTIVE)
                for name in missing.values()
            ]
            made = Group.objects.bulk_create(rows)
            self._groups |= dict(zip(missing, [row.pk for row in made], strict=True))
            self._remember("groups", [row.pk for row in made])

    def create_tags(self, names: Iterable[str]) -> None:
        """Create those that are missing."""
        missing = {fold(name): name for name in names if self.tag(name) is None}
        if missing:
            made = Tag.objects.bulk_create(
                [Tag(chapter=self.chapter, name=name) for name in missing.values()]
            )
            self._tags |= dict(zip(missing, [row.pk for row in made], strict=True))
            self._remember("tags", [row.pk for row in made])

    def _remember(self, kind: str, ids: list[int]) -> None:
        self.created.setdefault(kind, []).extend(ids)
