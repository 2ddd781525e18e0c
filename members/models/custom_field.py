from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.enums import FieldKind
from members.models.chapter import Chapter
from members.models.contact import PersonalQuerySet
from members.models.person import Person
from members.scoping import ScopedQuerySet


class CustomField(models.Model):
    """A question of the chapter's own about people, defined by an administrator."""

    chapter = models.ForeignKey(
        Chapter,
        verbose_name=_("alliance locale"),
        on_delete=models.CASCADE,
        related_name="custom_fields",
    )
    name = models.CharField(_("nom"), max_length=80)
    kind = models.CharField(_("sorte"), max_length=8, choices=FieldKind.choices)
    choices = ArrayField(
        models.CharField(max_length=80), verbose_name=_("choix"), default=list, blank=True
    )
    position = models.PositiveSmallIntegerField(_("rang"), default=0)
    is_active = models.BooleanField(_("en service"), default=True)

    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("champ de l’alliance")
        verbose_name_plural = _("champs de l’alliance")
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["chapter", "name"], name="custom_field_unique_in_chapter"
            ),
            models.CheckConstraint(
                condition=~Q(kind=FieldKind.CHOICE) | ~Q(choices=[]),
                name="custom_field_choice_has_choices",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CustomValue(models.Model):
    """One answer of one person; `text` is what is shown, number and date serve to compare."""

    person = models.ForeignKey(
        Person, verbose_name=_("personne"), on_delete=models.CASCADE, related_name="custom_values"
    )
    field = models.ForeignKey(
        CustomField, verbose_name=_("champ"), on_delete=models.CASCADE, related_name="values"
    )
    text = models.CharField(_("valeur"), max_length=500)
    number = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    date = models.DateField(null=True, blank=True)

    objects: ClassVar = PersonalQuerySet["CustomValue"].as_manager()

    class Meta:
        verbose_name = _("valeur d’un champ")
        verbose_name_plural = _("valeurs des champs")
        indexes = [models.Index("field", "text", name="custom_value_by_text")]
        constraints = [
            models.UniqueConstraint(fields=["person", "field"], name="custom_value_once_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.field} : {self.text}"
