"""The words of the outbox: where a message is, and by what it travels."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a message is. « Incertain » may have left: only a human decides what follows."""

    QUEUED = "queued", _("en attente")
    SENDING = "sending", _("en cours d’envoi")
    SENT = "sent", _("envoyé")
    FAILED = "failed", _("refusé")
    UNCERTAIN = "uncertain", _("incertain")
    CANCELLED = "cancelled", _("annulé")
    EXPIRED = "expired", _("périmé")


class ChannelName(models.TextChoices):
    """By what a message travels."""

    EMAIL = "email", _("e-mail")
    SMS = "sms", _("SMS")
