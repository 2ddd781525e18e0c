"""What every template must be: in French for translation, without inline script or style."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

TEMPLATES = Path(settings.BASE_DIR) / "templates"
PAGES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
BROWSER_PAGES = [name for name in PAGES if not re.search(r"(^|/)emails?/", name)]
FORBIDDEN = re.compile(r"""\s(on[a-z]+|style)\s*=\s*["']|<script(?![^>]*\bsrc=)|<style""", re.I)


@pytest.mark.parametrize("name", PAGES)
def test_template_compiles(name):
    get_template(name)


@pytest.mark.parametrize("name", BROWSER_PAGES)
def test_template_has_no_inline_script_or_style(name):
    found = FORBIDDEN.search((TEMPLATES / name).read_text(encoding="utf-8"))
    assert found is None, found


@pytest.mark.parametrize("name", PAGES)
def test_template_stays_short(name):
    assert len((TEMPLATES / name).read_text(encoding="utf-8").splitlines()) <= 160


@pytest.mark.parametrize("name", PAGES)
def test_french_words_are_marked_for_translation(name):
    if name.startswith("style/"):
        return
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    text = re.sub(
        r"{% (blocktranslate|comment)\b.*?{% end(blocktranslate|comment) %}", "", text, flags=re.S
    )
    text = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", text, flags=re.S)
    bare = [w for w in re.findall(r">([^<>]*[A-Za-zÀ-ÿ]{3,}[^<>]*)<", text) if w.strip()]
    assert bare == []
