"""Memberships and the money received for them."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from alliance.core.admin import ReadOnlyAdmin
from members.admin.base import HouseAdmin
from members.models import DuesPayment, Membership, MembershipType, Receipt, ReceiptCounter


@admin.register(MembershipType)
class MembershipTypeAdmin(HouseAdmin):
    """What a chapter offers."""

    list_display = ["name", "chapter", "amount", "months", "is_offered"]
    list_filter = ["chapter", "is_offered"]
    list_select_related = ["chapter"]
    search_fields = ["name"]
    autocomplete_fields = ["chapter"]
    ordering = ["chapter__name", "amount", "id"]


class PaymentInline(admin.TabularInline):
    """What was received for a membership."""

    model = DuesPayment
    extra = 0
    autocomplete_fields = ["collected_by"]


@admin.register(Membership)
class MembershipAdmin(HouseAdmin):
    """Periods of membership."""

    list_display = ["person", "type", "starts_on", "ends_on", "cancelled_at"]
    list_filter = ["person__chapter", "type__name", ("cancelled_at", admin.EmptyFieldListFilter)]
    list_select_related = ["person", "type"]
    search_fields = ["person__search_text"]
    autocomplete_fields = ["person", "type"]
    readonly_fields = ["created_at"]
    date_hierarchy = "starts_on"
    inlines = [PaymentInline]


@admin.register(DuesPayment)
class DuesPaymentAdmin(HouseAdmin):
    """Money received, the latest first."""

    list_display = ["received_on", "payer", "amount", "method", "collected_by", "reference"]
    list_filter = ["method", "membership__person__chapter"]
    list_select_related = ["membership__person", "collected_by"]
    search_fields = ["reference", "membership__person__search_text"]
    autocomplete_fields = ["membership", "collected_by"]
    date_hierarchy = "received_on"

    @admin.display(description=_("personne"), ordering="membership__person__sort_key")
    def payer(self, payment: DuesPayment) -> str:
        """Whose membership it pays."""
        return str(payment.membership.person)


@admin.register(Receipt)
class ReceiptAdmin(ReadOnlyAdmin):
    """Numbered receipts: the law asks for every number, in order, even the cancelled ones."""

    list_display = ["number", "chapter", "payment", "issued_at", "issued_by", "cancelled_at"]
    list_filter = ["chapter", ("cancelled_at", admin.EmptyFieldListFilter)]
    list_select_related = ["chapter", "payment", "issued_by"]
    search_fields = ["=number", "payment__membership__person__search_text"]
    date_hierarchy = "issued_at"


@admin.register(ReceiptCounter)
class ReceiptCounterAdmin(ReadOnlyAdmin):
    """The last number given in each chapter."""

    list_display = ["chapter", "last_number"]
    list_select_related = ["chapter"]
    ordering = ["chapter__name"]
