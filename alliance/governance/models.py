"""How an alliance's general assembly is called and when it may decide: what its statutes say."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actions.models import Action
from members.models import Chapter
from members.scoping import ChapterWideQuerySet

MOST_DAYS, MOST_PROXIES, LONGEST_SENIORITY = 90, 20, 730


class AssemblyRulesQuerySet(ChapterWideQuerySet["AssemblyRules"]):
    """Everybody with a role in the alliance may read its rules."""


class AssemblyRules(models.Model):
    """The rules of one alliance; the law of 1901 sets none, the statutes do (decision 0222)."""

    chapter = models.OneToOneField(
        Chapter,
        verbose_name=_("alliance locale"),
        on_delete=models.CASCADE,
        related_name="assembly_rules",
    )
    notice_days = models.PositiveSmallIntegerField(
        _("délai de convocation, en jours"),
        default=15,
        help_text=_("Entre l’envoi de la convocation et l’assemblée. L’usage : quinze jours."),
    )
    quorum_percent = models.PositiveSmallIntegerField(
        _("quorum, en pour cent des adhérent·es à jour"),
        default=25,
        help_text=_("Présent·es et représenté·es. 0 : pas de quorum. L’usage : un quart."),
    )
    proxies_each = models.PositiveSmallIntegerField(
        _("pouvoirs par personne"),
        default=2,
        help_text=_("Combien une personne présente peut en porter. 0 : aucun pouvoir."),
    )
    member_since_days = models.PositiveSmallIntegerField(
        _("à jour depuis, en jours"),
        default=0,
        help_text=_("Pour voter, être à jour depuis ce nombre de jours. 0 : le jour même suffit."),
    )

    objects = AssemblyRulesQuerySet.as_manager()

    class Meta:
        verbose_name = _("règles d’assemblée générale")
        verbose_name_plural = _("règles d’assemblée générale")
        constraints = [
            models.CheckConstraint(
                condition=Q(notice_days__lte=MOST_DAYS), name="rules_notice_plausible"
            ),
            models.CheckConstraint(
                condition=Q(quorum_percent__lte=100), name="rules_quorum_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(proxies_each__lte=MOST_PROXIES), name="rules_proxies_plausible"
            ),
            models.CheckConstraint(
                condition=Q(member_since_days__lte=LONGEST_SENIORITY),
                name="rules_seniority_plausible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chapter}"


class ProxyCount(models.Model):
    """How many proxies were handed in at an assembly: a number, typed at the door."""

    action = models.OneToOneField(
        Action, verbose_name=_("assemblée"), on_delete=models.CASCADE, related_name="proxy_count"
    )
    proxies = models.PositiveSmallIntegerField(_("pouvoirs reçus"))
    noted_at = models.DateTimeField(_("noté à"), default=timezone.now)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("noté par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("pouvoirs d’une assemblée")
        verbose_name_plural = _("pouvoirs des assemblées")
        constraints = [
            models.CheckConstraint(condition=Q(proxies__lte=5000), name="proxy_count_plausible")
        ]

    def __str__(self) -> str:
        return f"{self.action} : {self.proxies}"
