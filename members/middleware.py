"""What every page behind the login goes through: her language, and her second factor."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

OPEN_VIEWS = ("mfa_", "account_", "healthz", "readyz")


class LanguageMiddleware:
    """Speak the language that the account chose; visitors keep that of their browser.

    Stands after authentication, so after Django's own choice by cookie and header.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        language = request.user.language
        if language not in settings.INTERFACE_LANGUAGES:
            language = settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers["Content-Language"] = language
        return response


class SecondFactorMiddleware:
    """Send an account without a second factor to the page where it sets one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Runs after the login check, once the page asked for is known."""
        if not settings.REQUIRE_SECOND_FACTOR or not request.user.is_authenticated:
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name.startswith(OPEN_VIEWS) or not getattr(view, "login_required", True):
            return None
        if request.session.get("second_factor_set") or self._has_one(request):
            return None
        messages.info(
            request, _("Avant de continuer, protégez votre compte avec un second facteur.")
        )
        return redirect("mfa_index")

    def _has_one(self, request: HttpRequest) -> bool:
        kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        found = Authenticator.objects.filter(user=request.user, type__in=kinds).exists()
        if found:
            request.session["second_factor_set"] = True
        return found
