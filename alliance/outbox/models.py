"""Messages as rows: what is to be sent, what was, and what nobody can know.

See docs/decisions/0002 for the states and who may move a message from one to another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from alliance.outbox.enums import ChannelName, State


class MessageQuerySet(models.QuerySet["Message"]):
    """The vocabulary of the outbox; nothing here sends."""

    def due(self, now: datetime) -> MessageQuerySet:
        """Waiting, and inside their window."""
        return self.filter(
            Q(send_before=None) | Q(send_before__gt=now), state=State.QUEUED, send_after__lte=now
        )

    def too_late(self, now: datetime) -> MessageQuerySet:
        """Waiting although their window has closed."""
        return self.filter(state=State.QUEUED, send_before__lte=now)

    def pending(self) -> MessageQuerySet:
        """May still be called back: waiting, or claimed and provably not yet handed over."""
        return self.filter(
            Q(state=State.QUEUED) | Q(state=State.SENDING, handed_over_at__isnull=True)
        )

    def uncertain(self) -> MessageQuerySet:
        """May have left or not."""
        return self.filter(state=State.UNCERTAIN)

    def for_a_human(self) -> MessageQuerySet:
        """Uncertain or refused: somebody must decide."""
        return self.filter(state__in=[State.UNCERTAIN, State.FAILED])

    def in_chapters(self, chapter_ids: Collection[int]) -> MessageQuerySet:
        """Of these chapters; messages of no chapter are not among them."""
        return self.filter(chapter_id__in=chapter_ids)

    def to_recipient(self, recipient: tuple[str, int]) -> MessageQuerySet:
        """To this one: `("members.person", 12)`."""
        return self.filter(recipient_type=recipient[0], recipient_id=recipient[1])

    def newest_first(self) -> MessageQuerySet:
        """In the order of the lists; keyset pages go by id."""
        return self.order_by("-id")


class Message(models.Model):
    """One message to one address, with everything needed to send it.

    `handed_over_at` is written, durably, before the channel sees the message: a message without it
    has provably not left. `claimed_by` names the sender that holds it, or held it last.
    """

    key = models.CharField(
        _("clé"), max_length=200, help_text=_("Ce qui ne doit être envoyé qu’une fois.")
    )
    kind = models.CharField(_("sorte"), max_length=60)
    channel = models.CharField(_("moyen"), max_length=8, choices=ChannelName.choices)
    state = models.CharField(_("état"), max_length=10, choices=State.choices, default=State.QUEUED)

    to_address = models.CharField(_("adresse"), max_length=320)
    to_name = models.CharField(_("destinataire"), max_length=200, blank=True)
    from_name = models.CharField(_("expéditeur"), max_length=200, blank=True)
    reply_to = models.CharField(_("répondre à"), max_length=320, blank=True)
    subject = models.CharField(_("objet"), max_length=250, blank=True)
    text = models.TextField(_("texte"))
    html = models.TextField(_("texte mis en forme"), blank=True)
    language = models.CharField(_("langue"), max_length=8, default="fr")
    headers = models.JSONField(_("en-têtes"), default=dict, blank=True)

    chapter_id = models.BigIntegerField(_("alliance locale"), null=True, blank=True)
    recipient_type = models.CharField(max_length=60, blank=True)
    recipient_id = models.BigIntegerField(null=True, blank=True)
    reference = models.CharField(_("à propos de"), max_length=100, blank=True)
    batch = models.CharField(_("envoi groupé"), max_length=100, blank=True)

    send_after = models.DateTimeField(_("pas avant"), default=timezone.now)
    send_before = models.DateTimeField(_("plus après"), null=True, blank=True)
    created_at = models.DateTimeField(_("écrit le"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("état depuis"), default=timezone.now, editable=False)

    claimed_at = models.DateTimeField(_("pris le"), null=True, blank=True)
    claimed_by = models.CharField(_("pris par"), max_length=150, blank=True)
    handed_over_at = models.DateTimeField(_("remis le"), null=True, blank=True)
    sent_at = models.DateTimeField(_("envoyé le"), null=True, blank=True)
    delivered_at = models.DateTimeField(
        _("arrivé le"), null=True, blank=True, help_text=_("Dit par l’opérateur (SMS).")
    )
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    crashes = models.PositiveSmallIntegerField(_("arrêts brutaux"), default=0)
    provider_id = models.CharField(_("identifiant d’envoi"), max_length=200, blank=True)
    error = models.TextField(_("dernière erreur"), blank=True)

    objects: ClassVar = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(fields=["key"], name="message_key_once"),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="message_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=ChannelName.values), name="message_channel_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(key="") & ~Q(kind="") & ~Q(to_address="") & ~Q(text=""),
                name="message_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(send_before=None) | Q(send_before__gt=F("send_after")),
                name="message_window_is_open",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.QUEUED) | Q(claimed_by="", handed_over_at=None),
                name="message_queued_is_free",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SENDING) | Q(claimed_at__isnull=False) & ~Q(claimed_by=""),
                name="message_sending_is_claimed",
            ),
            models.CheckConstraint(
                condition=Q(state=State.SENT, sent_at__isnull=False)
                | ~Q(state=State.SENT) & Q(sent_at=None),
                name="message_sent_has_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.SENT, State.UNCERTAIN])
                | Q(handed_over_at__isnull=False),
                name="message_left_was_handed_over",
            ),
            models.CheckConstraint(
                condition=Q(recipient_type="", recipient_id=None)
                | ~Q(recipient_type="") & Q(recipient_id__isnull=False),
                name="message_recipient_is_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["send_after", "id"],
                name="message_due",
                condition=Q(state=State.QUEUED),
            ),
            models.Index(
                fields=["send_before"],
                name="message_closing",
                condition=Q(state=State.QUEUED, send_before__isnull=False),
            ),
            models.Index(
                fields=["state", "id"],
                name="message_unsettled",
                condition=Q(state__in=[State.SENDING, State.UNCERTAIN, State.FAILED]),
            ),
            models.Index(fields=["chapter_id", "-id"], name="message_by_chapter"),
            models.Index(
                fields=["recipient_type", "recipient_id", "-id"],
                name="message_by_recipient",
                condition=Q(recipient_id__isnull=False),
            ),
            models.Index(
                fields=["reference"], name="message_by_reference", condition=~Q(reference="")
            ),
            models.Index(fields=["batch", "id"], name="message_by_batch", condition=~Q(batch="")),
            models.Index(
                fields=["provider_id"], name="message_by_provider", condition=~Q(provider_id="")
            ),
        ]

    def __str__(self) -> str:
        return self.subject or self.key

    @cached_property
    def enclosed(self) -> list[Enclosed]:
        """Its files, in their order; `enclose` reads those of many messages at once."""
        enclose([self])
        return self.enclosed


class MessageEvent(models.Model):
    """What happened to a message beyond its row: refusals, doubts, decisions of humans.

    Never changed (a trigger refuses it); it goes with its message. An ordinary sending writes
    none: the row's own dates tell it.
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(_("le"), default=timezone.now)
    state = models.CharField(_("état"), max_length=10, choices=State.choices)
    detail = models.TextField(_("détail"), blank=True)
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_label = models.CharField(_("par"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("événement")
        verbose_name_plural = _("événements")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="event_state_is_known")
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} · {self.detail}"


