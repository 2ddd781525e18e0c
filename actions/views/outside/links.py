"""Opening a link without account: throttled, and kind when it leads nowhere."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from actions.domain.phone_tree import access_links
from actions.enums import LinkPurpose
from actions.models import AccessLink
from alliance.core.web.throttling import count, counted, seal_of

AN_HOUR = 3_600
BAD_TRIES = 40  # unknown links from one device in an hour
DEEDS = 2_000  # by one link in an hour: five phones at the foot of the town hall
COOKIE = "accueil"


def opened(
    request: HttpRequest, token: str, *purposes: LinkPurpose
) -> tuple[AccessLink | None, HttpResponse]:
    """The link behind a token, or the kind page that says why there is none."""
    visitor = f"links:bad:{seal_of(request)}"
    if counted(visitor) > BAD_TRIES:
        return None, gone(request, "too_many", status=429)
    try:
        link = access_links.read(token)
    except access_links.Gone as refusal:
        if refusal.why == "unknown":
            count(visitor, seconds=AN_HOUR)
            return None, gone(request, "unknown", status=404)
        return None, gone(request, refusal.why, link=refusal.link)
    if purposes and link.purpose not in purposes:
        return None, gone(request, "unknown", status=404)
    if request.method == "POST" and count(f"links:{link.pk}", seconds=AN_HOUR) > DEEDS:
        return None, gone(request, "too_many", status=429)
    return link, HttpResponse()


def gone(
    request: HttpRequest, why: str, *, link: AccessLink | None = None, status: int = 410
) -> HttpResponse:
    """Why a link opens nothing, and whom to ask."""
    context = {"why": why, "link": link}
    if link is not None:
        context |= {"organization_name": link.chapter.name, "action": access_links.action_of(link)}
    return private(render(request, "actions/links/gone.html", context, status=status))


def shown(
    request: HttpRequest, link: AccessLink, template: str, context: dict[str, Any], *, status: int
) -> HttpResponse:
    """A page of a link: in the name of its chapter, never indexed."""
    both = {"link": link, "organization_name": link.chapter.name} | context
    return private(render(request, template, both, status=status))


def private(response: HttpResponse) -> HttpResponse:
    """Neither indexed nor given away by the pages one leaves to."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response


def remember_welcome(response: HttpResponse, link: AccessLink, token: str) -> HttpResponse:
    """So that the phone which welcomes may scan people's own codes with its camera."""
    response.set_signed_cookie(
        COOKIE,
        token,
        salt=COOKIE,
        expires=link.expires_at,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def welcome_link(request: HttpRequest) -> AccessLink | None:
    """The check-in link that this phone opened before, if it still opens."""
    token = request.get_signed_cookie(COOKIE, default="", salt=COOKIE)
    try:
        link = access_links.read(token)
    except access_links.Gone:
        return None
    return link if link.purpose == LinkPurpose.CHECK_IN else None
