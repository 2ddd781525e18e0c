"""Forms of the campaign page: demands and targets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.enums import DemandStatus, TargetKind
from campaigns.models import Demand, DemandMove, Target
from members.forms.fields import DateInput


class DemandForm(forms.ModelForm):
    """One sentence that is answered by yes or no."""

    class Meta:
        model = Demand
        fields = ("text",)
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}
        help_texts = {"text": _("En une phrase à laquelle on répond par oui ou par non.")}
        error_messages = {"text": {"required": _("Écrivez la revendication en une phrase.")}}

    def _post_clean(self) -> None:
        """The instance is left to the verbs of the domain."""


class DemandMoveForm(forms.ModelForm):
    """What became of a demand."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = DemandMove
        fields = ("status", "happened_on", "note")
        widgets = {"happened_on": DateInput(), "note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, demand: Demand, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial |= {"seen": demand.status, "happened_on": timezone.localdate()}
        self.fields["happened_on"].required = False
        self.fields["status"].widget = forms.RadioSelect()
        self.fields["status"].choices = DemandStatus.choices
        self.initial["status"] = demand.status


class TargetForm(forms.ModelForm):
    """A named person, and where it hurts."""

    kind = forms.ChoiceField(
        label=_("Dans cette campagne"),
        choices=TargetKind.choices,
        initial=TargetKind.PRIMARY,
        widget=forms.RadioSelect,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Target
        fields = ("name", "mandate", "organization", "superior", "weak_points")
        widgets = {"weak_points": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "name": _("Une personne, jamais une institution."),
            "weak_points": _("Échéances, promesses passées, ce qu’elle craint, qui elle écoute."),
        }
        error_messages = {
            "name": {
                "required": _("Donnez un nom : une institution ne répond pas, une personne si.")
            },
            "mandate": {"required": _("Dites sa fonction : maire, directrice d’agence…")},
        }

    def __init__(self, *args: Any, chapter_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Target.objects.filter(chapter=chapter_id).exclude(pk=self.instance.pk)
        self.fields["superior"].queryset = others
        self.fields["superior"].empty_label = _("personne que nous connaissions")
        if self.instance.pk:
            del self.fields["kind"]
            self.initial["version"] = self.instance.version

    def _post_clean(self) -> None:
        """The instance is left to the verbs of the domain."""

    @property
    def verb_fields(self) -> dict[str, Any]:
        """What the verbs take."""
        names = ("name", "mandate", "organization", "superior", "weak_points")
        return {name: self.cleaned_data[name] for name in names}


class KnownTargetForm(forms.Form):
    """A target of another campaign, taken for this one too."""

    target = forms.ModelChoiceField(label=_("Déjà connue"), queryset=Target.objects.none())
    kind = forms.ChoiceField(
        label=_("Dans cette campagne"),
        choices=TargetKind.choices,
        initial=TargetKind.SECONDARY,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, campaign: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Target.objects.filter(chapter=campaign.chapter_id)
        self.fields["target"].queryset = known.exclude(campaigns__campaign=campaign)
