from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from members.models.search import Fold
from members.scoping import Scope, ScopedQuerySet


class ChapterQuerySet(ScopedQuerySet["Chapter"]):
    chapter_path = "id"

    def scope_filter(self, scope: Scope) -> models.Q:
        return self.in_chapters(scope.chapter_ids)

    def organized_by(self, user: object) -> ChapterQuerySet:
        """The chapters where this account organizes (all of them for an administrator)."""
        scope: Scope = user.scope  # type: ignore[attr-defined]
        return self if scope.everywhere else self.filter(pk__in=scope.organizes)


class Chapter(models.Model):
    """A local alliance: the circle inside which people are known and scoped."""

    name = models.CharField(_("nom"), max_length=120, unique=True)
    slug = models.SlugField(_("identifiant"), max_length=60, unique=True)
    city = models.CharField(_("ville"), max_length=120)
    insee_code = models.CharField(_("code INSEE"), max_length=5, blank=True)
    reply_to = models.EmailField(_("adresse de réponse"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    opened_on = models.DateField(_("ouverte le"), null=True, blank=True)
    closed_on = models.DateField(_("fermée le"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("réunie à"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Ses adresses publiques mènent désormais là."),
    )
    consent_wording = models.TextField(
        _("phrase de consentement"),
        default=(
            "J’accepte que l’Alliance citoyenne me contacte pour ses actions. "
            "Je peux changer d’avis à tout moment."
        ),
        help_text=_("Ce qui est dit ou écrit à la personne qui accepte d’être contactée."),
    )

    objects = ChapterQuerySet.as_manager()

    class Meta:
        verbose_name = _("alliance locale")
        verbose_name_plural = _("alliances locales")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_on=None)
                | models.Q(opened_on=None)
                | models.Q(closed_on__gte=models.F("opened_on")),
                name="chapter_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into=None)
                | models.Q(closed_on__isnull=False) & ~models.Q(merged_into=models.F("id")),
                name="chapter_joined_to_another_is_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class NeighbourhoodQuerySet(ScopedQuerySet["Neighbourhood"]):
    def scope_filter(self, scope: Scope) -> models.Q:
        return self.in_chapters(scope.chapter_ids)

    def with_size(self) -> NeighbourhoodQuerySet:
        """Each with `size`, how many people of the file live there."""
        known = models.Q(people__merged_into=None, people__archived_at=None)
        return self.annotate(size=models.Count("people", filter=known))


class Neighbourhood(models.Model):
    """A quartier, as the people who live there call it."""

    chapter = models.ForeignKey(
        Chapter,
        verbose_name=_("alliance locale"),
        on_delete=models.PROTECT,
        related_name="neighbourhoods",
    )
    name = models.CharField(_("nom"), max_length=120)
    city = models.CharField(_("ville"), max_length=120, blank=True)
    insee_code = models.CharField(_("code INSEE"), max_length=5, blank=True)
    postal_code = models.CharField(_("code postal"), max_length=5, blank=True)
    qpv_code = models.CharField(_("code QPV"), max_length=10, blank=True)

    objects = NeighbourhoodQuerySet.as_manager()

    class Meta:
        verbose_name = _("quartier")
        verbose_name_plural = _("quartiers")
        ordering = ["name"]
        indexes = [
            GinIndex(
                OpClass(Fold(F("name")), name="gin_trgm_ops"), name="neighbourhood_search_pieces"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["chapter", "name"], name="neighbourhood_name_unique_in_chapter"
            )
        ]

    def __str__(self) -> str:
        return self.name
