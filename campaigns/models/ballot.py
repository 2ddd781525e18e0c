from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.enums import VoteMeans
from campaigns.models.issue import Issue
from members.models import Chapter, Person
from members.scoping import ChapterWideQuerySet, ScopedQuerySet

MOST_PICKS = 4


class BallotQuerySet(ChapterWideQuerySet["Ballot"]):
    def open(self) -> BallotQuerySet:
        """Still counted."""
        return self.filter(result=None)


class Ballot(models.Model):
    """A vote in assembly on what to fight for: two to four priorities among common problems."""

    chapter = models.ForeignKey(
        Chapter, verbose_name=_("alliance locale"), on_delete=models.PROTECT, related_name="ballots"
    )
    title = models.CharField(_("assemblée"), max_length=160)
    held_on = models.DateField(_("le"), default=timezone.localdate)
    place = models.CharField(_("lieu"), max_length=200, blank=True)
    picks = models.PositiveSmallIntegerField(
        _("choix par personne"),
        default=1,
        help_text=_("Combien de priorités chacun·e peut choisir."),
    )
    present = models.PositiveSmallIntegerField(_("personnes présentes"), null=True, blank=True)
    by_link = models.BooleanField(
        _("les absent·es votent par lien"),
        default=False,
        help_text=_("Un lien par personne, qui sert une fois ; on sait qui a voté, jamais quoi."),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects: ClassVar = BallotQuerySet.as_manager()

    class Meta:
        verbose_name = _("vote en assemblée")
        verbose_name_plural = _("votes en assemblée")
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="ballot_has_a_title"),
            models.CheckConstraint(
                condition=Q(picks__gte=1, picks__lte=MOST_PICKS), name="ballot_picks_1_to_4"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class BallotChoiceQuerySet(ChapterWideQuerySet["BallotChoice"]):
    chapter_path = "ballot__chapter"


class BallotChoice(models.Model):
    """A common problem put to the vote."""

    ballot = models.ForeignKey(
        Ballot, verbose_name=_("vote"), on_delete=models.CASCADE, related_name="choices"
    )
    issue = models.ForeignKey(
        Issue, verbose_name=_("problème commun"), on_delete=models.PROTECT, related_name="ballots"
    )
    position = models.PositiveSmallIntegerField(_("rang"), default=0)

    objects: ClassVar = BallotChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("choix proposé")
        verbose_name_plural = _("choix proposés")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "issue"], name="ballot_offers_an_issue_once")
        ]

    def __str__(self) -> str:
        return str(self.issue)


class BallotCountQuerySet(ChapterWideQuerySet["BallotCount"]):
    chapter_path = "choice__ballot__chapter"


class BallotCount(models.Model):
    """Voices counted in the room. Rows are added, never changed: a mistake is a row of less.

    Voices given by link are summed here without saying whose they are.
    """

    choice = models.ForeignKey(
        BallotChoice, verbose_name=_("choix"), on_delete=models.CASCADE, related_name="counts"
    )
    means = models.CharField(_("comment"), max_length=6, choices=VoteMeans.choices)
    voices = models.SmallIntegerField(_("voix"))
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("compté par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    counted_at = models.DateTimeField(_("le"), default=timezone.now)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects: ClassVar = BallotCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("voix comptées")
        verbose_name_plural = _("voix comptées")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(voices=0) & Q(voices__gte=-2000, voices__lte=2000),
                name="count_changes_something",
            )
        ]

    def __str__(self) -> str:
        return f"{self.choice} · {self.voices:+d}"


class BallotVoterQuerySet(ScopedQuerySet["BallotVoter"]):
    chapter_path = "ballot__chapter"


class BallotVoter(models.Model):
    """Who may vote by link, and whether she did; never what."""

    ballot = models.ForeignKey(
        Ballot, verbose_name=_("vote"), on_delete=models.CASCADE, related_name="voters"
    )
    person = models.ForeignKey(
        Person, verbose_name=_("personne"), on_delete=models.CASCADE, related_name="ballots"
    )
    voted_on = models.DateField(_("a voté le"), null=True, blank=True)

    objects: ClassVar = BallotVoterQuerySet.as_manager()

    class Meta:
        verbose_name = _("votant·e par lien")
        verbose_name_plural = _("votant·es par lien")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "person"], name="voter_once_per_ballot")
        ]

    def __str__(self) -> str:
        return str(self.person)


class BallotResultQuerySet(ChapterWideQuerySet["BallotResult"]):
    chapter_path = "ballot__chapter"


class BallotResult(models.Model):
    """What the assembly decided. Written once: a trigger refuses any change.

    `lines` repeats titles and voices as they stood; `seal` signs them, with the minutes.
    """

    ballot = models.OneToOneField(
        Ballot, verbose_name=_("vote"), on_delete=models.PROTECT, related_name="result"
    )
    lines = models.JSONField(_("voix"))
    present = models.PositiveSmallIntegerField(_("présent·es"), null=True, blank=True)
    minutes = models.TextField(_("compte rendu"), blank=True)
    signed_by = models.CharField(_("signé par"), max_length=200)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_at = models.DateTimeField(_("clos le"), default=timezone.now)
    seal = models.CharField(_("sceau"), max_length=200)

    objects: ClassVar = BallotResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("résultat de vote")
        verbose_name_plural = _("résultats de vote")
        ordering = ["-closed_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(signed_by=""), name="result_is_signed"),
            models.CheckConstraint(condition=~Q(seal=""), name="result_is_sealed"),
        ]

    def __str__(self) -> str:
        return f"{self.ballot} · {self.closed_at:%d/%m/%Y}"
