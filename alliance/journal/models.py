"""Who did, saw or exported what, and when. Rows are added, never changed: a trigger refuses it."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class EntryQuerySet(models.QuerySet["Entry"]):
    """The vocabulary of the journal."""

    def about(self, subject: models.Model) -> EntryQuerySet:
        """What happened to this row."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)

    def in_chapters(self, chapter_ids: Collection[int]) -> EntryQuerySet:
        """Of these chapters."""
        return self.filter(chapter_id__in=chapter_ids)

    def newest_first(self) -> EntryQuerySet:
        """In the order of the lists; keyset pages go by id."""
        return self.order_by("-id")


class Entry(models.Model):
    """One deed. `detail` holds ids, states and counts, never names nor contents (0003)."""

    at = models.DateTimeField(_("le"), default=timezone.now)
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_label = models.CharField(_("par"), max_length=200, blank=True)
    verb = models.CharField(_("acte"), max_length=60)
    subject_type = models.CharField(_("sur"), max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    chapter_id = models.BigIntegerField(_("alliance locale"), null=True, blank=True)
    detail = models.JSONField(_("détail"), default=dict, blank=True)

    objects: ClassVar = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entrée du journal")
        verbose_name_plural = _("journal")
        constraints = [
            models.CheckConstraint(condition=~Q(verb=""), name="entry_has_a_verb"),
            models.CheckConstraint(
                condition=Q(subject_type="", subject_id=None)
                | ~Q(subject_type="") & Q(subject_id__isnull=False),
                name="entry_subject_is_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["subject_type", "subject_id", "-id"],
                name="entry_by_subject",
                condition=Q(subject_id__isnull=False),
            ),
            models.Index(fields=["chapter_id", "-at"], name="entry_by_chapter"),
            models.Index(
                fields=["actor_id", "-at"],
                name="entry_by_actor",
                condition=Q(actor_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} · {self.at:%Y-%m-%d %H:%M}"
