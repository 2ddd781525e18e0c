"""Forms of the people's room: they check the shape, the domain checks the rules."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.core.phones import format_phone
from members.domain import people
from members.forms.custom import CustomAnswers
from members.forms.fields import DateInput
from members.models import Chapter, Neighbourhood, Person, Role, User

SEPARATORS = re.compile(r"[\n;,]+")


class PersonForm(forms.ModelForm):
    """A person on one page: who, how to reach her, where she lives, who knows her."""

    phones = forms.CharField(
        label=_("Téléphones"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "inputmode": "tel", "autocomplete": "off"}),
        help_text=_("Un par ligne, le principal d’abord."),
    )
    emails = forms.CharField(
        label=_("Adresses e-mail"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "inputmode": "email", "autocomplete": "off"}),
        help_text=_("Une par ligne. Aucune ? Ce n’est pas grave."),
    )
    languages = forms.CharField(
        label=_("Langues parlées"),
        required=False,
        help_text=_("Séparées par des virgules : français, soninké…"),
    )
    expected_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Person
        fields = (
            "chapter",
            "first_name",
            "last_name",
            "usual_name",
            "street",
            "address_extra",
            "postal_code",
            "city",
            "neighbourhood",
            "language",
            "languages",
            "needs_childcare",
            "needs_ride",
            "needs_interpreter",
            "organizer",
            "source",
            "source_detail",
            "first_met_on",
            "note",
        )
        widgets = {"note": forms.Textarea(attrs={"rows": 3}), "first_met_on": DateInput()}

    def __init__(self, *args: Any, user: User, chapters: list[Chapter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = [chapter.pk for chapter in chapters]
        self.fields["chapter"].queryset = Chapter.objects.filter(pk__in=ids)
        self.fields["chapter"].empty_label = None
        if self.instance.pk or len(chapters) == 1:
            del self.fields["chapter"]
            ids = [self.instance.chapter_id or ids[0]]
        self.fields["neighbourhood"].queryset = Neighbourhood.objects.filter(chapter__in=ids)
        self.fields["organizer"].queryset = organizers_of(ids)
        self.fields["language"].widget = forms.Select(
            choices=_message_languages(self.instance.language)
        )
        if self.instance.pk:
            self.initial["phones"] = "\n".join(
                format_phone(p.number) for p in self.instance.phones.all()
            )
            self.initial["emails"] = "\n".join(e.address for e in self.instance.emails.all())
            self.initial["expected_version"] = self.instance.version
            self.initial["languages"] = ", ".join(self.instance.languages)
        else:
            self.initial.setdefault("organizer", user.pk)
        self.custom = CustomAnswers(self, chapter_ids=ids, person=self.instance)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        names = {name: data.get(name) for name in people.NAME_FIELDS if name in self.fields}
        if names and not any(names.values()) and not names.keys() & self.errors.keys():
            self.add_error("first_name", people.NEEDS_A_NAME)
        self.custom.check()
        return data

    def clean_phones(self) -> list[str]:
        return [t.strip() for t in SEPARATORS.split(self.cleaned_data["phones"]) if t.strip()]

    def clean_emails(self) -> list[str]:
        return [t.strip() for t in SEPARATORS.split(self.cleaned_data["emails"]) if t.strip()]

    def clean_languages(self) -> list[str]:
        words = [t.strip()[:40] for t in SEPARATORS.split(self.cleaned_data["languages"])]
        return list(dict.fromkeys(filter(None, words)))

    def clean_first_met_on(self) -> date | None:
        day: date | None = self.cleaned_data["first_met_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("Cette date est dans le futur."))
        return day

    def clean_postal_code(self) -> str:
        code = self.cleaned_data["postal_code"].replace(" ", "")
        if code and not re.fullmatch(r"[0-9AB]{5}", code):
            raise forms.ValidationError(_("Un code postal a cinq chiffres."))
        return code


def _message_languages(current: str) -> list[tuple[str, str]]:
    """The languages that messages are written in, and the one she has, should it be another."""
    known = dict(settings.MESSAGE_LANGUAGES)
    return [*known.items(), *([] if current in known else [(current, current)])]


def organizers_of(chapter_ids: list[int]) -> Any:
    """The accounts that organize today in these chapters."""
    held = Role.objects.current().filter(kind="organizer", chapter__in=chapter_ids)
    return User.objects.filter(is_active=True, pk__in=held.values("user"))
