"""Around the check-in: phones without account, and sheets on paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from actions.domain import turnout
from actions.domain.actions import WrongState
from actions.domain.attendances import named
from actions.domain.phone_tree import access_links
from actions.domain.welcome import sheets
from actions.domain.welcome.followings import followings
from actions.enums import AccessVerb, LinkPurpose
from actions.models import AccessLink, Action, Attendance, SignInSheet, short_name
from actions.permissions import require_welcoming
from actions.views.outside.links import opened, shown
from alliance.core.files.qr import qr_svg
from alliance.core.web.throttling import seal_of
from members.domain import people
from members.scoping import get_visible_or_404

BLANK_LINES = 12
ACCESSES_SHOWN = 12
HERE = {"x", "1", "o", "p"}
NOT_HERE = {"0", "n", "-"}


@require_http_methods(["GET", "POST"])
def welcome_links(request: HttpRequest, pk: int) -> HttpResponse:
    """Lend the check-in to phones without account: a link each, its code, what was done by it."""
    action = _welcomed(request, pk)
    if request.method == "POST":
        access_links.create(
            purpose=LinkPurpose.CHECK_IN,
            chapter=action.chapter,
            action=action,
            holder=request.POST.get("name", "") or _("un téléphone"),
            expires_at=access_links.end_of_check_in(action),
            actor=request.user,
        )
        messages.success(request, _("Faites lire ce code au téléphone, ou envoyez le lien."))
        return redirect("actions:welcome-links", pk)
    over = access_links.end_of_check_in(action) <= timezone.now()
    links = action.links.filter(revoked_at=None).order_by("-created_at")
    context = {
        "action": action,
        "over": over,
        "links": [] if over else [_lent(link) for link in links],
    }
    return render(request, "actions/welcome_links.html", context)


def _lent(link: AccessLink) -> dict[str, Any]:
    url = access_links.url_of(link)
    return {
        "link": link,
        "url": url,
        "code": qr_svg(url, _("Code à scanner : %(link)s") % {"link": url}) if url else "",
        "accesses": link.accesses.select_related("person")[:ACCESSES_SHOWN],
        "count": link.accesses.count(),
    }


@require_POST
def welcome_link_end(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    """Take a phone's link back at once."""
    action = _welcomed(request, pk)
    found = action.links.filter(pk=link).first()
    if found is None:
        raise Http404
    access_links.revoke(link=found, actor=request.user)
    messages.success(request, _("Ce lien n’ouvre plus rien."))
    return redirect("actions:welcome-links", pk)


@require_POST
def sheet_print(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the order of today's list, then show it to print."""
    action = _welcomed(request, pk)
    if action.count_only:
        messages.error(request, _("Cette action compte les présences sans garder les noms."))
        return redirect("actions:attendance-list", pk)
    rows = named(action, request.user).select_related("person")
    order = [row.pk for one in followings(list(rows)) for row in one.rows]
    sheet = sheets.print_sheet(action=action, rows=order, actor=request.user)
    return redirect("actions:sheet-detail", sheet.pk)


@require_GET
def sheet_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet: names in the order of the list, under who brings them, and empty lines."""
    sheet = _sheet(request, pk)
    link = sheet.links.filter(revoked_at=None).first()
    url = access_links.url_of(link) if link is not None else ""
    context = {
        "sheet": sheet,
        "action": sheet.action,
        "lines": sheets.lines_of(sheet),
        "blank": range(BLANK_LINES),
        "code": qr_svg(url, _("Code à scanner pour saisir la feuille")) if url else "",
    }
    return render(request, "actions/sheets/sheet.html", context)


@require_http_methods(["GET", "POST"])
def sheet_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Type a sheet that came back."""
    sheet = _sheet(request, pk)
    context = _entry(request, sheet)
    if request.method == "POST" and _entered(request, sheet, context, actor=request.user):
        return redirect("actions:attendance-list", sheet.action_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "actions/sheets/entry.html", context, status=status)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link_sheet(request: HttpRequest, token: str) -> HttpResponse:
    """The same by the code printed on the sheet: first names and initials."""
    link, refusal = opened(request, token, LinkPurpose.SHEET)
    if link is None or link.sheet is None:
        return refusal
    context = _entry(request, link.sheet) | {"short": True, "done": "fait" in request.GET}
    if request.method == "POST" and _entered(request, link.sheet, context, by=link.holder):
        access_links.note_access(link=link, verb=AccessVerb.ENTERED, visitor=seal_of(request))
        return redirect(reverse("actions:link-sheet", args=[token]) + "?fait=oui")
    status = 422 if request.method == "POST" else 200
    return shown(request, link, "actions/sheets/link_entry.html", context, status=status)


def _entry(request: HttpRequest, sheet: SignInSheet) -> dict[str, Any]:
    """Each line with what is typed, or what is known."""
    rows = []
    for number, row in enumerate(sheets.lines_of(sheet), start=1):
        known = "x" if row is not None and row.attended else ""
        typed = request.POST.get(f"ligne-{number}", known).strip().lower()[:3]
        problem = ""
        if typed and typed not in HERE | NOT_HERE:
            problem = _("« %(typed)s » ne veut rien dire : x présent·e, 0 pas là.")
            problem %= {"typed": typed}
        rows.append(
            {"number": number, "row": row, "name": _short(row), "typed": typed, "problem": problem}
        )
    return {
        "sheet": sheet,
        "action": sheet.action,
        "rows": rows,
        "unknown": request.POST.get("unknown", ""),
        "names": request.POST.get("names", ""),
        "moved": bool(sheet.action.moved_at and sheet.action.moved_at > sheet.created_at),
    }


def _entered(request: HttpRequest, sheet: SignInSheet, context: dict[str, Any], **who: Any) -> bool:
    unknown = context["unknown"].strip()
    if unknown and not (unknown.isdecimal() and int(unknown[:6]) <= sheets.UNKNOWN_LIMIT):
        context["problem"] = _("Écrivez combien, en chiffres, jusqu’à cinq cents.")
    if context.get("problem") or any(row["problem"] for row in context["rows"]):
        return False
    marks = {
        row["row"].pk: row["typed"] in HERE
        for row in context["rows"]
        if row["row"] is not None and row["typed"]
    }
    names = context["names"][:5_000].splitlines()[:100]
    try:
        done = sheets.enter_sheet(
            sheet=sheet, marks=marks, unknown=int(unknown or 0), names=names, **who
        )
    except (WrongState, turnout.CountOnly, people.InvalidPerson) as reason:
        context["problem"] = str(reason)
        return False
    count = done.present + done.unknown + done.named
    said = ngettext("%(n)d présence de plus.", "%(n)d présences de plus.", count)
    text = said % {"n": count} if count or done.undone else _("Rien de neuf sur cette feuille.")
    messages.success(request, text)
    return True


def _short(row: Attendance | None) -> str:
    return short_name(row.person) if row is not None and row.person is not None else ""


def _welcomed(request: HttpRequest, pk: int) -> Action:
    action = get_visible_or_404(Action.objects.select_related("chapter"), request.user, pk=pk)
    require_welcoming(request.user, action)
    return action


def _sheet(request: HttpRequest, pk: int) -> SignInSheet:
    sheets_of = SignInSheet.objects.select_related("action__chapter")
    sheet: SignInSheet = get_visible_or_404(sheets_of, request.user, pk=pk)
    require_welcoming(request.user, sheet.action)
    return sheet
