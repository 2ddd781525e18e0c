"""What people answer, by themselves or to somebody, and who was there."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actions.domain.replies import COMMENT_LIMIT
from actions.enums import Answer, ReplySource
from actions.forms.needs import NeedsMixin
from actions.models import COMPANIONS_LIMIT
from members.models import Person


class ReplyForm(NeedsMixin):
    """What somebody answers by her link."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        choices=[(a.value, a.label) for a in (Answer.YES, Answer.MAYBE, Answer.NO)],
        error_messages={"required": _("Choisissez une des trois réponses.")},
    )
    companions = forms.IntegerField(
        label=_("Je viens avec"),
        min_value=0,
        max_value=COMPANIONS_LIMIT,
        required=False,
        widget=forms.NumberInput(attrs={"min": 0, "max": COMPANIONS_LIMIT}),
        error_messages={"max_value": _("Jusqu’à vingt personnes : au-delà, écrivez-nous.")},
    )
    comment = forms.CharField(
        label=_("Un mot pour nous"),
        max_length=COMMENT_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("client_id", uuid.uuid4())


class SpokenReplyForm(forms.Form):
    """What somebody answered to an organizer, by phone or face to face."""

    client_id = forms.UUIDField(required=False)
    answer = forms.ChoiceField(choices=ReplyForm.base_fields["answer"].choices)
    companions = forms.IntegerField(min_value=0, max_value=COMPANIONS_LIMIT, required=False)
    source = forms.ChoiceField(
        choices=[(s.value, s.label) for s in (ReplySource.PHONE, ReplySource.FACE)], required=False
    )


class WalkInForm(forms.Form):
    """Somebody nobody expected: unknown, named, or known already."""

    client_id = forms.UUIDField(required=False)
    name = forms.CharField(max_length=200, required=False)
    person = forms.ModelChoiceField(queryset=Person.objects.none(), required=False)
    brought_by = forms.ModelChoiceField(queryset=Person.objects.none(), required=False)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        self.fields["brought_by"].queryset = people


class PreferenceForm(forms.Form):
    """One right to write or call, given or taken back."""

    channel = forms.ChoiceField(choices=[])
    purpose = forms.ChoiceField(choices=[])
    given = forms.TypedChoiceField(
        choices=[("1", _("oui")), ("0", _("non"))], coerce=lambda value: value == "1"
    )

    def __init__(self, *args: Any, rights: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = {(r.channel, r.channel) for r in rights}
        self.fields["purpose"].choices = {(r.purpose, r.purpose) for r in rights}
