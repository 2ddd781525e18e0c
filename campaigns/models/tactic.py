from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.enums import Heat, TacticState
from campaigns.models.campaign import Campaign
from campaigns.models.scope import OfCampaignQuerySet


class Tactic(models.Model):
    """What we mean to do if the answer is still no. What was done is an action, a floor above."""

    campaign = models.ForeignKey(
        Campaign, verbose_name=_("campagne"), on_delete=models.CASCADE, related_name="tactics"
    )
    title = models.CharField(_("quoi"), max_length=160)
    heat = models.PositiveSmallIntegerField(_("pression"), choices=Heat.choices, default=Heat.SHOW)
    planned_on = models.DateField(_("vers le"), null=True, blank=True)
    state = models.CharField(
        _("état"), max_length=8, choices=TacticState.choices, default=TacticState.IDEA
    )
    note = models.TextField(_("comment, avec qui"), blank=True)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects: ClassVar = OfCampaignQuerySet["Tactic"].as_manager()

    class Meta:
        verbose_name = _("tactique")
        verbose_name_plural = _("tactiques")
        ordering = [models.F("planned_on").asc(nulls_last=True), "heat", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="tactic_says_what"),
            models.CheckConstraint(
                condition=Q(heat__gte=1, heat__lte=4), name="tactic_heat_1_to_4"
            ),
        ]

    def __str__(self) -> str:
        return self.title
