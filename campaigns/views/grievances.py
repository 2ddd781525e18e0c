"""The list of grievances, and what a person is angry about."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from alliance.core.paging import keyset_page
from campaigns.filters.grievances import GrievanceFilterForm
from campaigns.models import Grievance
from members.models import Person
from members.scoping import get_visible_or_404

ORDER = ("-heard_on", "-pk")


@require_GET
def grievance_list(request: HttpRequest) -> HttpResponse:
    """What was heard, in people's words, the latest first."""
    form = GrievanceFilterForm(request.GET, user=request.user)
    shown = form.narrow(Grievance.objects.visible_to(request.user))
    rows = shown.select_related("neighbourhood", "own_theme", "issue", "person")
    context = {
        "form": form,
        "page": keyset_page(rows, request, order=ORDER),
        "count": shown.count(),
        "chips": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "campaigns/listening/grievance_list.html", context)


@require_GET
def person_angers(request: HttpRequest, pk: int) -> HttpResponse:
    """What angers her: a fragment of her page."""
    person = get_visible_or_404(Person, request.user, pk=pk)
    hers = Grievance.objects.visible_to(request.user).filter(person=person)
    context = {
        "person": person,
        "grievances": hers.select_related("neighbourhood", "own_theme", "issue"),
    }
    alone = "campaigns/listening/person_angers.html"
    template = "campaigns/listening/_person_angers.html" if request.htmx else alone
    return render(request, template, context)
