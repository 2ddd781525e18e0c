"""`/l/<token>/`: one address for every link without account; what it opens decides the page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from actions.enums import LinkPurpose
from actions.views.calling.caller_page import caller_page
from actions.views.outside.links import opened


@login_not_required
@never_cache
@require_safe
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the link opens: names to call, people to welcome, a sheet to type."""
    found, refusal = opened(
        request, token, LinkPurpose.CALLS, LinkPurpose.CHECK_IN, LinkPurpose.SHEET
    )
    if found is None:
        return refusal
    if found.purpose == LinkPurpose.CALLS:
        return caller_page(request, found, token)
    name = "link-sheet" if found.purpose == LinkPurpose.SHEET else "desk-list"
    return redirect(f"actions:{name}", token)
