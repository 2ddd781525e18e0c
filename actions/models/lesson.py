from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actions.models.action import Action


class Lesson(models.Model):
    """What an action held taught the forecast: how many said what, and how many of them came.

    Counts only, no name. A trigger of the presences deletes it when one of them changes, and it
    is worth nothing once the action has another date than `starts_at`: it is then written again
    (`forecasts.lessons`), and read from the presences meanwhile. docs/decisions/0190.
    """

    action = models.OneToOneField(
        Action, verbose_name=_("action"), on_delete=models.CASCADE, related_name="lesson"
    )
    starts_at = models.DateTimeField(_("pour l’action du"))
    by_name = models.BooleanField(_("pointée par nom"))
    cells = models.JSONField(
        _("ce qui a été dit, et qui est venu"),
        help_text=_("Mot, moyen, jours d’avance, personnes, venues, proches annoncés."),
    )
    others = models.PositiveIntegerField(_("venu·es sans avoir été sollicité·es"), default=0)
    learned_at = models.DateTimeField(_("appris le"), default=timezone.now)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("ce qu’une action a appris")
        verbose_name_plural = _("ce que les actions ont appris")
        ordering = ["-starts_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(by_name=False) | ~Q(cells=[]), name="lesson_by_name_has_cells"
            )
        ]

    def __str__(self) -> str:
        return str(self.action)
