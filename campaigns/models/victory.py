from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign
from campaigns.models.demand import Demand
from campaigns.models.document import Document
from campaigns.models.scope import OfCampaignQuerySet
from members.models import Chapter, Person
from members.scoping import ChapterWideQuerySet


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

    client_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects: ClassVar = OfCampaignQuerySet["Victory"].as_manager()

    class Meta:
        verbose_name = _("victoire")
        verbose_name_plural = _("victoires")
        ordering = ["-won_on"]
        constraints = [models.CheckConstraint(condition=~Q(what=""), name="victory_says_what")]

    def __str__(self) -> str:
        return self.what[:80]


class TestimonyQuerySet(ChapterWideQuerySet["Testimony"]):
    chapter_path = "victory__campaign__chapter"


class Testimony(models.Model):
    """What somebody says of a victory; shown outside only with her words of consent."""

    victory = models.ForeignKey(Victory, on_delete=models.CASCADE, related_name="testimonies")
    person = models.ForeignKey(
        Person,
        verbose_name=_("personne"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="testimonies",
    )
    signed_as = models.CharField(_("signé"), max_length=120)
    words = models.TextField(_("ses mots"))
    photo = models.ForeignKey(
        Document,
        verbose_name=_("photo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    is_public = models.BooleanField(_("visible de tous"), default=False)
    consent_words = models.CharField(_("son accord, mot pour mot"), max_length=300, blank=True)
    consent_on = models.DateField(_("accord donné le"), null=True, blank=True)
    consent_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("accord donné à"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects: ClassVar = TestimonyQuerySet.as_manager()

    class Meta:
        verbose_name = _("témoignage")
        verbose_name_plural = _("témoignages")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="testimony_has_words"),
            models.CheckConstraint(
                condition=Q(is_public=False) | (Q(consent_on__isnull=False) & ~Q(consent_words="")),
                name="testimony_public_with_consent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signed_as} : {self.words[:60]}"


class VictoryBook(models.Model):
    """Whether a chapter shows its victories to everybody, and how it introduces them."""

    chapter = models.OneToOneField(Chapter, on_delete=models.CASCADE, related_name="victory_book")
    is_open = models.BooleanField(_("page ouverte à tous"), default=False)
    intro = models.TextField(_("quelques mots d’introduction"), blank=True)

    objects: ClassVar = ChapterWideQuerySet["VictoryBook"].as_manager()

    class Meta:
        verbose_name = _("page des victoires")
        verbose_name_plural = _("pages des victoires")

    def __str__(self) -> str:
        return str(self.chapter)
