"""Groups and allied associations: who is in them, who holds which role."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alliance.core.paging import Page, keyset_page
from members.domain import groups, meetings
from members.enums import GroupRole
from members.forms.groups import GroupForm, GroupMemberForm
from members.models import Chapter, Group, GroupMembership, Person
from members.permissions import organized_chapters, organizers_only, require_organizer_of
from members.scoping import get_visible_or_404, scope_of

BY_NAME = ("sort_key", "id")
FORMER_SHOWN = 20


@require_GET
def group_list(request: HttpRequest) -> HttpResponse:
    """The groups of my chapters, with how many people each holds."""
    found = (
        Group.objects.visible_to(request.user)
        .active()
        .select_related("chapter", "neighbourhood", "organizer")
        .annotate(size=Count("memberships", filter=Q(memberships__left_on=None)))
        .order_by("chapter__name", "name")
    )
    asked = Chapter.objects.visible_to(request.user).filter(slug=request.GET.get("alliance", ""))
    if chapter := asked.first():
        found = found.filter(chapter=chapter)
    silent = request.GET.get("vie") == "silence"
    listed = _with_pulse(list(found))
    context = {
        "groups": [one for one in listed if one.pulse.silent] if silent else listed,
        "silent_count": sum(one.pulse.silent for one in listed),
        "silent": silent,
        "may_create": bool(organized_chapters(request.user)),
    }
    return render(request, "members/group_list.html", context)


def _with_pulse(listed: list[Group]) -> list[Any]:
    beats = meetings.pulses(listed, newcomers=False)
    shown: list[Any] = listed
    for group in shown:
        group.pulse = beats[group.pk]
    return shown


@require_GET
def group_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A group: presentation, people by role, what it is invited to (panels)."""
    group = get_visible_or_404(
        Group.objects.select_related("chapter", "neighbourhood", "organizer"), request.user, pk=pk
    )
    scope = scope_of(request.user)
    organizes = scope.may_organize(group.chapter_id)
    sees_people = organizes or group.pk in scope.led_groups
    page = _members(group, request) if sees_people else Page([])
    former = list(_former(group)[: FORMER_SHOWN + 1]) if sees_people else []
    alone = sees_people and not (page.next_url or page.previous_url)
    context = {
        "group": group,
        "organizes": organizes,
        "sees_people": sees_people,
        "page": page,
        "former": former[:FORMER_SHOWN],
        "former_left_out": len(former) > FORMER_SHOWN,
        "size": len(page.rows) if alone else group.memberships.current().count(),
        "roles": GroupMembership._meta.get_field("role").choices,
    }
    return render(request, "members/group_detail.html", context)


def _members(group: Group, request: HttpRequest) -> Page:
    """Those of today, by name; whoever holds a role comes first, on the first page.

    An association may have thousands: whose turn it is is read first, then who they are.
    """
    plain = group.memberships.current().filter(role=GroupRole.MEMBER)
    people = Person.objects.filter(Exists(plain.filter(person=OuterRef("pk")))).only("sort_key")
    page = keyset_page(people, request, order=BY_NAME)
    shown = Q(person__in=[person.pk for person in page.rows])
    if not page.previous_url:
        shown |= ~Q(role=GroupRole.MEMBER)
    found = group.memberships.current().filter(shown).select_related("person")
    rows = sorted(
        found.prefetch_related("person__phones"),
        key=lambda one: (one.role == GroupRole.MEMBER, one.person.sort_key, one.person_id),
    )
    return replace(page, rows=rows)


def _former(group: Group) -> Any:
    return (
        group.memberships.filter(left_on__isnull=False)
        .select_related("person")
        .order_by("-left_on", "-id")
    )


@require_http_methods(["GET", "POST"])
@organizers_only
def group_create(request: HttpRequest) -> HttpResponse:
    """A new group."""
    form = GroupForm(request.POST or None, chapters=organized_chapters(request.user))
    return _saved_or_form(request, form, None)


@require_http_methods(["GET", "POST"])
def group_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a group."""
    group = get_visible_or_404(Group, request.user, pk=pk)
    require_organizer_of(request.user, group.chapter_id)
    form = GroupForm(request.POST or None, instance=group, chapters=[group.chapter])
    return _saved_or_form(request, form, group)


def _saved_or_form(request: HttpRequest, form: GroupForm, group: Group | None) -> HttpResponse:
    if form.is_valid() and (saved := _kept(request, form)):
        messages.success(request, _("Le groupe « %(name)s » est enregistré.") % {"name": saved})
        return redirect("members:group-detail", saved.pk)
    status = 422 if form.is_bound else 200
    return render(request, "members/group_form.html", {"form": form, "group": group}, status=status)


def _kept(request: HttpRequest, form: GroupForm) -> Group | None:
    try:
        return groups.keep(group=form.save(commit=False), actor=request.user)
    except groups.GroupExists as problem:
        form.add_error("name", str(problem))
        return None


@require_POST
def group_join(request: HttpRequest, pk: int) -> HttpResponse:
    """Add somebody to the group, or change her role."""
    group = get_visible_or_404(Group, request.user, pk=pk)
    require_organizer_of(request.user, group.chapter_id)
    mine = Person.objects.visible_to(request.user).active().filter(chapter=group.chapter_id)
    form = GroupMemberForm(request.POST, people=mine)
    if form.is_valid():
        person = form.cleaned_data["person"]
        groups.join(group=group, person=person, role=form.cleaned_data["role"], actor=request.user)
        messages.success(request, _("%(name)s est dans le groupe.") % {"name": person})
    else:
        messages.error(request, _("Choisissez la personne dans la liste."))
    return redirect("members:group-detail", group.pk)


@require_POST
def group_leave(request: HttpRequest, pk: int, membership: int) -> HttpResponse:
    """End somebody's membership of the group; her past in it stays."""
    group = get_visible_or_404(Group, request.user, pk=pk)
    require_organizer_of(request.user, group.chapter_id)
    found = group.memberships.current().filter(pk=membership).select_related("person").first()
    if found is not None:
        groups.leave(membership=found, actor=request.user)
        messages.info(request, _("%(name)s a quitté le groupe.") % {"name": found.person})
    return redirect("members:group-detail", group.pk)
