"""Signing up on the public page of an action."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from actions.forms.needs import NeedsMixin, counting
from actions.models import COMPANIONS_LIMIT
from members.forms.joining import JoinForm


class SignUpForm(NeedsMixin, JoinForm):
    """A name, a way to answer, with whom; robots are asked what people do not see."""

    anger = None
    place = None
    companions = forms.IntegerField(
        label=_("Je viens avec"),
        min_value=0,
        max_value=COMPANIONS_LIMIT,
        required=False,
        widget=counting(COMPANIONS_LIMIT),
        error_messages={"max_value": _("Jusqu’à vingt personnes : au-delà, écrivez-nous.")},
    )
    together = forms.BooleanField(
        label=_("Nous préférons attendre d’avoir des places ensemble"), required=False
    )
    waiting_offered = False

    def offer_to_wait(self) -> None:
        """Show the box to wait together: seats are left, and not for so many."""
        self.waiting_offered = True
