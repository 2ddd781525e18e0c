"""Forms of the actions: they check the shape, the domain checks the rules."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actions.enums import ActionState
from actions.forms.when import WhenMixin, when_initial
from actions.models import Action
from campaigns.models import Campaign, Target
from members.models import Chapter, Group, Person


class ActionForm(WhenMixin, forms.ModelForm):
    """An action on one page; once announced, its date and place are moved, not edited."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    expected_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    field_order = ("title", "date", "time", "place_name", "goal", "kind", "campaign", "end_time")

    class Meta:
        model = Action
        fields = (
            "chapter",
            "title",
            "kind",
            "campaign",
            "target",
            "organizing_groups",
            "place_name",
            "place_address",
            "access_note",
            "description",
            "goal",
            "capacity",
            "organizer",
            "count_only",
        )
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "goal": forms.NumberInput(attrs={"min": 1, "max": 20000, "inputmode": "numeric"}),
            "capacity": forms.NumberInput(attrs={"min": 1, "max": 20000, "inputmode": "numeric"}),
            "organizing_groups": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, chapters: list[Chapter], organizers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = [chapter.pk for chapter in chapters]
        self.fields["chapter"].queryset = Chapter.objects.filter(pk__in=ids)
        self.fields["chapter"].empty_label = None
        if self.instance.pk or len(chapters) == 1:
            del self.fields["chapter"]
        self.fields["campaign"].queryset = Campaign.objects.filter(chapter__in=ids).live()
        self.fields["campaign"].empty_label = _("aucune")
        self.fields["target"].queryset = Target.objects.filter(chapter__in=ids)
        self.fields["target"].empty_label = _("aucune")
        groups = Group.objects.filter(chapter__in=ids).active().order_by("name")
        self.fields["organizing_groups"].queryset = groups
        self.fields["organizer"].queryset = organizers
        self.fields["title"].error_messages["required"] = _(
            "Donnez un titre : c’est lui que les gens liront."
        )
        self.initial.setdefault("client_id", uuid.uuid4())
        if self.instance.pk:
            self._prepare_editing()

    def _prepare_editing(self) -> None:
        self.initial["expected_version"] = self.instance.version
        self.fields["client_id"].required = False
        if self.instance.campaign_id:
            mine = Campaign.objects.filter(pk=self.instance.campaign_id)
            self.fields["campaign"].queryset = self.fields["campaign"].queryset | mine
        if self.instance.state == ActionState.DRAFT:
            self.initial |= when_initial(self.instance)
            return
        for name in ("date", "time", "end_time", "place_name", "place_address"):
            del self.fields[name]

    def _post_clean(self) -> None:
        """Nothing is written onto the instance: the domain decides."""

    def values(self) -> dict[str, Any]:
        """What the domain takes: fields of the model, and the two instants."""
        apart = {"client_id", "expected_version", "date", "time", "end_time"}
        values = {k: v for k, v in self.cleaned_data.items() if k not in apart}
        return values | (self.when() if "date" in self.fields else {})


class MoveForm(WhenMixin):
    """Another date, another place, or both."""

    place_name = forms.CharField(label=_("Lieu de rendez-vous"), max_length=160, required=False)
    place_address = forms.CharField(label=_("Adresse"), max_length=200, required=False)
    access_note = forms.CharField(
        label=_("Comment venir"),
        max_length=300,
        required=False,
        help_text=_("Tram, ascenseur, porte à pousser…"),
    )
    expected_version = forms.IntegerField(widget=forms.HiddenInput)

    def values(self) -> dict[str, Any]:
        """What `move` takes."""
        names = ("place_name", "place_address", "access_note")
        return {name: self.cleaned_data[name] for name in names} | self.when()


class CancelForm(forms.Form):
    """Why; the sentence goes into the message."""

    reason = forms.CharField(
        label=_("Pourquoi"),
        max_length=300,
        required=False,
        help_text=_("Cette phrase sera dans le message."),
    )


class InviteForm(forms.Form):
    """Groups and people to ask; choices are limited to what the viewer may see."""

    groups = forms.ModelMultipleChoiceField(queryset=Group.objects.none(), required=False)
    people = forms.ModelMultipleChoiceField(queryset=Person.objects.none(), required=False)
    voiced = forms.BooleanField(required=False)

    def __init__(
        self, *args: Any, groups: Any, people: Any, voiced_by: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].queryset = groups
        self.fields["people"].queryset = people
        self.voiced_by = people.none() if voiced_by is None else voiced_by

    @property
    def asked(self) -> dict[str, Any]:
        """Whom the verbs are given: those picked, and those who voiced the anger behind it."""
        data = self.cleaned_data
        people = list(data.get("people") or ())
        if data.get("voiced"):
            people += [one for one in self.voiced_by if one not in people]
        return {"groups": data.get("groups") or (), "people": people}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = data.get("groups") or data.get("people") or data.get("voiced")
        if not self.errors and not chosen:
            raise forms.ValidationError(_("Choisissez au moins un groupe ou une personne."))
        return data
