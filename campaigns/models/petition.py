from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.enums import PetitionState, SignatureSource
from campaigns.models.campaign import Campaign
from campaigns.models.document import Document
from campaigns.models.scope import OfCampaignQuerySet
from campaigns.models.target import Target
from members.models import Person
from members.scoping import ScopedQuerySet


class Petition(models.Model):
    """A text that many sign, given to somebody who can say yes."""

    campaign = models.ForeignKey(
        Campaign, verbose_name=_("campagne"), on_delete=models.CASCADE, related_name="petitions"
    )
    target = models.ForeignKey(
        Target,
        verbose_name=_("adressée à"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="petitions",
    )
    title = models.CharField(_("titre"), max_length=160)
    text = models.TextField(_("texte"))
    goal = models.PositiveIntegerField(_("signatures visées"), default=200)
    state = models.CharField(
        _("état"), max_length=10, choices=PetitionState.choices, default=PetitionState.DRAFT
    )
    slug = models.SlugField(_("adresse"), max_length=60, unique=True)
    delivered_on = models.DateField(_("remise le"), null=True, blank=True)
    delivered_how = models.TextField(_("comment s’est passée la remise"), blank=True)
    delivered_count = models.PositiveIntegerField(_("signatures remises"), null=True, blank=True)
    delivered_photo = models.ForeignKey(
        Document,
        verbose_name=_("photo de la remise"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar = OfCampaignQuerySet["Petition"].as_manager()

    class Meta:
        verbose_name = _("pétition")
        verbose_name_plural = _("pétitions")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="petition_has_a_title"),
            models.CheckConstraint(condition=~Q(text=""), name="petition_has_a_text"),
            models.CheckConstraint(
                condition=Q(goal__gte=1, goal__lte=10_000_000), name="petition_goal_plausible"
            ),
            models.CheckConstraint(
                condition=~Q(state=PetitionState.DELIVERED) | Q(delivered_on__isnull=False),
                name="petition_delivered_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SignatureQuerySet(ScopedQuerySet["Signature"]):
    chapter_path = "petition__campaign__chapter"


class Signature(models.Model):
    """A name under the text. Who agreed to be contacted is a person too, the others are not."""

    petition = models.ForeignKey(
        Petition, verbose_name=_("pétition"), on_delete=models.CASCADE, related_name="signatures"
    )
    name = models.CharField(_("nom"), max_length=120)
    name_key = models.CharField(max_length=130, editable=False)
    place = models.CharField(_("ville ou quartier"), max_length=120)
    source = models.CharField(
        max_length=6, choices=SignatureSource.choices, default=SignatureSource.WEB
    )
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    may_contact = models.BooleanField(_("veut des nouvelles"), default=False)
    consent_words = models.TextField(blank=True)
    sheet = models.PositiveSmallIntegerField(_("feuille"), null=True, blank=True)
    line = models.PositiveSmallIntegerField(_("ligne"), null=True, blank=True)
    signed_on = models.DateField(_("signée le"), default=timezone.localdate)
    person = models.ForeignKey(
        Person,
        verbose_name=_("personne"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="signatures",
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    client_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(F("petition"), F("created_at").desc(), name="signature_latest")]
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "sheet", "line"], name="signature_once_per_line"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="signature_has_a_name"),
            models.CheckConstraint(
                condition=Q(may_contact=True) | (Q(phone="") & Q(email="") & Q(person=None)),
                name="signature_keeps_no_means_without_consent",
            ),
            models.CheckConstraint(
                condition=Q(may_contact=False) | ~Q(consent_words=""),
                name="signature_consent_has_words",
            ),
        ]

    def __str__(self) -> str:
        return self.name
