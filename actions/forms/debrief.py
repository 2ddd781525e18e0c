"""Forms of the bilan: five questions, a date, photos, articles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actions.domain.debriefs import LONGEST, QUESTIONS
from actions.forms.when import SpokenDateField
from actions.models import Debrief, PressLink


def _question(label: Any, hint: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DebriefForm(forms.Form):
    """The circle's five questions, one phone passed round; the next date is not optional."""

    expected_version = forms.IntegerField(widget=forms.HiddenInput)
    feeling = _question(_("Comment on se sent ?"), _("Un mot chacun·e, en faisant le tour."))
    won = _question(_("Qu’est-ce qu’on a gagné ?"), _("Une promesse, un rendez-vous, une peur."))
    power = _question(
        _("Qu’a fait celui qui décide ?"), _("Ses mots, ses gestes, qui il a envoyé.")
    )
    grew = _question(_("Qui a grandi ?"), _("Qui a parlé, tenu un rôle pour la première fois."))
    next_step = _question(_("Et la suite ?"), _("Ce qu’on fait, et qui s’en charge."))
    next_on = SpokenDateField(
        label=_("La prochaine date"),
        help_text=_("On ne se quitte pas sans elle."),
        error_messages={"required": _("Fixez la prochaine date avant de vous quitter.")},
    )

    @classmethod
    def of(cls, debrief: Debrief | None, data: Any = None) -> DebriefForm:
        """The form as it stands, or as it was sent."""
        if debrief is None:
            return cls(data, initial={"expected_version": 0})
        names = (*QUESTIONS, "next_on")
        said = {name: getattr(debrief, name) for name in names}
        return cls(data, initial={**said, "expected_version": debrief.version})

    def answers(self) -> dict[str, str]:
        """What the domain takes."""
        return {name: self.cleaned_data[name] for name in QUESTIONS}


class PhotoForm(forms.Form):
    """Photos of the action, several at once."""

    caption = forms.CharField(label=_("Légende"), max_length=200, required=False)


class PressForm(forms.Form):
    """An article, a report."""

    url = forms.CharField(
        label=_("Lien de l’article"),
        max_length=500,
        error_messages={"required": _("Collez l’adresse complète de l’article : https://…")},
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )
    title = forms.CharField(label=_("Titre, journal"), max_length=200, required=False)

    @classmethod
    def of(cls, link: PressLink, data: Any = None) -> PressForm:
        """The form that corrects this one, under ids of its own."""
        initial = {"url": link.url, "title": link.title}
        return cls(data, initial=initial, auto_id=f"press-{link.pk}-%s")
