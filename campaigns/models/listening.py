from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.enums import ConversationPlace, Depth, Theme
from members.models import Chapter, Contact, Neighbourhood, Person
from members.scoping import ChapterWideQuerySet, ScopedQuerySet


class ListeningDrive(models.Model):
    """A listening campaign: a place, some weeks, people who listen."""

    chapter = models.ForeignKey(
        Chapter, verbose_name=_("alliance locale"), on_delete=models.PROTECT, related_name="drives"
    )
    name = models.CharField(_("nom"), max_length=160)
    neighbourhood = models.ForeignKey(
        Neighbourhood,
        verbose_name=_("quartier"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="drives",
    )
    starts_on = models.DateField(_("du"))
    ends_on = models.DateField(_("au"), null=True, blank=True)
    goal = models.PositiveIntegerField(_("écoutes visées"), default=0)

    objects: ClassVar = ChapterWideQuerySet.as_manager()

    class Meta:
        verbose_name = _("campagne d’écoute")
        verbose_name_plural = _("campagnes d’écoute")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="drive_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Conversation(models.Model):
    """Somebody listened to. No name is kept before a spoken consent: the person may be empty."""

    chapter = models.ForeignKey(
        Chapter,
        verbose_name=_("alliance locale"),
        on_delete=models.PROTECT,
        related_name="conversations",
    )
    drive = models.ForeignKey(
        ListeningDrive,
        verbose_name=_("campagne d’écoute"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="conversations",
    )
    person = models.ForeignKey(
        Person,
        verbose_name=_("personne"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="conversations",
    )
    contact = models.OneToOneField(
        Contact,
        verbose_name=_("échange"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="conversation",
    )
    listener = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("écouté par"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    place = models.CharField(_("où"), max_length=16, choices=ConversationPlace.choices)
    place_detail = models.CharField(_("précision"), max_length=200, blank=True)
    neighbourhood = models.ForeignKey(
        Neighbourhood,
        verbose_name=_("quartier"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    happened_at = models.DateTimeField(_("quand"), default=timezone.now)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("écoute")
        verbose_name_plural = _("écoutes")
        ordering = ["-happened_at", "-id"]

    def __str__(self) -> str:
        return f"{self.get_place_display()} · {self.happened_at:%d/%m/%Y}"


class Grievance(models.Model):
    """A colère, in the person's own words."""

    chapter = models.ForeignKey(
        Chapter,
        verbose_name=_("alliance locale"),
        on_delete=models.PROTECT,
        related_name="grievances",
    )
    conversation = models.ForeignKey(
        Conversation,
        verbose_name=_("écoute"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="grievances",
    )
    person = models.ForeignKey(
        Person,
        verbose_name=_("personne"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="grievances",
    )
    words = models.TextField(_("ses mots"))
    theme = models.CharField(_("thème"), max_length=12, choices=Theme.choices, default=Theme.OTHER)
    neighbourhood = models.ForeignKey(
        Neighbourhood,
        verbose_name=_("quartier"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="grievances",
    )
    place = models.CharField(_("lieu"), max_length=200, blank=True)
    is_vertical = models.BooleanField(
        _("quelqu’un a le pouvoir d’y répondre"), null=True, blank=True
    )
    depth = models.PositiveSmallIntegerField(
        _("profondeur"), choices=Depth.choices, default=Depth.ANGRY
    )
    who_could_say_yes = models.CharField(_("qui pourrait dire oui"), max_length=200, blank=True)
    issue = models.ForeignKey(
        "campaigns.Issue",
        verbose_name=_("problème commun"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="grievances",
    )
    heard_on = models.DateField(_("entendue le"), default=timezone.localdate)

    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("colère")
        verbose_name_plural = _("colères")
        ordering = ["-heard_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(words=""), name="grievance_has_words"),
            models.CheckConstraint(
                condition=models.Q(depth__gte=1, depth__lte=3), name="grievance_depth_1_to_3"
            ),
        ]

    def __str__(self) -> str:
        return self.words[:80]


class Issue(models.Model):
    """A common problem: the heap of grievances that an organizer put together."""

    chapter = models.ForeignKey(
        Chapter, verbose_name=_("alliance locale"), on_delete=models.PROTECT, related_name="issues"
    )
    title = models.CharField(_("titre"), max_length=160)
    theme = models.CharField(_("thème"), max_length=12, choices=Theme.choices, default=Theme.OTHER)
    description = models.TextField(_("description"), blank=True)
    is_winnable = models.BooleanField(_("gagnable"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar = ChapterWideQuerySet.as_manager()

    class Meta:
        verbose_name = _("problème commun")
        verbose_name_plural = _("problèmes communs")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title
