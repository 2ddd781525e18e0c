from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actions.models.action import Action
from members.models import Person
from members.scoping import ChapterWideQuerySet, ModelT

PLEDGE_LIMIT = 500


class OfActionQuerySet(ChapterWideQuerySet[ModelT]):
    """Rows of an action, read by everybody with a role in its chapter."""

    chapter_path = "action__chapter"


class Pledge(models.Model):
    """« J’en amène 7 »: how many people a leader said she would bring."""

    action = models.ForeignKey(
        Action, verbose_name=_("action"), on_delete=models.CASCADE, related_name="pledges"
    )
    leader = models.ForeignKey(
        Person, verbose_name=_("leader"), on_delete=models.CASCADE, related_name="pledges"
    )
    people = models.PositiveSmallIntegerField(_("en amène"))
    pledged_at = models.DateTimeField(_("dit le"), default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar = OfActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("promesse de leader")
        verbose_name_plural = _("promesses de leaders")
        ordering = ["-people", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "leader"], name="pledge_once_per_leader_and_action"
            ),
            models.CheckConstraint(
                condition=Q(people__gte=1, people__lte=PLEDGE_LIMIT), name="pledge_plausible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leader} : {self.people}"


class CheckItem(models.Model):
    """Something to do before the action: what, before when, by whom."""

    action = models.ForeignKey(
        Action, verbose_name=_("action"), on_delete=models.CASCADE, related_name="check_items"
    )
    what = models.CharField(_("à faire"), max_length=200)
    due_on = models.DateField(_("avant le"), null=True, blank=True)
    person = models.ForeignKey(
        Person,
        verbose_name=_("par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="check_items",
    )
    done_at = models.DateTimeField(_("fait le"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    client_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects: ClassVar = OfActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("chose à faire")
        verbose_name_plural = _("choses à faire")
        ordering = [models.F("due_on").asc(nulls_last=True), "id"]
        constraints = [models.CheckConstraint(condition=~Q(what=""), name="check_item_says_what")]

    def __str__(self) -> str:
        return self.what


class MaterialItem(models.Model):
    """Something to bring: what, how many, who."""

    action = models.ForeignKey(
        Action, verbose_name=_("action"), on_delete=models.CASCADE, related_name="materials"
    )
    what = models.CharField(_("quoi"), max_length=120)
    quantity = models.PositiveSmallIntegerField(_("combien"), default=1)
    person = models.ForeignKey(
        Person,
        verbose_name=_("apporté par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="materials",
    )
    client_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects: ClassVar = OfActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("matériel")
        verbose_name_plural = _("matériel")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="material_says_what"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="material_at_least_one"),
        ]

    def __str__(self) -> str:
        return self.what
