from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.chapter import Chapter
from members.scoping import ScopedQuerySet


class BulkDeed(models.Model):
    """One gesture on many people: what it changed, so that it can be undone.

    `client_id` comes with the form: the same form sent twice is one deed. `changes` holds keys
    only (people, rows made, who was in charge before), never names.
    """

    client_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("geste"), max_length=20)
    chapter = models.ForeignKey(
        Chapter,
        verbose_name=_("alliance locale"),
        null=True,
        on_delete=models.CASCADE,
        related_name="bulk_deeds",
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("par"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    target = models.BigIntegerField(null=True, blank=True)
    count = models.PositiveIntegerField(_("personnes changées"), default=0)
    changes = models.JSONField(default=dict)
    done_at = models.DateTimeField(_("le"), default=timezone.now)
    undone_at = models.DateTimeField(_("défait le"), null=True, blank=True)

    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("geste sur plusieurs personnes")
        verbose_name_plural = _("gestes sur plusieurs personnes")
        constraints = [models.CheckConstraint(condition=~Q(kind=""), name="bulk_deed_has_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind} · {self.count}"
