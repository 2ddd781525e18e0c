from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST


@require_POST
def language_choose(request: HttpRequest) -> HttpResponse:
    """Show the house in another language from now on, and come back to the same page."""
    chosen = request.POST.get("language", "")
    if chosen in settings.INTERFACE_LANGUAGES and chosen != request.user.language:
        request.user.language = chosen
        request.user.save(update_fields=["language"])
        with override(chosen):
            messages.success(request, _("La maison vous parle désormais français."))
    back = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    return redirect(back)