class InboundMessage(models.Model):
    """A text message that somebody sent us, as its provider brought it: once for its id."""

    channel = models.CharField(_("moyen"), max_length=8, choices=ChannelName.choices)
    provider_id = models.CharField(_("identifiant"), max_length=200)
    from_address = models.CharField(_("de"), max_length=320)
    text = models.TextField(_("texte"), blank=True)
    received_at = models.DateTimeField(_("reçu le"), default=timezone.now)
    answers = models.ForeignKey(
        Message,
        verbose_name=_("répond à"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="replies",
    )
    understood = models.CharField(_("compris comme"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("message reçu")
        verbose_name_plural = _("messages reçus")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["channel", "provider_id"], name="inbound_once"),
            models.CheckConstraint(
                condition=Q(channel__in=ChannelName.values), name="inbound_channel_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(provider_id="") & ~Q(from_address=""), name="inbound_is_complete"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_address} : {self.text[:60]}"


class StoredFile(models.Model):
    """The bytes of an attachment, kept once however many messages carry them."""

    digest = models.CharField(max_length=64, help_text="SHA-256")
    content = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("fichier")
        verbose_name_plural = _("fichiers")
        constraints = [models.UniqueConstraint(fields=["digest"], name="stored_file_once")]

    def __str__(self) -> str:
        return self.digest[:12]


class Attachment(models.Model):
    """A file under a name, on a message."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("nom"), max_length=200)
    content_type = models.CharField(_("type"), max_length=200)

    class Meta:
        verbose_name = _("pièce jointe")
        verbose_name_plural = _("pièces jointes")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Enclosed:
    """What a channel needs of an attachment."""

    name: str
    content_type: str
    content: bytes


def enclose(messages: Sequence[Message]) -> None:
    """Read the files of these messages into `enclosed`; one that many carry is read once."""
    rows = Attachment.objects.filter(message__in=[message.pk for message in messages])
    found = list(rows.values_list("message_id", "file_id", "name", "content_type"))
    files = StoredFile.objects.filter(pk__in={file for _message, file, *_said in found})
    contents = {pk: bytes(content) for pk, content in files.values_list("pk", "content")}
    carried: defaultdict[int, list[Enclosed]] = defaultdict(list)
    for message, file, name, content_type in found:
        carried[message].append(Enclosed(name, content_type, contents[file]))
    for one in messages:
        one.enclosed = carried[one.pk]


class ChannelStatus(models.Model):
    """What all senders of a channel share: the next free slot of its rate, and its trouble."""

    channel = models.CharField(
        _("moyen"), max_length=8, choices=ChannelName.choices, primary_key=True
    )
    next_slot_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(_("panne"), blank=True)
    trouble_since = models.DateTimeField(_("depuis"), null=True, blank=True)

    class Meta:
        verbose_name = _("état d’un moyen d’envoi")
        verbose_name_plural = _("état des moyens d’envoi")
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=ChannelName.values), name="status_channel_is_known"
            ),
            models.CheckConstraint(
                condition=Q(trouble="", trouble_since=None)
                | ~Q(trouble="") & Q(trouble_since__isnull=False),
                name="status_trouble_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return self.get_channel_display()
