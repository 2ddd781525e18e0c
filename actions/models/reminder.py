from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actions.enums import Anchor, Audience, ReminderChannel, StepChannel, StepMoment
from actions.models.action import Action
from actions.models.attendance import Attendance
from alliance.outbox.models import Message
from members.models import Chapter, FollowUp
from members.scoping import ChapterWideQuerySet


class ReminderStep(models.Model):
    """One step of an action's sequence, or of a chapter's template.

    A step opens at its instant (days from the anchor, at a local time; or, without a time, `hours`
    from the anchor's own) and closes `window_hours` later: too late is never sent stale.
    Without words of its own it says those of the house, in each person's language.
    """

    action = models.ForeignKey(
        Action, null=True, blank=True, on_delete=models.CASCADE, related_name="steps"
    )
    chapter = models.ForeignKey(
        Chapter, null=True, blank=True, on_delete=models.CASCADE, related_name="steps"
    )
    moment = models.CharField(_("moment"), max_length=16, choices=StepMoment.choices)
    anchor = models.CharField(max_length=8, choices=Anchor.choices, default=Anchor.START)
    days = models.SmallIntegerField(_("jours"), default=0, help_text=_("Négatif : avant."))
    at = models.TimeField(_("heure"), null=True, blank=True, help_text=_("Vide : tout de suite."))
    hours = models.SmallIntegerField(
        _("heures"), default=0, help_text=_("Sans heure fixe : négatif, avant le début.")
    )
    channel = models.CharField(
        _("par"), max_length=8, choices=StepChannel.choices, default=StepChannel.EMAIL_FIRST
    )
    window_hours = models.PositiveSmallIntegerField(_("fenêtre en heures"), default=24)
    audience = models.CharField(
        _("à qui"), max_length=14, choices=Audience.choices, default=Audience.NOT_NO
    )
    subject = models.CharField(_("objet"), max_length=200, blank=True)
    body = models.TextField(_("texte"), blank=True, help_text=_("Vide : le texte de la maison."))
    sms = models.TextField(_("SMS"), blank=True, help_text=_("Vide : le texte de la maison."))
    is_active = models.BooleanField(_("en service"), default=True)

    class Meta:
        verbose_name = _("étape de rappel")
        verbose_name_plural = _("étapes de rappel")
        ordering = ["anchor", "days", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(action__isnull=False, chapter=None)
                | Q(action=None, chapter__isnull=False),
                name="step_of_an_action_or_of_a_chapter",
            ),
            models.CheckConstraint(condition=Q(window_hours__gte=1), name="step_window_is_open"),
            models.UniqueConstraint(
                fields=["action", "moment"],
                condition=Q(action__isnull=False) & ~Q(moment=StepMoment.EXTRA),
                name="step_once_per_action",
            ),
            models.UniqueConstraint(
                fields=["chapter", "moment"],
                condition=Q(chapter__isnull=False) & ~Q(moment=StepMoment.EXTRA),
                name="step_once_per_chapter",
            ),
            models.CheckConstraint(
                condition=Q(at=None) | Q(hours=0), name="step_at_a_time_or_hours_away"
            ),
        ]

    def __str__(self) -> str:
        return self.get_moment_display()


class StepWording(models.Model):
    """The words of a step in another language than the house's own, when a chapter wrote them."""

    step = models.ForeignKey(ReminderStep, on_delete=models.CASCADE, related_name="wordings")
    language = models.CharField(_("langue"), max_length=8)
    subject = models.CharField(_("objet"), max_length=200, blank=True)
    body = models.TextField(_("texte"), blank=True)
    sms = models.TextField(_("SMS"), blank=True)

    class Meta:
        verbose_name = _("texte dans une autre langue")
        verbose_name_plural = _("textes dans d’autres langues")
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(fields=["step", "language"], name="wording_once_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.step} ({self.language})"


class ReminderQuerySet(ChapterWideQuerySet["Reminder"]):
    chapter_path = "attendance__action__chapter"


class Reminder(models.Model):
    """The memory of a reminder: this step was announced to this person for this date, once.

    `sequence` is that of the action when a change is announced (moved, cancelled), 0 otherwise.
    A row whose message never left, or whose call was withdrawn, is deleted: what is here was said,
    or is about to be.
    """

    attendance = models.ForeignKey(Attendance, on_delete=models.CASCADE, related_name="reminders")
    step = models.ForeignKey(ReminderStep, on_delete=models.CASCADE, related_name="reminders")
    starts_at = models.DateTimeField(_("date annoncée"))
    sequence = models.PositiveIntegerField(_("changement annoncé"), default=0)
    channel = models.CharField(_("moyen"), max_length=8, choices=ReminderChannel.choices)
    message = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    follow_up = models.ForeignKey(
        FollowUp, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("rappel")
        verbose_name_plural = _("rappels")
        constraints = [
            models.UniqueConstraint(
                fields=["attendance", "step", "starts_at", "sequence"],
                name="reminder_once_per_announced_date",
            )
        ]

    def __str__(self) -> str:
        return f"{self.step} · {self.attendance}"
