"""English is complete: every sentence of the code is in locale/en, translated, and compiled."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import templatize

ROOT = Path(settings.BASE_DIR)
ROOMS = ("alliance", "members", "campaigns", "actions")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
STRING = r"""(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(?:_|n?p?gettext)\((?:u?{STRING}(?:, ?)?)+")
FOLDER = ROOT / "locale" / "en" / "LC_MESSAGES"


def sources():
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            if "migrations" not in path.parts:
                yield path, path.read_bytes()
    for path in [*(ROOT / "templates").rglob("*.html"), *(ROOT / "templates").rglob("*.txt")]:
        yield path, calls_of(path).encode()


def calls_of(template: Path) -> str:
    """The sentences of a template, as the calls that Django makes of them, one a line."""
    code = templatize(template.read_text(encoding="utf-8"), origin=str(template))
    return "\n".join(f"{call.group()})" for call in CALL.finditer(code))


def sentences():
    for path, code in sources():
        options = {"encoding": "utf-8"}
        for line, text, _notes, context in extract("python", BytesIO(code), KEYWORDS, (), options):
            first = text[0] if isinstance(text, tuple) else text
            if first:
                yield f"{path.relative_to(ROOT)}:{line}", context, first


@pytest.fixture(scope="module")
def catalogue():
    with (FOLDER / "django.po").open("rb") as file:
        return read_po(file, locale="en")


def test_every_sentence_of_the_code_is_in_the_catalogue(catalogue):
    missing = [
        f"{where} {text}"
        for where, context, text in sentences()
        if not catalogue.get(text, context)
    ]
    assert missing == []


def test_every_sentence_of_the_catalogue_is_translated(catalogue):
    empty = [
        message.id
        for message in catalogue
        if message.id and (message.fuzzy or not all(_texts(message.string)))
    ]
    assert empty == []


def test_translations_keep_the_fields_of_the_sentence(catalogue):
    wrong = [str(error) for message in catalogue for error in message.check()]
    assert wrong == []


def test_the_compiled_catalogue_is_that_of_the_texts(catalogue):
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = read_mo(file)
    for message in catalogue:
        if message.id:
            found = compiled.get(_texts(message.id)[0], message.context)
            assert found is not None, message.id
            assert _texts(found.string) == _texts(message.string)


def _texts(value):
    return [value] if isinstance(value, str) else list(value)
