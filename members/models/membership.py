from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.enums import PaymentMethod
from members.models.chapter import Chapter
from members.models.contact import PersonalQuerySet
from members.models.person import Person
from members.scoping import Scope, ScopedQuerySet


class MembershipTypeQuerySet(ScopedQuerySet["MembershipType"]):
    def scope_filter(self, scope: Scope) -> models.Q:
        return self.in_chapters(scope.chapter_ids)


class MembershipType(models.Model):
    """A kind of membership offered by a chapter, with its usual amount."""

    chapter = models.ForeignKey(
        Chapter,
        verbose_name=_("alliance locale"),
        on_delete=models.CASCADE,
        related_name="membership_types",
    )
    name = models.CharField(_("nom"), max_length=80)
    amount = models.DecimalField(_("montant en euros"), max_digits=8, decimal_places=2)
    months = models.PositiveSmallIntegerField(_("durée en mois"), default=12)
    is_offered = models.BooleanField(_("proposée"), default=True)

    objects: ClassVar = MembershipTypeQuerySet.as_manager()

    class Meta:
        verbose_name = _("type d’adhésion")
        verbose_name_plural = _("types d’adhésion")
        constraints = [
            models.UniqueConstraint(
                fields=["chapter", "name"], name="membership_type_unique_in_chapter"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="membership_type_not_negative"),
            models.CheckConstraint(condition=Q(months__gte=1), name="membership_type_lasts"),
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(PersonalQuerySet["Membership"]):
    def valid(self) -> MembershipQuerySet:
        """Those that were not a mistake."""
        return self.filter(cancelled_at=None)

    def with_paid(self) -> MembershipQuerySet:
        """Each with `paid`, the sum received for it so far (cancelled receipts left out)."""
        received = models.Sum("payments__amount", filter=Q(payments__receipt__cancelled_at=None))
        return self.annotate(paid=Coalesce(received, Decimal(0)))  # type: ignore[no-redef]

    def current(self, on=None) -> MembershipQuerySet:  # type: ignore[no-untyped-def]
        """Memberships that cover the day (today by default)."""
        day = on or timezone.localdate()
        return self.valid().filter(starts_on__lte=day, ends_on__gte=day)


class Membership(models.Model):
    """A period during which a person belongs to the association, both days included."""

    person = models.ForeignKey(
        Person, verbose_name=_("personne"), on_delete=models.CASCADE, related_name="memberships"
    )
    type = models.ForeignKey(
        MembershipType,
        verbose_name=_("type"),
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    starts_on = models.DateField(_("du"))
    ends_on = models.DateField(_("au"))
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    cancelled_at = models.DateTimeField(
        _("annulée le"),
        null=True,
        blank=True,
        help_text=_("Une erreur de saisie : ne compte plus."),
    )

    if TYPE_CHECKING:  # annotated by with_paid()
        paid: Decimal

    objects: ClassVar = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("adhésion")
        verbose_name_plural = _("adhésions")
        ordering = ["-ends_on", "-id"]
        indexes = [
            models.Index("person", "ends_on", name="membership_by_end"),
            models.Index(
                fields=["ends_on"],
                include=["person"],
                condition=Q(cancelled_at=None),
                name="membership_ending",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="membership_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["person", "starts_on"],
                condition=Q(cancelled_at=None),
                name="membership_one_start_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.starts_on:%Y}"


class DuesPaymentQuerySet(PersonalQuerySet["DuesPayment"]):
    chapter_path = "membership__person__chapter"

    def scope_filter(self, scope: Scope) -> models.Q:
        return self.in_chapters(scope.organizes)

    def valid(self) -> DuesPaymentQuerySet:
        """Money really received: its receipt, if it has one, was not cancelled."""
        return self.filter(receipt__cancelled_at=None)


class DuesPayment(models.Model):
    """Money received for a membership; several instalments make several rows.

    `client_id` comes with the form, so that a double click is one payment.
    """

    membership = models.ForeignKey(
        Membership, verbose_name=_("adhésion"), on_delete=models.PROTECT, related_name="payments"
    )
    amount = models.DecimalField(_("montant en euros"), max_digits=8, decimal_places=2)
    method = models.CharField(_("moyen"), max_length=10, choices=PaymentMethod.choices)
    received_on = models.DateField(_("reçu le"), default=timezone.localdate)
    collected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("encaissé par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reference = models.CharField(_("référence"), max_length=80, blank=True)
    client_id = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects: ClassVar = DuesPaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("cotisation reçue")
        verbose_name_plural = _("cotisations reçues")
        ordering = ["-received_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_is_positive")
        ]

    def __str__(self) -> str:
        return f"{self.amount} €"
