from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actions.enums import Audience, MailingSource, MailingState, Way
from actions.models.action import Action
from alliance.outbox.models import Message, StoredFile
from members.enums import Purpose
from members.models import Chapter, FollowUp, Group, Person, SavedList
from members.scoping import ChapterWideQuerySet


class MailingQuerySet(ChapterWideQuerySet["Mailing"]):
    def leaving(self) -> MailingQuerySet:
        """Decided, and not wholly written yet."""
        return self.filter(state__in=[MailingState.PLANNED, MailingState.SENDING])


class Mailing(models.Model):
    """One message that somebody writes to a list of people, by e-mail, by SMS, or both.

    Its people are fixed when it is launched: who was shown is who gets it, unless she stops
    wanting it meanwhile.
    """

    chapter = models.ForeignKey(
        Chapter,
        verbose_name=_("alliance locale"),
        on_delete=models.PROTECT,
        related_name="mailings",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("écrit par"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="mailings",
    )
    source = models.CharField(_("à qui"), max_length=8, choices=MailingSource.choices)
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="mailings"
    )
    action = models.ForeignKey(
        Action, null=True, blank=True, on_delete=models.SET_NULL, related_name="mailings"
    )
    audience = models.CharField(
        _("parmi"), max_length=14, choices=Audience.choices, default=Audience.INVITED
    )
    saved_list = models.ForeignKey(
        SavedList, null=True, blank=True, on_delete=models.SET_NULL, related_name="mailings"
    )
    purpose = models.CharField(
        _("pour"), max_length=16, choices=Purpose.choices, default=Purpose.MOBILIZATION
    )
    by_email = models.BooleanField(_("par e-mail"), default=True)
    by_sms = models.BooleanField(_("par SMS"), default=False)
    calls = models.BooleanField(_("prévoir un appel pour les autres"), default=False)
    subject = models.CharField(_("objet"), max_length=200, blank=True)
    body = models.TextField(_("texte"), blank=True)
    sms = models.TextField(_("SMS"), blank=True)

    state = models.CharField(
        _("état"), max_length=10, choices=MailingState.choices, default=MailingState.DRAFT
    )
    send_at = models.DateTimeField(_("départ"), null=True, blank=True)
    launched_at = models.DateTimeField(_("décidé le"), null=True, blank=True)
    launched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    finished_at = models.DateTimeField(_("parti le"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("arrêté le"), null=True, blank=True)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar = MailingQuerySet.as_manager()

    class Meta:
        verbose_name = _("message écrit")
        verbose_name_plural = _("messages écrits")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["send_at"],
                name="mailing_leaving",
                condition=Q(state__in=[MailingState.PLANNED, MailingState.SENDING]),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=MailingState.values), name="mailing_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=MailingState.DRAFT, send_at=None, launched_at=None)
                | Q(state=MailingState.CANCELLED)
                | ~Q(state=MailingState.DRAFT)
                & Q(send_at__isnull=False, launched_at__isnull=False),
                name="mailing_launched_has_dates",
            ),
            models.CheckConstraint(
                condition=Q(state=MailingState.CANCELLED, cancelled_at__isnull=False)
                | ~Q(state=MailingState.CANCELLED) & Q(cancelled_at=None),
                name="mailing_cancelled_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(by_email=True) | Q(by_sms=True), name="mailing_has_a_means"
            ),
        ]

    def __str__(self) -> str:
        return self.subject or self.sms[:60] or str(_("Sans objet"))


class MailingRecipient(models.Model):
    """Somebody on a mailing: how she hears of it, and the message or call written for her."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="recipients")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mailings")
    way = models.CharField(_("comment"), max_length=8, choices=Way.choices, blank=True)
    message = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    follow_up = models.ForeignKey(
        FollowUp, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    written_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("destinataire")
        verbose_name_plural = _("destinataires")
        indexes = [
            models.Index(
                fields=["mailing", "id"],
                name="mailing_still_to_write",
                condition=Q(written_at=None),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["mailing", "person"], name="mailing_once_per_person"),
            models.CheckConstraint(
                condition=Q(written_at=None, way="") | Q(written_at__isnull=False) & ~Q(way=""),
                name="mailing_recipient_written_one_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mailing} · {self.person}"


class MailingFile(models.Model):
    """A file that goes with a mailing."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("nom"), max_length=200)
    content_type = models.CharField(_("type"), max_length=200)
    size = models.PositiveIntegerField(_("octets"))

    class Meta:
        verbose_name = _("pièce jointe d’un message écrit")
        verbose_name_plural = _("pièces jointes des messages écrits")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["mailing", "file"], name="mailing_file_once")
        ]

    def __str__(self) -> str:
        return self.name
