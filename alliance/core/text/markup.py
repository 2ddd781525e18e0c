"""Words written by people, as they go into a message: Markdown in, safe HTML and plain text out."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import Final

import nh3
from markdown_it import MarkdownIt

TAGS: Final = {
    "p", "br", "strong", "em", "ul", "ol", "li", "a", "h2", "h3", "blockquote", "hr", "code",
}  # fmt: skip
SCHEMES: Final = {"http", "https", "mailto", "tel"}
BLOCK_STYLES: Final = {
    "p": "margin:0 0 14px",
    "ul": "margin:0 0 14px;padding-inline-start:22px",
    "ol": "margin:0 0 14px;padding-inline-start:22px",
    "h2": "margin:18px 0 8px;font-size:20px;line-height:1.25",
    "h3": "margin:14px 0 6px;font-size:17px;line-height:1.25",
    "blockquote": "margin:0 0 14px;padding-inline-start:14px;border-inline-start:3px solid #e6d8c5",
    "a": "color:#8f2c14",
}

_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_ENDS_A_BLOCK = re.compile(r"</(?:p|h[1-6]|ul|ol|blockquote)>")
_ITEM = re.compile(r"<li>")
_TAG = re.compile(r"<[^>]+>")
_BLANK_LINES = re.compile(r"\n{3,}")


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    # Raw HTML is not read: whoever types « <b> » sees it as typed.
    return MarkdownIt("commonmark", {"html": False, "breaks": True, "linkify": False})


@lru_cache(maxsize=64)
def to_html(text: str) -> str:
    """Markdown as HTML for a message: a few tags, safe links, styles that mail programs know."""
    raw = _reader().render(text)
    clean = nh3.clean(
        raw, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel="noopener"
    )
    for tag, style in BLOCK_STYLES.items():
        clean = re.sub(rf"<{tag}(?=[ >])", f'<{tag} style="{style}"', clean)
    return clean.strip()


@lru_cache(maxsize=64)
def to_text(text: str) -> str:
    """The same as plain text: links beside their words, dashes before items, no marks."""
    raw = nh3.clean(_reader().render(text), tags=TAGS, attributes={"a": {"href"}}, link_rel=None)
    raw = _LINK.sub(_spelled_link, raw)
    raw = _ITEM.sub("- ", raw).replace("<hr>", "—")
    raw = _ENDS_A_BLOCK.sub("\n\n", raw.replace("<br>\n", "\n").replace("<br>", "\n"))
    plain = unescape(_TAG.sub("", raw))
    lines = (line.rstrip() for line in plain.splitlines())
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def _spelled_link(match: re.Match[str]) -> str:
    address, words = match[1], match[2]
    bare = address.removeprefix("mailto:").removeprefix("tel:")
    return words if unescape(_TAG.sub("", words)) == unescape(bare) else f"{words} ({address})"
