"""The public form: few fields, large ones; what keeps robots out asks nothing of people."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

SALT = "members.join"
TOO_FAST = timedelta(seconds=3)
TOO_OLD = timedelta(hours=24)


def stamp() -> str:
    """When the page was shown, signed; the form gives it back."""
    return signing.TimestampSigner(salt=SALT).sign("page")


class JoinForm(forms.Form):
    """What angers you, where, and how to call you back."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    stamp = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    site = forms.CharField(required=False, max_length=200)
    anger = forms.CharField(
        label=_("Qu’est-ce qui vous met en colère ?"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ce qui ne va pas chez vous, dans l’immeuble, à l’école, au travail…"),
    )
    place = forms.CharField(
        label=_("Ça se passe où ?"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "quartiers", "autocomplete": "off"}),
        help_text=_("Votre quartier, votre rue."),
    )
    name = forms.CharField(
        label=_("Votre prénom et votre nom"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Votre téléphone"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
        help_text=_("Ou un e-mail : l’un des deux suffit."),
    )
    email = forms.CharField(
        label=_("Votre e-mail"),
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "email"}),
    )
    consent = forms.BooleanField(
        label=_("Votre accord"),
        error_messages={"required": _("Sans votre accord, nous ne pouvons pas vous rappeler.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("client_id", uuid.uuid4())
        self.initial.setdefault("stamp", stamp())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("site"):
            self.add_error("site", _("Ce champ doit rester vide : effacez-le, puis envoyez."))
        if problem := _too_fast_or_old(data.get("stamp", "")):
            self.add_error(None, problem)
        if "client_id" in self.errors or problem:
            self._renew()
        return data

    def _renew(self) -> None:
        """Give the page another number and another time: what was typed stays."""
        self.data = self.data.copy()
        if "client_id" in self.errors:
            self.data["client_id"] = str(uuid.uuid4())
        try:
            signing.TimestampSigner(salt=SALT).unsign(self.data.get("stamp", ""), max_age=TOO_OLD)
        except signing.BadSignature:
            self.data["stamp"] = stamp()


def _too_fast_or_old(text: str) -> str:
    signer = signing.TimestampSigner(salt=SALT)
    try:
        signer.unsign(text, max_age=TOO_OLD)
    except signing.BadSignature:
        return _("Cette page était ouverte depuis longtemps : relisez, puis envoyez de nouveau.")
    try:
        signer.unsign(text, max_age=TOO_FAST)
    except signing.SignatureExpired:
        return ""
    return _("C’est allé très vite : relisez, puis envoyez de nouveau.")
