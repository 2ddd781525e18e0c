"""Calls on paper: a sheet a caller, and the quick entry of what comes back, in the same order."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from actions.domain.actions import WrongState
from actions.domain.phone_tree import access_links, call_lists, call_words, calling
from actions.domain.phone_tree.asks import AskedToday
from actions.domain.phone_tree.calling import Call
from actions.enums import AccessVerb, LinkPurpose
from actions.forms.calls import code_of, read_code
from actions.models import CallBranch, CallLine
from actions.views.calling.call_lists import branch_of, visible_list
from actions.views.outside.links import opened, shown
from alliance.core.files.qr import qr_svg
from alliance.core.web.throttling import seal_of

BLANK_LINES = 3


@require_GET
def call_sheet(request: HttpRequest, pk: int, branch: int) -> HttpResponse:
    """A caller's names on A4: numbers, letters to circle, and the code that opens their entry."""
    call_list = visible_list(request, pk)
    found = branch_of(call_list, branch)
    url = call_lists.link_of(found)
    entry = f"{url}saisie/" if url else ""
    context = {
        "call_list": call_list,
        "branch": found,
        "lines": list(_lines(found).prefetch_related("person__phones")),
        "what": call_words.what_of(call_list.action) if call_list.action else call_list.script,
        "code": qr_svg(entry, _("Code à scanner pour saisir la feuille")) if entry else "",
        "printed_at": timezone.now(),
    }
    return render(request, "actions/calls/sheet.html", context)


@require_http_methods(["GET", "POST"])
def call_entry(request: HttpRequest, pk: int, branch: int) -> HttpResponse:
    """Type a sheet that came back: one key a line, in the order of the paper."""
    call_list = visible_list(request, pk)
    found = branch_of(call_list, branch)
    rows = _rows(found, request)
    if request.method == "POST" and _entered(request, rows):
        return redirect("actions:call-list-detail", pk)
    context = _page(found, rows, request) | {"call_list": call_list}
    status = 422 if request.method == "POST" else 200
    return render(request, "actions/calls/entry.html", context, status=status)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link_entry(request: HttpRequest, token: str) -> HttpResponse:
    """The same, by the code printed on the sheet; names are first names and initials."""
    link, refusal = opened(request, token, LinkPurpose.CALLS)
    if link is None:
        return refusal
    if link.branch is None:
        raise Http404
    rows = _rows(link.branch, request)
    if request.method == "POST" and _entered(request, rows):
        access_links.note_access(link=link, verb=AccessVerb.ENTERED, visitor=seal_of(request))
        return redirect("actions:link", token)
    context = _page(link.branch, rows, request) | {"token": token}
    status = 422 if request.method == "POST" else 200
    return shown(request, link, "actions/calls/link_entry.html", context, status=status)


def _lines(branch: CallBranch) -> Any:
    return (
        CallLine.objects.filter(branch=branch, person__archived_at=None)
        .select_related("person", "call_list__action", "attendance")
        .order_by("number")
    )


def _rows(branch: CallBranch, request: HttpRequest) -> list[dict[str, Any]]:
    """Each line with what is typed, or was noted before."""
    posted = request.method == "POST"
    rows = []
    for line in _lines(branch):
        known = code_of(line)
        typed = request.POST.get(f"ligne-{line.number}", "") if posted else known
        rows.append({"line": line, "typed": typed[:6].strip(), "known": known, "problem": ""})
    return rows


def _page(branch: CallBranch, rows: list[dict[str, Any]], request: HttpRequest) -> dict[str, Any]:
    action = branch.call_list.action
    moved = action is not None and action.moved_at and action.moved_at > branch.call_list.created_at
    problems = any(row["problem"] for row in rows)
    client_id = request.POST.get("client_id") or uuid.uuid4()
    return {
        "branch": branch,
        "rows": rows,
        "moved": moved,
        "problems": problems,
        "client_id": client_id,
        "action": action,
    }


def _entered(request: HttpRequest, rows: list[dict[str, Any]]) -> bool:
    """Note every line that says something new; the others keep what they say. True when all are."""
    base = _identity(request.POST.get("client_id", ""))
    count = 0
    for row in rows:
        if not row["typed"] or row["typed"].lower() == row["known"]:
            continue
        code = read_code(row["typed"])
        if code is None:
            row["problem"] = _(
                "« %(typed)s » ne veut rien dire : o, p, n, m, a, r, f ou un chiffre."
            )
            row["problem"] %= {"typed": row["typed"]}
            continue
        row["problem"] = _note(row["line"], Call(*code), base, "garder" in request.POST)
        count += not row["problem"]
    if any(row["problem"] for row in rows):
        return False
    said = ngettext("%(n)d ligne saisie.", "%(n)d lignes saisies.", count)
    messages.success(
        request, said % {"n": count} if count else _("Rien de neuf sur cette feuille.")
    )
    return True


def _note(line: CallLine, call: Call, base: uuid.UUID, anyway: bool) -> str:
    """Why this line could not be noted; nothing when it was."""
    identity = uuid.uuid5(base, f"{line.pk}:{call.outcome}:{call.companions}")
    try:
        calling.record_call(line=line, call=call, client_id=identity, anyway=anyway)
    except AskedToday as refusal:
        return str(refusal)
    except WrongState as reason:
        return str(reason)
    return ""


def _identity(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()
