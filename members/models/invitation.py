from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.enums import RoleKind
from members.models.chapter import Chapter
from members.scoping import ScopedQuerySet


class InvitationQuerySet(ScopedQuerySet["Invitation"]):
    """Seen by those who organize in the chapter it opens."""

    def pending(self) -> InvitationQuerySet:
        """Neither accepted nor withdrawn; its link may have expired meanwhile."""
        return self.filter(accepted_at=None, withdrawn_at=None)


class Invitation(models.Model):
    """Somebody asked to open an account: a link by e-mail, with which she chooses a password.

    The link is made of `seed`: sending it again draws another, so that the older links end.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("compte"),
        on_delete=models.CASCADE,
        related_name="invitations",
    )
    chapter: models.ForeignKey[Chapter | None, Chapter | None] = models.ForeignKey(
        Chapter,
        verbose_name=_("alliance locale"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="invitations",
        help_text=_("Vide : partout (administration et conseil national seulement)."),
    )
    kind = models.CharField(_("rôle"), max_length=16, choices=RoleKind.choices)
    seed = models.UUIDField(default=uuid4, editable=False)
    sent_at = models.DateTimeField(_("envoyée le"), default=timezone.now)
    times_sent = models.PositiveSmallIntegerField(_("envois"), default=1)
    expires_at = models.DateTimeField(_("lien valable jusqu’au"))
    accepted_at = models.DateTimeField(_("acceptée le"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("retirée le"), null=True, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("invitée par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invitation_pending_once_per_account",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(withdrawn_at=None),
                name="invitation_accepted_or_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("sent_at")),
                name="invitation_ends_after_it_leaves",
            ),
            models.CheckConstraint(
                condition=Q(chapter__isnull=False) | Q(kind__in=[RoleKind.ADMIN, RoleKind.BOARD]),
                name="invitation_without_chapter_is_national",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.place}"

    @property
    def place(self) -> str:
        """Where the role is held: an alliance, or the whole association."""
        return self.chapter.name if self.chapter else settings.ORGANIZATION_NAME

    def has_expired(self, now: datetime | None = None) -> bool:
        """Whether its link is too old to be used."""
        return self.expires_at <= (now or timezone.now())
