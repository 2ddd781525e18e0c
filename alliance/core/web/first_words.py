"""Addresses gathered under their first word.

Django tries the patterns one by one: of four hundred, an action's page was the three hundredth.
Gathered, « actions/ » is refused or taken once for all that begins so (docs/decisions/0243).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import URLPattern, URLResolver, include, path
from django.urls.resolvers import RoutePattern

Address = URLPattern | URLResolver


def by_first_word(addresses: Iterable[Address]) -> list[Address]:
    """The same addresses under the same names, in the same order within a word.

    Raises ValueError for one that begins with what is not a word: its place among the others
    would matter.
    """
    alone: list[Address] = []
    gathered: dict[str, list[Address]] = {}
    for one in _flat(addresses):
        word, slash, rest = str(one.pattern).partition("/")
        if "<" in word:
            raise ValueError(f"This address does not begin with a word: {one.pattern}")
        if not slash or not isinstance(one, URLPattern):
            alone.append(one)
            continue
        pattern = RoutePattern(rest, name=one.name, is_endpoint=True)
        gathered.setdefault(word, []).append(
            URLPattern(pattern, one.callback, one.default_args, one.name)
        )
    return [*alone, *(path(f"{word}/", include(some)) for word, some in gathered.items())]


def _flat(addresses: Iterable[Address]) -> Iterable[Address]:
    """Without the inclusions that only bring another file."""
    for one in addresses:
        if isinstance(one, URLResolver) and not str(one.pattern) and one.namespace is None:
            yield from _flat(one.url_patterns)
        else:
            yield one
