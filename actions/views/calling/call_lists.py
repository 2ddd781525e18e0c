"""Lists of calls for those who organize: prepare, share, follow, give a silent branch's names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from actions.domain.phone_tree import access_links, call_lists, call_sources, call_words
from actions.domain.phone_tree.call_figures import branch_figures, list_figures
from actions.enums import ActionState, CallOutcome, LinkPurpose
from actions.forms.calls import (
    EVENINGS,
    AddCallerForm,
    CallersForm,
    CallListForm,
    MoveLinesForm,
)
from actions.models import Action, CallBranch, CallList
from actions.permissions import require_running
from alliance.core.files.qr import qr_svg
from members.filters import list_people
from members.models import Chapter, Group, Person, SavedList
from members.models.person import PersonQuerySet
from members.permissions import organized_chapters, organizers_only, require_organizer_of
from members.scoping import get_visible_or_404

LISTS_SHOWN = 60
TICKED = 5


@dataclass(frozen=True)
class Source:
    """Whom a list is made from."""

    chapter: Chapter
    people: PersonQuerySet
    title: str
    action: Action | None = None


@require_GET
@organizers_only
def call_list_index(request: HttpRequest) -> HttpResponse:
    """The lists under way, then the last ones."""
    mine = CallList.objects.visible_to(request.user).select_related("action", "chapter")
    shown = list(mine[:LISTS_SHOWN])
    figures = list_figures(shown)
    lines = [{"list": one, "figure": figures.get(one.pk)} for one in shown]
    context = {
        "running": [line for line in lines if line["list"].is_open],
        "past": [line for line in lines if not line["list"].is_open],
    }
    return render(request, "actions/calls/index.html", context)


@require_http_methods(["GET", "POST"])
@organizers_only
def call_list_create(request: HttpRequest) -> HttpResponse:
    """From an action, a group, a saved list or a leader; then straight to who calls."""
    source = _source(request)
    if source is None:
        return render(request, "actions/calls/choose.html", _sources(request))
    form = CallListForm(request.POST or None, actions=_actions(source.chapter), initial={
        "title": source.title, "action": source.action,
    })  # fmt: skip
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = call_lists.prepare(
                chapter=source.chapter,
                people=source.people.only("pk"),
                title=data["title"],
                script=data["script"],
                action=data["action"],
                expires_at=form.ends(),
                client_id=data["client_id"],
                actor=request.user,
            )
        except call_lists.InvalidCallList as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("actions:call-list-split", made.pk)
    context = {
        "form": form,
        "source": source,
        "count": source.people.count(),
        "audiences": call_sources.sizes_of(source.action) if source.action else [],
        "chosen": request.GET.get("qui", "none"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "actions/calls/create.html", context, status=status)


@require_GET
def call_list_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """How it goes, caller by caller; every name, and what she said."""
    call_list = visible_list(request, pk)
    wanted = request.GET.get("resultat", "")
    rows = call_list.lines.select_related("person", "branch").order_by("number")
    if wanted in CallOutcome.values:
        rows = rows.filter(outcome=wanted)
    elif wanted == "attente":
        rows = rows.filter(outcome="")
    branches = branch_figures(call_list)
    context = {
        "call_list": call_list,
        "figure": list_figures([call_list]).get(call_list.pk),
        "branches": branches,
        "silent": [one for one in branches if one.silent],
        "lines": rows,
        "wanted": wanted,
        "outcomes": CallOutcome.choices,
        "add_form": AddCallerForm(),
        "evenings": EVENINGS,
    }
    return render(request, "actions/calls/detail.html", context)


@require_http_methods(["GET", "POST"])
def call_list_split(request: HttpRequest, pk: int) -> HttpResponse:
    """Who calls, those who know the names first; what nobody called is shared between them."""
    call_list = visible_list(request, pk)
    known = call_lists.callers_for(call_list)
    here = {(b.person_id, b.user_id) for b in call_list.branches.all()}
    ticked = [c.key for c in known if c.knows][:TICKED]
    if call_list.branches.count() > 1:
        ticked = [c.key for c in known if (c.person_id, c.user_id) in here]
    form = CallersForm(request.POST or None, callers=known)
    if form.is_valid():
        call_lists.split(call_list=call_list, callers=form.chosen(), actor=request.user)
        messages.success(request, _("Les noms sont répartis. Envoyez à chacun·e son lien."))
        return redirect("actions:call-list-detail", pk)
    context = {
        "call_list": call_list,
        "callers": [(c, c.key in (form.data.getlist("callers") if form.is_bound else ticked))
                    for c in known],
        "waiting": call_list.lines.filter(outcome="").count(),
        "form": form,
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "actions/calls/split.html", context, status=status)


@require_POST
def call_list_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody more to call, by her name."""
    call_list = visible_list(request, pk)
    form = AddCallerForm(request.POST)
    try:
        if not form.is_valid():
            raise call_lists.InvalidCallList(_("Qui va appeler ? Écrivez au moins un prénom."))
        data = form.cleaned_data
        branch = call_lists.add_caller(
            call_list=call_list, name=data["name"], phone=data["phone"], actor=request.user
        )
    except call_lists.InvalidCallList as problem:
        messages.error(request, str(problem))
    else:
        words = {"name": branch.name}
        messages.success(request, _("%(name)s peut appeler : confiez-lui des noms.") % words)
    return redirect("actions:call-list-detail", pk)


