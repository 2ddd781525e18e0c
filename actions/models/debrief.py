from __future__ import annotations

from typing import ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actions.models.action import Action
from actions.models.preparing import OfActionQuerySet
from alliance.core.files.private_files import Shelf, private_storage


class Debrief(models.Model):
    """The bilan in the circle: five questions, one phone, and the next date fixed on the spot."""

    action = models.OneToOneField(
        Action, verbose_name=_("action"), on_delete=models.CASCADE, related_name="debrief"
    )
    feeling = models.TextField(_("comment on se sent"), blank=True)
    won = models.TextField(_("ce qu’on a gagné"), blank=True)
    power = models.TextField(_("ce que le pouvoir a fait"), blank=True)
    grew = models.TextField(_("qui a grandi"), blank=True)
    next_step = models.TextField(_("la suite"), blank=True)
    next_on = models.DateField(_("prochaine date"))
    held_at = models.DateTimeField(_("le"), default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar = OfActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("bilan")
        verbose_name_plural = _("bilans")
        ordering = ["-held_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(feeling="", won="", power="", grew="", next_step=""),
                name="debrief_says_something",
            )
        ]

    def __str__(self) -> str:
        return str(self.action)


class ActionPhoto(models.Model):
    """A photo of an action, seen by the chapter only; where and when it was taken is removed."""

    action = models.ForeignKey(
        Action, verbose_name=_("action"), on_delete=models.CASCADE, related_name="photos"
    )
    file = models.FileField(_("photo"), storage=private_storage, upload_to=Shelf("actions"))
    content_type = models.CharField(max_length=40, default="image/jpeg", editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    caption = models.CharField(_("légende"), max_length=200, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField(_("le"), default=timezone.now)

    objects: ClassVar = OfActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["action", "sha256"], name="photo_once_per_action")
        ]

    def __str__(self) -> str:
        return self.caption or f"{_('photo')} {self.pk}"


class PressLink(models.Model):
    """An article, a report on the radio: what was said of an action."""

    action = models.ForeignKey(
        Action, verbose_name=_("action"), on_delete=models.CASCADE, related_name="press_links"
    )
    url = models.URLField(_("lien"), max_length=500)
    title = models.CharField(_("titre"), max_length=200, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField(_("le"), default=timezone.now)

    objects: ClassVar = OfActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("article de presse")
        verbose_name_plural = _("articles de presse")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["action", "url"], name="press_link_once_per_action"),
            models.CheckConstraint(
                condition=Q(url__startswith="https://") | Q(url__startswith="http://"),
                name="press_link_is_on_the_web",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.site

    @property
    def site(self) -> str:
        """Where it leads, as one reads it: « ledauphine.com »."""
        return (urlsplit(self.url).hostname or self.url).removeprefix("www.")
