from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.enums import MoveReason, Theme
from campaigns.models.listening import Grievance
from members.models import Chapter
from members.scoping import ChapterWideQuerySet, ScopedQuerySet


class IssueQuerySet(ChapterWideQuerySet["Issue"]):
    def standing(self) -> IssueQuerySet:
        """Heaps of their own: not merged into another."""
        return self.filter(merged_into=None)


class GrievanceMoveQuerySet(ScopedQuerySet["GrievanceMove"]):
    chapter_path = "grievance__chapter"


class Issue(models.Model):
    """A common problem: the heap of grievances that an organizer put together."""

    chapter = models.ForeignKey(
        Chapter, verbose_name=_("alliance locale"), on_delete=models.PROTECT, related_name="issues"
    )
    title = models.CharField(_("titre"), max_length=160)
    theme = models.CharField(_("thème"), max_length=12, choices=Theme.choices, default=Theme.OTHER)
    description = models.TextField(_("description"), blank=True)
    is_winnable = models.BooleanField(_("gagnable"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("réuni à"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="merged_issues",
    )
    merged_at = models.DateTimeField(_("réuni le"), null=True, blank=True)
    split_from = models.ForeignKey(
        "self",
        verbose_name=_("issu de"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="split_issues",
    )

    objects: ClassVar = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("problème commun")
        verbose_name_plural = _("problèmes communs")
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="issue_has_a_title"),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="issue_not_merged_into_itself",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(merged_at__isnull=False),
                name="issue_merged_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class GrievanceMove(models.Model):
    """A grievance went from one heap to another. Rows are added, never changed: the lineage."""

    grievance = models.ForeignKey(
        Grievance, verbose_name=_("colère"), on_delete=models.CASCADE, related_name="moves"
    )
    from_issue = models.ForeignKey(
        Issue, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    to_issue = models.ForeignKey(
        Issue, null=True, blank=True, on_delete=models.SET_NULL, related_name="arrivals"
    )
    reason = models.CharField(_("pourquoi"), max_length=10, choices=MoveReason.choices)
    deed = models.UUIDField(default=uuid.uuid4, editable=False)
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    moved_at = models.DateTimeField(_("le"), default=timezone.now)

    objects: ClassVar = GrievanceMoveQuerySet.as_manager()

    class Meta:
        verbose_name = _("passage d’un tas à l’autre")
        verbose_name_plural = _("passages d’un tas à l’autre")
        ordering = ["-moved_at", "-id"]
        indexes = [models.Index(fields=["deed"], name="grievance_move_by_deed")]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} · {self.grievance}"
