"""Forms of listening: twenty seconds on a phone, and everything else behind « Plus »."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.core.text.names import clean_text
from campaigns.domain.heard.listening import Anger, Setting, SpokenYes
from campaigns.enums import ConversationPlace, Depth, QuestionKind, Theme
from campaigns.models import DriveListener, DriveQuestion, ListeningDrive, OwnTheme
from campaigns.models.drive import SCALE
from members.forms.fields import DateInput
from members.models import Chapter, Neighbourhood

OWN = "own-"
POWER = (
    ("yes", _("quelqu’un peut dire oui")),
    ("no", _("entre voisins")),
    ("", _("je ne sais pas")),
)
ANSWERS = "reponse-"


class AngerForm(forms.Form):
    """A colère: her words, and the little one needs to bring it near the others."""

    words = forms.CharField(
        label=_("Ses mots"),
        max_length=5_000,
        error_messages={"required": _("Écrivez au moins quelques-uns de ses mots.")},
        widget=forms.Textarea(attrs={"rows": 3, "autocapitalize": "sentences"}),
    )
    theme = forms.ChoiceField(label=_("Thème"), required=False, widget=forms.RadioSelect)
    depth = forms.TypedChoiceField(
        label=_("Jusqu’où"),
        required=False,
        choices=Depth.choices,
        coerce=int,
        empty_value=int(Depth.ANGRY),
        widget=forms.RadioSelect,
    )
    power = forms.ChoiceField(
        label=_("Qui a le pouvoir d’y répondre ?"),
        required=False,
        choices=POWER,
        widget=forms.RadioSelect,
    )
    place = forms.CharField(label=_("Lieu"), required=False, max_length=200)
    who_could_say_yes = forms.CharField(
        label=_("Qui pourrait dire oui"), required=False, max_length=200
    )
    concerned = forms.CharField(
        label=_("Qui est concerné"),
        required=False,
        max_length=200,
        help_text=_("Tout l’immeuble, les parents du CM2, l’équipe du soir…"),
    )

    def __init__(self, *args: Any, chapter: Chapter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chapter = chapter
        self.own = {
            f"{OWN}{theme.pk}": theme
            for theme in OwnTheme.objects.filter(chapter=chapter, retired_at=None)
        }
        own = [(key, theme.name) for key, theme in self.own.items()]
        self.fields["theme"].choices = [*Theme.choices[:-1], *own, Theme.choices[-1]]
        self.initial.setdefault("theme", Theme.HOUSING)
        self.initial.setdefault("depth", int(Depth.ANGRY))
        self.initial.setdefault("power", "")

    def clean_words(self) -> str:
        """Words, not spaces nor invisible letters."""
        words: str = self.cleaned_data["words"]
        if words and not clean_text(words):
            raise forms.ValidationError(self.fields["words"].error_messages["required"])
        return words

    @property
    def anger(self) -> Anger:
        """What the domain takes."""
        data = self.cleaned_data
        theme = data.get("theme") or Theme.OTHER
        return Anger(
            words=data.get("words", ""),
            theme=Theme.OTHER if theme in self.own else theme,
            own_theme=self.own.get(theme),
            place=data.get("place", ""),
            concerned=data.get("concerned", ""),
            is_vertical={"yes": True, "no": False}.get(data.get("power", "")),
            depth=data.get("depth") or Depth.ANGRY,
            who_could_say_yes=data.get("who_could_say_yes", ""),
        )


class ListenForm(AngerForm):
    """A conversation: the anger, where, the answers to the script, and a name after a yes."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    no_anger = forms.BooleanField(label=_("Rien ne la met en colère aujourd’hui"), required=False)
    where = forms.ChoiceField(
        label=_("Où"),
        required=False,
        choices=ConversationPlace.choices,
        widget=forms.RadioSelect,
    )
    neighbourhood = forms.ModelChoiceField(
        label=_("Quartier"), queryset=Neighbourhood.objects.none(), required=False
    )
    drive = forms.ModelChoiceField(
        label=_("Campagne d’écoute"), queryset=ListeningDrive.objects.none(), required=False
    )
    heard_by = forms.ModelChoiceField(
        label=_("Écouté par"), queryset=DriveListener.objects.none(), required=False
    )
    happened_at = forms.DateTimeField(
        label=_("Quand"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Vide : maintenant."),
    )
    agreed = forms.BooleanField(label=_("Elle a dit oui : on peut garder son nom"), required=False)
    name = forms.CharField(label=_("Son nom"), required=False, max_length=200)
    phone = forms.CharField(
        label=_("Son téléphone"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    call_back = forms.BooleanField(label=_("Elle a dit « rappelez-moi »"), required=False)
    call_on = forms.DateField(
        label=_("Rappeler le"),
        required=False,
        widget=DateInput(),
        help_text=_("Vide : d’ici deux jours."),
    )

    def __init__(
        self, *args: Any, drive: ListeningDrive | None = None, named: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.named = named
        self.fields["words"].required = not self.data.get("no_anger")
        self.initial.setdefault("client_id", uuid.uuid4())
        self.initial.setdefault("where", ConversationPlace.DOOR)
        mine = Neighbourhood.objects.filter(chapter=self.chapter)
        self.fields["neighbourhood"].queryset = mine
        drives = ListeningDrive.objects.filter(chapter=self.chapter)
        self.fields["drive"].queryset = drives.live() if drive is None else drives
        self.questions = self._asked(drive)
        if drive is not None:
            self.initial.setdefault("drive", drive.pk)
            team = drive.listeners.select_related("user", "person")
            self.fields["heard_by"].queryset = team
        else:
            del self.fields["heard_by"]

    def _asked(self, drive: ListeningDrive | None) -> list[DriveQuestion]:
        asked = list(drive.questions.filter(retired_at=None)) if drive is not None else []
        for question in asked:
            self.fields[f"{ANSWERS}{question.pk}"] = _field_of(question)
        return asked

    @property
    def answer_fields(self) -> list[forms.BoundField]:
        """The questions of the script, in order."""
        return [self[f"{ANSWERS}{question.pk}"] for question in self.questions]

    @property
    def answers(self) -> dict[int, str]:
        """What was answered, by question."""
        names = {question.pk: f"{ANSWERS}{question.pk}" for question in self.questions}
        return {pk: str(self.cleaned_data.get(name) or "") for pk, name in names.items()}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.named:
            self._check_name(data)
        when = data.get("happened_at")
        if when and when > timezone.now() + timezone.timedelta(minutes=5):
            self.add_error("happened_at", _("Une écoute se note après coup : date à venir."))
        if data.get("call_on") and data["call_on"] < timezone.localdate():
            self.add_error("call_on", _("Cette date est déjà passée."))
        return data

    def _check_name(self, data: dict[str, Any]) -> None:
        given = data.get("name") or data.get("phone") or data.get("call_back")
        if given and not data.get("agreed"):
            words = _("Sans son oui dit à voix haute, on ne garde ni nom ni numéro.")
            self.add_error("agreed", words)
        elif data.get("agreed") and not data.get("name"):
            self.add_error("name", _("Elle est d’accord : écrivez comment elle s’appelle."))
        elif data.get("call_back") and not data.get("phone"):
            self.add_error("phone", _("Pour la rappeler, il faut son numéro."))

    @property
    def setting(self) -> Setting:
        """Where and when, as the domain takes it; meeting and door are added by the view."""
        data = self.cleaned_data
        return Setting(
            place=data.get("where") or ConversationPlace.DOOR,
            detail=data.get("place", ""),
            neighbourhood=data.get("neighbourhood"),
            happened_at=data.get("happened_at"),
            drive=data.get("drive"),
            heard_by=data.get("heard_by"),
        )

    @property
    def yes(self) -> SpokenYes | None:
        """Her spoken agreement, or nothing at all."""
        data = self.cleaned_data
        if not data.get("agreed"):
            return None
        return SpokenYes(
            name=data["name"],
            phone=data.get("phone", ""),
            call_back=data.get("call_back", False),
            call_on=data.get("call_on"),
        )


def _field_of(question: DriveQuestion) -> forms.Field:
    if question.kind == QuestionKind.TEXT:
        return forms.CharField(label=question.text, required=False, max_length=1_000)
    if question.kind == QuestionKind.SCALE:
        choices = [(str(n), str(n)) for n in range(1, SCALE + 1)]
    else:
        choices = [(choice, choice) for choice in question.choices]
    return forms.ChoiceField(
        label=question.text, required=False, choices=choices, widget=forms.RadioSelect
    )


class DriveForm(forms.ModelForm):
    """A listening drive: where, when, how many people one means to hear."""

    class Meta:
        model = ListeningDrive
        fields = ("chapter", "name", "neighbourhood", "starts_on", "ends_on", "goal", "script")
        widgets = {
            "starts_on": DateInput(),
            "ends_on": DateInput(),
            "script": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "name": _("Comme vous en parlez entre vous : « Écoute d’automne à Teisseire »."),
            "ends_on": _("Six à huit semaines suffisent. Vide : à décider."),
            "goal": _("Chaque écoutant·e entend une dizaine de personnes. Vide : leur somme."),
        }

    def __init__(self, *args: Any, chapters: list[Chapter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = [chapter.pk for chapter in chapters]
        self.fields["chapter"].queryset = Chapter.objects.filter(pk__in=ids)
        self.fields["chapter"].empty_label = None
        self.fields["goal"].required = False
        if self.instance.pk or len(chapters) == 1:
            del self.fields["chapter"]
            ids = [self.instance.chapter_id or ids[0]]
            self.instance.chapter_id = ids[0]
        self.fields["neighbourhood"].queryset = Neighbourhood.objects.filter(chapter__in=ids)

    def clean_goal(self) -> int:
        """Nothing typed is the sum of the listeners'."""
        return self.cleaned_data["goal"] or 0

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("starts_on"), data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("La fin vient avant le début : vérifiez les dates."))
        chapter, hood = data.get("chapter"), data.get("neighbourhood")
        if chapter and hood and hood.chapter_id != chapter.pk:
            self.add_error("neighbourhood", _("Ce quartier est celui d’une autre alliance."))
        return data

    def _post_clean(self) -> None:
        """The rules are checked above; the instance is left to its verbs."""


class QuestionForm(forms.Form):
    """A question of the script."""

    text = forms.CharField(label=_("Question"), max_length=200)
    kind = forms.ChoiceField(
        label=_("On répond par"), choices=QuestionKind.choices, widget=forms.RadioSelect
    )
    choices = forms.CharField(
        label=_("Réponses proposées"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Une par ligne, pour un choix."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("kind", QuestionKind.CHOICE)

    def clean_choices(self) -> list[str]:
        """One a line."""
        return [line.strip() for line in self.cleaned_data["choices"].splitlines() if line.strip()]
