"""The names of a check-in list. Five hundred of them cost a template each: here the template is
drawn once for each sort of row (came, said yes…) with blanks, and the blanks are filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from types import SimpleNamespace
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

# Characters for private use: no text of ours holds them, and no template escapes them.
_BLANK = re.compile("\ue000([a-z]+)\ue001")


def draw(taps: Iterable[dict[str, Any]], *, refusal: str) -> list[SafeString]:
    """The rows, as `_check_in_row.html` draws them."""
    language, refused = get_language(), bool(refusal)
    rows = []
    for tap in taps:
        row = tap["row"]
        pieces = _pieces(
            *(language, bool(row.attended), row.answer, bool(row.companions)),
            *(bool(row.waiting_since), bool(row.person.usual_name), tap["expected"], refused),
        )
        values = {
            "pk": str(row.pk),
            "name": escape(tap["name"]),
            "usual": escape(row.person.usual_name),
            "companions": str(row.companions),
            "check": tap["check_url"],
            "undo": tap["undo_url"],
            "with": tap["with_url"],
        }
        filled = list(pieces)
        filled[1::2] = [values[blank] for blank in pieces[1::2]]
        # Each piece that comes from a person is escaped; the others are the template's.
        rows.append(mark_safe("".join(filled)))  # noqa: S308
    return rows


@lru_cache(maxsize=256)
def _pieces(
    _language: str | None,
    here: bool,
    answer: str,
    companions: bool,
    waits: bool,
    usual: bool,
    expected: bool,
    refusal: bool,
) -> list[str]:
    """The template cut at its blanks: a text, the name of a blank, a text…"""
    row = SimpleNamespace(
        pk=_blank("pk"),
        attended=here,
        answer=answer,
        companions=_blank("companions") if companions else 0,
        waiting_since=waits,
        person=SimpleNamespace(usual_name=_blank("usual") if usual else ""),
    )
    context = {
        "row": row,
        "name": _blank("name"),
        "expected": expected,
        "refusal": refusal,
        "check_url": _blank("check"),
        "undo_url": _blank("undo"),
        "with_url": _blank("with"),
    }
    return _BLANK.split(render_to_string("actions/_check_in_row.html", context))


def _blank(name: str) -> str:
    return f"\ue000{name}\ue001"
