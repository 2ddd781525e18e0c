"""Forms of the meetings of groups."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.forms.fields import DateInput
from members.models import Group, GroupMeeting, Person

FIRST_YEAR = 2000
FARTHEST, FAR_AWAY = timedelta(days=731), timedelta(days=36_500)


class DateTimeInput(forms.DateTimeInput):
    """The browser's own day and hour."""

    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


class MeetingForm(forms.ModelForm):
    """When, where, at whose home."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = GroupMeeting
        fields = ("kind", "starts_at", "host", "place")
        widgets = {"starts_at": DateTimeInput()}

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["host"].queryset = members_of(group)
        self.fields["host"].empty_label = _("personne encore")

    def clean_starts_at(self) -> datetime:
        return plausible(self.cleaned_data["starts_at"])


def plausible(moment: datetime, *, within: timedelta = FARTHEST) -> datetime:
    """A meeting of our time; a year mistyped is said. Raises ValidationError."""
    if moment.year < FIRST_YEAR:
        raise forms.ValidationError(_("Cette date est trop ancienne : vérifiez l’année."))
    if moment > timezone.now() + within:
        raise forms.ValidationError(_("Cette date est bien loin : vérifiez l’année."))
    return moment


class MoveMeetingForm(forms.Form):
    """Another time or place, and whether its guests are told."""

    starts_at = forms.DateTimeField(label=_("Quand"), widget=DateTimeInput())
    place = forms.CharField(label=_("Où"), max_length=200, required=False)
    tell = forms.BooleanField(label=_("Prévenir les invité·es"), required=False, initial=True)
    expected_sequence = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def clean_starts_at(self) -> datetime:
        return plausible(self.cleaned_data["starts_at"], within=FAR_AWAY)


class CancelMeetingForm(forms.Form):
    """Whether the guests of a meeting that does not take place are told."""

    tell = forms.BooleanField(label=_("Prévenir les invité·es"), required=False, initial=True)
    expected_sequence = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ReportForm(forms.ModelForm):
    """Who came, what was said, who hosts next."""

    came = forms.ModelMultipleChoiceField(
        label=_("Qui était là ?"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = GroupMeeting
        fields = ("others", "report", "next_host", "next_on")
        widgets = {"next_on": DateInput(), "report": forms.Textarea(attrs={"rows": 4})}

    field_order = ("came", "others", "report", "next_host", "next_on")

    def clean_next_on(self) -> date | None:
        day: date | None = self.cleaned_data["next_on"]
        if day:
            plausible(timezone.make_aware(datetime(day.year, day.month, day.day)))
        return day

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meeting = self.instance
        asked = Person.objects.filter(meetings__meeting=meeting).active()
        self.fields["came"].queryset = asked.in_list_order()
        self.fields["came"].initial = list(
            meeting.guests.filter(came=True).values_list("person_id", flat=True)
        )
        self.fields["others"].required = False
        self.fields["next_host"].queryset = members_of(meeting.group)
        self.fields["next_host"].empty_label = _("personne encore")

    def clean_others(self) -> int:
        """Nothing typed is nobody."""
        return self.cleaned_data["others"] or 0


def members_of(group: Group) -> Any:
    """The people of a group today, by name."""
    return (
        Person.objects.active()
        .filter(group_memberships__group=group, group_memberships__left_on=None)
        .in_list_order()
    )
