from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.enums import MEETINGS, ContactKind, FollowUpKind
from members.models.person import Person, first_phone
from members.scoping import ModelT, Scope, ScopedQuerySet


class PersonalQuerySet(ScopedQuerySet[ModelT]):
    """Rows about a person, visible with the person."""

    chapter_path = "person__chapter"

    def scope_filter(self, scope: Scope) -> models.Q:
        mine = self.in_chapters(scope.organizes)
        if scope.led_groups:
            mine |= models.Q(
                person__in=Person.objects.filter(
                    group_memberships__group__in=scope.led_groups,
                    group_memberships__left_on=None,
                )
            )
        return mine


class Contact(models.Model):
    """An exchange with a person: a one-to-one, a call, a door, a visit.

    The five short fields are those of the method (story, anger or interest, network, next
    step, what each side committed to). `client_id` is made by whoever notes it, so that the
    same note sent twice by a lost connection counts once; `written_at` is when it was
    written, beside `created_at`, when it arrived.
    """

    person = models.ForeignKey(
        Person, verbose_name=_("personne"), on_delete=models.CASCADE, related_name="contacts"
    )
    kind = models.CharField(
        _("sorte"), max_length=12, choices=ContactKind.choices, default=ContactKind.ONE_TO_ONE
    )
    happened_at = models.DateTimeField(_("quand"), default=timezone.now)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("noté par"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="contacts",
    )
    story = models.TextField(_("son histoire"), blank=True)
    interest = models.TextField(_("sa colère, ce qui lui importe"), blank=True)
    network = models.TextField(_("son réseau"), blank=True)
    next_step = models.TextField(_("prochain pas"), blank=True)
    their_commitment = models.TextField(_("ce qu’elle s’engage à faire"), blank=True)
    our_commitment = models.TextField(_("ce que nous nous engageons à faire"), blank=True)
    note = models.TextField(_("note"), blank=True)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar = PersonalQuerySet["Contact"].as_manager()

    class Meta:
        verbose_name = _("échange")
        verbose_name_plural = _("échanges")
        ordering = ["-happened_at", "-id"]
        indexes = [
            models.Index(
                "person",
                models.F("happened_at").desc(),
                models.F("id").desc(),
                name="contact_timeline",
            ),
            models.Index("kind", "happened_at", "author", name="contact_rhythm"),
            models.Index(
                fields=["happened_at"],
                include=["person"],
                condition=models.Q(kind=ContactKind.ONE_TO_ONE),
                name="contact_one_to_ones",
            ),
            # « Jamais rencontré·e » asks it of thousands: the index alone answers.
            models.Index(
                fields=["person"], condition=models.Q(kind__in=MEETINGS), name="contact_meetings"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.person}"


class FollowUpQuerySet(PersonalQuerySet["FollowUp"]):
    def open(self) -> FollowUpQuerySet:
        """What remains to be done."""
        return self.filter(done_at=None, cancelled_at=None)

    def to_call(self) -> FollowUpQuerySet:
        """With whom it is about, and her first `phone`."""
        return self.select_related("person").annotate(phone=first_phone("person"))


class FollowUp(models.Model):
    """Something promised to a person, with an owner and a date.

    `key` is set by automatic call tasks so that planning them twice makes one.
    """

    person = models.ForeignKey(
        Person, verbose_name=_("personne"), on_delete=models.CASCADE, related_name="follow_ups"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("à faire par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="follow_ups",
    )
    kind = models.CharField(
        _("geste"), max_length=10, choices=FollowUpKind.choices, default=FollowUpKind.CALL
    )
    what = models.TextField(_("quoi"))
    due_on = models.DateField(_("pour le"))
    contact = models.ForeignKey(
        Contact,
        verbose_name=_("après l’échange"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="follow_ups",
    )
    key = models.CharField(max_length=200, unique=True, null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("promise par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    done_at = models.DateTimeField(_("fait le"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("faite par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    cancelled_at = models.DateTimeField(_("annulée le"), null=True, blank=True)

    objects: ClassVar = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("relance")
        verbose_name_plural = _("relances")
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(
                "owner",
                "due_on",
                name="follow_up_open_by_owner",
                condition=models.Q(done_at=None, cancelled_at=None),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_at=None) | models.Q(cancelled_at=None),
                name="follow_up_done_or_cancelled",
            ),
            models.CheckConstraint(condition=~models.Q(what=""), name="follow_up_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.what} ({self.person})"
