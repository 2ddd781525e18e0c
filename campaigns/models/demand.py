from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.enums import DemandStatus
from campaigns.models.campaign import Campaign
from campaigns.models.scope import OfCampaignQuerySet


class Demand(models.Model):
    """What we ask for, in one sentence that can be answered by yes or no."""

    campaign = models.ForeignKey(
        Campaign, verbose_name=_("campagne"), on_delete=models.CASCADE, related_name="demands"
    )
    text = models.TextField(_("revendication"))
    status = models.CharField(
        _("état"), max_length=10, choices=DemandStatus.choices, default=DemandStatus.MADE
    )
    position = models.PositiveSmallIntegerField(_("rang"), default=0)
    decided_on = models.DateField(_("réponse le"), null=True, blank=True)

    objects: ClassVar = OfCampaignQuerySet["Demand"].as_manager()

    class Meta:
        verbose_name = _("revendication")
        verbose_name_plural = _("revendications")
        ordering = ["position", "id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="demand_has_words")]

    def __str__(self) -> str:
        return self.text[:80]


class DemandMove(models.Model):
    """A demand changed state: when, who wrote it, why. Append-only: PostgreSQL refuses changes."""

    demand = models.ForeignKey(
        Demand, verbose_name=_("revendication"), on_delete=models.CASCADE, related_name="moves"
    )
    status = models.CharField(_("état"), max_length=10, choices=DemandStatus.choices)
    happened_on = models.DateField(_("le"), default=timezone.localdate)
    note = models.TextField(_("ce qui s’est passé"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("noté par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("étape d’une revendication")
        verbose_name_plural = _("étapes des revendications")
        ordering = ["-happened_on", "-id"]

    def __str__(self) -> str:
        return f"{self.get_status_display()} · {self.happened_on:%d/%m/%Y}"
