"""Forms of the research file and of the book of victories."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.domain.victories import who_spoke
from campaigns.models import Campaign, Demand, Document, Testimony, Victory, VictoryBook
from members.forms.fields import DateInput
from members.models import Chapter

KEPT_FILES = ".pdf,.jpg,.jpeg,.png,.webp,.docx,.xlsx,.pptx,.odt,.ods,.odp"


class DocumentForm(forms.ModelForm):
    """A paper or a photo, and what it proves."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    file = forms.FileField(
        label=_("Photo ou document"),
        widget=forms.FileInput(attrs={"accept": KEPT_FILES}),
        help_text=_(
            "15 Mo au plus. Les photos perdent leur lieu et leur date cachés ; "
            "rien n’est visible hors de l’alliance."
        ),
        error_messages={
            "required": _("Choisissez un fichier."),
            "empty": _("Ce fichier est vide : choisissez-le de nouveau."),
        },
    )

    class Meta:
        model = Document
        fields = ("kind", "title", "note", "source", "dated_on")
        widgets = {
            "kind": forms.RadioSelect,
            "note": forms.Textarea(attrs={"rows": 2}),
            "dated_on": DateInput(),
        }

    field_order = ("file", "kind", "title", "note", "source", "dated_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.fields["kind"].choices = [c for c in self.fields["kind"].choices if c[0]]
        self.initial.setdefault("client_id", uuid.uuid4())

    def _post_clean(self) -> None:
        """The file is checked by the domain."""


class VictoryForm(forms.ModelForm):
    """What was won, for how many, how much, when."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Victory
        fields = ("what", "won_on", "households", "amount", "demand", "is_public")
        widgets = {"what": forms.Textarea(attrs={"rows": 2}), "won_on": DateInput()}
        help_texts = {
            "what": _("Comme on le racontera à quelqu’un qui n’y était pas."),
            "is_public": _("Sur la page publique des victoires, sans aucun nom."),
        }
        error_messages = {"what": {"required": _("Dites ce qui a été gagné.")}}

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["demand"].queryset = Demand.objects.filter(campaign=campaign)
        self.fields["demand"].empty_label = _("aucune en particulier")
        self.initial.setdefault("won_on", timezone.localdate())
        if self.instance.pk:
            del self.fields["client_id"]
        else:
            self.initial.setdefault("client_id", uuid.uuid4())

    def _post_clean(self) -> None:
        """The rules are checked by the domain."""


class TestimonyForm(forms.ModelForm):
    """What somebody says, and her consent."""

    class Meta:
        model = Testimony
        fields = (
            "words",
            "signed_as",
            "person",
            "photo",
            "is_public",
            "consent_words",
            "consent_on",
        )
        widgets = {"words": forms.Textarea(attrs={"rows": 3}), "consent_on": DateInput()}
        help_texts = {
            "signed_as": _("Comme elle ou il veut être appelé·e : « Awa, 4e étage »."),
            "consent_words": _("« Oui, vous pouvez mettre ma photo et mon prénom. »"),
        }

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signed_as"].required = False
        self.fields["person"].queryset = who_spoke(campaign).in_list_order()
        self.fields["person"].empty_label = _("personne que nous connaissions")
        photos = campaign.documents.filter(content_type__startswith="image/")
        self.fields["photo"].queryset = photos
        self.fields["photo"].empty_label = _("aucune")

    def _post_clean(self) -> None:
        """The rules are checked by the domain."""


class BookForm(forms.ModelForm):
    """The public page of victories of a chapter."""

    class Meta:
        model = VictoryBook
        fields = ("is_open", "intro")
        widgets = {"intro": forms.Textarea(attrs={"rows": 3})}


class RecipeForm(forms.Form):
    """A recipe given by another alliance."""

    chapter = forms.ModelChoiceField(
        label=_("Pour quelle alliance locale"), queryset=Chapter.objects.none(), empty_label=None
    )
    file = forms.FileField(
        label=_("La recette"),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        error_messages={"required": _("Choisissez le fichier de la recette.")},
    )

    def __init__(self, *args: Any, chapters: list[Chapter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = [chapter.pk for chapter in chapters]
        self.fields["chapter"].queryset = Chapter.objects.filter(pk__in=ids)
        if len(chapters) == 1:
            self.fields["chapter"].initial = ids[0]
            self.fields["chapter"].widget = forms.HiddenInput()
