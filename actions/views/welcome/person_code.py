"""A person's own code: she shows it, whoever welcomes scans it with the phone's camera.

The code holds the signed address of this page. To her it shows the code; to a phone that
welcomes (logged in, or that opened the check-in link) it shows a button: scanning checks nobody
in, the button does.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from actions.domain import turnout
from actions.domain.actions import WrongState
from actions.enums import AccessVerb
from actions.models import Attendance
from actions.permissions import welcomes
from actions.views.outside.links import private, welcome_link
from actions.views.outside.reply_page import attendance_behind
from actions.views.welcome.desk import Desk, desk_of
from alliance.core.files.qr import qr_svg


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person_code(request: HttpRequest, token: str) -> HttpResponse:
    """Her code for her, a button for whoever welcomes; only the button checks in."""
    attendance, refusal = attendance_behind(request, token)
    if attendance is None:
        return refusal
    desk = _desk(request, attendance)
    if request.method == "POST":
        if desk is None:
            return redirect("actions:person-code", token)
        _check_in(request, desk, attendance)
        return redirect("actions:person-code", token)
    address = settings.SITE_URL + reverse("actions:person-code", args=[token])
    context = {
        "attendance": attendance,
        "action": attendance.action,
        "desk": desk,
        "name": desk.called(attendance.person) if desk else str(attendance.person),
        "list_url": _list_url(desk) if desk else "",
        "token": token,
        "code": qr_svg(address, _("Mon code pour l’accueil")),
        "organization_name": attendance.action.chapter.name,
    }
    return private(render(request, "actions/person_code.html", context))


def _desk(request: HttpRequest, attendance: Attendance) -> Desk | None:
    """Whether this phone welcomes at this action, and with which right."""
    action = attendance.action
    if request.user.is_authenticated and welcomes(request.user, action):
        mine = Attendance.objects.visible_to(request.user)
        if mine.filter(pk=attendance.pk).exists():
            return Desk(action, user=request.user)
    link = welcome_link(request)
    if link is not None and link.action_id == action.pk:
        return desk_of(request, link, "")
    return None


def _check_in(request: HttpRequest, desk: Desk, attendance: Attendance) -> None:
    try:
        turnout.check_in(action=desk.action, attendance=attendance, actor=desk.user, by=desk.by)
    except (WrongState, turnout.CountOnly) as reason:
        messages.error(request, str(reason))
        return
    desk.note(AccessVerb.CHECKED_IN, attendance.person)
    name = desk.called(attendance.person)
    messages.success(request, _("%(name)s est là.") % {"name": name})


def _list_url(desk: Desk) -> str:
    return desk.url("attendance-list") if desk.link is None else ""
