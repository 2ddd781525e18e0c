from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.enums import Knock
from campaigns.models.listening import Conversation, ListeningDrive
from members.models import Chapter, Neighbourhood
from members.scoping import ChapterWideQuerySet, ScopedQuerySet

MOST_FLOORS, MOST_DOORS = 60, 40


class Building(models.Model):
    """A stairwell to walk: floors and doors, never who lives behind them.

    `round_started_at` opens a new round: the doors are all to knock on again, and what happened
    before stays readable.
    """

    chapter = models.ForeignKey(
        Chapter,
        verbose_name=_("alliance locale"),
        on_delete=models.PROTECT,
        related_name="buildings",
    )
    drive = models.ForeignKey(
        ListeningDrive,
        verbose_name=_("campagne d’écoute"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="buildings",
    )
    neighbourhood = models.ForeignKey(
        Neighbourhood,
        verbose_name=_("quartier"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="buildings",
    )
    name = models.CharField(_("bâtiment"), max_length=120)
    address = models.CharField(_("adresse"), max_length=200, blank=True)
    round_started_at = models.DateTimeField(_("passage ouvert le"), default=timezone.now)
    closed_at = models.DateTimeField(_("rangé le"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar = ChapterWideQuerySet.as_manager()

    class Meta:
        verbose_name = _("bâtiment")
        verbose_name_plural = _("bâtiments")
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="building_has_a_name"),
            models.UniqueConstraint(
                fields=["chapter", "name", "address"], name="building_once_in_chapter"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DoorQuerySet(ChapterWideQuerySet["Door"]):
    chapter_path = "building__chapter"


class Door(models.Model):
    """A door of a floor. `floor` 0 is the ground floor; doors are read from left to right."""

    building = models.ForeignKey(
        Building, verbose_name=_("bâtiment"), on_delete=models.CASCADE, related_name="doors"
    )
    floor = models.SmallIntegerField(_("étage"))
    position = models.PositiveSmallIntegerField(_("porte"))

    objects: ClassVar = DoorQuerySet.as_manager()

    class Meta:
        verbose_name = _("porte")
        verbose_name_plural = _("portes")
        ordering = ["-floor", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["building", "floor", "position"], name="door_once_on_its_floor"
            ),
            models.CheckConstraint(
                condition=Q(floor__gte=-3, floor__lte=MOST_FLOORS), name="door_floor_plausible"
            ),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=MOST_DOORS),
                name="door_position_plausible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.floor}-{self.position}"


class DoorKnockQuerySet(ScopedQuerySet["DoorKnock"]):
    chapter_path = "door__building__chapter"


class DoorKnock(models.Model):
    """Somebody knocked. Rows are added, never changed: the latest one counts (a tap too many is
    answered by another), so that two teams never lock each other."""

    door = models.ForeignKey(
        Door, verbose_name=_("porte"), on_delete=models.CASCADE, related_name="knocks"
    )
    outcome = models.CharField(_("résultat"), max_length=8, choices=Knock.choices)
    knocked_at = models.DateTimeField(_("quand"), default=timezone.now)
    knocked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("par"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    conversation = models.OneToOneField(
        Conversation,
        verbose_name=_("écoute"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="knock",
    )
    from_paper = models.BooleanField(_("saisi du papier"), default=False)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar = DoorKnockQuerySet.as_manager()

    class Meta:
        verbose_name = _("passage à une porte")
        verbose_name_plural = _("passages aux portes")
        ordering = ["-knocked_at", "-id"]
        indexes = [
            models.Index(
                "door", F("knocked_at").desc(), F("id").desc(), name="knock_latest_by_door"
            )
        ]

    def __str__(self) -> str:
        return f"{self.door} · {self.get_outcome_display()}"


class BuildingNoteQuerySet(ChapterWideQuerySet["BuildingNote"]):
    chapter_path = "building__chapter"


class BuildingNote(models.Model):
    """What the next team should know: the lift is out of order, the code of the door, the dog."""

    building = models.ForeignKey(
        Building, verbose_name=_("bâtiment"), on_delete=models.CASCADE, related_name="notes"
    )
    text = models.CharField(_("note"), max_length=300)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("par"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    written_at = models.DateTimeField(_("le"), default=timezone.now)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects: ClassVar = BuildingNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note de bâtiment")
        verbose_name_plural = _("notes de bâtiment")
        ordering = ["-written_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="building_note_has_words")
        ]

    def __str__(self) -> str:
        return self.text
