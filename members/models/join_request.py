from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.chapter import Chapter
from members.models.person import Person
from members.scoping import ScopedQuerySet


class JoinRequest(models.Model):
    """What somebody wrote on the public form of a chapter, and the person it became."""

    chapter = models.ForeignKey(
        Chapter,
        verbose_name=_("alliance locale"),
        on_delete=models.CASCADE,
        related_name="join_requests",
    )
    name = models.CharField(_("nom"), max_length=200)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    anger = models.TextField(_("ce qui met en colère"), blank=True)
    place = models.CharField(_("où"), max_length=200, blank=True)
    consent_wording = models.TextField(_("phrase acceptée"))
    client_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sent_at = models.DateTimeField(_("le"), default=timezone.now)
    person = models.ForeignKey(
        Person,
        verbose_name=_("personne"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="join_requests",
    )

    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("demande reçue")
        verbose_name_plural = _("demandes reçues")
        ordering = ["-sent_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(phone="") | ~Q(email=""), name="join_request_can_be_answered"
            )
        ]

    def __str__(self) -> str:
        return self.name
