"""Template tags of the look: icons, avatars, figures, and components that hold content.

Simple components are plain includes in ``templates/components/``; a tag exists only where
Python must compute something or where the component wraps a piece of page. Each one has its
example on the style page. All of them are built-in: no ``{% load %}`` is needed.
"""

import re
import zlib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()

TONES = ("brand", "sun", "leaf", "plum", "night")
NOTICE_ICONS = {
    "info": "info",
    "success": "circle-check",
    "warning": "triangle-alert",
    "danger": "circle-alert",
}
NOTICE_TONES = {"info": "night", "success": "leaf", "warning": "sun", "danger": "danger"}


@cache
def drawing(name: str) -> SafeString:
    """The strokes of a vendored icon, without its outer svg element."""
    path = settings.BASE_DIR / "static" / "icons" / f"{name}.svg"
    if not path.is_file():
        raise template.TemplateSyntaxError(
            f"No icon « {name} » in static/icons: copy it from lucide-static (static/vendor)."
        )
    inner = re.search(r"<svg[^>]*>(.*)</svg>", path.read_text(encoding="utf-8"), re.DOTALL)
    strokes = inner.group(1) if inner else ""
    return mark_safe(re.sub(r"\s*\n\s*", "", strokes).replace(" />", "/>"))  # noqa: S308


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, label: str = "") -> SafeString:
    """An inline icon: silent for screen readers unless ``label`` says what it means."""
    if label:
        return format_html(
            '<svg class="icon" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>',
            label,
            drawing(name),
        )
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        drawing(name),
    )


@register.simple_tag
def drawn(template_name: str, **values: Any) -> SafeString:
    """An include that sees its parameters alone, and is drawn once for the same ones.

    The layout of every page cost a third of the page. The parameters are values that never
    change (they are the key, with the language); nothing of the request reaches the piece.
    """
    draw = _draw.__wrapped__ if settings.DEBUG else _draw
    return draw(template_name, get_language(), tuple(values.items()))


@lru_cache(maxsize=512)
def _draw(
    template_name: str, _language: str | None, values: tuple[tuple[str, Any], ...]
) -> SafeString:
    return render_to_string(template_name, dict(values))


@register.filter
def or_house(name: str | None) -> str:
    """The name given, else that of the association (ORGANIZATION_NAME)."""
    return name or settings.ORGANIZATION_NAME


def initials(name: str) -> str:
    """First letters of the first and of the last word: « Djamel Aït-Saïd » gives DA."""
    words = [word for word in name.split() if word[:1].isalnum()]
    if not words:
        return "?"
    letters = words[0][0] if len(words) == 1 else words[0][0] + words[-1][0]
    return letters.upper()


def tone_of(name: str) -> str:
    """A tone that stays the same for the same name."""
    return TONES[zlib.crc32(name.encode()) % len(TONES)]


@register.simple_tag
def avatar(who: object, size: str = "") -> SafeString:
    """Initials in a circle, from anything whose ``str()`` is a name; ``size="large"`` is bigger."""
    name = str(who or "")
    return format_html(
        '<span class="avatar tone-{}{}" aria-hidden="true">{}</span>',
        tone_of(name),
        " large" if size == "large" else "",
        initials(name),
    )


def share(value: float, whole: float, length: float = 100) -> float:
    """How much of ``length`` the value takes, never less than nothing nor more than all."""
    if whole <= 0:
        return 0
    return round(max(0.0, min(1.0, value / whole)) * length, 2)


@register.inclusion_tag("components/bar.html")
def bar(
    value: float, whole: float, label: str = "", tone: str = "", thin: bool = False
) -> dict[str, Any]:
    """A bar filled to ``value / whole``; ``label`` is what a screen reader says."""
    return {"width": share(value, whole), "label": label, "tone": tone, "thin": thin}


