"""An address that was in error: a human believes in it again."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from members.domain.knowing import addresses
from members.models import Person, PersonEmail
from members.scoping import get_visible_or_404, scope_of


@require_POST
def email_retry(request: HttpRequest, pk: int, email: int) -> HttpResponse:
    """Write to this address of hers again."""
    person = get_visible_or_404(Person, request.user, pk=pk)
    if not scope_of(request.user).may_organize(person.chapter_id):
        raise PermissionDenied
    row = get_object_or_404(PersonEmail, pk=email, person=person)
    if addresses.believe_again(email=row, actor=request.user):
        messages.success(request, _("On lui écrit de nouveau à cette adresse."))
    return redirect("members:person-detail", pk)
