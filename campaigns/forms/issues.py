"""Forms of the common problems: named, merged, split, brought together."""

from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Grievance, Issue
from members.forms.meetings import DateTimeInput
from members.models import Group, Person
from members.models.person import PersonQuerySet

WINNABLE = (("yes", _("oui")), ("no", _("non")), ("", _("pas encore")))


class HeapForm(forms.Form):
    """A heap of grievances that becomes an issue: its name and which of them."""

    title = forms.CharField(label=_("Le problème, en quelques mots"), max_length=160)
    grievances = forms.ModelMultipleChoiceField(queryset=Grievance.objects.none())

    def __init__(self, *args: Any, grievances: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grievances"].queryset = grievances
        self.fields["grievances"].error_messages["required"] = _("Gardez au moins une colère.")


class IssueForm(forms.ModelForm):
    """What the problem is, and whether it can be won."""

    winnable = forms.ChoiceField(
        label=_("Peut-on gagner ?"),
        required=False,
        choices=WINNABLE,
        widget=forms.RadioSelect,
        help_text=_("Quelqu’un peut dire oui, dans un délai qu’on voit."),
    )

    class Meta:
        model = Issue
        fields = ("title", "theme", "description")
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["winnable"] = {True: "yes", False: "no", None: ""}[self.instance.is_winnable]

    @property
    def verb_fields(self) -> dict[str, Any]:
        """What the verb takes."""
        data = dict(self.cleaned_data)
        said = data.pop("winnable")
        return data | {"is_winnable": {"yes": True, "no": False}.get(said)}

    def _post_clean(self) -> None:
        """The rules are checked above; the instance is left to its verbs."""


class MergeForm(forms.Form):
    """With which other problem."""

    other = forms.ModelChoiceField(label=_("Réunir avec"), queryset=Issue.objects.none())

    def __init__(self, *args: Any, issue: Issue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Issue.objects.filter(chapter=issue.chapter_id).standing().exclude(pk=issue.pk)
        self.fields["other"].queryset = others


class GatherForm(forms.Form):
    """« Faire se rencontrer »: those who share it, around a table."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    group = forms.ModelChoiceField(
        label=_("Avec quel groupe"),
        queryset=Group.objects.none(),
        help_text=_("La réunion s’écrit chez lui, le compte rendu aussi."),
    )
    host = forms.ModelChoiceField(
        label=_("Chez qui"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("personne encore"),
    )
    starts_at = forms.DateTimeField(label=_("Quand"), widget=DateTimeInput())
    place = forms.CharField(label=_("Où"), required=False, max_length=200)
    guests = forms.ModelMultipleChoiceField(
        label=_("Qui invite-t-on"),
        queryset=Person.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, issue: Issue, voiced: PersonQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = Group.objects.active().filter(chapter=issue.chapter_id).order_by("name")
        people = voiced.in_list_order()
        self.fields["group"].queryset = groups
        self.fields["guests"].queryset = people
        self.fields["host"].queryset = people
        self.initial.setdefault("client_id", uuid.uuid4())
        self.initial.setdefault("starts_at", _next_week())
        self.initial.setdefault("guests", [person.pk for person in people[:12]])


def _next_week() -> datetime:
    day = timezone.localdate() + timedelta(days=7)
    return timezone.make_aware(datetime.combine(day, time(18, 30)))
