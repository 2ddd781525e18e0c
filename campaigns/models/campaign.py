from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.enums import CampaignStatus, Theme
from campaigns.models.issue import Issue
from members.models import Chapter, Group
from members.scoping import ChapterWideQuerySet


class CampaignQuerySet(ChapterWideQuerySet["Campaign"]):
    def live(self) -> CampaignQuerySet:
        """Campaigns still being fought."""
        return self.exclude(status__in=[CampaignStatus.WON, CampaignStatus.STOPPED])


class Campaign(models.Model):
    """A shared anger turned into demands on somebody who can say yes."""

    chapter = models.ForeignKey(
        Chapter,
        verbose_name=_("alliance locale"),
        on_delete=models.PROTECT,
        related_name="campaigns",
    )
    issue = models.ForeignKey(
        Issue,
        verbose_name=_("problème commun"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="campaigns",
    )
    name = models.CharField(_("nom"), max_length=160)
    theme = models.CharField(_("thème"), max_length=12, choices=Theme.choices, default=Theme.OTHER)
    summary = models.TextField(_("l’histoire en quelques lignes"), blank=True)
    status = models.CharField(
        _("état"),
        max_length=12,
        choices=CampaignStatus.choices,
        default=CampaignStatus.PREPARING,
    )
    organizer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("accompagnée par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="campaigns",
    )
    groups = models.ManyToManyField(
        Group, verbose_name=_("groupes"), blank=True, related_name="campaigns"
    )
    goals_long = models.TextField(_("but à long terme"), blank=True)
    goals_medium = models.TextField(_("but de la campagne"), blank=True)
    goals_short = models.TextField(_("victoire d’étape"), blank=True)
    means_have = models.TextField(_("ce que nous avons"), blank=True)
    means_need = models.TextField(_("ce qu’il nous faut"), blank=True)
    constituents = models.TextField(_("celles et ceux que ça touche"), blank=True)
    allies = models.TextField(_("nos alliés"), blank=True)
    opponents = models.TextField(_("nos adversaires"), blank=True)
    opened_on = models.DateField(_("ouverte le"), null=True, blank=True)
    closed_on = models.DateField(_("close le"), null=True, blank=True)

    objects: ClassVar = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campagne")
        verbose_name_plural = _("campagnes")
        ordering = ["-opened_on", "name"]
        constraints = [
            models.UniqueConstraint(fields=["chapter", "name"], name="campaign_unique_in_chapter"),
            models.CheckConstraint(
                condition=Q(closed_on=None)
                | Q(opened_on=None)
                | Q(closed_on__gte=models.F("opened_on")),
                name="campaign_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.name
