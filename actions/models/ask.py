from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actions.enums import AskChannel, AskRound, CallOutcome
from actions.models.attendance import Attendance
from members.models import Contact


class Ask(models.Model):
    """Somebody asked somebody to come: a round, a means, by whom, what it gave.

    `asked_by_name` says who when she has no account (a neighbour who calls by her link).
    """

    attendance = models.ForeignKey(Attendance, on_delete=models.CASCADE, related_name="asks")
    round = models.CharField(
        _("tour"), max_length=12, choices=AskRound.choices, default=AskRound.INVITATION
    )
    channel = models.CharField(_("moyen"), max_length=10, choices=AskChannel.choices)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_by_name = models.CharField(_("par"), max_length=120, blank=True)
    asked_at = models.DateTimeField(_("le"), default=timezone.now)
    answer = models.CharField(_("résultat"), max_length=12, choices=CallOutcome.choices, blank=True)
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="asks"
    )
    client_id = models.UUIDField(unique=True, null=True, blank=True, editable=False)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("sollicitation")
        verbose_name_plural = _("sollicitations")
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["attendance", "-asked_at"], name="ask_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="") | Q(answer__in=CallOutcome.values),
                name="ask_answer_is_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_round_display()} · {self.attendance}"

    @property
    def is_today(self) -> bool:
        """Whether this was today, in the house's zone."""
        return timezone.localdate(self.asked_at) == timezone.localdate()

    @property
    def who(self) -> str:
        """The name of the one who asked, as pages show it."""
        return self.asked_by_name or (str(self.asked_by) if self.asked_by else "")
