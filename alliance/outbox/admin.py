from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.core.admin import ReadOnlyAdmin
from alliance.outbox.domain import NothingToDecide, give_up, mark_sent, resend
from alliance.outbox.models import (
    Attachment,
    ChannelStatus,
    InboundMessage,
    Message,
    MessageEvent,
)


class _ReadOnlyInline(admin.TabularInline):
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class EventInline(_ReadOnlyInline):
    """What happened to the message."""

    model = MessageEvent
    fields = ["at", "state", "detail", "actor_label"]


class AttachmentInline(_ReadOnlyInline):
    """Its files, by name."""

    model = Attachment
    fields = ["name", "content_type"]


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """Messages to look at; what is uncertain or refused may be decided here."""

    list_display = ["subject", "to_address", "kind", "channel", "state", "send_after", "sent_at"]
    list_filter = ["state", "channel", "kind"]
    search_fields = ["to_address", "subject", "key"]
    date_hierarchy = "created_at"
    ordering = ["-id"]
    inlines = [EventInline, AttachmentInline]
    actions = ["resend_chosen", "mark_chosen_sent", "give_up_chosen"]

    def has_decide_permission(self, request: HttpRequest) -> bool:
        """Deciding changes rows that nobody may edit: it asks for the right to change them."""
        return request.user.has_perm("outbox.change_message")

    @admin.action(description=gettext_lazy("Renvoyer"), permissions=["decide"])
    def resend_chosen(self, request: HttpRequest, chosen: QuerySet[Message]) -> None:
        """Send again what is uncertain or refused."""
        self._decide(request, chosen, resend)

    @admin.action(description=gettext_lazy("Noter comme reçu"), permissions=["decide"])
    def mark_chosen_sent(self, request: HttpRequest, chosen: QuerySet[Message]) -> None:
        """Note that they arrived."""
        self._decide(request, chosen, mark_sent)

    @admin.action(description=gettext_lazy("Abandonner"), permissions=["decide"])
    def give_up_chosen(self, request: HttpRequest, chosen: QuerySet[Message]) -> None:
        """Leave them unsent, for good."""
        self._decide(request, chosen, give_up)

    def _decide(
        self, request: HttpRequest, chosen: QuerySet[Message], verb: Callable[..., Any]
    ) -> None:
        done = passed = 0
        for message in chosen:
            try:
                verb(message=message, actor=request.user)
                done += 1
            except NothingToDecide:
                passed += 1
        text = _("%(done)d message(s) traité(s), %(passed)d ni incertain(s) ni refusé(s).")
        messages.info(request, text % {"done": done, "passed": passed})


@admin.register(ChannelStatus)
class ChannelStatusAdmin(ReadOnlyAdmin):
    """Which provider cannot be reached, since when."""

    list_display = ["channel", "trouble", "trouble_since"]


@admin.register(InboundMessage)
class InboundMessageAdmin(ReadOnlyAdmin):
    """What people answered by SMS."""

    list_display = ["received_at", "from_address", "text", "understood", "answers"]
    list_filter = ["understood"]
    list_select_related = ["answers"]
    search_fields = ["from_address", "text"]
    date_hierarchy = "received_at"
    ordering = ["-id"]
