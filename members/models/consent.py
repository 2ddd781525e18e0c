from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.enums import Channel, ConsentSource, Purpose
from members.models.person import Person


class ConsentQuerySet(models.QuerySet["Consent"]):
    def latest_each(self) -> ConsentQuerySet:
        """The last word of each person for each channel and purpose."""
        return self.order_by("person", "channel", "purpose", "-recorded_at", "-id").distinct(
            "person", "channel", "purpose"
        )


class Consent(models.Model):
    """A yes or a no to being contacted: when, by whom, in which words (GDPR art. 7 and 9)."""

    person = models.ForeignKey(
        Person, verbose_name=_("personne"), on_delete=models.CASCADE, related_name="consents"
    )
    channel = models.CharField(_("moyen"), max_length=10, choices=Channel.choices)
    purpose = models.CharField(
        _("pour"), max_length=16, choices=Purpose.choices, default=Purpose.MOBILIZATION
    )
    given = models.BooleanField(_("accepte"))
    wording = models.TextField(_("mots employés"), blank=True)
    source = models.CharField(_("recueilli"), max_length=12, choices=ConsentSource.choices)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("noté par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("le"), default=timezone.now)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consentement")
        verbose_name_plural = _("consentements")
        ordering = ["-recorded_at", "-id"]
        indexes = [
            models.Index(
                "person",
                "channel",
                "purpose",
                models.F("recorded_at").desc(),
                models.F("id").desc(),
                name="consent_last_word",
            )
        ]

    def __str__(self) -> str:
        answer = _("oui") if self.given else _("non")
        return f"{self.get_channel_display()} : {answer}"
