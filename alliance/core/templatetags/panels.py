"""`{% panels "person" person %}`: the fragments that other rooms add to a page."""

from typing import Any

from django import template
from django.db import models

from alliance.core.panels import panels_of

register = template.Library()


@register.inclusion_tag("components/panels.html")
def panels(place: str, subject: models.Model) -> dict[str, Any]:
    """A card for each panel of the place; it fills itself, or is a link without script."""
    found = [{"title": p.title, "url": p.url_for(subject)} for p in panels_of(place)]
    return {"panels": found}
