from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.person import Person
from members.scoping import ScopedQuerySet


class DistinctPair(models.Model):
    """Two people who look alike and are not the same: decided once, remembered."""

    first = models.ForeignKey(
        Person, verbose_name=_("une personne"), on_delete=models.CASCADE, related_name="+"
    )
    second = models.ForeignKey(
        Person, verbose_name=_("une autre"), on_delete=models.CASCADE, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("décidé par"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("décidé le"), default=timezone.now)

    class Meta:
        verbose_name = _("paire distincte")
        verbose_name_plural = _("paires distinctes")
        constraints = [
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="distinct_pair_is_ordered"
            ),
            models.UniqueConstraint(fields=["first", "second"], name="distinct_pair_once"),
        ]

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"


class MergeQuerySet(ScopedQuerySet["Merge"]):
    chapter_path = "kept__chapter"


class Merge(models.Model):
    """Two pages made one: what moved and what was filled, so that it can be undone."""

    kept = models.ForeignKey(
        Person, verbose_name=_("fiche gardée"), on_delete=models.CASCADE, related_name="merges"
    )
    gone = models.ForeignKey(
        Person,
        verbose_name=_("fiche fusionnée"),
        on_delete=models.CASCADE,
        related_name="merged_away",
    )
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("fusionnée par"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    merged_at = models.DateTimeField(_("le"), default=timezone.now)
    moves = models.JSONField(default=list, help_text=_("Lignes déplacées : modèle, clé, champ."))
    before = models.JSONField(default=dict, help_text=_("Champs de la fiche gardée, avant."))
    undone_at = models.DateTimeField(_("défaite le"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("défaite par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects: ClassVar = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("fusion")
        verbose_name_plural = _("fusions")
        ordering = ["-merged_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="merge_of_two_people"),
            models.UniqueConstraint(
                fields=["gone"], condition=Q(undone_at=None), name="merge_away_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gone} → {self.kept}"
