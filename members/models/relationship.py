from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.enums import RelationshipKind
from members.models.person import Person
from members.scoping import ScopedQuerySet


class RelationshipQuerySet(ScopedQuerySet["Relationship"]):
    chapter_path = "person__chapter"

    def current(self) -> RelationshipQuerySet:
        """Ties that still hold."""
        return self.filter(ended_on=None)


class Relationship(models.Model):
    """A tie between two people, dated; who brought whom is `Person.brought_by`."""

    person = models.ForeignKey(
        Person, verbose_name=_("personne"), on_delete=models.CASCADE, related_name="ties"
    )
    other = models.ForeignKey(
        Person,
        verbose_name=_("autre personne"),
        on_delete=models.CASCADE,
        related_name="ties_from_others",
    )
    kind = models.CharField(_("lien"), max_length=12, choices=RelationshipKind.choices)
    started_on = models.DateField(_("depuis le"), null=True, blank=True)
    ended_on = models.DateField(_("jusqu’au"), null=True, blank=True)
    note = models.CharField(_("précision"), max_length=200, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("noté par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar = RelationshipQuerySet.as_manager()

    class Meta:
        verbose_name = _("lien")
        verbose_name_plural = _("liens")
        ordering = ["kind", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(person=F("other")), name="tie_is_with_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(started_on=None) | Q(ended_on__gte=F("started_on")),
                name="tie_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["person", "other", "kind"],
                condition=Q(ended_on=None),
                name="tie_held_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_kind_display()} {self.other}"
