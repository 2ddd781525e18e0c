"""The filter set of the people list: only the filters in use, or all of them for the panel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import django_filters
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from members.filters import custom
from members.filters.own import several_chapters
from members.filters.registry import SECTIONS, PeopleFilter, registered
from members.models import Person, User
from members.permissions import is_organizer


class PersonFilter(django_filters.FilterSet):
    """Filters of people for a viewer; choices are limited to what she may see.

    A list builds the filters of its URL alone: the others would cost queries for nothing.
    `whole` builds the panel's.
    """

    class Meta:
        model = Person
        fields: tuple[str, ...] = ()

    def __init__(
        self, data: Mapping[str, Any], *, user: User, queryset: Any, whole: bool = False
    ) -> None:
        super().__init__(data, queryset=queryset)
        self.user = user
        self.known = {one.name: one for one in self._known(whole)}
        self.filters = {}
        for name, one in self.known.items():
            if self.data.get(name) or (whole and not one.quiet):
                built = one.build(user)
                built.field_name = built.field_name or name
                built.parent, built.model = self, Person
                self.filters[name] = built

    def _known(self, whole: bool) -> Iterator[PeopleFilter]:
        organizes = is_organizer(self.user)
        for one in registered():
            alone = one.name == "chapter" and not several_chapters(self.user)
            if (organizes or not one.organizers_only) and not alone:
                yield one
        if organizes:
            yield from custom.offered(self.user) if whole else custom.in_use(self.user, self.data)

    @property
    def asks_opinions(self) -> bool:
        """Whether a filter in use tells what only organizers may know."""
        return any(self.known[name].organizers_only for name in self.filters if self.data.get(name))

    def chips(self) -> list[tuple[str, str]]:
        """The filters in force: name, and the words of the chip."""
        self.is_valid()  # reads the values; those that mean nothing are left out
        said = self.form.cleaned_data.items()
        return [(n, self.known[n].chip(value)) for n, value in said if value not in (None, "")]

    def problems(self) -> list[tuple[str, str]]:
        """The filters that mean nothing any more: name, and a sentence."""
        return [(name, self._sentence(name)) for name in self.errors]

    def _sentence(self, name: str) -> str:
        label = self.form.fields[name].label
        if isinstance(self.filters[name], django_filters.ModelChoiceFilter):
            return _("Le filtre « %(label)s » désigne ce qui n’existe plus.") % {"label": label}
        return _("Le filtre « %(label)s » ne se comprend pas : « %(value)s ».") % {
            "label": label,
            "value": str(self.data.get(name))[:40],
        }

    def sections(self) -> list[tuple[Promise, list[BoundField]]]:
        """The fields of the panel, section by section."""
        fields: dict[str, list[BoundField]] = {key: [] for key in SECTIONS}
        for name in self.filters:
            fields[self.known[name].section].append(self.form[name])
        return [(SECTIONS[key], found) for key, found in fields.items() if found]
