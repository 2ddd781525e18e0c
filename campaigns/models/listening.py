from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.enums import ConversationPlace, Depth, Theme
from members.models import Chapter, Contact, GroupMeeting, Neighbourhood, Person
from members.models.search import Fold
from members.scoping import ChapterWideQuerySet, ModelT, ScopedQuerySet, scope_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from members.models import User


class FrenchVector(Func):
    """A tsvector of French prose: « cassés » and « cassée » are one word."""

    template = "to_tsvector('french'::regconfig, %(expressions)s)"
    output_field = SearchVectorField()


class OwnTheme(models.Model):
    """A theme of the chapter's own, beside the four of the association."""

    chapter = models.ForeignKey(
        Chapter, verbose_name=_("alliance locale"), on_delete=models.CASCADE, related_name="themes"
    )
    name = models.CharField(_("thème"), max_length=60)
    retired_at = models.DateTimeField(_("retiré le"), null=True, blank=True)

    objects: ClassVar = ChapterWideQuerySet.as_manager()

    class Meta:
        verbose_name = _("thème de l’alliance")
        verbose_name_plural = _("thèmes de l’alliance")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["chapter", "name"], name="own_theme_once_in_chapter"),
            models.CheckConstraint(condition=~models.Q(name=""), name="own_theme_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class ListeningDriveQuerySet(ChapterWideQuerySet["ListeningDrive"]):
    def live(self, today: date | None = None) -> ListeningDriveQuerySet:
        """Begun and not over."""
        day = today or timezone.localdate()
        over = models.Q(ends_on=None) | models.Q(ends_on__gte=day)
        return self.filter(over, starts_on__lte=day)


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
    script = models.TextField(
        _("ce qu’on dit en arrivant"),
        blank=True,
        help_text=_("Deux phrases pour se présenter, avec vos mots."),
    )

    objects: ClassVar = ListeningDriveQuerySet.as_manager()

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


class HeardQuerySet(ScopedQuerySet[ModelT]):
    """What was heard: organizers read their chapter's, a leader what she heard herself."""

    listener_path: ClassVar[str] = "listener"

    def visible_to(self, user: User | AnonymousUser) -> Self:
        scope = scope_of(user)
        if scope.everywhere:
            return self
        mine = models.Q(**{self.listener_path: user.pk}) & self.in_chapters(scope.chapter_ids)
        return self.filter(self.scope_filter(scope) | mine)


class GrievanceQuerySet(HeardQuerySet["Grievance"]):
    listener_path = "recorded_by"

    def to_sort(self) -> GrievanceQuerySet:
        """In no heap yet, and about somebody who has power over it, or nobody knows yet."""
        return self.filter(issue=None).exclude(is_vertical=False)


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
    meeting = models.ForeignKey(
        GroupMeeting,
        verbose_name=_("réunion"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="conversations",
    )
    heard_by = models.ForeignKey(
        "campaigns.DriveListener",
        verbose_name=_("par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="conversations",
    )
    client_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar = HeardQuerySet["Conversation"].as_manager()

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
    own_theme = models.ForeignKey(
        OwnTheme,
        verbose_name=_("thème de l’alliance"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="grievances",
    )
    place = models.CharField(_("lieu"), max_length=200, blank=True)
    concerned = models.CharField(
        _("qui est concerné"),
        max_length=200,
        blank=True,
        help_text=_("Tout l’immeuble, les parents du CM2, l’équipe du soir…"),
    )
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
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("notée par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    client_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    words_vector = models.GeneratedField(
        expression=FrenchVector("words"), output_field=SearchVectorField(), db_persist=True
    )

    objects: ClassVar = GrievanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("colère")
        verbose_name_plural = _("colères")
        ordering = ["-heard_on", "-id"]
        indexes = [
            models.Index(fields=["chapter", "-heard_on"], name="grievance_by_chapter"),
            GinIndex("words_vector", name="grievance_french_words"),
            GinIndex(OpClass(Fold(F("words")), name="gin_trgm_ops"), name="grievance_pieces"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(words=""), name="grievance_has_words"),
            models.CheckConstraint(
                condition=models.Q(depth__gte=1, depth__lte=3), name="grievance_depth_1_to_3"
            ),
        ]

    def __str__(self) -> str:
        return self.words[:80]

    @property
    def theme_label(self) -> str:
        """The chapter's own theme if it has one, else one of the four."""
        return str(self.own_theme) if self.own_theme else str(self.get_theme_display())
