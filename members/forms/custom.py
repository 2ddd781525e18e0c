"""The fields of a chapter's own, on the form of a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from members.domain.knowing import custom_fields
from members.enums import FieldKind
from members.models import CustomField, Person, User


class CustomFieldForm(forms.ModelForm):
    """The definition of a field: what answered it already must stay an answer."""

    choices = SimpleArrayField(
        forms.CharField(max_length=80, required=False),
        delimiter="\n",
        required=False,
        label=_("choix"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Un par ligne, pour la sorte « choix »."),
    )

    class Meta:
        model = CustomField
        fields = ("chapter", "name", "kind", "choices", "position", "is_active")

    def clean_choices(self) -> list[str]:
        stripped = (choice.strip() for choice in self.cleaned_data["choices"])
        return list(dict.fromkeys(filter(None, stripped)))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == FieldKind.CHOICE and not data.get("choices"):
            self.add_error("choices", _("Écrivez au moins un choix."))
        if self.instance.pk:
            self._keep_answers(data)
        return data

    def _keep_answers(self, data: dict[str, Any]) -> None:
        answers = self.instance.values.all()
        kept = {"kind": self.initial.get("kind"), "chapter": self.initial.get("chapter")}
        now = {"kind": data.get("kind"), "chapter": getattr(data.get("chapter"), "pk", None)}
        for name in ("kind", "chapter"):
            if now[name] not in (None, kept[name]) and answers.exists():
                self.add_error(name, _("Des personnes ont déjà répondu : cela ne change plus."))
        if data.get("kind") == FieldKind.CHOICE:
            used = answers.exclude(text__in=data.get("choices") or [])
            lost = sorted(set(used.values_list("text", flat=True)[:1_000]))
            if lost:
                self.add_error(
                    "choices",
                    _("Ces choix ont servi et doivent rester : %(choices)s.")
                    % {"choices": ", ".join(lost[:10])},
                )


class CustomAnswers:
    """Adds a chapter's fields to a form, checks them and writes them.

    Only where the chapter is known: a new person of somebody who organizes in two chapters
    gets them once she is created.
    """

    def __init__(self, form: forms.BaseForm, *, chapter_ids: Sequence[int], person: Person) -> None:
        self.form = form
        self.fields: dict[str, CustomField] = {}
        if len(chapter_ids) != 1:
            return
        known = Person(pk=person.pk, chapter_id=chapter_ids[0])
        for field, text in custom_fields.answers_of(known):
            name = f"custom_{field.pk}"
            self.fields[name] = field
            form.fields[name] = _form_field(field, text)
            form.initial[name] = text

    @property
    def names(self) -> list[str]:
        """The names of the fields added."""
        return list(self.fields)

    def __iter__(self) -> Iterator[BoundField]:
        return (self.form[name] for name in self.fields)

    def check(self) -> None:
        """Say beside each field why its answer is not understood."""
        for name, field in self.fields.items():
            text = self.form.cleaned_data.get(name) or ""
            if text == self.form.initial.get(name):
                continue  # known already, even if the field changed since
            try:
                custom_fields.read(field, text)
            except custom_fields.InvalidAnswer as problem:
                self.form.add_error(name, str(problem))

    def save(self, person: Person, *, actor: User) -> None:
        """Write the answers that the form carried; a field it did not show stays as it is."""
        answers = {
            field: self.form.cleaned_data.get(name) or ""
            for name, field in self.fields.items()
            if name in self.form.data
        }
        custom_fields.set_values(person=person, answers=answers, actor=actor)


def _form_field(field: CustomField, known: str) -> forms.Field:
    options: dict[str, Any] = {"label": field.name, "required": False}
    if field.kind in (FieldKind.CHOICE, FieldKind.YES_NO):
        offered = list(field.choices) if field.kind == FieldKind.CHOICE else ["oui", "non"]
        if known and known not in offered:
            offered.append(known)
        choices = [("", _("sans réponse")), *((choice, choice) for choice in offered)]
        return forms.ChoiceField(choices=choices, **options)
    if field.kind == FieldKind.DATE:
        return forms.CharField(widget=forms.DateInput(attrs={"type": "date"}), **options)
    if field.kind == FieldKind.NUMBER:
        return forms.CharField(widget=forms.TextInput(attrs={"inputmode": "decimal"}), **options)
    return forms.CharField(max_length=custom_fields.TEXT_LIMIT, **options)
