from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.enums import LeaderKind, LeaderStage
from members.models.person import Person
from members.scoping import ScopedQuerySet


class LeadershipQuerySet(ScopedQuerySet["Leadership"]):
    chapter_path = "person__chapter"


class Leadership(models.Model):
    """Where a person stands on the way to leading; the history is in its moves."""

    person = models.OneToOneField(
        Person, verbose_name=_("personne"), on_delete=models.CASCADE, related_name="leadership"
    )
    kind = models.CharField(
        _("sorte"), max_length=16, choices=LeaderKind.choices, default=LeaderKind.OTHER
    )
    stage = models.CharField(
        _("étape"), max_length=12, choices=LeaderStage.choices, default=LeaderStage.SPOTTED
    )
    since = models.DateTimeField(_("depuis"), default=timezone.now)

    objects: ClassVar = LeadershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("leader")
        verbose_name_plural = _("leaders")
        indexes = [models.Index("stage", "since", name="leadership_by_stage")]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_stage_display()}"


class LeadershipMove(models.Model):
    """A step on that way: dated, signed, with its reason."""

    person = models.ForeignKey(
        Person,
        verbose_name=_("personne"),
        on_delete=models.CASCADE,
        related_name="leadership_moves",
    )
    from_stage = models.CharField(
        _("étape d’avant"), max_length=12, choices=LeaderStage.choices, blank=True
    )
    to_stage = models.CharField(_("étape"), max_length=12, choices=LeaderStage.choices)
    reason = models.TextField(_("pourquoi"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("noté par"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    moved_at = models.DateTimeField(_("le"), default=timezone.now)

    class Meta:
        verbose_name = _("étape franchie")
        verbose_name_plural = _("étapes franchies")
        ordering = ["-moved_at", "-id"]

    def __str__(self) -> str:
        return f"{self.person} → {self.get_to_stage_display()}"


class Assessment(models.Model):
    """What an organizer thinks of somebody's commitment, 1 to 5: never without a reason."""

    person = models.ForeignKey(
        Person, verbose_name=_("personne"), on_delete=models.CASCADE, related_name="assessments"
    )
    level = models.PositiveSmallIntegerField(_("niveau"))
    reason = models.TextField(_("pourquoi"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("noté par"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    assessed_at = models.DateTimeField(_("le"), default=timezone.now)

    class Meta:
        verbose_name = _("appréciation")
        verbose_name_plural = _("appréciations")
        ordering = ["-assessed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level__gte=1, level__lte=5), name="assessment_from_1_to_5"
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="assessment_never_without_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level}/5"


class LeaderNotYet(models.Model):
    """« Pas maintenant », said of somebody who was suggested as a leader: she is left in peace."""

    person = models.ForeignKey(
        Person, verbose_name=_("personne"), on_delete=models.CASCADE, related_name="not_yets"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dit par"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    said_at = models.DateTimeField(_("le"), default=timezone.now)

    class Meta:
        verbose_name = _("leader, pas maintenant")
        verbose_name_plural = _("leaders, pas maintenant")
        ordering = ["-said_at", "-id"]

    def __str__(self) -> str:
        return str(self.person)
