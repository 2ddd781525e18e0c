"""Trainings: what can be learnt, when, and the people from outside who come too.

A session is an action of the kind « formation »: its members sign up and are checked in like
anywhere else, so that « who has completed what » is read on attendances and written nowhere else.
"""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actions.models.action import Action
from members.models import Chapter, Group, Person
from members.scoping import ChapterWideQuerySet

PLACES_LIMIT = 500
FEE_LIMIT = 10_000
FIRST_YEAR, LAST_YEAR = 1960, 2150


class CourseQuerySet(ChapterWideQuerySet["Course"]):
    def taught(self) -> CourseQuerySet:
        """Courses still given."""
        return self.filter(retired_at=None)


class Course(models.Model):
    """Something to learn: collective strategy, negotiating, speaking, holding a meeting…

    A course `for_leaders` is one that every leader of the chapter should have followed.
    """

    chapter = models.ForeignKey(
        Chapter, verbose_name=_("alliance locale"), on_delete=models.PROTECT, related_name="courses"
    )
    name = models.CharField(_("intitulé"), max_length=120)
    about = models.TextField(_("ce qu’on y apprend"), blank=True)
    hours = models.PositiveSmallIntegerField(_("durée en heures"), default=3)
    for_leaders = models.BooleanField(
        _("pour toutes et tous les leaders"),
        default=True,
        help_text=_("On verra à qui elle manque encore."),
    )
    retired_at = models.DateTimeField(_("plus donnée depuis"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("formation")
        verbose_name_plural = _("formations")
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="course_has_a_name"),
            models.UniqueConstraint(fields=["chapter", "name"], name="course_once_per_chapter"),
            models.CheckConstraint(
                condition=Q(hours__gte=1, hours__lte=200), name="course_length_plausible"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TrainingSessionQuerySet(ChapterWideQuerySet["TrainingSession"]):
    chapter_path = "action__chapter"


class TrainingSession(models.Model):
    """A course given once: an action of the kind « formation », its places and its fee.

    `fee` is what people from outside pay; members of the chapter pay nothing.
    """

    action = models.OneToOneField(
        Action, verbose_name=_("action"), on_delete=models.CASCADE, related_name="training"
    )
    course = models.ForeignKey(
        Course, verbose_name=_("formation"), on_delete=models.PROTECT, related_name="sessions"
    )
    trainer = models.ForeignKey(
        Person,
        verbose_name=_("animée par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="sessions_led",
    )
    places = models.PositiveSmallIntegerField(_("places"), default=16)
    fee = models.DecimalField(
        _("tarif extérieur"), max_digits=8, decimal_places=2, default=Decimal(0)
    )

    objects: ClassVar = TrainingSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session de formation")
        verbose_name_plural = _("sessions de formation")
        constraints = [
            models.CheckConstraint(
                condition=Q(places__gte=1, places__lte=PLACES_LIMIT),
                name="session_places_plausible",
            ),
            models.CheckConstraint(
                condition=Q(fee__gte=0, fee__lte=FEE_LIMIT), name="session_fee_plausible"
            ),
        ]

    def __str__(self) -> str:
        return str(self.course)


class OutsideParticipantQuerySet(ChapterWideQuerySet["OutsideParticipant"]):
    chapter_path = "session__action__chapter"


class OutsideParticipant(models.Model):
    """Somebody from elsewhere who comes to learn: her organization, what she owes and paid.

    Not a person of the file: she asked for a training, not to be organized.
    """

    session = models.ForeignKey(
        TrainingSession,
        verbose_name=_("session"),
        on_delete=models.CASCADE,
        related_name="outsiders",
    )
    name = models.CharField(_("nom"), max_length=160)
    organization = models.CharField(_("organisation"), max_length=160, blank=True)
    group = models.ForeignKey(
        Group,
        verbose_name=_("association alliée"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="trained_outsiders",
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    fee = models.DecimalField(_("à payer"), max_digits=8, decimal_places=2, default=Decimal(0))
    paid_on = models.DateField(_("payé le"), null=True, blank=True)
    attended = models.BooleanField(_("présent·e"), null=True, blank=True)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar = OutsideParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant·e extérieur·e")
        verbose_name_plural = _("participant·es extérieur·es")
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="outsider_has_a_name"),
            models.CheckConstraint(
                condition=Q(fee__gte=0, fee__lte=FEE_LIMIT), name="outsider_fee_plausible"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EarlierTrainingQuerySet(ChapterWideQuerySet["EarlierTraining"]):
    chapter_path = "course__chapter"


class EarlierTraining(models.Model):
    """A course somebody followed before sessions were kept here: a day, or only a year."""

    person = models.ForeignKey(
        Person,
        verbose_name=_("personne"),
        on_delete=models.CASCADE,
        related_name="earlier_trainings",
    )
    course = models.ForeignKey(
        Course,
        verbose_name=_("formation"),
        on_delete=models.PROTECT,
        related_name="followed_earlier",
    )
    year = models.PositiveSmallIntegerField(_("année"))
    day = models.DateField(_("jour"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar = EarlierTrainingQuerySet.as_manager()

    class Meta:
        verbose_name = _("formation suivie avant")
        verbose_name_plural = _("formations suivies avant")
        ordering = ["-year", "-day", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "course"], name="earlier_training_once"),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="earlier_training_year_plausible",
            ),
            models.CheckConstraint(
                condition=Q(day=None) | Q(day__year=models.F("year")),
                name="earlier_training_day_in_its_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course}, {self.year}"
