from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.enums import QuestionKind
from campaigns.models.listening import Conversation, ListeningDrive
from members.models import Person
from members.scoping import ChapterWideQuerySet, ScopedQuerySet

SCALE = 5


class DriveListenerQuerySet(ChapterWideQuerySet["DriveListener"]):
    chapter_path = "drive__chapter"


class DriveListener(models.Model):
    """Somebody who listens in a drive, with an account or without; `goal` people she will hear."""

    drive = models.ForeignKey(
        ListeningDrive,
        verbose_name=_("campagne d’écoute"),
        on_delete=models.CASCADE,
        related_name="listeners",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("compte"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    person = models.ForeignKey(
        Person,
        verbose_name=_("personne"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="listens_in",
    )
    goal = models.PositiveSmallIntegerField(_("écoutes visées"), default=10)

    objects: ClassVar = DriveListenerQuerySet.as_manager()

    class Meta:
        verbose_name = _("écoutant·e")
        verbose_name_plural = _("écoutant·es")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["drive", "user"], name="listener_account_once"),
            models.UniqueConstraint(fields=["drive", "person"], name="listener_person_once"),
            models.CheckConstraint(
                condition=Q(user__isnull=False, person=None) | Q(user=None, person__isnull=False),
                name="listener_is_an_account_or_a_person",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user or self.person)


class DriveQuestionQuerySet(ChapterWideQuerySet["DriveQuestion"]):
    chapter_path = "drive__chapter"


class DriveQuestion(models.Model):
    """A question of the script."""

    drive = models.ForeignKey(
        ListeningDrive,
        verbose_name=_("campagne d’écoute"),
        on_delete=models.CASCADE,
        related_name="questions",
    )
    text = models.CharField(_("question"), max_length=200)
    kind = models.CharField(
        _("réponse"), max_length=8, choices=QuestionKind.choices, default=QuestionKind.CHOICE
    )
    choices = ArrayField(
        models.CharField(max_length=80), verbose_name=_("choix"), default=list, blank=True
    )
    position = models.PositiveSmallIntegerField(_("rang"), default=0)
    retired_at = models.DateTimeField(_("retirée le"), null=True, blank=True)

    objects: ClassVar = DriveQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question du questionnaire")
        verbose_name_plural = _("questions du questionnaire")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="drive_question_has_words"),
            models.CheckConstraint(
                condition=~Q(kind=QuestionKind.CHOICE) | Q(choices__len__gte=2),
                name="question_offers_a_choice",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class DriveAnswerQuerySet(ScopedQuerySet["DriveAnswer"]):
    chapter_path = "conversation__chapter"


class DriveAnswer(models.Model):
    """What was answered to a question, once in a conversation."""

    conversation = models.ForeignKey(
        Conversation, verbose_name=_("écoute"), on_delete=models.CASCADE, related_name="answers"
    )
    question = models.ForeignKey(
        DriveQuestion, verbose_name=_("question"), on_delete=models.CASCADE, related_name="answers"
    )
    text = models.TextField(_("réponse"), blank=True)
    number = models.PositiveSmallIntegerField(_("note"), null=True, blank=True)

    objects: ClassVar = DriveAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("réponse au questionnaire")
        verbose_name_plural = _("réponses au questionnaire")
        ordering = ["question__position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "question"], name="answer_once_per_conversation"
            ),
            models.CheckConstraint(
                condition=Q(number=None) | Q(number__gte=1, number__lte=SCALE),
                name="answer_note_1_to_5",
            ),
            models.CheckConstraint(
                condition=~Q(text="") | Q(number__isnull=False), name="answer_is_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return self.text or str(self.number)
