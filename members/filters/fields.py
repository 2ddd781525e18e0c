"""Fields of the filters: days, long lists cut on screen, several accepted writings."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.fields import ModelChoiceIterator

from members.filters.words import YEAR

ANY = gettext_lazy("peu importe")
NEVER = "never"
MOST_DAYS = 3_650
LISTED = 150


class DaysField(forms.ChoiceField):
    """A number of days among usual ones (any other may stand in the URL), or never."""

    def __init__(self, *args: Any, days: tuple[int, ...], never: Any, **kwargs: Any) -> None:
        self.days, self.never = days, never
        kwargs["choices"] = self._offered
        super().__init__(*args, **kwargs)

    def _offered(self) -> list[tuple[str, Any]]:
        usual: list[tuple[str, Any]] = [
            (str(n), _("depuis un an") if n == YEAR else _("depuis %(days)d jours") % {"days": n})
            for n in self.days
        ]
        return [("", ANY), *usual, (NEVER, self.never)]

    def valid_value(self, value: Any) -> bool:
        text = str(value)
        if super().valid_value(value):
            return True
        return text.isascii() and text.isdecimal() and 0 < int(text[:6]) <= MOST_DAYS


class DaysFilter(django_filters.Filter):
    """Last seen so many days ago at least, or never."""

    field_class = DaysField


class _FirstOnes(ModelChoiceIterator):
    """The first choices only: a page does not carry two thousand actions."""

    def __init__(self, field: Any) -> None:
        super().__init__(field)
        self.queryset = field.queryset[:LISTED]


class LongModelChoiceField(django_filters.fields.ModelChoiceField):
    """Offers the first choices of a long list, and accepts all of them from a URL."""

    iterator = _FirstOnes


class LongModelChoiceFilter(django_filters.ModelChoiceFilter):
    """A choice among many rows."""

    field_class = LongModelChoiceField
