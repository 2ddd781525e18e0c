"""Leaders: the board, one person's way, and those who could lead."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alliance.core.web.ways_back import redirect_back
from members.domain.leading import leadership, rotation, suggestions
from members.enums import LeaderKind, LeaderStage
from members.filters import PersonFilter, list_people, organized_people
from members.models import Leadership, LeadershipMove, Person
from members.permissions import organized_chapters, organizers_only, require_organizer_of
from members.scoping import get_visible_or_404

BOARD_FILTERS = ("organizer", "neighbourhood", "group", "unseen")
SHOWN = 40


@require_GET
@organizers_only
def leader_board(request: HttpRequest) -> HttpResponse:
    """The way of the leaders, stage by stage; each card says what is seen, never a score."""
    params = request.GET.copy()
    for name in list(params):
        if name not in (*BOARD_FILTERS, "leader"):
            del params[name]
    params["leader"] = params.get("leader") or "any"
    listing = list_people(request.user, params)
    mine = organized_people(request.user).filter(pk__in=listing.people.order_by().values("pk"))
    chapters = [chapter.pk for chapter in organized_chapters(request.user)]
    context = {
        "columns": _columns(mine, params),
        "filter_fields": _filter_fields(request),
        "kinds": LeaderKind.choices,
        "leader": params["leader"],
        "filtered": any(params.get(name) for name in BOARD_FILTERS) or params["leader"] != "any",
        "suggestions": suggestions.suggestions(chapters, most=6),
        "alone": suggestions.held_alone(chapters),
        "turns": rotation.turns(chapters),
        "stages": LeaderStage.choices,
    }
    return render(request, "members/leaders/board.html", context)


def _columns(people: Any, params: Any) -> list[dict[str, Any]]:
    rows = (
        Leadership.objects.filter(person__in=people.order_by().values("pk"))
        .select_related("person__neighbourhood")
        .order_by("-since", "-pk")
    )
    by_stage: dict[str, list[Leadership]] = {stage: [] for stage in LeaderStage.values}
    for row in rows:
        by_stage[row.stage].append(row)
    shown = [row for column in by_stage.values() for row in column[:SHOWN]]
    followers = leadership.followers_of([row.person_id for row in shown])
    missing = leadership.missing_of([row.person_id for row in shown])
    query = params.copy()
    columns = []
    for stage in LeaderStage:
        query["stage"] = stage.value
        column = by_stage[stage.value]
        columns.append(
            {
                "stage": stage.value,
                "label": stage.label,
                "next": leadership.next_stage(stage.value),
                "total": len(column),
                "url": f"{reverse('members:person-list')}?{query.urlencode()}",
                "cards": [
                    (row, followers.get(row.person_id), missing.get(row.person_id, []))
                    for row in column[:SHOWN]
                ],
            }
        )
    return columns


def _filter_fields(request: HttpRequest) -> list[Any]:
    whole = PersonFilter(request.GET, user=request.user, queryset=Person.objects.none(), whole=True)
    return [whole.form[name] for name in BOARD_FILTERS if name in whole.filters]


@require_GET
@organizers_only
def leader_suggestions(request: HttpRequest) -> HttpResponse:
    """« Pourraient être leaders »: everybody, each with the facts."""
    chapters = [chapter.pk for chapter in organized_chapters(request.user)]
    context = {"suggestions": suggestions.suggestions(chapters, most=200)}
    return render(request, "members/leaders/suggestions.html", context)


@require_GET
def leader_way(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's way: steps and appreciations with who, when, why; whom she brings."""
    person = _organized(request, pk)
    template = "members/leaders/_way.html" if request.htmx else "members/leaders/way.html"
    return render(request, template, _way(person))


def _way(person: Person, **more: Any) -> dict[str, Any]:
    place = Leadership.objects.filter(person=person).first()
    return {
        "person": person,
        "place": place,
        "steps": list(person.leadership_moves.select_related("author")[:50]),
        "assessments": list(person.assessments.select_related("author")[:50]),
        "roles": rotation.roles_of(person.pk),
        "followers": leadership.followers_of([person.pk]).get(person.pk),
        "stages": LeaderStage.choices,
        "kinds": LeaderKind.choices,
        "next": leadership.next_stage(place.stage) if place else None,
        "levels": range(1, 6),
        **more,
    }


@require_POST
def leader_move(request: HttpRequest, pk: int) -> HttpResponse:
    """A step on the way; what somebody else did meanwhile is shown and not overwritten."""
    person = _organized(request, pk)
    wanted = request.POST.get("stage", "")
    if wanted not in LeaderStage.values:
        messages.error(request, _("Choisissez une étape."))
        return _back(request, person)
    try:
        step = leadership.move(
            person=person,
            to_stage=wanted,
            seen=request.POST.get("seen", ""),
            actor=request.user,
            reason=request.POST.get("reason", ""),
            kind=request.POST.get("kind", ""),
        )
    except leadership.StageChanged as changed:
        now = changed.leadership
        where = now.get_stage_display() if now else _("hors du tableau")
        words = _("Quelqu’un d’autre a déplacé %(name)s entre-temps : %(stage)s. Rien n’a changé.")
        messages.warning(request, words % {"name": person, "stage": where})
        return _back(request, person)
    words = _("%(name)s : %(stage)s.") % {"name": person, "stage": LeaderStage(wanted).label}
    undo = f"undo={reverse('members:leader-step-undo', args=[step.pk])}" if step else ""
    messages.success(request, words, extra_tags=undo)
    return _back(request, person)


@require_POST
def leader_step_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back one's own last step."""
    step = get_object_or_404(LeadershipMove, pk=pk)
    person = _organized(request, step.person_id)
    if leadership.undo(step=step, actor=request.user):
        messages.info(request, _("L’étape est annulée."))
    else:
        messages.warning(request, _("Trop tard pour annuler : notez une autre étape."))
    return _back(request, person)


@require_POST
def leader_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Off the board; her history stays."""
    person = _organized(request, pk)
    leadership.withdraw(person=person, actor=request.user, reason=request.POST.get("reason", ""))
    words = _("%(name)s n’est plus au tableau ; son histoire reste.")
    messages.info(request, words % {"name": person})
    return _back(request, person)


@require_POST
def leader_assess(request: HttpRequest, pk: int) -> HttpResponse:
    """An appreciation, with its reason."""
    person = _organized(request, pk)
    level, reason = request.POST.get("level", ""), request.POST.get("reason", "")
    try:
        if level not in {"1", "2", "3", "4", "5"}:
            raise leadership.NoReason(_("Choisissez un niveau, de 1 à 5."))
        leadership.assess(person=person, level=int(level), reason=reason, actor=request.user)
    except leadership.NoReason as problem:
        context = _way(person, problem=str(problem), typed=reason, chosen=level)
        return render(request, "members/leaders/way.html", context, status=422)
    messages.success(request, _("C’est noté, avec la date et votre nom."))
    return _back(request, person)


@require_POST
def leader_not_now(request: HttpRequest, pk: int) -> HttpResponse:
    """« Pas maintenant »: she is not suggested for three months."""
    person = _organized(request, pk)
    suggestions.not_now(person=person, actor=request.user)
    words = _("%(name)s ne sera plus proposé·e pendant trois mois.")
    messages.info(request, words % {"name": person})
    return _back(request, person)


def _organized(request: HttpRequest, pk: int) -> Person:
    person = get_visible_or_404(Person, request.user, pk=pk)
    require_organizer_of(request.user, person.chapter_id)
    return person


def _back(request: HttpRequest, person: Person) -> HttpResponse:
    return redirect_back(request, "members:leader-way", person.pk)
