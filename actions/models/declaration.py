from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actions.models.action import Action
from actions.models.preparing import OfActionQuerySet


class DeclarationOffice(models.Model):
    """Where the demonstrations of a town are declared: its mairie, or the préfecture.

    Which one is a matter of fact (does the national police hold the town?): a row, not a rule.
    """

    city = models.CharField(_("commune"), max_length=120)
    insee_code = models.CharField(_("code INSEE"), max_length=5, unique=True)
    name = models.CharField(_("service"), max_length=160)
    is_prefecture = models.BooleanField(_("préfecture"), default=True)
    address = models.CharField(_("adresse"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    checked_on = models.DateField(
        _("vérifié le"), null=True, blank=True, help_text=_("Vide : à vérifier avant d’envoyer.")
    )

    class Meta:
        verbose_name = _("service des déclarations")
        verbose_name_plural = _("services des déclarations")
        ordering = ["city"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="declaration_office_has_a_name")
        ]

    def __str__(self) -> str:
        return f"{self.city} : {self.name}"


class Declaration(models.Model):
    """The declaration of a demonstration on the public road (CSI art. L211-1, L211-2)."""

    action = models.OneToOneField(
        Action, verbose_name=_("action"), on_delete=models.CASCADE, related_name="declaration"
    )
    office = models.ForeignKey(
        DeclarationOffice,
        verbose_name=_("adressée à"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="declarations",
    )
    purpose = models.CharField(_("but"), max_length=300)
    route = models.TextField(_("itinéraire"), blank=True)
    groups_invited = models.CharField(_("groupes invités"), max_length=300, blank=True)
    dispersal = models.CharField(_("dispersion : où et quand"), max_length=200, blank=True)
    filed_at = models.DateTimeField(_("déposée le"), null=True, blank=True)
    receipt = models.CharField(_("récépissé"), max_length=120, blank=True)
    receipt_on = models.DateField(_("reçu le"), null=True, blank=True)
    purged_at = models.DateTimeField(_("domiciles effacés le"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar = OfActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("déclaration")
        verbose_name_plural = _("déclarations")
        constraints = [
            models.CheckConstraint(condition=~Q(purpose=""), name="declaration_says_why"),
            models.CheckConstraint(
                condition=Q(receipt="", receipt_on=None) | Q(filed_at__isnull=False),
                name="declaration_receipt_after_filing",
            ),
        ]

    def __str__(self) -> str:
        return str(self.action)


class DeclarationOrganizer(models.Model):
    """Who signs a declaration; the home is sealed with a key the database does not hold."""

    declaration = models.ForeignKey(
        Declaration, on_delete=models.CASCADE, related_name="organizers"
    )
    name = models.CharField(_("prénom et nom"), max_length=200)
    sealed_home = models.TextField(_("domicile scellé"), blank=True, editable=False)
    sealed_phone = models.TextField(_("téléphone scellé"), blank=True, editable=False)

    class Meta:
        verbose_name = _("organisateur·rice déclaré·e")
        verbose_name_plural = _("organisateur·rices déclaré·es")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="declaration_organizer_has_a_name")
        ]

    def __str__(self) -> str:
        return self.name