@register.inclusion_tag("components/bars.html")
def bars(rows: Iterable[Mapping[str, Any]], whole: float | None = None) -> dict[str, Any]:
    """Bars under each other, each ``{label, value, tone, url}``; the longest fills the width."""
    listed = [dict(row) for row in rows]
    top = whole or max((row["value"] for row in listed), default=0)
    for row in listed:
        row["width"] = share(row["value"], top)
    return {"rows": listed}


@register.inclusion_tag("components/thermometer.html")
def thermometer(
    *,
    yes: int,
    goal: int,
    sure: int = 0,
    promised: int | None = None,
    expected: int | None = None,
    attended: int | None = None,
) -> dict[str, Any]:
    """The figure of a mobilization: yes, sure, promised, expected, goal, and who came."""
    drawn = [yes, sure, goal, promised or 0, expected or 0, attended or 0]
    whole = max([*drawn, 1]) * 1.04
    values = {"yes": yes, "sure": sure, "goal": goal, "promised": promised}
    values |= {"expected": expected, "attended": attended}
    widths = {
        f"{key}_x": share(value, whole, 400) for key, value in values.items() if value is not None
    }
    return {**values, **widths}


def block(name: str, **values: Any) -> SafeString:
    """One component that holds content, rendered."""
    return render_to_string(f"components/{name}.html", values)


@register.simple_block_tag
def card(
    content: str, title: str = "", id: str = "", level: int = 2, link: str = "", link_url: str = ""
) -> SafeString:
    """A card; with a title it becomes a section named by it, and may carry one link."""
    return block(
        "card", content=content, title=title, id=id, level=level, link=link, link_url=link_url
    )


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "") -> SafeString:
    """A word from the house: ``info``, ``success``, ``warning`` or ``danger``."""
    return block(
        "notice", content=content, title=title, icon=NOTICE_ICONS[kind], tone=NOTICE_TONES[kind]
    )


@register.simple_block_tag
def empty_state(
    content: str, title: str = "", picture: str = "people", level: int = 2
) -> SafeString:
    """What a list says when it is empty: a picture, what it is for, and the first gesture."""
    return block(
        "empty",
        content=content,
        title=title,
        level=level,
        picture=f"components/pictures/{picture}.html",
    )


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> SafeString:
    """A native dialog, opened by any link or button with ``data-dialog`` set to its id."""
    return block("dialog", content=content, id=id, title=title)


@register.simple_block_tag
def menu(
    content: str, label: str = "", icon: str = "ellipsis", classes: str = "button"
) -> SafeString:
    """What is rare, one tap away: links and forms behind a button that opens without script."""
    return block("menu", content=content, label=label, icon=icon, classes=classes)


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(*parts: str) -> dict[str, Any]:
    """The way here: label, url, label, url…, and last the label of this page."""
    *pairs, here = parts
    return {"crumbs": list(zip(pairs[::2], pairs[1::2], strict=True)), "here": here}


@register.inclusion_tag("components/toast.html", takes_context=True)
def toast(context: template.Context, message: Any) -> dict[str, Any]:
    """A message of the house; ``undo=/…/`` among its extra tags adds « Annuler »."""
    words = (getattr(message, "extra_tags", "") or "").split()
    undo_url = next((word.removeprefix("undo=") for word in words if word.startswith("undo=")), "")
    level = getattr(message, "level_tag", "") or "info"
    kind = "danger" if level == "error" else level
    return {
        "text": message,
        "kind": kind,
        "icon": NOTICE_ICONS.get(kind, "info"),
        "undo_url": undo_url,
        "csrf_token": context.get("csrf_token"),
    }


@register.filter
def having(items: Iterable[Any], name: str) -> list[Any]:
    """Those of the items whose attribute ``name`` is true."""
    return [item for item in items or () if getattr(item, name, False)]


@register.filter
def lacking(items: Iterable[Any], name: str) -> list[Any]:
    """Those of the items whose attribute ``name`` is missing or false."""
    return [item for item in items or () if not getattr(item, name, False)]
