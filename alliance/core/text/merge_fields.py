"""Words in braces that become each person's own: « Bonjour {prénom} ».

A template is checked when it is saved, so that no message leaves with a hole in it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from html import escape

from alliance.core.text.names import fold

_FIELD = re.compile(r"\{\s*([^{}\n]{1,40}?)\s*\}")
_IN_ADDRESS = re.compile(r"%7B(?:%20)*([^%{}\s\"]{1,40}?)(?:%20)*%7D", re.IGNORECASE)


class UnknownFields(ValueError):
    """Names in braces that nothing would fill; `names` as they were typed."""

    def __init__(self, names: Collection[str]) -> None:
        super().__init__(", ".join(names))
        self.names = list(names)


def name_of(typed: str) -> str:
    """« Prénom » and « prenom » are one field."""
    return fold(typed).replace(" ", "_").replace("-", "_")


def fields_in(*texts: str) -> list[str]:
    """The names in braces, as typed, each once, in order."""
    found = (name for text in texts for name in _FIELD.findall(text))
    return list(dict.fromkeys(found))


def check(*texts: str, known: Collection[str]) -> None:
    """Raise UnknownFields when a text names a field that is not known."""
    strange = [name for name in fields_in(*texts) if name_of(name) not in known]
    if strange:
        raise UnknownFields(strange)


def fill(text: str, values: Mapping[str, str]) -> str:
    """Plain text with its fields filled; an unknown one (saved long ago) becomes nothing."""
    return _FIELD.sub(lambda match: values.get(name_of(match[1]), ""), text)


def fill_html(html: str, values: Mapping[str, str], *, addresses: Collection[str] = ()) -> str:
    """HTML with its fields filled, escaped; only `addresses` may stand inside a link."""

    def address(match: re.Match[str]) -> str:
        name = name_of(match[1])
        return escape(values.get(name, "")) if name in addresses else ""

    spoken = _IN_ADDRESS.sub(address, html)
    return _FIELD.sub(lambda match: escape(values.get(name_of(match[1]), "")), spoken)
