from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.enums import MeetingKind
from members.models.group import Group
from members.models.person import Person
from members.scoping import ChapterWideQuerySet


class GroupMeetingQuerySet(ChapterWideQuerySet["GroupMeeting"]):
    chapter_path = "group__chapter"

    def held(self) -> GroupMeetingQuerySet:
        """Those whose report was written."""
        return self.exclude(reported_at=None)

    def standing(self) -> GroupMeetingQuerySet:
        """Those that were not cancelled."""
        return self.filter(cancelled_at=None)


class GroupMeeting(models.Model):
    """A meeting of a group, often at somebody's home: a host, guests, a report, a next host."""

    group = models.ForeignKey(
        Group, verbose_name=_("groupe"), on_delete=models.CASCADE, related_name="meetings"
    )
    kind = models.CharField(
        _("sorte"), max_length=12, choices=MeetingKind.choices, default=MeetingKind.HOUSE
    )
    starts_at = models.DateTimeField(_("quand"))
    place = models.CharField(_("où"), max_length=200, blank=True)
    host = models.ForeignKey(
        Person,
        verbose_name=_("reçoit"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="hosted_meetings",
    )
    report = models.TextField(_("ce qui s’est dit, ce qu’on a décidé"), blank=True)
    others = models.PositiveSmallIntegerField(
        _("autres personnes"), default=0, help_text=_("Venues sans donner leur nom.")
    )
    next_host = models.ForeignKey(
        Person,
        verbose_name=_("recevra la prochaine fois"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="next_hosted_meetings",
    )
    next_on = models.DateField(_("prochaine fois"), null=True, blank=True)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reported_at = models.DateTimeField(_("compte rendu le"), null=True, blank=True)
    sequence = models.PositiveIntegerField(
        default=0, editable=False, help_text=_("Monte à chaque changement : les agendas la lisent.")
    )
    changed_at = models.DateTimeField(_("changée le"), null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(_("annulée le"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = GroupMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("réunion de groupe")
        verbose_name_plural = _("réunions de groupe")
        ordering = ["-starts_at", "-id"]
        indexes = [models.Index(fields=["group", "-starts_at"], name="meeting_by_group")]
        constraints = [
            models.CheckConstraint(condition=Q(others__lte=500), name="meeting_others_are_few"),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | Q(reported_at=None),
                name="meeting_cancelled_is_not_told",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} · {timezone.localtime(self.starts_at):%d/%m/%Y}"

    @property
    def is_untold(self) -> bool:
        """Held, and nobody has said yet who came."""
        untold = self.reported_at is None and self.cancelled_at is None
        return untold and self.starts_at <= timezone.now()

    @property
    def may_change(self) -> bool:
        """Still to come, and not cancelled."""
        return self.cancelled_at is None and self.starts_at > timezone.now()


class MeetingGuest(models.Model):
    """Somebody asked to a meeting of a group, and whether she came."""

    meeting = models.ForeignKey(GroupMeeting, on_delete=models.CASCADE, related_name="guests")
    person = models.ForeignKey(
        Person, verbose_name=_("personne"), on_delete=models.CASCADE, related_name="meetings"
    )
    came = models.BooleanField(_("est venu·e"), null=True, blank=True)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("invité·e d’une réunion")
        verbose_name_plural = _("invité·es des réunions")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="meeting_guest_once")
        ]

    def __str__(self) -> str:
        return str(self.person)
