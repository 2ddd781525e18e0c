"""French is the source language: no library's catalogue may change one of our words."""

import re
from pathlib import Path

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

ROOT = Path(settings.BASE_DIR)
IN_TEMPLATES = re.compile(r"""{%\s*translate\s+(?:"([^"]+)"|'([^']+)')""")
IN_CODE = re.compile(r"""\b_\(\s*"((?:[^"\\]|\\.)*)"\s*\)""")


def words():
    for path in (ROOT / "templates").rglob("*.html"):
        for double, single in IN_TEMPLATES.findall(path.read_text(encoding="utf-8")):
            yield double or single
    for room in ("alliance", "members", "campaigns", "actions"):
        for path in (ROOT / room).rglob("*.py"):
            yield from IN_CODE.findall(path.read_text(encoding="utf-8"))


def test_our_french_reaches_the_screen_unchanged():
    with translation.override("fr"):
        changed = {word: gettext(word) for word in set(words()) if gettext(word) != word}
    assert changed == {}


def test_french_is_typed_with_its_apostrophes_and_unbreakable_spaces():
    careless = re.compile(r"[a-zà-ÿ]'[a-zà-ÿ]| [:;!?»]|« ", re.I)
    assert {word for word in words() if careless.search(word)} == set()
