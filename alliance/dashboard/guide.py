"""« Comment faire »: the organizers' manual, read from docs/guide, one page a section."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET
from markdown_it import MarkdownIt

FOLDER = settings.BASE_DIR / "docs" / "guide"
# The pages of the manual in reading order, and the addresses that each explains.
PAGES = {
    "commencer": ("/noter/", "/aller/"),
    "ma-semaine": (),
    "relances": ("/relances/",),
    "personnes": ("/personnes/", "/adhesions/"),
    "importer": ("/personnes/imports/",),
    "leaders": ("/leaders/",),
    "groupes": ("/groupes/", "/reunions/"),
    "ecoute": ("/ecoute/",),
    "campagnes": ("/campagnes/",),
    "actions": ("/actions/", "/formations/"),
    "envois": ("/envois/",),
    "alliance": ("/alliance/",),
    "equipe": ("/alliance/equipe/",),
}


@dataclass(frozen=True)
class Page:
    """A page of the manual: its title, its text, and the picture made by bin/screens, if any."""

    slug: str
    title: str
    html: SafeString
    picture: str = ""

    @property
    def url(self) -> str:
        """Its address."""
        return reverse(f"dashboard:help-{self.slug}")


@lru_cache(maxsize=len(PAGES))
def page(slug: str) -> Page:
    """Read a page of the manual."""
    title, _newline, text = (FOLDER / f"{slug}.md").read_text(encoding="utf-8").partition("\n")
    # The manual is ours, and raw HTML is not read from it.
    html = MarkdownIt("commonmark", {"html": False}).render(text)
    picture = f"guide/{slug}.webp"
    found = picture if finders.find(picture) else ""
    return Page(slug, title.removeprefix("# ").strip(), mark_safe(html), found)  # noqa: S308


def address_for(path: str) -> str:
    """The address of the page that explains this one: the nearest; « Ma semaine » for the first."""
    if path == "/":
        return reverse("dashboard:help-ma-semaine")
    found = [
        (len(start), slug)
        for slug, starts in PAGES.items()
        for start in starts
        if path.startswith(start)
    ]
    return reverse(f"dashboard:help-{max(found)[1] if found else 'commencer'}")


@require_GET
def guide(request: HttpRequest) -> HttpResponse:
    """The table of contents."""
    return render(request, "dashboard/guide.html", {"pages": [page(slug) for slug in PAGES]})


@require_GET
def guide_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One page, and the name of the next one."""
    slugs = list(PAGES)
    following = slugs[slugs.index(slug) + 1 :]
    after = page(following[0]) if following else None
    return render(request, "dashboard/guide_page.html", {"page": page(slug), "after": after})
