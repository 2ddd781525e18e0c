from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.chapter import Chapter
from members.models.membership import DuesPayment
from members.scoping import ScopedQuerySet


class ReceiptCounter(models.Model):
    """The last receipt number given in a chapter; its row is locked while one is given."""

    chapter = models.OneToOneField(
        Chapter,
        verbose_name=_("alliance locale"),
        on_delete=models.CASCADE,
        related_name="receipts_count",
    )
    last_number = models.PositiveIntegerField(_("dernier numéro"), default=0)

    class Meta:
        verbose_name = _("compteur de reçus")
        verbose_name_plural = _("compteurs de reçus")

    def __str__(self) -> str:
        return f"{self.chapter} : {self.last_number}"


class ReceiptQuerySet(ScopedQuerySet["Receipt"]):
    """Seen by those who know the person: a receipt keeps the series of the alliance that gave it,
    whatever becomes of that alliance."""

    chapter_path = "payment__membership__person__chapter"


class Receipt(models.Model):
    """A numbered receipt; a number is never used twice, a cancelled one keeps its own."""

    chapter = models.ForeignKey(
        Chapter,
        verbose_name=_("alliance locale"),
        on_delete=models.PROTECT,
        related_name="receipts",
    )
    number = models.PositiveIntegerField(_("numéro"))
    payment = models.OneToOneField(
        DuesPayment, verbose_name=_("cotisation"), on_delete=models.PROTECT, related_name="receipt"
    )
    issued_at = models.DateTimeField(_("émis le"), default=timezone.now)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("émis par"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    cancelled_at = models.DateTimeField(_("annulé le"), null=True, blank=True)
    cancel_reason = models.CharField(_("pourquoi"), max_length=200, blank=True)

    objects: ClassVar = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("reçu")
        verbose_name_plural = _("reçus")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["chapter", "number"], name="receipt_number_once"),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | ~Q(cancel_reason=""),
                name="receipt_cancelled_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{_('reçu')} {self.number}"
