from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.scoping import ScopedQuerySet


class AbsenceQuerySet(ScopedQuerySet["Absence"]):
    """Seen by those who organize where the absent one does."""

    chapter_path = "user__roles__chapter"

    def pending(self) -> AbsenceQuerySet:
        """Planned or under way: neither ended nor cancelled."""
        return self.filter(ended_at=None, cancelled_at=None)

    def under_way(self) -> AbsenceQuerySet:
        """Those whose people are in a colleague's hands now."""
        return self.pending().exclude(began_at=None)


class Absence(models.Model):
    """An organizer on leave, and the colleague who looks after her people meanwhile.

    `people`, `groups` and `follow_ups` hold the ids that changed hands when it began: at her return
    those still in the colleague's hands come back, the others stay where they were put since.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("qui s’absente"),
        on_delete=models.CASCADE,
        related_name="absences",
    )
    replacement = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("qui prend le relais"),
        on_delete=models.CASCADE,
        related_name="replacements",
    )
    starts_on = models.DateField(_("premier jour"))
    ends_on = models.DateField(_("dernier jour"))
    people = ArrayField(models.BigIntegerField(), default=list, editable=False)
    groups = ArrayField(models.BigIntegerField(), default=list, editable=False)
    follow_ups = ArrayField(models.BigIntegerField(), default=list, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    began_at = models.DateTimeField(_("relais pris le"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("relais rendu le"), null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(_("annulée le"), null=True, blank=True, editable=False)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")),
                name="absence_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(user=models.F("replacement")), name="absence_covered_by_another"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(began_at__isnull=False),
                name="absence_begins_before_it_ends",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(ended_at=None, cancelled_at=None),
                name="absence_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} → {self.replacement}, {self.starts_on}–{self.ends_on}"
