"""Forms of petitions: the organizers' ones, and the public one, large and short."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Petition, Target
from members.forms.fields import DateInput
from members.forms.joining import JoinForm


class PetitionForm(forms.ModelForm):
    """What people sign, and who will be given it."""

    class Meta:
        model = Petition
        fields = ("title", "text", "target", "goal")
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}
        help_texts = {
            "title": _("Ce qu’on demande, en quelques mots."),
            "text": _(
                "Court : on le lit debout, dans un hall. "
                "Il ne change plus après la première signature."
            ),
        }
        error_messages = {
            "title": {"required": _("Donnez un titre à la pétition.")},
            "text": {"required": _("Écrivez ce que les gens signent.")},
        }

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].queryset = Target.objects.filter(chapter=campaign.chapter_id)
        self.fields["target"].empty_label = _("personne encore")
        main = campaign.targets.order_by("kind").values_list("target", flat=True).first()
        self.initial.setdefault("target", main)

    def _post_clean(self) -> None:
        """The instance is left to the verbs of the domain."""


class DeliverForm(forms.Form):
    """When it was given, and how that went."""

    on = forms.DateField(label=_("Remise le"), widget=DateInput())
    how = forms.CharField(
        label=_("Comment ça s’est passé"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    photo = forms.FileField(
        label=_("Une photo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", timezone.localdate())


class SignForm(JoinForm):
    """Sign: a name, a place. The other box, and what it needs, only for whoever wants news."""

    anger = None
    consent = None
    name = forms.CharField(
        label=_("Votre prénom et votre nom"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Votre nom, comme vous signez.")},
    )
    place = forms.CharField(
        label=_("Votre ville ou votre quartier"),
        max_length=120,
        error_messages={
            "required": _("Votre ville ou votre quartier : c’est ce qui compte pour la cible.")
        },
    )
    may_contact = forms.BooleanField(label=_("Je veux être tenu·e au courant"), required=False)

    field_order = ("client_id", "stamp", "name", "place", "may_contact", "phone", "email", "site")
