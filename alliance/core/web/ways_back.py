"""Going back where one came from, inside the house only."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


def redirect_back(
    request: HttpRequest, otherwise: str, *args: Any, asked: str | None = None
) -> HttpResponseRedirect:
    """To the page that was `asked` for, or the one that sent the form; if it is not a page of this
    site, to `otherwise`, the name of an address and its arguments.
    """
    address = request.META.get("HTTP_REFERER", "") if asked is None else asked
    ours = address.startswith(("/", "http")) and url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(address if ours else resolve_url(otherwise, *args))
