from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.core.files.private_files import Shelf, private_storage
from campaigns.enums import DocumentKind
from campaigns.models.campaign import Campaign
from campaigns.models.scope import OfCampaignQuerySet


class Document(models.Model):
    """A paper or a photo of the research file; the file itself has no address of its own."""

    campaign = models.ForeignKey(
        Campaign, verbose_name=_("campagne"), on_delete=models.CASCADE, related_name="documents"
    )
    kind = models.CharField(
        _("sorte"), max_length=8, choices=DocumentKind.choices, default=DocumentKind.STUDY
    )
    title = models.CharField(_("titre"), max_length=160)
    note = models.TextField(_("ce que ça prouve"), blank=True)
    source = models.CharField(_("d’où ça vient"), max_length=300, blank=True)
    dated_on = models.DateField(_("daté du"), null=True, blank=True)
    file = models.FileField(
        _("fichier"), storage=private_storage, upload_to=Shelf("campagnes"), max_length=200
    )
    file_name = models.CharField(max_length=120, editable=False)
    content_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveIntegerField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects: ClassVar = OfCampaignQuerySet["Document"].as_manager()

    class Meta:
        verbose_name = _("pièce du dossier")
        verbose_name_plural = _("pièces du dossier")
        ordering = ["-dated_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="document_has_a_title"),
            models.UniqueConstraint(
                fields=["campaign", "sha256"], name="document_once_per_campaign"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_picture(self) -> bool:
        """Whether the browser may show it."""
        return self.content_type.startswith("image/")
