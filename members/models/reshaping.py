from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.chapter import Chapter


class ReshapingKind(models.TextChoices):
    UNION = "union", _("réunion")
    SPLIT = "split", _("séparation")


class Reshaping(models.Model):
    """Two alliances made one, or one made two: each row it moved, so that it can be undone.

    `moves` holds keys and the fields changed, as for two pages made one (decision 0070).
    """

    kind = models.CharField(_("geste"), max_length=8, choices=ReshapingKind.choices)
    source = models.ForeignKey(
        Chapter,
        verbose_name=_("de"),
        on_delete=models.PROTECT,
        related_name="reshaped_from",
    )
    target = models.ForeignKey(
        Chapter,
        verbose_name=_("vers"),
        on_delete=models.PROTECT,
        related_name="reshaped_into",
    )
    client_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    opened_target = models.BooleanField(_("alliance ouverte pour l’occasion"), default=False)
    moves = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    done_at = models.DateTimeField(_("le"), default=timezone.now)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    undone_at = models.DateTimeField(_("défait le"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("défait par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("réunion ou séparation d’alliances")
        verbose_name_plural = _("réunions et séparations d’alliances")
        ordering = ["-done_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(source=F("target")), name="reshaping_of_two"),
            models.UniqueConstraint(
                fields=["source"],
                condition=Q(kind="union", undone_at=None),
                name="reshaping_joins_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
