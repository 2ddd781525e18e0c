from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.chapter import Chapter
from members.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from members.models.user import User


class SavedListQuerySet(ScopedQuerySet["SavedList"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Mine, and those that my chapters' teams share; a private list is its owner's alone."""
        return super().visible_to(user).filter(Q(owner=user.pk) | Q(is_shared=True))


class SavedList(models.Model):
    """Filters kept under a name: the list stays alive, its people are asked anew each time."""

    chapter = models.ForeignKey(
        Chapter,
        verbose_name=_("alliance locale"),
        on_delete=models.CASCADE,
        related_name="saved_lists",
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("à"),
        on_delete=models.CASCADE,
        related_name="saved_lists",
    )
    name = models.CharField(_("nom"), max_length=80)
    query = models.TextField(_("filtres"), blank=True)
    columns = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    is_shared = models.BooleanField(_("partagée avec l’équipe"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar = SavedListQuerySet.as_manager()

    class Meta:
        verbose_name = _("liste enregistrée")
        verbose_name_plural = _("listes enregistrées")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "chapter", "name"], name="saved_list_name_once_per_owner"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="saved_list_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
