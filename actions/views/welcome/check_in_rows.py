"""The names of a check-in list. Five hundred of them cost a template each: here the template is
drawn once for each sort of row (came, said yes…) with blanks, and the blanks are filled in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from html import escape
from types import SimpleNamespace
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from actions.domain.welcome.followings import is_expected

# Characters for private use: no text of ours holds them, and no template escapes them.
_BLANK = re.compile("\ue000([a-z]+)\ue001")


def draw(
    rows: Iterable[Any],
    *,
    called: Callable[[Any], str],
    addresses: Mapping[str, str],
    refusal: str,
) -> list[SafeString]:
    """The rows, as `_check_in_row.html` draws them; `addresses` are those of the row 0."""
    sheet = (get_language(), *addresses.items())
    shapes: dict[tuple[Any, ...], str] = {}
    drawn = []
    for row in rows:
        who = row.person
        sort = (
            *(bool(row.attended), row.answer, bool(row.companions)),
            *(bool(row.waiting_since), bool(who.usual_name), is_expected(row), bool(refusal)),
        )
        shape = shapes.get(sort)
        if shape is None:
            shape = shapes[sort] = _shape(sheet, *sort)
        values = {
            "pk": row.pk,
            "name": escape(called(who)),
            "usual": escape(who.usual_name),
            "companions": row.companions,
        }
        # What comes from a person is escaped; the rest is the template's.
        drawn.append(mark_safe(shape % values))  # noqa: S308
    return drawn


@lru_cache(maxsize=512)
def _shape(
    sheet: tuple[Any, ...],
    here: bool,
    answer: str,
    companions: bool,
    waits: bool,
    usual: bool,
    expected: bool,
    refusal: bool,
) -> str:
    """The template with its blanks, as `%` fills them in."""
    row = SimpleNamespace(
        pk=_blank("pk"),
        attended=here,
        answer=answer,
        companions=_blank("companions") if companions else 0,
        waiting_since=waits,
        person=SimpleNamespace(usual_name=_blank("usual") if usual else ""),
    )
    addresses = {key: url.replace("/0/", f"/{_blank('pk')}/") for key, url in sheet[1:]}
    about = {"row": row, "name": _blank("name"), "expected": expected, "refusal": refusal}
    drawn = render_to_string("actions/_check_in_row.html", addresses | about)
    return _BLANK.sub(r"%(\1)s", drawn.replace("%", "%%"))


def _blank(name: str) -> str:
    return f"\ue000{name}\ue001"
