from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.enums import AgendaKind, TargetKind
from campaigns.models.campaign import Campaign
from campaigns.models.scope import OfCampaignQuerySet
from members.models import Chapter
from members.scoping import ChapterWideQuerySet


class Target(models.Model):
    """Who can say yes: always a named person, never an institution alone."""

    chapter = models.ForeignKey(
        Chapter, verbose_name=_("alliance locale"), on_delete=models.PROTECT, related_name="targets"
    )
    name = models.CharField(_("nom"), max_length=160)
    mandate = models.CharField(_("mandat ou fonction"), max_length=160)
    organization = models.CharField(_("institution"), max_length=160, blank=True)
    superior = models.ForeignKey(
        "self", verbose_name=_("répond à"), null=True, blank=True, on_delete=models.SET_NULL
    )
    weak_points = models.TextField(_("points sensibles"), blank=True)

    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar = ChapterWideQuerySet.as_manager()

    class Meta:
        verbose_name = _("cible")
        verbose_name_plural = _("cibles")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="target_is_a_named_person"),
            models.CheckConstraint(
                condition=Q(superior=None) | ~Q(superior=models.F("id")),
                name="target_not_her_own_superior",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.mandate}"


class CampaignTarget(models.Model):
    """A target of a campaign, main or secondary."""

    campaign = models.ForeignKey(
        Campaign, verbose_name=_("campagne"), on_delete=models.CASCADE, related_name="targets"
    )
    target = models.ForeignKey(
        Target, verbose_name=_("cible"), on_delete=models.CASCADE, related_name="campaigns"
    )
    kind = models.CharField(
        _("sorte"), max_length=10, choices=TargetKind.choices, default=TargetKind.PRIMARY
    )

    objects: ClassVar = OfCampaignQuerySet["CampaignTarget"].as_manager()

    class Meta:
        verbose_name = _("cible de campagne")
        verbose_name_plural = _("cibles de campagne")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "target"], name="target_once_per_campaign")
        ]

    def __str__(self) -> str:
        return str(self.target)


class TargetDateQuerySet(ChapterWideQuerySet["TargetDate"]):
    chapter_path = "target__chapter"

    def coming(self, now: datetime | None = None) -> TargetDateQuerySet:
        """Not yet, soonest first."""
        return self.filter(starts_at__gte=now or timezone.now()).order_by("starts_at", "id")


class TargetDate(models.Model):
    """A day when a target is seen in public; typed, or read from a published calendar.

    `uid` is that of the calendar: reading the same file again changes the date, adds none.
    """

    target = models.ForeignKey(
        Target, verbose_name=_("cible"), on_delete=models.CASCADE, related_name="dates"
    )
    kind = models.CharField(
        _("sorte"), max_length=12, choices=AgendaKind.choices, default=AgendaKind.OTHER
    )
    title = models.CharField(_("quoi"), max_length=200)
    starts_at = models.DateTimeField(_("quand"))
    place = models.CharField(_("où"), max_length=200, blank=True)
    on_public_road = models.BooleanField(_("dans la rue"), default=True)
    uid = models.CharField(max_length=255, default=uuid.uuid4, editable=False)
    from_file = models.BooleanField(default=False, editable=False)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("noté par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects: ClassVar = TargetDateQuerySet.as_manager()

    class Meta:
        verbose_name = _("date publique")
        verbose_name_plural = _("dates publiques")
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["target", "uid"], name="target_date_once_per_uid"),
            models.CheckConstraint(condition=~Q(title=""), name="target_date_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.starts_at:%d/%m/%Y}"
