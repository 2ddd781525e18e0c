"""The weight of the look, and the account of what it borrows."""

import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
MANIFEST = STATIC / "vendor" / "VENDORED.md"
ROWS = re.findall(
    r"^\| `(?P<path>[^`]+)` .* `(?P<sum>[0-9a-f]{64})` \|$",
    MANIFEST.read_text(encoding="utf-8"),
    re.M,
)


def test_style_of_the_screen_weighs_at_most_30_kilobytes():
    weight = sum((STATIC / "css" / name).stat().st_size for name in ("house.css", "components.css"))
    assert weight <= 30 * 1024


@pytest.mark.parametrize("path", sorted((STATIC / "css").glob("*.css")), ids=lambda one: one.name)
def test_style_sheet_stays_readable(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 400
    assert "@import" not in text


@pytest.mark.parametrize(("path", "digest"), ROWS, ids=[row[0] for row in ROWS])
def test_borrowed_file_is_the_one_in_the_manifest(path, digest):
    content = (Path(settings.BASE_DIR) / path).read_bytes()
    assert hashlib.sha256(content).hexdigest() == digest


def test_every_borrowed_file_is_in_the_manifest():
    listed = {path for path, _ in ROWS}
    held = {
        str(path.relative_to(settings.BASE_DIR))
        for pattern in ("icons/*.svg", "fonts/*.woff2", "vendor/**/*.js", "vendor/**/*.css")
        for path in STATIC.glob(pattern)
    }
    assert held - listed == set()


def test_every_icon_named_in_a_template_is_there():
    text = "\n".join(path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html"))
    named = set(re.findall(r"""(?:{% icon |\bicon=)["']([a-z0-9-]+)["']""", text))
    held = {path.stem for path in (STATIC / "icons").glob("*.svg")}
    assert named - held == set()
