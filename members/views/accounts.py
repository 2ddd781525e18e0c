from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from alliance.core.web.ways_back import redirect_back


@require_POST
def language_choose(request: HttpRequest) -> HttpResponse:
    """Show the house in another language from now on, and come back to the same page."""
    chosen = request.POST.get("language", "")
    if chosen in settings.INTERFACE_LANGUAGES and chosen != request.user.language:
        request.user.language = chosen
        request.user.save(update_fields=["language"])
        with override(chosen):
            messages.success(request, _("La maison vous parle désormais français."))
    return redirect_back(request, "/", asked=request.POST.get("back", ""))
