from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actions.enums import AccessVerb, LinkPurpose
from actions.models.action import Action
from actions.models.call_list import CallBranch
from actions.models.sheet import SignInSheet
from members.models import Chapter, Group, Person
from members.scoping import ScopedQuerySet

FEEDS = (LinkPurpose.FEED_MINE, LinkPurpose.FEED_CHAPTER, LinkPurpose.FEED_GROUP)


def _opens(purposes: tuple[str, ...], name: str | None) -> Q:
    others = {"branch", "action", "sheet", "group"} - {name}
    what = Q(**{f"{name}__isnull": False}) if name else Q()
    return Q(purpose__in=purposes) & what & Q(**{f"{other}__isnull": True for other in others})


class AccessLink(models.Model):
    """A link that opens one thing without account, until it ends or is taken back.

    Only a hash of the token is kept. The token itself is made again from `seed` and the secret
    key of the house when a page must show it: a stolen table opens nothing.
    """

    chapter = models.ForeignKey(
        Chapter,
        verbose_name=_("alliance locale"),
        on_delete=models.CASCADE,
        related_name="access_links",
    )
    purpose = models.CharField(_("pour"), max_length=12, choices=LinkPurpose.choices)
    holder = models.CharField(_("confié à"), max_length=120, blank=True)
    branch = models.ForeignKey(
        CallBranch, null=True, blank=True, on_delete=models.CASCADE, related_name="links"
    )
    action = models.ForeignKey(
        Action, null=True, blank=True, on_delete=models.CASCADE, related_name="links"
    )
    sheet = models.ForeignKey(
        SignInSheet, null=True, blank=True, on_delete=models.CASCADE, related_name="links"
    )
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.CASCADE, related_name="links"
    )
    seed = models.UUIDField(default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(_("jusqu’à"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("repris le"), null=True, blank=True)
    created_at = models.DateTimeField(_("créé le"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("créé par"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="access_links",
    )

    objects: ClassVar = ScopedQuerySet["AccessLink"].as_manager()

    class Meta:
        verbose_name = _("lien sans compte")
        verbose_name_plural = _("liens sans compte")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=_opens((LinkPurpose.CALLS,), "branch")
                | _opens((LinkPurpose.CHECK_IN,), "action")
                | _opens((LinkPurpose.SHEET,), "sheet")
                | _opens((LinkPurpose.FEED_GROUP,), "group")
                | _opens((LinkPurpose.FEED_MINE, LinkPurpose.FEED_CHAPTER), None),
                name="access_link_opens_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=FEEDS, expires_at=None)
                | (~Q(purpose__in=FEEDS) & Q(expires_at__isnull=False)),
                name="access_link_ends_unless_a_feed",
            ),
            models.CheckConstraint(
                condition=Q(token_hash__regex=r"^[0-9a-f]{64}$"),  # noqa: S106 (a shape)
                name="access_link_keeps_a_hash",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} · {self.holder}" if self.holder else str(self.purpose)

    def is_open(self, now: datetime | None = None) -> bool:
        """Neither taken back nor over."""
        moment = now or timezone.now()
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > moment)


class LinkAccess(models.Model):
    """What was done by a link: what, about whom, when, from where (a seal, not an address)."""

    link = models.ForeignKey(AccessLink, on_delete=models.CASCADE, related_name="accesses")
    verb = models.CharField(_("geste"), max_length=12, choices=AccessVerb.choices)
    person = models.ForeignKey(
        Person,
        verbose_name=_("personne"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="link_accesses",
    )
    at = models.DateTimeField(_("le"), default=timezone.now, editable=False)
    visitor = models.CharField(_("appareil"), max_length=16, blank=True)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("accès par un lien")
        verbose_name_plural = _("accès par un lien")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["link", "-at"], name="link_access_latest")]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} · {self.link}"
