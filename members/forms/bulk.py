"""Forms of the gestures on many people."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.bulk_deeds import Choice
from members.domain.finding import columns, exports
from members.domain.knowing import custom_fields
from members.forms.fields import DateInput
from members.forms.people import organizers_of
from members.models import Chapter, Group, Tag, User
from members.permissions import organized_chapters

FORMATS = (("xlsx", _("Excel (.xlsx)")), ("csv", _("CSV")))


class BulkForm(forms.Form):
    """What every gesture carries: its own id, and how many people were shown."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    expected = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, user: User, choice: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.choice = user, choice
        self.initial.setdefault("client_id", uuid.uuid4())
        self.initial.setdefault("expected", choice.count)
        self.chapters = self._chapters()
        self.prepare()

    def prepare(self) -> None:
        """Fill the choices of the fields."""

    def _chapters(self) -> list[Chapter]:
        """The chapters of the people chosen, among those she organizes."""
        mine = organized_chapters(self.user)
        if len(mine) < 2:
            return mine
        there = set(self.choice.people.order_by().values_list("chapter", flat=True).distinct())
        return [chapter for chapter in mine if chapter.pk in there]

    def chapter_ids(self) -> list[int]:
        return [chapter.pk for chapter in self.chapters]


class TagForm(BulkForm):
    """An existing tag, or a new word."""

    tag = forms.ModelChoiceField(
        label=_("Une étiquette connue"),
        queryset=Tag.objects.none(),
        required=False,
        empty_label="",
    )
    new_tag = forms.CharField(label=_("… ou une nouvelle"), required=False, max_length=60)

    def prepare(self) -> None:
        self.fields["tag"].queryset = Tag.objects.filter(chapter__in=self.chapter_ids())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("tag") and not (data.get("new_tag") or "").strip() and not self.errors:
            self.add_error("tag", _("Choisissez une étiquette, ou écrivez-en une."))
        return data


class UntagForm(BulkForm):
    tag = forms.ModelChoiceField(label=_("Étiquette à retirer"), queryset=Tag.objects.none())

    def prepare(self) -> None:
        self.fields["tag"].queryset = Tag.objects.filter(
            chapter__in=self.chapter_ids(), people__in=self.choice.people.order_by().values("pk")
        ).distinct()


class AssignForm(BulkForm):
    organizer = forms.ModelChoiceField(label=_("Suivies par"), queryset=User.objects.none())

    def prepare(self) -> None:
        self.fields["organizer"].queryset = organizers_of(self.chapter_ids())


class JoinForm(BulkForm):
    group = forms.ModelChoiceField(label=_("Groupe"), queryset=Group.objects.none())

    def prepare(self) -> None:
        mine = Group.objects.filter(chapter__in=self.chapter_ids()).active()
        self.fields["group"].queryset = mine


class CallForm(BulkForm):
    """A call to make for each person: who, what about, before when."""

    owner = forms.ModelChoiceField(label=_("Qui appelle"), queryset=User.objects.none())
    what = forms.CharField(label=_("Pour dire quoi"), max_length=200)
    due_on = forms.DateField(label=_("Pour le"), widget=DateInput())

    def prepare(self) -> None:
        self.fields["owner"].queryset = organizers_of(self.chapter_ids())
        self.initial.setdefault("owner", self.user.pk)
        self.initial.setdefault("due_on", timezone.localdate())

    def clean_due_on(self) -> Any:
        day = self.cleaned_data["due_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Cette date est déjà passée."))
        return day


class PrintForm(BulkForm):
    """What stands above a printed list."""

    title = forms.CharField(label=_("Titre de la feuille"), max_length=120, required=False)


class LabelsForm(BulkForm):
    one_per_household = forms.BooleanField(
        label=_("Une seule étiquette par foyer"), required=False, initial=True
    )


class ExportForm(BulkForm):
    """A file that leaves the house: why, in which format, with which columns."""

    reason = forms.CharField(
        label=_("À quoi servira ce fichier ?"),
        max_length=exports.REASON_LIMIT,
        min_length=exports.REASON_LEAST,
        help_text=_("C’est écrit au journal, avec votre nom et le nombre de personnes."),
    )
    file_format = forms.ChoiceField(
        label=_("Format"), choices=FORMATS, initial="xlsx", widget=forms.RadioSelect
    )
    columns = forms.MultipleChoiceField(
        label=_("Colonnes"), widget=forms.CheckboxSelectMultiple, choices=[]
    )

    def prepare(self) -> None:
        known = columns.COLUMNS.values()
        self.offered = {column.key: column for column in known if column.exported}
        for field in custom_fields.for_chapters(self.chapter_ids()):
            column = columns.custom_column(field)
            self.offered[column.key] = column
        self.fields["columns"].choices = [(key, c.label) for key, c in self.offered.items()]
        self.initial.setdefault("columns", list(exports.DEFAULT))

    def chosen_columns(self) -> list[columns.Column]:
        """The columns asked for, in the order of the page."""
        wanted = set(self.cleaned_data["columns"])
        return [column for key, column in self.offered.items() if key in wanted]
