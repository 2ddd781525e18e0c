"""Keyset pages: the thousandth page costs what the first one does, and nothing is counted."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, F, Field, Func, Q, QuerySet, Value
from django.http import HttpRequest, QueryDict

PAGE_SIZE = 50
MAX_TOKEN = 2_000


@dataclass(frozen=True)
class Page:
    """The rows of one page, and the addresses of its neighbours (empty at either end)."""

    rows: list[Any]
    next_url: str = ""
    previous_url: str = ""


def keyset_page(
    queryset: QuerySet[Any],
    request: HttpRequest,
    *,
    order: Sequence[str],
    size: int = PAGE_SIZE,
) -> Page:
    """One page of `queryset` in `order` (field names, « - » for descending, the last unique).

    The place is read from `?apres=` or `?avant=`; one that was tampered with shows page one.
    """
    after, before = (_place(request, name, order, queryset) for name in ("apres", "avant"))
    backwards = before is not None and after is None
    wanted = [_flip(name) for name in order] if backwards else list(order)
    place = before if backwards else after
    rows_set = queryset.order_by(*wanted)
    if place is not None:
        rows_set = rows_set.filter(beyond(wanted, place))
    rows = list(rows_set[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    has_next = bool(rows) and (backwards or more)
    has_previous = bool(rows) and (more if backwards else after is not None)
    return Page(
        rows,
        _url(request, "apres", rows[-1], order) if has_next else "",
        _url(request, "avant", rows[0], order) if has_previous else "",
    )


def _flip(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def beyond(order: Sequence[str], place: Sequence[Any]) -> Any:
    """The rows after a place. One direction: a row comparison, which an index starts from."""
    descending = {name.startswith("-") for name in order}
    if len(descending) == 1:
        sign = "<" if descending.pop() else ">"
        here = Func(*(F(name.lstrip("-")) for name in order), function="ROW")
        there = Func(*(Value(value) for value in place), function="ROW")
        template, joiner = "(%(expressions)s)", f" {sign} "
        beyond = Func(here, there, template=template, output_field=BooleanField())
        beyond.arg_joiner = joiner
        return beyond
    condition = Q()
    equal: dict[str, Any] = {}
    for name, value in zip(order, place, strict=True):
        field, comparison = (name[1:], "lt") if name.startswith("-") else (name, "gt")
        condition |= Q(**equal, **{f"{field}__{comparison}": value})
        equal[field] = value
    return condition


def _place(
    request: HttpRequest, parameter: str, order: Sequence[str], queryset: QuerySet[Any]
) -> list[Any] | None:
    place = _values(request.GET.get(parameter, ""), order)
    if place is None:
        return None
    try:
        read = [_field(queryset, name).to_python(v) for name, v in zip(order, place, strict=True)]
    except ValidationError:
        return None
    return None if any(value is None for value in read) else read


def _field(queryset: QuerySet[Any], name: str) -> Field[Any, Any]:
    """What an ordering name holds, so that a forged place is refused before the database."""
    plain = name.lstrip("-")
    annotation = queryset.query.annotations.get(plain)
    if annotation is not None:
        return annotation.output_field
    meta = queryset.model._meta
    *way, last = plain.split("__")
    for step in way:
        meta = meta.get_field(step).related_model._meta
    field = meta.pk if last == "pk" and meta.pk else meta.get_field(last)
    return getattr(field, "output_field", field)  # a generated column checks nothing itself


def _values(token: str, order: Sequence[Any]) -> list[Any] | None:
    if not token or len(token) > MAX_TOKEN:
        return None
    try:
        place = json.loads(base64.urlsafe_b64decode(token.encode()))
    except (ValueError, binascii.Error):
        return None
    sound = isinstance(place, list) and len(place) == len(order)
    if not sound or not all(isinstance(value, (str, int)) for value in place):
        return None
    if any("\x00" in v if isinstance(v, str) else abs(v) >= 2**63 for v in place):
        return None
    return place if isinstance(place[-1], int) else None


def _url(request: HttpRequest, parameter: str, row: Any, order: Sequence[str]) -> str:
    values = [getattr(row, name.lstrip("-")) for name in order]
    place = [v if isinstance(v, (str, int)) else v.isoformat() for v in values]
    return _address(request, parameter, place)


def _address(request: HttpRequest, parameter: str, place: list[Any]) -> str:
    token = base64.urlsafe_b64encode(json.dumps(place).encode()).decode()
    query: QueryDict = request.GET.copy()
    query.pop("apres", None)
    query.pop("avant", None)
    query[parameter] = token
    return "?" + urlencode(list(query.lists()), doseq=True)


def keys_page(
    read: Callable[..., list[tuple[Any, ...]]],
    request: HttpRequest,
    *,
    kinds: Sequence[type],
    size: int = PAGE_SIZE,
) -> Page:
    """One page of answers that know their own order; `rows` are keys, to be read by whoever asks.

    `read` returns a number of keys: the first ones, those `after=` a place, or those right
    `before=` it. The place is a key (its values are of these `kinds`), so that an answer that
    came or went meanwhile moves nobody else.
    """
    after, before = (_key(request, name, kinds) for name in ("apres", "avant"))
    rows = read(size + 1, before=before) if before and not after else []
    if rows:
        kept, has_next, has_previous = rows[-size:], True, len(rows) > size
    else:
        rows = read(size + 1, after=after)
        kept, has_next, has_previous = rows[:size], len(rows) > size, bool(rows and after)
    return Page(
        kept,
        _address(request, "apres", list(kept[-1])) if has_next else "",
        _address(request, "avant", list(kept[0])) if has_previous else "",
    )


def _key(request: HttpRequest, parameter: str, kinds: Sequence[type]) -> tuple[Any, ...] | None:
    place = _values(request.GET.get(parameter, ""), kinds)
    alike = place and all(type(v) is kind for v, kind in zip(place, kinds, strict=True))
    return tuple(place) if place and alike else None
