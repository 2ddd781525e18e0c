"""Keyset pages: the thousandth page costs what the first one does, and nothing is counted."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict

PAGE_SIZE = 50


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
    after, before = _place(request, "apres", order), _place(request, "avant", order)
    backwards = before is not None and after is None
    wanted = [_flip(name) for name in order] if backwards else list(order)
    place = before if backwards else after
    rows_set = queryset.order_by(*wanted)
    if place is not None:
        rows_set = rows_set.filter(_beyond(wanted, place))
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


def _beyond(order: Sequence[str], place: Sequence[Any]) -> Q:
    condition = Q()
    equal: dict[str, Any] = {}
    for name, value in zip(order, place, strict=True):
        field, comparison = (name[1:], "lt") if name.startswith("-") else (name, "gt")
        condition |= Q(**equal, **{f"{field}__{comparison}": value})
        equal[field] = value
    return condition


def _place(request: HttpRequest, parameter: str, order: Sequence[str]) -> list[Any] | None:
    token = request.GET.get(parameter, "")
    if not token:
        return None
    try:
        place = json.loads(base64.urlsafe_b64decode(token.encode()))
    except (ValueError, binascii.Error):
        return None
    sound = isinstance(place, list) and len(place) == len(order)
    if not sound or not all(isinstance(value, (str, int)) for value in place):
        return None
    return place if isinstance(place[-1], int) and place[-1] < 2**63 else None


def _url(request: HttpRequest, parameter: str, row: Any, order: Sequence[str]) -> str:
    values = [getattr(row, name.lstrip("-")) for name in order]
    place = [v if isinstance(v, (str, int)) else v.isoformat() for v in values]
    token = base64.urlsafe_b64encode(json.dumps(place).encode()).decode()
    query: QueryDict = request.GET.copy()
    query.pop("apres", None)
    query.pop("avant", None)
    query[parameter] = token
    return "?" + urlencode(list(query.lists()), doseq=True)
