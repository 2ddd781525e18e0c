"""Forms of the negotiation room."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from campaigns.domain.fought.negotiations import SPEAKING, Candidate
from campaigns.enums import DelegateRole, DemandStatus, NegotiationKind
from campaigns.models import Campaign, Demand, DemandAnswer, Negotiation, Promise, Target
from members.forms.fields import DateInput
from members.forms.meetings import DateTimeInput
from members.models import Person


class MeetingPlanForm(forms.ModelForm):
    """When and with whom."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Negotiation
        fields = ("kind", "target", "held_at", "place", "fallback", "minutes")
        widgets = {
            "held_at": DateTimeInput(),
            "kind": forms.RadioSelect,
            "fallback": forms.Textarea(attrs={"rows": 2}),
            "minutes": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "fallback": _("Ce qu’on fera si c’est non : la délégation le sait, pas la cible."),
            "minutes": _("L’ambiance, les phrases entendues. Les réponses se notent à part."),
        }
        error_messages = {"held_at": {"required": _("Dites quand.")}}

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Target.objects.filter(chapter=campaign.chapter_id)
        self.fields["target"].queryset = known
        self.fields["target"].empty_label = _("personne encore")
        self.fields["kind"].choices = NegotiationKind.choices
        if self.instance.pk:
            del self.fields["kind"], self.fields["client_id"]
            self.initial["version"] = self.instance.version
        else:
            del self.fields["version"], self.fields["minutes"]
            self.initial.setdefault("client_id", uuid.uuid4())
            main = campaign.targets.order_by("kind").values_list("target", flat=True).first()
            self.initial.setdefault("target", main)

    def _post_clean(self) -> None:
        """The instance is left to the verbs of the domain."""


class RoleField(forms.ModelChoiceField):
    """Who holds a role: those who never held it come first, and it is said."""

    times: dict[int, int]

    def label_from_instance(self, obj: Person) -> str:
        """The name, and how often she did it."""
        count = self.times.get(obj.pk, 0)
        if not count:
            return _now("%(name)s : jamais fait") % {"name": obj}
        return _now("%(name)s : %(count)d fois") % {"name": obj, "count": count}


class DelegationForm(forms.Form):
    """Who opens, tells, closes, writes, and who is there to hear."""

    def __init__(
        self,
        *args: Any,
        candidates: Sequence[Candidate],
        negotiation: Negotiation,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(pk__in=[one.person.pk for one in candidates])
        now = {d.role: d.person_id for d in negotiation.delegates.all()}
        for role in SPEAKING:
            field = RoleField(
                queryset=people,
                required=False,
                label=DelegateRole(role).label.capitalize(),
                empty_label=_("à trouver"),
            )
            field.times = {one.person.pk: one.times(role) for one in candidates}
            ranked = sorted(
                candidates, key=lambda one, r=role: (one.times(r), sum(one.held.values()))
            )
            self.fields[role] = field
            choices = [(one.person.pk, field.label_from_instance(one.person)) for one in ranked]
            field.widget.choices = [("", _("à trouver")), *choices]
            self.initial.setdefault(role, now.get(role))
        self.fields["witnesses"] = forms.ModelMultipleChoiceField(
            queryset=people.in_list_order(),
            required=False,
            label=_("Et pour témoins"),
            widget=forms.CheckboxSelectMultiple,
        )
        there = [d.person_id for d in negotiation.delegates.all() if d.role == "witness"]
        self.initial.setdefault("witnesses", there)

    @property
    def roles(self) -> dict[str, Person | None]:
        """Who holds which speaking role."""
        return {str(role): self.cleaned_data[role] for role in SPEAKING}


class AnswerForm(forms.ModelForm):
    """What was answered to one demand."""

    status = forms.ChoiceField(
        label=_("Et donc elle est"),
        choices=[("", _("inchangée")), *DemandStatus.choices],
        required=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = DemandAnswer
        fields = ("words", "offer")
        widgets = {"words": forms.Textarea(attrs={"rows": 2})}
        error_messages = {"words": {"required": _("Écrivez la réponse telle qu’elle a été dite.")}}

    def __init__(self, *args: Any, demand: Demand, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"r{demand.pk}", **kwargs)
        self.demand = demand
        self.initial["seen"] = demand.status

    def _post_clean(self) -> None:
        """The instance is left to the verbs of the domain."""


class PromiseForm(forms.ModelForm):
    """What, who, before when, before which witnesses."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Promise
        fields = ("what", "who", "due_on", "witnesses", "demand")
        widgets = {
            "what": forms.Textarea(attrs={"rows": 2}),
            "witnesses": forms.TextInput(attrs={"maxlength": 500}),
            "due_on": DateInput(),
        }
        help_texts = {
            "due_on": _("Sans date, une promesse n’en est pas une : demandez-la."),
            "witnesses": _("« Onze locataires, procès-verbal signé »"),
        }
        error_messages = {
            "what": {"required": _("Qu’a-t-on promis ?")},
            "due_on": {"required": _("Avant quel jour ? Sans date, ce n’est pas une promesse.")},
        }

    def __init__(self, *args: Any, negotiation: Negotiation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["demand"].queryset = Demand.objects.filter(campaign=negotiation.campaign_id)
        self.fields["demand"].empty_label = _("aucune en particulier")
        self.initial.setdefault("client_id", uuid.uuid4())
        if negotiation.target:
            self.initial.setdefault("who", negotiation.target.name)

    def _post_clean(self) -> None:
        """The rules are checked by the domain."""
