"""Forms of the messages written to a list."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actions.domain.reminding.reach import sms_is_offered
from actions.domain.reminding.sequences import local_zone
from actions.enums import Audience, MailingSource
from actions.forms.when import SpokenDateField, SpokenTimeField
from actions.models import Action, Mailing
from members.enums import Purpose
from members.models import Chapter, Group, SavedList

PURPOSES = [
    (Purpose.MOBILIZATION.value, _("une invitation, un rappel, une action à préparer")),
    (Purpose.NEWS.value, _("des nouvelles de l’alliance")),
]
NOW, LATER = "now", "later"


class WhomForm(forms.Form):
    """To whom: one choice among the groups, the actions, the lists and the members."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    whom = forms.ChoiceField(label=_("À qui voulez-vous écrire ?"))

    def __init__(self, data: Any, *, chapters: list[Chapter], user: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.targets = _targets(chapters, user)
        groups: dict[str, list[tuple[str, str]]] = {}
        for key, (kind, label, _target) in self.targets.items():
            groups.setdefault(str(kind), []).append((key, str(label)))
        self.fields["whom"].choices = list(groups.items())

    def target(self) -> dict[str, Any]:
        """What the domain needs to begin: source, chapter, and the group, action or list."""
        return self.targets[self.cleaned_data["whom"]][2]


def _targets(chapters: list[Chapter], user: Any) -> dict[str, tuple[Any, Any, dict[str, Any]]]:
    ids = [chapter.pk for chapter in chapters]
    several = len(chapters) > 1
    found: dict[str, tuple[Any, Any, dict[str, Any]]] = {}
    for chapter in chapters:
        label = chapter.name if several else _("tous")
        found[f"members:{chapter.pk}"] = (
            _("Les adhérent·es à jour"),
            label,
            {"source": MailingSource.MEMBERS, "chapter_id": chapter.pk},
        )
    for group in Group.objects.filter(chapter__in=ids).active().order_by("name"):
        found[f"group:{group.pk}"] = (
            _("Un groupe"),
            group,
            {"source": MailingSource.GROUP, "chapter_id": group.chapter_id, "group": group},
        )
    recent = Action.objects.filter(chapter__in=ids).order_by("-starts_at")[:30]
    for action in recent:
        found[f"action:{action.pk}"] = (
            _("Les personnes d’une action"),
            action,
            {"source": MailingSource.ACTION, "chapter_id": action.chapter_id, "action": action},
        )
    for saved in SavedList.objects.visible_to(user).filter(chapter__in=ids):
        found[f"list:{saved.pk}"] = (
            _("Une liste enregistrée"),
            saved,
            {"source": MailingSource.LIST, "chapter_id": saved.chapter_id, "saved_list": saved},
        )
    return found


class MailingForm(forms.ModelForm):  # type: ignore[type-arg]
    """The words, the means and the purpose."""

    expected_version = forms.IntegerField(widget=forms.HiddenInput)
    purpose = forms.ChoiceField(
        label=_("C’est pour"),
        choices=PURPOSES,
        widget=forms.RadioSelect,
        help_text=_("Seules les personnes qui ont dit oui à cela le reçoivent."),
    )
    file = forms.FileField(
        label=_("Joindre un fichier"),
        required=False,
        help_text=_("PDF, image, texte ou tableur : 5 Mo par fichier, 8 Mo en tout."),
    )

    class Meta:
        model = Mailing
        fields = ["audience", "purpose", "by_email", "by_sms", "subject", "body", "sms", "calls"]
        labels = {"body": _("Votre message"), "sms": _("Le SMS"), "subject": _("Objet")}

    def __init__(self, *args: Any, instance: Mailing, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, **kwargs)
        self.initial["expected_version"] = instance.version
        self.fields["body"].widget.attrs["rows"] = 12
        self.fields["body"].max_length = 20_000
        self.fields["sms"].widget.attrs |= {"rows": 3, "data-sms": ""}
        self.fields["audience"].choices = Audience.choices
        if instance.source != MailingSource.ACTION:
            del self.fields["audience"]
        if not sms_is_offered():
            for name in ("by_sms", "sms", "by_email"):
                del self.fields[name]

    def _post_clean(self) -> None:
        """The instance is the domain's to change: a refused form leaves it as it was."""

    def show_problems(self, problems: dict[str, str]) -> None:
        """Put each refusal of the domain beside its field."""
        for name, text in problems.items():
            self.add_error(name if name in self.fields else None, text)


class LaunchForm(forms.Form):
    """Now or later; how many people were shown."""

    expected_total = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    when = forms.ChoiceField(
        label=_("Quand"),
        choices=[(NOW, _("maintenant")), (LATER, _("plus tard"))],
        widget=forms.RadioSelect,
        initial=NOW,
    )
    date = SpokenDateField(label=_("Quel jour"), required=False)
    time = SpokenTimeField(label=_("À quelle heure"), required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("when") == LATER and not (data.get("date") and data.get("time")):
            self.add_error("date", _("Dites le jour et l’heure."))
        return data

    def send_at(self) -> datetime | None:
        """The hour chosen; None for now."""
        data = self.cleaned_data
        if data["when"] == NOW:
            return None
        return datetime.combine(data["date"], data["time"], tzinfo=local_zone())

    def show_problems(self, problems: dict[str, str]) -> None:
        """Put each refusal of the domain beside its field."""
        for name, text in problems.items():
            self.add_error("date" if name == "send_at" else None, text)
