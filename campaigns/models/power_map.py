from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.enums import ActorKind
from campaigns.models.campaign import Campaign
from campaigns.models.scope import OfCampaignQuerySet
from campaigns.models.target import Target
from members.models import Group


class MapActor(models.Model):
    """Somebody who weighs on the decision: a target, an allied group, the press…"""

    campaign = models.ForeignKey(
        Campaign, verbose_name=_("campagne"), on_delete=models.CASCADE, related_name="map_actors"
    )
    name = models.CharField(_("nom"), max_length=120)
    kind = models.CharField(
        _("sorte"), max_length=10, choices=ActorKind.choices, default=ActorKind.OTHER
    )
    target = models.ForeignKey(
        Target, null=True, blank=True, on_delete=models.SET_NULL, related_name="map_actors"
    )
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="map_actors"
    )
    removed_on = models.DateField(_("ôté le"), null=True, blank=True)

    objects: ClassVar = OfCampaignQuerySet["MapActor"].as_manager()

    class Meta:
        verbose_name = _("acteur de la carte")
        verbose_name_plural = _("acteurs de la carte")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "name"], name="map_actor_once_per_campaign"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="map_actor_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class MapPosition(models.Model):
    """Where an actor stood from a day on. Append-only: the movement is the memory."""

    actor = models.ForeignKey(
        MapActor, verbose_name=_("acteur"), on_delete=models.CASCADE, related_name="positions"
    )
    influence = models.PositiveSmallIntegerField(_("influence"))
    support = models.SmallIntegerField(_("soutien"))
    noted_on = models.DateField(_("depuis le"), default=timezone.localdate)
    note = models.CharField(_("pourquoi"), max_length=300, blank=True)
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
        verbose_name = _("place sur la carte")
        verbose_name_plural = _("places sur la carte")
        ordering = ["noted_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(influence__gte=0, influence__lte=100), name="map_influence_0_to_100"
            ),
            models.CheckConstraint(
                condition=Q(support__gte=-100, support__lte=100), name="map_support_within_100"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} · {self.noted_on:%d/%m/%Y}"
