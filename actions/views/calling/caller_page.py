"""The caller's page: her names by a link without account, made for one hand in a stairwell.

A name is a first name and an initial until she opens it; opening is a POST, and is remembered.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from actions.domain.actions import WrongState
from actions.domain.phone_tree import access_links, call_words, calling
from actions.domain.phone_tree.asks import AskedToday, Touch, latest_asks
from actions.domain.phone_tree.callers import WORDS
from actions.domain.phone_tree.calling import asker_of
from actions.domain.seats import places_left
from actions.enums import AccessVerb, CallOutcome, LinkPurpose
from actions.forms.calls import CallForm
from actions.models import AccessLink, Attendance, CallBranch, CallLine
from actions.views.outside.links import opened, shown
from alliance.core.phones import parse_phone
from alliance.core.text.french import spoken_datetime
from alliance.core.web.throttling import seal_of

ASKS_SHOWN = 3


def caller_page(request: HttpRequest, link: AccessLink, token: str) -> HttpResponse:
    """Her names: those who wait first, then those called back later, then what is done."""
    branch = _branch(link)
    lines = list(_lines(branch))
    greyed = calling.greyed(lines, asker_of(branch))
    waiting = calling.waiting(lines, greyed)
    rest = [line for line in lines if line not in waiting]
    context = _context(branch, token) | {
        "lines": [_row(line, greyed) for line in (*waiting, *rest)],
        "next": waiting[0] if waiting else None,
        "done": sum(bool(line.outcome) for line in lines),
        "total": len(lines),
        "until": spoken_datetime(link.expires_at) if link.expires_at else "",
        "yes": sum(line.outcome == CallOutcome.YES for line in lines),
    }
    return shown(request, link, "actions/calls/caller.html", context, status=200)


@login_not_required
@never_cache
@require_POST
def caller_open(request: HttpRequest, token: str) -> HttpResponse:
    """Open a name: from now on its page shows whom to call; who opened what is remembered."""
    link, refusal = opened(request, token, LinkPurpose.CALLS)
    if link is None:
        return refusal
    number = request.POST.get("number", "")
    line = _line(_branch(link), int(number) if number.isdecimal() and len(number) < 6 else 0)
    _open(request, link, line)
    where = redirect("actions:caller-line", token, line.number)
    if "anyway" in request.POST:
        where["Location"] += "?quand-meme=oui"
    return where


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def caller_line(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """One name, opened: call, note what it gave, go on to the next."""
    link, refusal = opened(request, token, LinkPurpose.CALLS)
    if link is None:
        return refusal
    branch = _branch(link)
    line = _line(branch, number)
    if line.opened_at is None:
        return redirect("actions:link", token)
    form = CallForm(request.POST if request.method == "POST" else None, initial=_so_far(line))
    touch = None
    if form.is_bound and form.is_valid():
        problem = _record(request, link, line, form)
        if problem is None:
            return _on_to_the_next(request, link, branch, token)
        touch = problem if isinstance(problem, Touch) else None
    return _line_page(request, link, branch, line, form, token, touch)


def _record(
    request: HttpRequest, link: AccessLink, line: CallLine, form: CallForm
) -> Touch | bool | None:
    """None when it is noted; else what stood in the way (somebody else's call, or True)."""
    try:
        calling.record_call(
            line=line,
            call=form.call(),
            client_id=form.cleaned_data["client_id"],
            anyway=form.cleaned_data["anyway"],
        )
    except AskedToday as refusal:
        return refusal.touch
    except WrongState as reason:
        form.add_error(None, str(reason))
        return True
    access_links.note_access(
        link=link, verb=AccessVerb.ANSWERED, person=line.person, visitor=seal_of(request)
    )
    _say_noted(request, line, form.cleaned_data["outcome"])
    return None


def _say_noted(request: HttpRequest, line: CallLine, outcome: str) -> None:
    """What was written down; whoever said yes to a full room is to be told that she waits."""
    words = {"name": line.person.first_name or str(line.person)}
    rows = Attendance.objects.waiting().filter(action=line.call_list.action_id)
    if outcome == CallOutcome.YES and rows.filter(person=line.person_id).exists():
        noted = _("C’est complet : %(name)s est sur la liste d’attente, dites-le-lui.")
    else:
        words["outcome"] = CallOutcome(outcome).label
        noted = _("C’est noté pour %(name)s : %(outcome)s.")
    messages.success(request, noted % words)


def _on_to_the_next(
    request: HttpRequest, link: AccessLink, branch: CallBranch, token: str
) -> HttpResponse:
    lines = list(_lines(branch))
    waiting = calling.waiting(lines, calling.greyed(lines, asker_of(branch)))
    if not waiting:
        return redirect("actions:link", token)
    _open(request, link, waiting[0])
    return redirect("actions:caller-line", token, waiting[0].number)


def _open(request: HttpRequest, link: AccessLink, line: CallLine) -> None:
    calling.open_line(line=line)
    access_links.note_access(
        link=link, verb=AccessVerb.OPENED, person=line.person, visitor=seal_of(request)
    )


def _line_page(
    request: HttpRequest,
    link: AccessLink,
    branch: CallBranch,
    line: CallLine,
    form: CallForm,
    token: str,
    touch: Touch | None,
) -> HttpResponse:
    asked = latest_asks([line.attendance_id]) if line.attendance_id else {}
    text = call_words.text_for(line, branch)
    greyed = calling.greyed([line], asker_of(branch))
    context = _context(branch, token) | {
        "line": line,
        "form": form,
        "touch": touch,
        "touched": greyed.get(line.person_id),
        "anyway": "quand-meme" in request.GET or touch is not None,
        "phones": [_phone(phone.number, text) for phone in line.person.phones.all()],
        "script": call_words.script_of(line),
        "why": WORDS.get(line.why, ""),
        "asks": asked.get(line.attendance_id or 0, [])[:ASKS_SHOWN],
        "full": line.call_list.action is not None and places_left(line.call_list.action) == 0,
        "outcomes": [(value, label) for value, label in CallOutcome.choices if value != "yes"],
    }
    status = 409 if touch else 422 if form.is_bound else 200
    return shown(request, link, "actions/calls/caller_line.html", context, status=status)


def _phone(number: str, text: str) -> dict[str, str]:
    phone = parse_phone(number)
    return {
        "number": number,
        "texts": "oui" if phone is None or phone.sms_capable else "",
        "sms": call_words.sms_url(number, text),
        "whatsapp": call_words.whatsapp_url(number, text),
    }


def _context(branch: CallBranch, token: str) -> dict[str, Any]:
    action = branch.call_list.action
    moved = action is not None and action.moved_at and action.moved_at > branch.call_list.created_at
    over = action is not None and action.ends_at <= timezone.now()
    return {
        "branch": branch,
        "call_list": branch.call_list,
        "action": action,
        "token": token,
        "moved": moved,
        "over": over,
    }


def _row(line: CallLine, greyed: dict[int, Touch]) -> dict[str, Any]:
    """A line, and who else called her today (unless this branch has its own result)."""
    touch = None if line.outcome else greyed.get(line.person_id)
    return {"line": line, "touch": touch, "why": WORDS.get(line.why, "")}


def _so_far(line: CallLine) -> dict[str, Any]:
    attendance = line.attendance
    known = attendance.companions if attendance is not None and not line.outcome else 0
    back_at = timezone.localtime(line.call_back_at).time() if line.call_back_at else None
    return {"companions": line.companions or known, "note": line.note, "back_at": back_at}


def _branch(link: AccessLink) -> CallBranch:
    if link.branch is None:
        raise Http404
    return link.branch


def _lines(branch: CallBranch) -> Any:
    """Names archived since are no longer called."""
    return (
        CallLine.objects.filter(branch=branch, person__archived_at=None)
        .select_related("person", "attendance", "call_list__action", "call_list__chapter")
        .order_by("number")
    )


def _line(branch: CallBranch, number: int) -> CallLine:
    line: CallLine | None = (
        _lines(branch).prefetch_related("person__phones").filter(number=number).first()
    )
    if line is None:
        raise Http404
    return line