@require_POST
def call_list_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Give names to another caller: those ticked, or all that wait on a branch."""
    call_list = visible_list(request, pk)
    form = MoveLinesForm(request.POST, call_list=call_list)
    if not form.is_valid():
        messages.error(request, _("Choisissez à qui confier ces noms."))
        return redirect("actions:call-list-detail", pk)
    data = form.cleaned_data
    if data["branch"] is not None:
        moved = call_lists.move_waiting(branch=data["branch"], to=data["to"], actor=request.user)
    else:
        lines = [line.pk for line in data["lines"]]
        moved = call_lists.move_lines(
            call_list=call_list, lines=lines, to=data["to"], actor=request.user
        )
    words = {"n": moved, "name": data["to"].name}
    if moved:
        messages.success(request, _("Confié à %(name)s : %(n)d. Prévenez-la ou le.") % words)
    else:
        messages.info(request, _("Aucun nom à confier : ceux-là sont déjà appelés."))
    return redirect("actions:call-list-detail", pk)


@require_POST
def call_list_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close, or let calls go on until another evening (`jusqu`, in days)."""
    call_list = visible_list(request, pk)
    if request.POST.get("jusqu", "").isdecimal():
        days = min(int(request.POST["jusqu"][:2]), 7)
        until = call_lists.end_of_the_evening() + timedelta(days=days)
        call_lists.prolong(call_list=call_list, until=until, actor=request.user)
        messages.success(request, _("C’est prolongé : les liens marchent encore."))
    else:
        call_lists.close(call_list=call_list, actor=request.user)
        messages.success(request, _("C’est fermé : plus rien ne s’ouvre par ces liens."))
    return redirect("actions:call-list-detail", pk)


@require_http_methods(["GET", "POST"])
def call_link(request: HttpRequest, pk: int, branch: int) -> HttpResponse:
    """A caller's link, ready to send; POST replaces it (or takes it back, with `reprendre`)."""
    call_list = visible_list(request, pk)
    found = branch_of(call_list, branch)
    if request.method == "POST":
        _replace(request, found)
        return redirect("actions:call-link", pk, branch)
    link = found.links.filter(revoked_at=None).first()
    url = access_links.url_of(link) if link is not None else ""
    text = call_words.invitation_for(found, url)
    context = {
        "call_list": call_list,
        "branch": found,
        "url": url,
        "text": text,
        "sms": call_words.sms_url(found.phone, text),
        "whatsapp": call_words.whatsapp_url(found.phone, text),
        "code": qr_svg(url, _("Code à scanner : %(link)s") % {"link": url}) if url else "",
        "link": link,
        "accesses": link.accesses.select_related("person")[:30] if link is not None else [],
    }
    return render(request, "actions/calls/link.html", context)


