"""Groups: who belongs, in which role, since when."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.journal.domain import record
from members.enums import GroupRole
from members.models import Group, GroupMembership, Person, User


class OtherChapter(Exception):
    """The person and the group live in two different chapters."""


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
