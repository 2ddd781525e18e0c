from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.models import Neighbourhood
from members.scoping import ChapterWideQuerySet


class NeighbourhoodSpotQuerySet(ChapterWideQuerySet["NeighbourhoodSpot"]):
    chapter_path = "neighbourhood__chapter"


class NeighbourhoodSpot(models.Model):
    """Where a neighbourhood lies: a middle and how far it reaches. Never a home."""

    neighbourhood = models.OneToOneField(
        Neighbourhood, verbose_name=_("quartier"), on_delete=models.CASCADE, related_name="spot"
    )
    latitude = models.DecimalField(_("latitude"), max_digits=7, decimal_places=4)
    longitude = models.DecimalField(_("longitude"), max_digits=7, decimal_places=4)
    radius = models.PositiveSmallIntegerField(_("rayon en mètres"), default=350)

    objects: ClassVar = NeighbourhoodSpotQuerySet.as_manager()

    class Meta:
        verbose_name = _("place d’un quartier sur la carte")
        verbose_name_plural = _("places des quartiers sur la carte")
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__gte=-90, latitude__lte=90)
                & Q(longitude__gte=-180, longitude__lte=180),
                name="spot_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(radius__gte=150, radius__lte=5000), name="spot_wider_than_a_home"
            ),
        ]

    def __str__(self) -> str:
        return str(self.neighbourhood)