@require_GET
def action_calls(request: HttpRequest, pk: int) -> HttpResponse:
    """Panel of an action: its lists of calls, and how they go."""
    action = get_visible_or_404(Action, request.user, pk=pk)
    require_running(request.user, action)
    lists = list(action.call_lists.select_related("action").order_by("-created_at")[:6])
    figures = list_figures(lists)
    context = {
        "action": action,
        "lines": [{"list": one, "figure": figures.get(one.pk)} for one in lists],
        "open": action.state != ActionState.CANCELLED and action.ends_at > timezone.now(),
    }
    template = "actions/calls/_action_calls.html" if request.htmx else "actions/calls/panel.html"
    return render(request, template, context)


def _replace(request: HttpRequest, branch: CallBranch) -> None:
    link = branch.links.filter(revoked_at=None).first()
    if "reprendre" in request.POST:
        if link is not None:
            access_links.revoke(link=link, actor=request.user)
        messages.success(request, _("Ce lien n’ouvre plus rien."))
        return
    if link is not None:
        access_links.renew(link=link, actor=request.user)
    else:
        access_links.create(
            purpose=LinkPurpose.CALLS,
            chapter=branch.call_list.chapter,
            branch=branch,
            holder=branch.name,
            expires_at=branch.call_list.expires_at,
            actor=request.user,
        )
    messages.success(request, _("Voici un lien neuf ; l’ancien n’ouvre plus rien."))


def visible_list(request: HttpRequest, pk: int) -> CallList:
    """A list of her chapters."""
    lists = CallList.objects.select_related("action", "chapter", "created_by")
    return get_visible_or_404(lists, request.user, pk=pk)


def branch_of(call_list: CallList, pk: int) -> CallBranch:
    """A branch of a list she may see; Http404 otherwise."""
    return get_object_or_404(
        CallBranch.objects.select_related("call_list"), call_list=call_list, pk=pk
    )


def _source(request: HttpRequest) -> Source | None:
    """What the address says the list is made from; every part is fetched through the viewer."""
    keys = {name: _number(request.GET.get(name, "")) for name in SOURCES}
    name = next((one for one in SOURCES if keys[one]), None)
    return SOURCES[name](request, keys[name]) if name else None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def _from_action(request: HttpRequest, pk: int) -> Source:
    action = get_visible_or_404(Action.objects.select_related("chapter"), request.user, pk=pk)
    require_running(request.user, action)
    audience = request.GET.get("qui", "none")
    title = call_sources.title_of(action, audience)
    return Source(action.chapter, call_sources.of_action(action, audience), title[:160], action)


def _from_group(request: HttpRequest, pk: int) -> Source:
    group = get_visible_or_404(Group.objects.select_related("chapter"), request.user, pk=pk)
    require_organizer_of(request.user, group.chapter_id)
    return Source(group.chapter, call_sources.of_group(group), group.name)


def _from_saved(request: HttpRequest, pk: int) -> Source:
    saved = get_visible_or_404(SavedList.objects.select_related("chapter"), request.user, pk=pk)
    require_organizer_of(request.user, saved.chapter_id)
    found = list_people(request.user, QueryDict(saved.query)).people
    mine = Person.objects.active().filter(chapter=saved.chapter_id)
    return Source(saved.chapter, mine.filter(pk__in=found.order_by().values("pk")), saved.name)


def _from_leader(request: HttpRequest, pk: int) -> Source:
    leader = get_visible_or_404(Person.objects.select_related("chapter"), request.user, pk=pk)
    require_organizer_of(request.user, leader.chapter_id)
    title = _("Autour de %(name)s") % {"name": leader}
    return Source(leader.chapter, call_sources.of_leader(leader), title)


SOURCES = {
    "action": _from_action,
    "groupe": _from_group,
    "liste": _from_saved,
    "leader": _from_leader,
}


def _sources(request: HttpRequest) -> dict[str, Any]:
    """What one may start from."""
    ids = [chapter.pk for chapter in organized_chapters(request.user)]
    coming = Action.objects.filter(chapter__in=ids).announced().upcoming()
    groups = Group.objects.filter(chapter__in=ids).active().order_by("name")
    return {
        "coming": coming[:12],
        "groups": groups,
        "saved": SavedList.objects.visible_to(request.user).filter(chapter__in=ids),
    }


def _actions(chapter: Chapter) -> Any:
    """The actions one may call for."""
    running = Action.objects.filter(chapter=chapter).exclude(state=ActionState.CANCELLED)
    return running.upcoming()
