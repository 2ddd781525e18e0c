"""The reply page of a person without account. Looking answers nothing; only the button does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from actions.domain import replies, tokens
from actions.domain.actions import WrongState
from actions.domain.diary import calendars
from actions.domain.planning import needs
from actions.domain.reminding import messages
from actions.enums import ActionState, Answer
from actions.forms.needs import needs_initial
from actions.forms.replies import ReplyForm
from actions.models import Attendance
from alliance.core.text.french import day_and_month, spoken_time
from members.domain import merging

# A link serves some days after the action: to look at one's answer, not to change it.
LIVES_ON = timedelta(days=7)
WORDS = {word: answer for answer, word in messages.ANSWER_WORDS.items()}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, token: str) -> HttpResponse:
    """Show the action and three answers; POST writes one down and goes to the thanks."""
    attendance, refusal = attendance_behind(request, token)
    if attendance is None:
        return refusal
    over = attendance.action.ends_at <= timezone.now()
    with translation.override(_language(attendance)):
        if request.method == "POST" and not over:
            form = ReplyForm(request.POST)
            if form.is_valid() and _write(form, attendance):
                return redirect("actions:reply-thanks", token)
        else:
            form = ReplyForm(initial=_so_far(attendance))
        context = _context(attendance, token) | {
            "form": form,
            "over": over,
            "chosen": form["answer"].value() or _wanted(request, attendance),
        }
        status = 422 if form.is_bound else 200
        return render(request, "actions/reply.html", context, status=status)


@login_not_required
@never_cache
@require_safe
def reply_thanks(request: HttpRequest, token: str) -> HttpResponse:
    """What was written down, how to change it, and what one can do next."""
    attendance, refusal = attendance_behind(request, token)
    if attendance is None:
        return refusal
    if attendance.answer == Answer.NONE:
        return redirect("actions:reply", token)
    with translation.override(_language(attendance)):
        context = _context(attendance, token) | {"share": _share_text(attendance)}
        return render(request, "actions/reply_thanks.html", context)


@login_not_required
@never_cache
@require_safe
def reply_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The action as a file for her calendar."""
    attendance, refusal = attendance_behind(request, token)
    if attendance is None:
        return refusal
    file = calendars.file_of(attendance.action)
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return HttpResponse(file.content, content_type=file.content_type, headers=headers)


def attendance_behind(request: HttpRequest, token: str) -> tuple[Attendance | None, HttpResponse]:
    """The attendance behind a link, or the kind page that says why there is none."""
    number = tokens.read_reply_token(token)
    if number is None:
        return None, _gone(request, "unknown", status=404)
    found = Attendance.objects.select_related("action__chapter", "action__organizer", "person")
    attendance = found.filter(pk=number).first()
    if attendance is None:  # two pages of one person, both invited, have become one
        attendance = found.filter(pk=merging.heir_of(Attendance, number)).first()
    if attendance is None or attendance.person is None or attendance.person.archived_at:
        return None, _gone(request, "erased")
    action = attendance.action
    if action.state == ActionState.CANCELLED:
        return None, _gone(request, "cancelled", action=action)
    if action.ends_at + LIVES_ON <= timezone.now():
        return None, _gone(request, "expired", action=action)
    return attendance, HttpResponse()


def _gone(request: HttpRequest, why: str, status: int = 410, **context: Any) -> HttpResponse:
    return render(request, "actions/reply_gone.html", {"why": why, **context}, status=status)


def _write(form: ReplyForm, attendance: Attendance) -> bool:
    data = form.cleaned_data
    try:
        replies.record_reply(
            attendance=attendance,
            answer=data["answer"],
            companions=data["companions"] or 0,
            comment=data["comment"],
            client_id=data["client_id"],
        )
    except WrongState as reason:
        form.add_error(None, str(reason))
        return False
    needs.note_needs(attendance=attendance, needs=form.needs())
    return True


def _so_far(attendance: Attendance) -> dict[str, Any]:
    said = needs_initial(needs.needs_of(attendance))
    return {"companions": attendance.companions, **said}


def _wanted(request: HttpRequest, attendance: Attendance) -> str:
    """The answer to put forward: that of the link she followed, else the one she gave."""
    wanted = WORDS.get(request.GET.get("reponse", ""), attendance.said)
    return "" if wanted == Answer.NONE else wanted


def _language(attendance: Attendance) -> str:
    return messages.language_of(attendance.person.language if attendance.person else "")


def _context(attendance: Attendance, token: str) -> dict[str, Any]:
    action = attendance.action
    return {
        "attendance": attendance,
        "action": action,
        "person": attendance.person,
        "token": token,
        "organization_name": action.chapter.name,
        "place": calendars.place_of(action),
        "map_url": messages.map_url(action),
        "lang": _language(attendance),
    }


def _share_text(attendance: Attendance) -> str:
    """What she may send to her friends; her own link is not in it."""
    action = attendance.action
    where = f", {action.place_name}" if action.place_name else ""
    return _("Je vais à « %(title)s », %(day)s à %(time)s%(where)s. Tu viens avec moi ?") % {
        "title": action.title,
        "day": day_and_month(action.starts_at),
        "time": spoken_time(action.starts_at),
        "where": where,
    }
