from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actions.enums import ActionKind, ActionState, DayRole, Visibility
from campaigns.models import Campaign, Target
from members.models import Chapter, Group, Person
from members.scoping import ChapterWideQuerySet

GOAL_LIMIT = 20_000


class ActionQuerySet(ChapterWideQuerySet["Action"]):
    def announced(self) -> ActionQuerySet:
        """Actions that people have been told about."""
        return self.filter(state=ActionState.ANNOUNCED)

    def upcoming(self, now: datetime | None = None) -> ActionQuerySet:
        """Not over yet, soonest first."""
        return self.filter(ends_at__gte=now or timezone.now()).order_by("starts_at", "id")

    def past(self, now: datetime | None = None) -> ActionQuerySet:
        """Over, latest first."""
        return self.filter(ends_at__lt=now or timezone.now()).order_by("-starts_at", "-id")


class Action(models.Model):
    """Something done together at a date and a place: a rally, a meeting, a training…

    `starts_at` announced to people is part of the key of each reminder, so a moved action is
    announced again. `sequence` is the iCalendar SEQUENCE, raised at each change; `moved_at` and
    `moved_from` tell the last change of date or place, and the date announced before it.
    """

    chapter = models.ForeignKey(
        Chapter, verbose_name=_("alliance locale"), on_delete=models.PROTECT, related_name="actions"
    )
    campaign = models.ForeignKey(
        Campaign,
        verbose_name=_("campagne"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="actions",
    )
    target = models.ForeignKey(
        Target,
        verbose_name=_("cible"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="actions",
    )
    organizer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("accompagnée par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="actions",
    )
    kind = models.CharField(
        _("sorte"), max_length=12, choices=ActionKind.choices, default=ActionKind.RALLY
    )
    title = models.CharField(_("titre"), max_length=160)
    description = models.TextField(_("ce qu’on va faire"), blank=True)
    starts_at = models.DateTimeField(_("début"))
    ends_at = models.DateTimeField(_("fin"))
    place_name = models.CharField(_("lieu de rendez-vous"), max_length=160, blank=True)
    place_address = models.CharField(_("adresse"), max_length=200, blank=True)
    access_note = models.CharField(
        _("comment venir"),
        max_length=300,
        blank=True,
        help_text=_("Tram, ascenseur, porte à pousser…"),
    )
    goal = models.PositiveIntegerField(_("objectif de présences"))
    visibility = models.CharField(
        max_length=10, choices=Visibility.choices, default=Visibility.INVITED
    )
    count_only = models.BooleanField(
        _("comptage seul"),
        default=False,
        help_text=_("Action sensible : on compte les présences sans garder les noms."),
    )
    state = models.CharField(
        _("état"), max_length=10, choices=ActionState.choices, default=ActionState.DRAFT
    )
    announced_at = models.DateTimeField(_("annoncée le"), null=True, blank=True)
    moved_at = models.DateTimeField(_("changée le"), null=True, blank=True)
    moved_from = models.DateTimeField(_("prévue d’abord le"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("annulée le"), null=True, blank=True)
    cancel_reason = models.CharField(_("pourquoi"), max_length=300, blank=True)
    groups = models.ManyToManyField(
        Group, verbose_name=_("groupes invités"), blank=True, related_name="invited_to"
    )
    organizing_groups = models.ManyToManyField(
        Group, verbose_name=_("groupes qui portent l’action"), blank=True, related_name="organized"
    )
    capacity = models.PositiveIntegerField(
        _("places"),
        null=True,
        blank=True,
        help_text=_("Seulement si la salle est petite : au-delà, on prévient."),
    )
    public_slug = models.SlugField(
        _("adresse publique"), max_length=80, unique=True, null=True, blank=True, editable=False
    )
    reminders_paused = models.BooleanField(_("rappels en pause"), default=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects: ClassVar = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["-starts_at", "-id"]
        indexes = [models.Index("chapter", "starts_at", name="action_by_chapter_and_date")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="action_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(goal__gte=1, goal__lte=GOAL_LIMIT), name="action_goal_plausible"
            ),
            models.CheckConstraint(
                condition=Q(state=ActionState.CANCELLED, cancelled_at__isnull=False)
                | (~Q(state=ActionState.CANCELLED) & Q(cancelled_at=None)),
                name="action_cancelled_has_a_date",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="action_has_a_title"),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__gte=1, capacity__lte=GOAL_LIMIT),
                name="action_capacity_plausible",
            ),
            models.CheckConstraint(
                condition=~Q(visibility=Visibility.PUBLIC) | Q(public_slug__isnull=False),
                name="action_public_has_an_address",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ActionRole(models.Model):
    """Who does what on the day."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="day_roles")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="day_roles")
    role = models.CharField(_("rôle"), max_length=14, choices=DayRole.choices)

    class Meta:
        verbose_name = _("rôle du jour")
        verbose_name_plural = _("rôles du jour")
        constraints = [
            models.UniqueConstraint(
                fields=["action", "person", "role"], name="day_role_once_per_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} : {self.person}"
