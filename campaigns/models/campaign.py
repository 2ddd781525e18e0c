from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.enums import CampaignStatus, DemandStatus, PromiseStatus, TargetKind, Theme
from campaigns.models.listening import Issue
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

    class Meta:
        verbose_name = _("revendication")
        verbose_name_plural = _("revendications")
        ordering = ["position", "id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="demand_has_words")]

    def __str__(self) -> str:
        return self.text[:80]


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

    class Meta:
        verbose_name = _("cible de campagne")
        verbose_name_plural = _("cibles de campagne")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "target"], name="target_once_per_campaign")
        ]

    def __str__(self) -> str:
        return str(self.target)


class Negotiation(models.Model):
    """A meeting with a target."""

    campaign = models.ForeignKey(
        Campaign, verbose_name=_("campagne"), on_delete=models.CASCADE, related_name="negotiations"
    )
    target = models.ForeignKey(
        Target,
        verbose_name=_("cible"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="negotiations",
    )
    held_at = models.DateTimeField(_("quand"))
    place = models.CharField(_("lieu"), max_length=200, blank=True)
    fallback = models.TextField(_("notre repli"), blank=True)
    minutes = models.TextField(_("ce qui s’est dit, mot pour mot"), blank=True)

    class Meta:
        verbose_name = _("négociation")
        verbose_name_plural = _("négociations")
        ordering = ["-held_at"]

    def __str__(self) -> str:
        return f"{self.campaign} · {self.held_at:%d/%m/%Y}"


class Promise(models.Model):
    """What a target promised: what, who, before when, before which witnesses."""

    negotiation = models.ForeignKey(
        Negotiation,
        verbose_name=_("négociation"),
        on_delete=models.CASCADE,
        related_name="promises",
    )
    demand = models.ForeignKey(
        Demand,
        verbose_name=_("revendication"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="promises",
    )
    what = models.TextField(_("quoi"))
    who = models.CharField(_("qui"), max_length=160)
    due_on = models.DateField(_("avant le"))
    witnesses = models.TextField(_("devant"), blank=True)
    status = models.CharField(
        _("état"), max_length=10, choices=PromiseStatus.choices, default=PromiseStatus.WAITING
    )

    class Meta:
        verbose_name = _("engagement obtenu")
        verbose_name_plural = _("engagements obtenus")
        ordering = ["due_on"]
        constraints = [models.CheckConstraint(condition=~Q(what=""), name="promise_says_what")]

    def __str__(self) -> str:
        return self.what[:80]


class Victory(models.Model):
    """What was won, for how many households, for how much, when."""

    campaign = models.ForeignKey(
        Campaign, verbose_name=_("campagne"), on_delete=models.PROTECT, related_name="victories"
    )
    demand = models.ForeignKey(
        Demand,
        verbose_name=_("revendication"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="victories",
    )
    what = models.TextField(_("ce qui a été gagné"))
    households = models.PositiveIntegerField(_("foyers concernés"), null=True, blank=True)
    amount = models.DecimalField(
        _("montant en euros"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    won_on = models.DateField(_("gagné le"))
    is_public = models.BooleanField(_("visible de tous"), default=False)

    class Meta:
        verbose_name = _("victoire")
        verbose_name_plural = _("victoires")
        ordering = ["-won_on"]
        constraints = [models.CheckConstraint(condition=~Q(what=""), name="victory_says_what")]

    def __str__(self) -> str:
        return self.what[:80]
