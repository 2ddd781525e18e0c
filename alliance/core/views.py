"""Pages without trade: the style page and what is said when something is refused."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alliance.core import style_samples


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form whose token is missing or too old, and say what to do."""
    return render(request, "csrf.html", {"reason": reason}, status=403)


@login_not_required
@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """Every component in all its states, for those who build pages (not in production)."""
    return render(request, "style/index.html", _samples())


@login_not_required
@require_safe
def style_public(request: HttpRequest) -> HttpResponse:
    """The layout of pages without account, right to left when ``?dir=rtl`` asks for it."""
    rtl = request.GET.get("dir") == "rtl"
    return render(request, "style/public.html", {"lang": "ar", "dir": "rtl"} if rtl else {})


@login_not_required
@require_safe
def style_options(request: HttpRequest) -> HttpResponse:
    """What the combobox of the style page finds."""
    wanted = request.GET.get("q", "").casefold()
    options = [one for one in style_samples.PEOPLE if wanted in str(one["label"]).casefold()]
    return render(request, "components/combobox_options.html", {"options": options})


def _samples() -> dict[str, Any]:
    return {
        "form": style_samples.SampleForm(),
        "form_with_errors": style_samples.form_with_errors(),
        **style_samples.lists(),
    }
