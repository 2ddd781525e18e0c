from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.enums import GroupKind, GroupRole
from members.models.chapter import Chapter, Neighbourhood
from members.models.person import Person
from members.models.search import Fold
from members.scoping import ChapterWideQuerySet


class GroupQuerySet(ChapterWideQuerySet["Group"]):
    def active(self) -> GroupQuerySet:
        """Groups that still meet."""
        return self.filter(ended_on=None)


class Group(models.Model):
    """A neighbourhood group, a collective or an allied association: people who act together."""

    chapter = models.ForeignKey(
        Chapter, verbose_name=_("alliance locale"), on_delete=models.PROTECT, related_name="groups"
    )
    name = models.CharField(_("nom"), max_length=160)
    kind = models.CharField(
        _("sorte"), max_length=16, choices=GroupKind.choices, default=GroupKind.NEIGHBOURHOOD
    )
    neighbourhood = models.ForeignKey(
        Neighbourhood,
        verbose_name=_("quartier"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="groups",
    )
    organizer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("suivi par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="followed_groups",
    )
    about = models.TextField(_("présentation"), blank=True)
    meeting_place = models.CharField(_("lieu de réunion"), max_length=200, blank=True)
    founded_on = models.DateField(_("fondé le"), null=True, blank=True)
    ended_on = models.DateField(_("arrêté le"), null=True, blank=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("groupe")
        verbose_name_plural = _("groupes")
        ordering = ["name"]
        indexes = [
            GinIndex(OpClass(Fold(F("name")), name="gin_trgm_ops"), name="group_search_pieces")
        ]
        constraints = [
            models.UniqueConstraint(fields=["chapter", "name"], name="group_unique_in_chapter"),
            models.CheckConstraint(
                condition=Q(ended_on=None)
                | Q(founded_on=None)
                | Q(ended_on__gte=models.F("founded_on")),
                name="group_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GroupMembershipQuerySet(models.QuerySet["GroupMembership"]):
    def current(self) -> GroupMembershipQuerySet:
        """Those who have not left."""
        return self.filter(left_on=None)


class GroupMembership(models.Model):
    """A person in a group, with a role and dates."""

    group = models.ForeignKey(
        Group, verbose_name=_("groupe"), on_delete=models.CASCADE, related_name="memberships"
    )
    person = models.ForeignKey(
        Person,
        verbose_name=_("personne"),
        on_delete=models.CASCADE,
        related_name="group_memberships",
    )
    role = models.CharField(
        _("rôle"), max_length=16, choices=GroupRole.choices, default=GroupRole.MEMBER
    )
    joined_on = models.DateField(_("depuis le"), default=timezone.localdate)
    left_on = models.DateField(_("jusqu’au"), null=True, blank=True)

    objects = GroupMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membre du groupe")
        verbose_name_plural = _("membres du groupe")
        indexes = [
            # The few who speak for a group, among all who belong to one.
            models.Index(
                fields=["group", "person"],
                condition=Q(left_on=None, role__in=(GroupRole.REFERENT, GroupRole.SPOKESPERSON)),
                name="group_membership_voices",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person"],
                condition=Q(left_on=None),
                name="group_membership_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=models.F("joined_on")),
                name="group_membership_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.group}"
