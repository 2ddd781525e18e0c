from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.enums import DelegateRole, NegotiationKind, PromiseStatus
from campaigns.models.campaign import Campaign
from campaigns.models.demand import Demand
from campaigns.models.scope import OfCampaignQuerySet
from campaigns.models.target import Target
from members.models import Person
from members.scoping import ChapterWideQuerySet


class Negotiation(models.Model):
    """A meeting with a target."""

    campaign = models.ForeignKey(
        Campaign, verbose_name=_("campagne"), on_delete=models.CASCADE, related_name="negotiations"
    )
    target = models.ForeignKey(
        Target,
        verbose_name=_("cible"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="negotiations",
    )
    kind = models.CharField(
        _("sorte"),
        max_length=10,
        choices=NegotiationKind.choices,
        default=NegotiationKind.MEETING,
    )
    held_at = models.DateTimeField(_("quand"))
    place = models.CharField(_("lieu"), max_length=200, blank=True)
    fallback = models.TextField(_("notre repli"), blank=True)
    minutes = models.TextField(_("ce qui s’est dit, mot pour mot"), blank=True)

    client_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar = OfCampaignQuerySet["Negotiation"].as_manager()

    class Meta:
        verbose_name = _("négociation")
        verbose_name_plural = _("négociations")
        ordering = ["-held_at"]

    def __str__(self) -> str:
        return f"{self.campaign} · {self.held_at:%d/%m/%Y}"


class Delegate(models.Model):
    """Somebody of the delegation, and what she does there."""

    negotiation = models.ForeignKey(Negotiation, on_delete=models.CASCADE, related_name="delegates")
    person = models.ForeignKey(
        Person, verbose_name=_("personne"), on_delete=models.CASCADE, related_name="delegations"
    )
    role = models.CharField(
        _("rôle"), max_length=8, choices=DelegateRole.choices, default=DelegateRole.WITNESS
    )

    class Meta:
        verbose_name = _("délégué·e")
        verbose_name_plural = _("délégation")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["negotiation", "person"], name="delegate_once_per_negotiation"
            ),
            models.UniqueConstraint(
                fields=["negotiation", "role"],
                condition=~Q(role=DelegateRole.WITNESS),
                name="delegate_one_per_speaking_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()}"


class DemandAnswer(models.Model):
    """What the target answered to one demand, word for word, and her last offer."""

    negotiation = models.ForeignKey(Negotiation, on_delete=models.CASCADE, related_name="answers")
    demand = models.ForeignKey(
        Demand, verbose_name=_("revendication"), on_delete=models.CASCADE, related_name="answers"
    )
    words = models.TextField(_("mot pour mot"))
    offer = models.CharField(_("ce qui est proposé"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("réponse à une revendication")
        verbose_name_plural = _("réponses aux revendications")
        ordering = ["demand__position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["negotiation", "demand"], name="answer_once_per_demand_and_meeting"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="answer_has_words"),
        ]

    def __str__(self) -> str:
        return self.words[:80]


class PromiseQuerySet(ChapterWideQuerySet["Promise"]):
    chapter_path = "negotiation__campaign__chapter"

    def overdue(self, on: date | None = None) -> PromiseQuerySet:
        """Still waited for, and the date has passed."""
        day = on or timezone.localdate()
        return self.filter(status=PromiseStatus.WAITING, due_on__lt=day)


class Promise(models.Model):
    """What a target promised: what, who, before when, before which witnesses.

    `made_on` is the day of the meeting; `told_at` when those who lead were told it is overdue.
    """

    negotiation = models.ForeignKey(
        Negotiation,
        verbose_name=_("négociation"),
        on_delete=models.CASCADE,
        related_name="promises",
    )
    demand = models.ForeignKey(
        Demand,
        verbose_name=_("revendication"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="promises",
    )
    what = models.TextField(_("quoi"))
    who = models.CharField(_("qui"), max_length=160)
    made_on = models.DateField(_("promis le"))
    due_on = models.DateField(_("avant le"))
    witnesses = models.TextField(_("devant"), blank=True)
    status = models.CharField(
        _("état"), max_length=10, choices=PromiseStatus.choices, default=PromiseStatus.WAITING
    )

    decided_on = models.DateField(_("tenue ou trahie le"), null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True, editable=False)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects: ClassVar = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = _("engagement obtenu")
        verbose_name_plural = _("engagements obtenus")
        ordering = ["due_on"]
        indexes = [
            models.Index(
                "due_on", name="promise_waiting", condition=Q(status=PromiseStatus.WAITING)
            )
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="promise_says_what"),
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("made_on")), name="promise_due_after_it_was_made"
            ),
        ]

    def __str__(self) -> str:
        return self.what[:80]


class InterviewQuestion(models.Model):
    """A question of an « entretien d’embauche », the answer, and what the room thought of it."""

    negotiation = models.ForeignKey(Negotiation, on_delete=models.CASCADE, related_name="questions")
    text = models.TextField(_("question"))
    votes = models.PositiveIntegerField(_("voix pour la poser"), default=0)
    asked_by = models.CharField(_("posée par"), max_length=120, blank=True)
    answer = models.TextField(_("réponse, mot pour mot"), blank=True)
    convinced = models.PositiveIntegerField(_("convaincu·es"), default=0)
    doubtful = models.PositiveIntegerField(_("dans le doute"), default=0)
    unconvinced = models.PositiveIntegerField(_("pas convaincu·es"), default=0)

    class Meta:
        verbose_name = _("question d’entretien")
        verbose_name_plural = _("questions d’entretien")
        ordering = ["-votes", "id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="question_has_words")]

    def __str__(self) -> str:
        return self.text[:80]
