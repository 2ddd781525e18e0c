"""Forms of the trainings."""

from __future__ import annotations

import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from actions.forms.when import WhenMixin
from actions.models import Course
from actions.models.training import FEE_LIMIT, PLACES_LIMIT
from members.models import Chapter, Person

HOURS_LIMIT = 200


class CourseForm(forms.ModelForm):
    """What can be learnt, and whether every leader should have learnt it."""

    class Meta:
        model = Course
        fields = ("chapter", "name", "about", "hours", "for_leaders")
        widgets = {"about": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"name": {"required": _("Donnez un intitulé à cette formation.")}}

    def __init__(self, *args: Any, chapters: list[Chapter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = [chapter.pk for chapter in chapters]
        self.fields["chapter"].queryset = Chapter.objects.filter(pk__in=ids)
        self.fields["chapter"].empty_label = None
        hours = self.fields["hours"]
        hours.validators += [MinValueValidator(1), MaxValueValidator(HOURS_LIMIT)]
        if self.instance.pk or len(chapters) == 1:
            del self.fields["chapter"]
            self.instance.chapter_id = self.instance.chapter_id or ids[0]

    def clean_name(self) -> str:
        """Said once a chapter: a second « Négociation » would split those who completed it."""
        name = " ".join(self.cleaned_data["name"].split())
        chapter = self.cleaned_data.get("chapter") or self.instance.chapter_id
        same = Course.objects.filter(chapter=chapter, name__iexact=name)
        if same.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Cette formation existe déjà."))
        return name


class SessionForm(WhenMixin):
    """When, where, who teaches, for how many."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    place_name = forms.CharField(label=_("Lieu"), max_length=160, required=False)
    place_address = forms.CharField(label=_("Adresse"), max_length=200, required=False)
    trainer = forms.ModelChoiceField(
        label=_("Animée par"), queryset=Person.objects.none(), required=False
    )
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=PLACES_LIMIT, initial=16)
    fee = forms.DecimalField(
        label=_("Tarif pour les personnes de l’extérieur"),
        min_value=Decimal(0),
        max_value=FEE_LIMIT,
        decimal_places=2,
        initial=Decimal(0),
        help_text=_("En euros ; rien pour nos membres."),
    )
    field_order = ("date", "time", "end_time", "place_name", "place_address", "trainer")

    def __init__(self, *args: Any, course: Course, trainers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.course = course
        self.fields["trainer"].queryset = trainers
        self.fields["trainer"].empty_label = _("à trouver")
        self.fields["end_time"].help_text = _("Vide : la durée de la formation.")
        self.initial.setdefault("client_id", uuid.uuid4())

    def values(self) -> dict[str, Any]:
        """What `schedule` takes."""
        names = ("client_id", "place_name", "place_address", "trainer", "places", "fee")
        when = self.when(length=timedelta(hours=self.course.hours))
        return {name: self.cleaned_data[name] for name in names} | when


class OutsiderForm(forms.Form):
    """Somebody from elsewhere: the domain reads her e-mail and her telephone."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Nom"), max_length=160)
    organization = forms.CharField(label=_("Organisation"), max_length=160, required=False)
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False)
    phone = forms.CharField(label=_("Téléphone"), max_length=30, required=False)
    fee = forms.DecimalField(
        label=_("À payer"),
        min_value=Decimal(0),
        max_value=FEE_LIMIT,
        decimal_places=2,
        required=False,
        help_text=_("Vide : le tarif de la session."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("client_id", uuid.uuid4())


class EarlierPersonForm(forms.Form):
    """What somebody followed before: the domain reads the moment."""

    course = forms.ModelChoiceField(label=_("Formation"), queryset=Course.objects.none())
    when = forms.CharField(
        label=_("Quand"),
        max_length=30,
        help_text=_("Une année suffit : 2021. Ou le jour : 12/03/2021."),
    )

    def __init__(self, *args: Any, courses: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = courses


class EarlierCourseForm(forms.Form):
    """Who followed a course before: chosen in the list."""

    person = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        error_messages={
            "required": _("Choisissez la personne dans la liste."),
            "invalid_choice": _("Choisissez la personne dans la liste."),
        },
    )
    when = EarlierPersonForm.base_fields["when"]

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
