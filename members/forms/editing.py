"""The form that changes a person: it knows what its fields held when it was opened."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.core.phones import format_phone
from members.domain.knowing import editing
from members.forms.people import PersonForm
from members.models import Person, Tag

KEPT = {"base", "expected_version"}
MINE, THEIRS = "mine", "theirs"


class EditPersonForm(PersonForm):
    """Some facts of a person, or all of them; `only` names those shown (« champs »: her chapter's).

    `conflicts` holds, once refused, the facts that somebody else changed meanwhile: the field,
    both values in words, and the name of the choice between them.
    """

    base = forms.CharField(required=False, widget=forms.HiddenInput)
    tags = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Étiquettes"),
        queryset=Tag.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, only: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Person = self.instance
        self.conflicts: list[dict[str, Any]] = []
        self.held = editing.snapshot(person)
        self.fields["tags"].queryset = Tag.objects.filter(chapter=person.chapter_id)
        self.initial["tags"] = self.held["tags"]
        self._keep(set(only) or set(self.fields) - {"tags"})
        self.initial["base"] = self._as_base(self.held)

    def _keep(self, wanted: set[str]) -> None:
        if "champs" in wanted:
            wanted |= set(self.custom.names)
        for name in set(self.fields) - wanted - KEPT:
            del self.fields[name]
            self.custom.fields.pop(name, None)

    def _as_base(self, held: dict[str, Any]) -> str:
        return json.dumps({name: held[name] for name in self._facts()}, ensure_ascii=False)

    def _facts(self) -> list[str]:
        return [name for name in self.fields if name in self.held]

    def read_base(self) -> dict[str, Any]:
        """What the fields held when the form was opened.

        A form without it (an old page) is trusted only if nothing was saved since.
        """
        try:
            base = json.loads(self.data.get("base", ""))
        except ValueError:
            base = None
        if isinstance(base, dict):
            return base
        unchanged = self.data.get("expected_version") == str(self.instance.version)
        return self.held if unchanged else {}

    def wanted(self) -> dict[str, Any]:
        """What she wants written: the facts shown, less those where she kept the other value."""
        return {
            name: self.cleaned_data[name]
            for name in self._facts()
            if name in self.cleaned_data
            and self.data.get(f"choix_{name}") != THEIRS
            and (name in self.data or not name.startswith(editing.CUSTOM))
        }

    def show_both(self, problem: editing.Contradiction, version: int) -> None:
        """Offer both values of each contradicted fact; sent again, the form starts from now."""
        names = [name for name in self._facts() if name in problem.fields]
        self.conflicts = [
            {
                "label": self.fields[name].label,
                "choice": f"choix_{name}",
                "mine": self._words(name, self.cleaned_data[name]),
                "theirs": self._words(name, problem.now[name]),
            }
            for name in names
        ]
        self.data = self.data.copy()
        self.data["base"] = self._as_base(problem.now)
        self.data["expected_version"] = str(version)
        self.add_error(
            None,
            _(
                "Quelqu’un d’autre a modifié cette fiche pendant que vous écriviez. Rien n’est "
                "perdu : choisissez ce qui est juste."
            ),
        )

    def _words(self, name: str, value: Any) -> str:
        plain = editing.plain(name, value)
        if isinstance(plain, bool):
            return _("oui") if plain else _("non")
        if name == "phones":
            return ", ".join(format_phone(number) for number in plain) or "—"
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            wanted = plain if isinstance(plain, list) else [plain]
            rows = field.queryset.model.objects.filter(pk__in=[pk for pk in wanted if pk])
            return ", ".join(str(row) for row in rows) or "—"
        if isinstance(plain, list):
            return ", ".join(str(one) for one in plain) or "—"
        choices = dict(getattr(field, "choices", None) or {})
        return str(choices.get(plain, plain) or "—")
