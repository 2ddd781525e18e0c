"""Groups: who belongs, in which role, since when."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.core.text.names import fold
from alliance.journal.domain import record
from members.enums import GroupRole
from members.models import Group, GroupMembership, Person, User


class GroupExists(Exception):
    """Another group of the chapter has this name; `str()` says so, in French."""


class OtherChapter(Exception):
    """The person and the group live in two different chapters."""


def keep(*, group: Group, actor: User | None = None) -> Group:
    """Write a group, new or changed; journaled.

    Raises GroupExists when another of its chapter has this name, whatever the accents and the
    capitals, even written at this very moment.
    """
    taken = _("« %(name)s » existe déjà dans cette alliance.") % {"name": group.name}
    others = Group.objects.filter(chapter=group.chapter_id).exclude(pk=group.pk)
    if fold(group.name) in {fold(name) for name in others.values_list("name", flat=True)}:
        raise GroupExists(taken)
    verb = "group.changed" if group.pk else "group.created"
    try:
        with transaction.atomic():
            group.save()
            record(verb=verb, actor=actor, subject=group, chapter_id=group.chapter_id)
    except IntegrityError as problem:
        raise GroupExists(taken) from problem
    return group


@transaction.atomic
def join(
    *,
    group: Group,
    person: Person,
    role: str = GroupRole.MEMBER,
    on: date | None = None,
    actor: User | None = None,
) -> GroupMembership:
    """Make a person a member of a group, or change her role in it; journaled.

    Raises OtherChapter when they do not belong to the same local alliance.
    """
    if group.chapter_id != person.chapter_id:
        raise OtherChapter(_("Cette personne appartient à une autre alliance locale."))
    membership, created = GroupMembership.objects.get_or_create(
        group=group,
        person=person,
        left_on=None,
        defaults={"role": role, "joined_on": on or timezone.localdate()},
    )
    if not created and membership.role != role:
        membership.role = role
        membership.save(update_fields=["role"])
    if created:
        record(
            verb="group.joined",
            actor=actor,
            subject=person,
            chapter_id=group.chapter_id,
            detail={"group": group.pk},
        )
    return membership


@transaction.atomic
def leave(
    *, membership: GroupMembership, on: date | None = None, actor: User | None = None
) -> None:
    """End a person's membership of a group on a day (today by default); journaled."""
    day = max(on or timezone.localdate(), membership.joined_on)
    changed = GroupMembership.objects.filter(pk=membership.pk, left_on=None).update(left_on=day)
    if changed:
        record(
            verb="group.left",
            actor=actor,
            subject=membership.person,
            chapter_id=membership.group.chapter_id,
            detail={"group": membership.group_id},
        )
