"""Forms of the dues: one tap when all is as last year."""

from __future__ import annotations

import re
import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.core.text.french import euros
from members.domain.paying.dues import Choice
from members.enums import PaymentMethod
from members.forms.fields import DateInput
from members.forms.people import organizers_of
from members.models import Person, User

MONEY = re.compile(r"(\d{1,6})(?:[.,](\d{1,2}))?")
TAKEN_BY_HAND = (
    PaymentMethod.CASH,
    PaymentMethod.CHEQUE,
    PaymentMethod.TRANSFER,
    PaymentMethod.CARD,
    PaymentMethod.HELLOASSO,
)


class MoneyField(forms.CharField):
    """A sum in euros as people type it: « 12 », « 12,50 », « 12.50 € »."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        typed = re.sub(r"[\s\u00a0\u202f€]", "", super().to_python(value))
        if not typed:
            return None
        match = MONEY.fullmatch(typed)
        if match is None:
            raise forms.ValidationError(_("Écrivez un montant : 12 ou 12,50."))
        return Decimal(f"{match[1]}.{match[2] or 0}")


class CollectForm(forms.Form):
    """What is paid, how, and rarely: another sum, another day, somebody else who took it."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=100_000)
    what = forms.ChoiceField(label=_("Pour quoi"), widget=forms.RadioSelect)
    method = forms.ChoiceField(
        label=_("Payé en"),
        choices=[(method.value, method.label) for method in TAKEN_BY_HAND],
        widget=forms.RadioSelect,
    )
    amount = MoneyField(
        label=_("Autre montant"),
        required=False,
        help_text=_("Un acompte, ou plus que demandé. Vide : le montant ci-dessus."),
    )
    received_on = forms.DateField(label=_("Reçu le"), widget=DateInput())
    collected_by = forms.ModelChoiceField(
        label=_("Encaissé par"), queryset=User.objects.none(), required=False
    )
    reference = forms.CharField(
        label=_("Référence"),
        required=False,
        max_length=80,
        help_text=_("Numéro de chèque, commande HelloAsso…"),
    )

    def __init__(
        self, *args: Any, person: Person, user: User, choices: list[Choice], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.choices = {choice.value: choice for choice in choices}
        self.fields["what"].choices = [(c.value, _words(c)) for c in choices]
        takers = organizers_of([person.chapter_id]) | User.objects.filter(pk=user.pk)
        self.fields["collected_by"].queryset = takers
        self.initial.setdefault("client_id", uuid.uuid4())
        self.initial.setdefault("what", next(iter(self.choices), None))
        self.initial.setdefault("received_on", timezone.localdate())
        self.initial.setdefault("collected_by", user.pk)

    def chosen(self) -> tuple[Choice, Decimal]:
        """What is paid for, and how much: the usual amount unless another one was typed."""
        choice = self.choices[self.cleaned_data["what"]]
        typed = self.cleaned_data["amount"]
        return choice, choice.amount if typed is None else typed


def _words(choice: Choice) -> str:
    amount = euros(choice.amount)
    if choice.is_instalment:
        return _("Encore %(amount)s") % {"amount": amount}
    if choice.membership is not None:
        return _("Le reste : %(amount)s") % {"amount": amount}
    return f"{choice.type.name} · {amount}"


class CancelReceiptForm(forms.Form):
    """Why a receipt is cancelled."""

    reason = forms.CharField(
        label=_("Pourquoi"),
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": _("chèque refusé, erreur de saisie…")}),
    )
