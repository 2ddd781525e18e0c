"""Forms of the imports: the file, then what its columns are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.domain.imports import choices
from members.domain.imports.columns import Guess, Recognition
from members.domain.imports.fields import DATES, DUES, NAMES, REPEATABLE, SECTIONS
from members.domain.imports.fields import Field as F
from members.domain.knowing import custom_columns
from members.enums import PaymentMethod, PersonSource, RowDecision
from members.models import (
    Chapter,
    CustomField,
    Group,
    ImportBatch,
    MembershipType,
    Neighbourhood,
    Tag,
)

FIELD_CHOICES = [
    ("", _("Ne pas importer")),
    *((label, [(field.value, field.label) for field in fields]) for label, fields in SECTIONS),
]
NAME_ORDERS = (
    ("last_first", _("Nom puis prénom")),
    ("first_last", _("Prénom puis nom")),
)
DAY_ORDERS = (("yes", _("31/12/2025 : le jour d’abord")), ("no", _("12/31/2025 : le mois d’abord")))
RADIOS = ("name_order", "day_first")  # a question that was not on the page keeps our guess
CONSENTS = (
    ("none", _("Je ne sais pas : leur demander plus tard")),
    ("spoken", _("Oui, de vive voix")),
    ("paper", _("Oui, sur papier")),
)


class DropForm(forms.Form):
    """The file, and the chapter when there are several."""

    file = forms.FileField(
        label=_("Fichier"),
        allow_empty_file=True,
        error_messages={"required": _("Choisissez d’abord un fichier.")},
    )
    chapter = forms.ModelChoiceField(
        label=_("Alliance locale"), queryset=Chapter.objects.none(), empty_label=None
    )
    sheet = forms.CharField(
        label=_("Feuille du classeur"),
        max_length=100,
        required=False,
        help_text=_("Laissez vide pour lire la première feuille remplie."),
    )
    again = forms.BooleanField(label=_("Déposer ce fichier une nouvelle fois"), required=False)

    def __init__(self, *args: Any, chapters: list[Chapter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chapters = chapters
        if len(chapters) == 1:
            del self.fields["chapter"]
        else:
            ids = [chapter.pk for chapter in chapters]
            self.fields["chapter"].queryset = Chapter.objects.filter(pk__in=ids)

    @property
    def chosen_chapter(self) -> Chapter:
        """The chapter asked for, or the only one."""
        found: Chapter = self.cleaned_data.get("chapter") or self.chapters[0]
        return found


class ColumnsForm(forms.Form):
    """What each column is, and how the file must be read; guesses are the initial values."""

    name_order = forms.ChoiceField(
        label=_("Dans la case du nom, on lit"),
        choices=NAME_ORDERS,
        widget=forms.RadioSelect,
    )
    day_first = forms.ChoiceField(
        label=_("Les dates s’écrivent"),
        choices=DAY_ORDERS,
        widget=forms.RadioSelect,
    )
    consent = forms.ChoiceField(
        label=_("Ces personnes ont-elles accepté d’être contactées ?"),
        choices=CONSENTS,
        widget=forms.RadioSelect,
        initial="none",
        help_text=_(
            "Sans réponse, aucun message automatique ne leur partira : une relance vous "
            "proposera de les appeler."
        ),
    )
    consent_on = forms.DateField(
        label=_("Date du papier, s’il y en a un"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    membership_type = forms.ModelChoiceField(
        label=_("Ces cotisations sont des adhésions"),
        queryset=MembershipType.objects.none(),
        required=False,
        empty_label=_("Ne pas enregistrer d’adhésion"),
    )
    method = forms.ChoiceField(
        label=_("Payées, quand le fichier ne le dit pas, par"),
        choices=PaymentMethod.choices,
        required=False,
    )
    neighbourhood = forms.ModelChoiceField(
        label=_("Quartier de ceux qui n’en ont pas"),
        queryset=Neighbourhood.objects.none(),
        required=False,
        empty_label=_("Aucun"),
    )
    group = forms.CharField(
        label=_("Les mettre tous dans le groupe"), max_length=160, required=False
    )
    tag = forms.CharField(label=_("Leur coller l’étiquette"), max_length=60, required=False)
    source = forms.ChoiceField(
        label=_("Rencontrées par, quand le fichier ne le dit pas"),
        choices=PersonSource.choices,
        required=False,
    )
    create_neighbourhoods = forms.BooleanField(
        label=_("Créer les quartiers qui n’existent pas encore"), required=False
    )
    create_groups = forms.BooleanField(
        label=_("Créer les groupes qui n’existent pas encore"), required=False
    )
    fix_emails = forms.BooleanField(
        label=_("Corriger les adresses manifestement fautives (gmail.con → gmail.com)"),
        required=False,
    )

    def __init__(
        self, *args: Any, batch: ImportBatch, recognition: Recognition, **kwargs: Any
    ) -> None:
        self.batch, self.recognition = batch, recognition
        own = custom_columns.of_chapter(batch.chapter)
        super().__init__(*args, initial=_initial(batch, recognition, own), **kwargs)
        chapter = batch.chapter
        types = MembershipType.objects.filter(chapter=chapter, is_offered=True)
        self.fields["membership_type"].queryset = types
        places = Neighbourhood.objects.filter(chapter=chapter)
        self.fields["neighbourhood"].queryset = places
        offered = [(name, field.name) for name, field in own.items()]
        known = [*FIELD_CHOICES, *([(_("Nos champs"), offered)] if offered else [])]
        for guess in recognition.columns:
            self.fields[_column(guess)] = forms.ChoiceField(
                label=guess.header, choices=known, required=False
            )
        self._hide_what_is_not_asked(has_types=types.exists())

    def _hide_what_is_not_asked(self, *, has_types: bool) -> None:
        """Ask only what this file needs: no date order without dates, no dues without money."""
        fields = set(self._mapping_now())
        self.dues_without_type = bool(DUES & fields) and not has_types
        asked = {
            "name_order": F.FULL_NAME in fields,
            "day_first": bool(DATES & fields),
            "membership_type": bool(DUES & fields) and has_types,
            "method": bool(DUES & fields) and has_types,
            "create_neighbourhoods": F.NEIGHBOURHOOD in fields,
            "create_groups": F.GROUP in fields,
            "fix_emails": F.EMAIL in fields,
        }
        for name, wanted in asked.items():
            unseen = self.is_bound and name in RADIOS and name not in self.data
            if not wanted or unseen:
                del self.fields[name]

    def _mapping_now(self) -> list[str]:
        if self.is_bound:
            return [self.data.get(_column(guess), "") for guess in self.recognition.columns]
        return [self.initial.get(_column(guess), "") for guess in self.recognition.columns]

    def columns(self) -> Iterator[tuple[Guess, forms.BoundField]]:
        """Each column with the field that says what it is."""
        for guess in self.recognition.columns:
            yield guess, self[_column(guess)]

    def reading_fields(self) -> list[forms.BoundField]:
        """How to read the file, in the order of the page."""
        return self._shown("name_order", "day_first", "membership_type", "method")

    def other_fields(self) -> list[forms.BoundField]:
        """What is rarely changed."""
        return self._shown(
            "neighbourhood", "group", "tag", "source",
            "create_neighbourhoods", "create_groups", "fix_emails",
        )  # fmt: skip

    def _shown(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    def known_groups(self) -> list[str]:
        """Names of groups to suggest."""
        found = Group.objects.filter(chapter=self.batch.chapter).active()
        return list(found.values_list("name", flat=True))

    def known_tags(self) -> list[str]:
        """Names of tags to suggest."""
        found = Tag.objects.filter(chapter=self.batch.chapter)
        return list(found.values_list("name", flat=True))

    def clean_consent_on(self) -> Any:
        day = self.cleaned_data["consent_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("Cette date n’est pas encore passée."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self._refuse_doubles(cleaned)
        mapping = {cleaned.get(_column(guess), "") for guess in self.recognition.columns}
        if not mapping & NAMES:
            self.add_error(None, _("Dites quelle colonne contient le nom ou le prénom."))
        undated = cleaned.get("consent") == "paper" and not cleaned.get("consent_on")
        if undated and "consent_on" not in self.errors:
            self.add_error("consent_on", _("Quand ce papier a-t-il été signé ?"))
        return cleaned

    def _refuse_doubles(self, cleaned: dict[str, Any]) -> None:
        seen: dict[str, str] = {}
        for guess in self.recognition.columns:
            field = cleaned.get(_column(guess), "")
            if field and field not in REPEATABLE and field in seen:
                told = _("« %(other)s » le dit déjà : choisissez une des deux.")
                self.add_error(_column(guess), told % {"other": seen[field]})
            seen.setdefault(field, guess.header)

    def mapping(self) -> dict[str, str]:
        """The field of each column, by the column's name."""
        return {
            guess.header: self.cleaned_data[_column(guess)]
            for guess in self.recognition.columns
            if self.cleaned_data[_column(guess)]
        }

    def options(self) -> dict[str, Any]:
        """The choices, as they are kept on the batch; what was not asked is what we guessed."""
        data = self.cleaned_data
        day_first = data.get("day_first")
        kind, place = data.get("membership_type"), data.get("neighbourhood")
        return {
            "name_order": data.get("name_order") or self.recognition.name_order,
            "day_first": day_first == "yes" if day_first else self.recognition.day_first,
            "fix_emails": data.get("fix_emails", False),
            "consent": data["consent"],
            "consent_on": data["consent_on"].isoformat() if data.get("consent_on") else "",
            "neighbourhood": place.pk if place else None,
            "group": data.get("group", "").strip(),
            "tag": data.get("tag", "").strip(),
            "create_neighbourhoods": data.get("create_neighbourhoods", False),
            "create_groups": data.get("create_groups", bool(data.get("group", "").strip())),
            "membership_type": kind.pk if kind else None,
            "method": data.get("method") or choices.DEFAULTS["method"],
            "source": data.get("source") or choices.DEFAULTS["source"],
        }


class DecisionForm(forms.Form):
    """What a human says of one row; empty takes it back."""

    decision = forms.ChoiceField(choices=[("", ""), *RowDecision.choices], required=False)


def _column(guess: Guess) -> str:
    return f"column_{guess.index}"


def _initial(
    batch: ImportBatch, recognition: Recognition, own: Mapping[str, CustomField]
) -> dict[str, Any]:
    """The choices made before, or what we guess the first time."""
    again = bool(batch.mapping)
    found = {name: choices.option(batch, name) for name in choices.DEFAULTS}
    if not again:
        found |= {"name_order": recognition.name_order, "day_first": recognition.day_first}
    found["day_first"] = "yes" if found["day_first"] else "no"
    for guess in recognition.columns:
        kept = batch.mapping.get(guess.header, "")
        said = custom_columns.guessed(guess.header, own) or guess.field
        found[_column(guess)] = kept if again else said
    return found
