"""Groups, and who is in them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.core.text.names import clean_text
from members.forms.fields import DateInput
from members.forms.people import organizers_of
from members.models import Chapter, Group, GroupMembership, Neighbourhood, Person


class GroupForm(forms.ModelForm):
    """A group, a collective or an allied association."""

    class Meta:
        model = Group
        fields = (
            "chapter",
            "name",
            "kind",
            "neighbourhood",
            "organizer",
            "about",
            "meeting_place",
            "founded_on",
            "ended_on",
        )
        widgets = {
            "founded_on": DateInput(),
            "ended_on": DateInput(),
            "about": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, chapters: list[Chapter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = [chapter.pk for chapter in chapters]
        self.fields["chapter"].queryset = Chapter.objects.filter(pk__in=ids)
        self.fields["chapter"].empty_label = None
        if self.instance.pk or len(chapters) == 1:
            del self.fields["chapter"]
            ids = [self.instance.chapter_id or ids[0]]
            self.instance.chapter_id = ids[0]
        self.fields["neighbourhood"].queryset = Neighbourhood.objects.filter(chapter__in=ids)
        self.fields["organizer"].queryset = organizers_of(ids)

    def clean_name(self) -> str:
        return clean_text(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        founded, ended, today = data.get("founded_on"), data.get("ended_on"), timezone.localdate()
        if founded and founded > today:
            self.add_error("founded_on", _("Cette date est dans le futur."))
        if founded and ended and ended < founded:
            self.add_error("ended_on", _("Un groupe ne finit pas avant d’avoir commencé."))
        return data


class GroupMemberForm(forms.Form):
    """Who joins a group, and in which role."""

    person = forms.ModelChoiceField(label=_("Personne"), queryset=Person.objects.none())
    role = forms.ChoiceField(
        label=_("Rôle"), choices=GroupMembership._meta.get_field("role").choices
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
