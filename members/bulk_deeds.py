"""What can be done with people chosen on a list; upper rooms register theirs here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from members.models import BulkDeed
from members.models.person import PersonQuerySet

_registered: dict[str, Deed] = {}


@dataclass(frozen=True)
class Choice:
    """The people chosen: `people` on whom she may act, `count` of them; `query` the list's address
    when the whole list was chosen, or empty."""

    people: PersonQuerySet
    count: int
    query: str = ""


@dataclass(frozen=True)
class Outcome:
    """What was done, in a sentence; with the deed, it can be undone."""

    text: str
    deed: BulkDeed | None = None


@dataclass(frozen=True)
class Deed:
    """A gesture on the people chosen: its address word, its button, its form, and the deed.

    `form` takes (data, user=, choice=). `perform` takes (request, form, choice) and answers an
    Outcome, or a response of its own (a file, a page to print). It raises `forms.ValidationError`
    to refuse. `whole_label` also offers it for the whole list in the « Plus » menu.
    """

    key: str
    label: Any
    icon: str
    question: Any
    submit: Any
    form: Callable[..., forms.Form]
    perform: Callable[[HttpRequest, Any, Choice], Outcome | HttpResponse]
    order: int = 50
    whole_label: Any = ""
    download: bool = False


def register_deed(deed: Deed) -> None:
    """Offer a gesture; called from `AppConfig.ready` by the rooms above."""
    _registered[deed.key] = deed


def deed_named(key: str) -> Deed | None:
    """The gesture of this address word."""
    return _registered.get(key)


def deeds() -> list[Deed]:
    """Every gesture, in order."""
    return sorted(_registered.values(), key=lambda deed: (deed.order, deed.key))
