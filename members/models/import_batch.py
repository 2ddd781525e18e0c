from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.enums import BatchState, RowDecision, RowVerdict
from members.models.chapter import Chapter
from members.models.person import Person
from members.scoping import ScopedQuerySet


class ImportBatch(models.Model):
    """A spreadsheet dropped by somebody: read, previewed, then applied or thrown away.

    The file itself is not kept; its cells live in the rows until the batch is purged.
    """

    chapter = models.ForeignKey(
        Chapter,
        verbose_name=_("alliance locale"),
        on_delete=models.CASCADE,
        related_name="import_batches",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("déposé par"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("déposé le"), default=timezone.now)
    file_name = models.CharField(_("fichier"), max_length=200)
    file_sha256 = models.CharField(max_length=64)
    sheet = models.CharField(_("feuille"), max_length=100, blank=True)
    reading = models.JSONField(
        default=dict, help_text=_("Encodage, séparateur, ligne d’en-tête, avertissements.")
    )
    header = models.JSONField(default=list)
    mapping = models.JSONField(default=dict, help_text=_("Colonne → champ."))
    options = models.JSONField(default=dict)
    created = models.JSONField(
        default=dict,
        help_text=_("Quartiers, groupes, étiquettes et foyers créés, pour l’annuler."),
    )
    state = models.CharField(
        _("état"), max_length=12, choices=BatchState.choices, default=BatchState.UPLOADED
    )
    matched_at = models.DateTimeField(_("rapproché le"), null=True, blank=True)
    matched_from = models.BigIntegerField(
        null=True, blank=True, help_text=_("La transaction la plus ancienne, à ce moment.")
    )
    applied_at = models.DateTimeField(_("importé le"), null=True, blank=True)
    undone_at = models.DateTimeField(_("annulé le"), null=True, blank=True)
    error = models.TextField(blank=True)

    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=BatchState.APPLIED, applied_at=None),
                name="import_applied_has_a_date",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=BatchState.UNDONE, undone_at=None),
                name="import_undone_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """One line of the file: its cells, what we understood, what we will do, what we did."""

    batch = models.ForeignKey(
        ImportBatch, verbose_name=_("import"), on_delete=models.CASCADE, related_name="rows"
    )
    number = models.PositiveIntegerField(_("ligne"), help_text=_("Comme dans le tableur."))
    cells = models.JSONField(default=list)
    values = models.JSONField(default=dict)
    verdict = models.CharField(
        _("verdict"), max_length=10, choices=RowVerdict.choices, default=RowVerdict.NEW
    )
    reason = models.TextField(_("pourquoi"), blank=True)
    warnings = models.JSONField(default=list)
    match = models.ForeignKey(
        Person,
        verbose_name=_("ressemble à"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    twin_number = models.PositiveIntegerField(
        _("même personne que la ligne"),
        null=True,
        blank=True,
        help_text=_("Une ligne du même fichier, à la place d’une fiche connue."),
    )
    decision = models.CharField(
        _("décision"), max_length=8, choices=RowDecision.choices, blank=True
    )
    person = models.ForeignKey(
        Person,
        verbose_name=_("personne"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="import_rows",
    )
    before = models.JSONField(
        default=dict, help_text=_("Ce que l’import a changé, pour l’annuler.")
    )

    class Meta:
        verbose_name = _("ligne importée")
        verbose_name_plural = _("lignes importées")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="import_row_number_unique"),
            models.CheckConstraint(
                condition=models.Q(twin_number=None) | ~models.Q(twin_number=models.F("number")),
                name="import_row_not_its_own_twin",
            ),
        ]
        indexes = [models.Index("batch", "verdict", name="import_row_by_verdict")]

    def __str__(self) -> str:
        return f"{self.batch} · {self.number}"
