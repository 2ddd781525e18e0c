from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actions.enums import Answer, ReplySource
from actions.models.action import Action
from members.models import Group, Person
from members.scoping import Scope, ScopedQuerySet

COMPANIONS_LIMIT = 20
CHILDREN_LIMIT = 10
SEATS_LIMIT = 8


class AttendanceQuerySet(ScopedQuerySet["Attendance"]):
    chapter_path = "action__chapter"

    def scope_filter(self, scope: Scope) -> Q:
        mine = self.in_chapters(scope.organizes)
        if scope.led_groups:
            mine |= Q(
                person__in=Person.objects.filter(
                    group_memberships__group__in=scope.led_groups,
                    group_memberships__left_on=None,
                )
            )
        return mine

    def invited(self) -> AttendanceQuerySet:
        """People who were asked to come (walk-ins left out)."""
        return self.exclude(invited_at=None)

    def coming(self) -> AttendanceQuerySet:
        """Those who said yes."""
        return self.filter(answer=Answer.YES)

    def waiting(self) -> AttendanceQuerySet:
        """Those who said yes to a full room, first come first."""
        return self.exclude(waiting_since=None).order_by("waiting_since", "id")

    def present(self) -> AttendanceQuerySet:
        """Those checked in."""
        return self.filter(attended=True)


class Attendance(models.Model):
    """A person and an action: invited, answered, came. A walk-in may have no name yet."""

    action = models.ForeignKey(
        Action, verbose_name=_("action"), on_delete=models.CASCADE, related_name="attendances"
    )
    person = models.ForeignKey(
        Person,
        verbose_name=_("personne"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="attendances",
    )
    invited_at = models.DateTimeField(_("invité·e le"), null=True, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    via_group = models.ForeignKey(
        Group,
        verbose_name=_("par le groupe"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    answer = models.CharField(
        _("réponse"), max_length=8, choices=Answer.choices, default=Answer.NONE
    )
    answered_at = models.DateTimeField(_("a répondu le"), null=True, blank=True)
    confirmed_at = models.DateTimeField(
        _("oui redit le"), null=True, blank=True, help_text=_("Un deuxième oui, un autre jour.")
    )
    answer_source = models.CharField(
        _("répondu par"), max_length=8, choices=ReplySource.choices, blank=True
    )
    companions = models.PositiveSmallIntegerField(_("vient avec"), default=0)
    waiting_since = models.DateTimeField(
        _("sur liste d’attente depuis"),
        null=True,
        blank=True,
        help_text=_("A dit oui alors que c’était complet : compte comme « peut-être »."),
    )
    seated_at = models.DateTimeField(_("a reçu une place libérée le"), null=True, blank=True)
    leader = models.ForeignKey(
        Person,
        verbose_name=_("dans la liste de"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="listed_attendances",
        help_text=_("Le ou la leader qui appelle cette personne et viendra avec elle."),
    )
    children = models.PositiveSmallIntegerField(_("enfants à garder"), default=0)
    seats_offered = models.PositiveSmallIntegerField(_("places en voiture"), default=0)
    wants_ride = models.BooleanField(_("cherche un trajet"), default=False)
    rides_with = models.ForeignKey(
        "self",
        verbose_name=_("monte avec"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="passengers",
    )
    interpreter = models.CharField(_("langue de l’interprète"), max_length=40, blank=True)
    step_free = models.BooleanField(_("accès sans marche"), default=False)
    brought_by = models.ForeignKey(
        Person,
        verbose_name=_("venu·e avec"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="brought_attendances",
    )
    attended = models.BooleanField(_("présent·e"), null=True, blank=True)
    checked_in_at = models.DateTimeField(_("pointé·e le"), null=True, blank=True)
    checked_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    client_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    if TYPE_CHECKING:  # annotated by domain.reach
        reach: str
        email_address: str | None
        email_consent: bool
        email_shared: bool
        phone_number: str | None
        sms_number: str | None
        sms_consent: bool

    objects: ClassVar = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("présence")
        verbose_name_plural = _("présences")
        indexes = [
            models.Index(
                fields=["action", "answer"],
                include=["attended", "companions"],
                name="attendance_turnout",
            ),
            models.Index("person", "action", name="attendance_by_person"),
            models.Index(fields=["person"], condition=Q(attended=True), name="attendance_came"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["action", "person"], name="attendance_once_per_action"),
            models.CheckConstraint(
                # Not attended=True alone: NULL would pass, as SQL does not know.
                condition=Q(person__isnull=False) | Q(attended__isnull=False, attended=True),
                name="attendance_without_person_is_a_walk_in",
            ),
            models.CheckConstraint(
                condition=Q(answer=Answer.NONE) | Q(answered_at__isnull=False),
                name="attendance_answer_has_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(attended=True) | Q(checked_in_at__isnull=False),
                name="attendance_check_in_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(waiting_since=None) | Q(answer=Answer.MAYBE),
                name="attendance_waiting_is_not_counted",
            ),
            models.CheckConstraint(
                condition=Q(companions__lte=COMPANIONS_LIMIT), name="attendance_companions_limit"
            ),
            models.CheckConstraint(
                condition=Q(brought_by=None) | ~Q(brought_by=models.F("person")),
                name="attendance_not_brought_by_herself",
            ),
            models.CheckConstraint(
                condition=Q(children__lte=CHILDREN_LIMIT, seats_offered__lte=SEATS_LIMIT),
                name="attendance_needs_plausible",
            ),
            models.CheckConstraint(
                condition=Q(rides_with=None) | ~Q(rides_with=models.F("id")),
                name="attendance_not_her_own_driver",
            ),
            models.CheckConstraint(
                condition=~Q(seats_offered__gt=0, wants_ride=True),
                name="attendance_offers_or_wants_a_ride",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or _('inconnu·e')} · {self.action}"

    @property
    def said(self) -> str:
        """What she answered herself: whoever waits for a seat said yes."""
        return Answer.YES if self.waiting_since else self.answer

    @property
    def where_she_stands(self) -> str:
        """Her answer in words; of a yes that waits, that it waits."""
        if self.waiting_since:
            return str(_("sur la liste d’attente"))
        return str(Answer(self.answer).label)


class Reply(models.Model):
    """An answer given, as it was given; the latest one counts. Append-only.

    `client_id` comes with the form, so that a double click is one reply.
    """

    attendance = models.ForeignKey(Attendance, on_delete=models.CASCADE, related_name="replies")
    answer = models.CharField(_("réponse"), max_length=8, choices=Answer.choices)
    companions = models.PositiveSmallIntegerField(_("vient avec"), default=0)
    comment = models.TextField(_("mot laissé"), blank=True)
    source = models.CharField(_("par"), max_length=8, choices=ReplySource.choices)
    replied_at = models.DateTimeField(_("le"), default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    client_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        verbose_name = _("réponse")
        verbose_name_plural = _("réponses")
        ordering = ["-replied_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(companions__lte=COMPANIONS_LIMIT), name="reply_companions_limit"
            )
        ]

    def __str__(self) -> str:
        return f"{self.attendance} : {self.get_answer_display()}"
