from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actions.enums import AskRound, CallOutcome
from actions.models.action import Action
from actions.models.attendance import COMPANIONS_LIMIT, Attendance
from members.models import Chapter, Contact, Person
from members.models.person import Named
from members.scoping import ScopedQuerySet

LINES_LIMIT = 2_000


def short_name(person: Named) -> str:
    """« Awa D. »: all that a page without account shows of somebody."""
    initial = f" {person.last_name[:1]}." if person.last_name else ""
    return f"{person.first_name or person.usual_name}{initial}".strip()


class CallListQuerySet(ScopedQuerySet["CallList"]):
    def open(self) -> CallListQuerySet:
        """Neither closed by hand nor over."""
        return self.filter(closed_at=None, expires_at__gt=timezone.now())


class CallList(models.Model):
    """People to call, shared between callers; over at the end of the evening by default.

    With an action, calls ask to come to it; without, they say what `script` says.
    """

    chapter = models.ForeignKey(
        Chapter,
        verbose_name=_("alliance locale"),
        on_delete=models.PROTECT,
        related_name="call_lists",
    )
    action = models.ForeignKey(
        Action,
        verbose_name=_("action"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="call_lists",
    )
    title = models.CharField(_("titre"), max_length=160)
    script = models.TextField(_("quoi dire"), blank=True, max_length=1_000)
    round = models.CharField(
        _("tour"), max_length=12, choices=AskRound.choices, default=AskRound.INVITATION
    )
    expires_at = models.DateTimeField(_("jusqu’à"))
    closed_at = models.DateTimeField(_("fermée le"), null=True, blank=True)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(_("préparée le"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("préparée par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects: ClassVar = CallListQuerySet.as_manager()

    class Meta:
        verbose_name = _("liste d’appels")
        verbose_name_plural = _("listes d’appels")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["chapter", "-created_at"], name="call_list_by_chapter")]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="call_list_has_a_title"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="call_list_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether calls may still be noted by its links."""
        return self.closed_at is None and self.expires_at > timezone.now()


class CallBranch(models.Model):
    """One caller of a list, with or without account, and the names given to her."""

    call_list = models.ForeignKey(CallList, on_delete=models.CASCADE, related_name="branches")
    name = models.CharField(_("qui appelle"), max_length=120)
    phone = models.CharField(_("son numéro"), max_length=20, blank=True)
    person = models.ForeignKey(
        Person,
        verbose_name=_("personne"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="call_branches",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("compte"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    started_at = models.DateTimeField(_("lancée le"), default=timezone.now, editable=False)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("branche d’appels")
        verbose_name_plural = _("branches d’appels")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="call_branch_has_a_name"),
            models.UniqueConstraint(
                fields=["call_list", "person"], name="call_branch_once_per_person"
            ),
            models.UniqueConstraint(fields=["call_list", "user"], name="call_branch_once_per_user"),
        ]

    def __str__(self) -> str:
        return self.name


class CallLine(models.Model):
    """A name on a list, in a branch; its number is that of the paper and never changes."""

    call_list = models.ForeignKey(CallList, on_delete=models.CASCADE, related_name="lines")
    branch = models.ForeignKey(CallBranch, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField(_("n°"))
    person = models.ForeignKey(
        Person, verbose_name=_("personne"), on_delete=models.CASCADE, related_name="call_lines"
    )
    attendance = models.ForeignKey(
        Attendance, null=True, blank=True, on_delete=models.SET_NULL, related_name="call_lines"
    )
    why = models.CharField(_("lien avec qui appelle"), max_length=20, blank=True)
    opened_at = models.DateTimeField(_("ouverte le"), null=True, blank=True)
    outcome = models.CharField(
        _("résultat"), max_length=12, choices=CallOutcome.choices, blank=True
    )
    done_at = models.DateTimeField(_("appelée le"), null=True, blank=True)
    companions = models.PositiveSmallIntegerField(_("vient avec"), default=0)
    call_back_at = models.DateTimeField(_("à rappeler à"), null=True, blank=True)
    note = models.CharField(_("mot"), max_length=300, blank=True)
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="call_lines"
    )

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("ligne d’appel")
        verbose_name_plural = _("lignes d’appel")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["call_list", "person"], name="call_line_once_a_list"),
            models.UniqueConstraint(fields=["call_list", "number"], name="call_line_number_once"),
            models.CheckConstraint(
                condition=Q(outcome="", done_at=None) | (~Q(outcome="") & Q(done_at__isnull=False)),
                name="call_line_outcome_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(call_back_at=None) | Q(outcome=CallOutcome.CALL_BACK),
                name="call_line_back_only_when_asked",
            ),
            models.CheckConstraint(
                condition=Q(companions__lte=COMPANIONS_LIMIT), name="call_line_companions_limit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.person}"

    @property
    def short_name(self) -> str:
        """First name and initial: all that is shown before the name is opened."""
        return short_name(self.person)
