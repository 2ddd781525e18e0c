"""Filters on the fields of a chapter's own, made from their definitions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from members.domain.knowing.custom_fields import shown
from members.enums import FieldKind
from members.filters.fields import ANY
from members.filters.registry import FIELDS, PeopleFilter
from members.forms.fields import DateInput
from members.models import CustomField, CustomValue, User
from members.models.person import PersonQuerySet
from members.models.search import Fold, folded
from members.scoping import scope_of

NAME = re.compile(r"custom_(\d{1,18})")
EMPTY = "vide"


def in_use(user: User, names: Iterable[str]) -> list[PeopleFilter]:
    """The filters of the fields named in a URL. One query when there are any."""
    ids = [int(match[1]) for match in map(NAME.fullmatch, names) if match]
    if not ids:
        return []
    return [_filter(field) for field in CustomField.objects.visible_to(user).filter(pk__in=ids)]


def offered(user: User) -> list[PeopleFilter]:
    """The filters of every field in service where she organizes. One query."""
    scope = scope_of(user)
    if not (scope.everywhere or scope.organizes):
        return []
    fields = CustomField.objects.visible_to(user).filter(is_active=True)
    return [_filter(field) for field in fields]


def _filter(field: CustomField) -> PeopleFilter:
    return PeopleFilter(
        f"custom_{field.pk}",
        lambda user: _build(field),
        lambda value: _chip(field, value),
        FIELDS,
        field.position,
        organizers_only=True,
    )


def _build(field: CustomField) -> django_filters.Filter:
    def answering(queryset: PersonQuerySet, name: str, value: Any) -> PersonQuerySet:
        answers = CustomValue.objects.filter(field=field)
        if value == EMPTY:
            return queryset.exclude(Exists(answers.filter(person=OuterRef("pk"))))
        return queryset.filter(pk__in=_matching(field, answers, value).values("person_id"))

    options: dict[str, Any] = {"label": _label(field), "method": answering}
    if field.kind in (FieldKind.CHOICE, FieldKind.YES_NO):
        known = field.choices if field.kind == FieldKind.CHOICE else ["oui", "non"]
        choices = [*((choice, choice) for choice in known), (EMPTY, _("sans réponse"))]
        return django_filters.ChoiceFilter(choices=choices, empty_label=ANY, **options)
    if field.kind == FieldKind.NUMBER:
        return django_filters.NumberFilter(**options)
    if field.kind == FieldKind.DATE:
        return django_filters.DateFilter(widget=DateInput(), **options)
    return django_filters.CharFilter(max_length=80, widget=forms.TextInput(), **options)


def _matching(field: CustomField, answers: Any, value: Any) -> Any:
    if field.kind == FieldKind.NUMBER:
        return answers.filter(number__gte=value)
    if field.kind == FieldKind.DATE:
        return answers.filter(date__gte=value)
    if field.kind == FieldKind.TEXT:
        return answers.annotate(plain=Fold("text")).filter(plain__contains=folded(value))
    return answers.filter(text=value)


def _label(field: CustomField) -> str:
    if field.kind == FieldKind.NUMBER:
        return _("%(field)s, au moins") % {"field": field.name}
    if field.kind == FieldKind.DATE:
        return _("%(field)s, depuis le") % {"field": field.name}
    return field.name


def _chip(field: CustomField, value: Any) -> str:
    if value == EMPTY:
        return _("%(field)s : sans réponse") % {"field": field.name}
    answer = shown(field.kind, str(value))
    if field.kind == FieldKind.NUMBER:
        return _("%(field)s : au moins %(answer)s") % {"field": field.name, "answer": answer}
    if field.kind == FieldKind.DATE:
        return _("%(field)s : depuis le %(answer)s") % {"field": field.name, "answer": answer}
    return _("%(field)s : %(answer)s") % {"field": field.name, "answer": answer}
