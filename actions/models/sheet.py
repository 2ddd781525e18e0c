from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actions.models.action import Action
from members.scoping import ScopedQuerySet


class SignInSheetQuerySet(ScopedQuerySet["SignInSheet"]):
    chapter_path = "action__chapter"


class SignInSheet(models.Model):
    """A printed sign-in sheet: the order of its lines is kept, so that it is typed as it was read.

    `rows` are attendances by their ids, line by line; whoever left the list since stays a line.
    """

    action = models.ForeignKey(
        Action, verbose_name=_("action"), on_delete=models.CASCADE, related_name="sheets"
    )
    rows = ArrayField(models.BigIntegerField(), verbose_name=_("lignes"), default=list, blank=True)
    entered_at = models.DateTimeField(_("saisie le"), null=True, blank=True)
    created_at = models.DateTimeField(_("imprimée le"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar = SignInSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("feuille d’émargement")
        verbose_name_plural = _("feuilles d’émargement")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.action} · {timezone.localtime(self.created_at):%d/%m/%Y}"
