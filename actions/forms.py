"""Forms of the actions: they check the shape, the domain checks the rules."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actions.domain.actions import USUAL_LENGTH
from actions.domain.reminding.sequences import local_zone
from actions.domain.replies import COMMENT_LIMIT
from actions.enums import ActionState, Answer, ReplySource
from actions.forms_needs import NeedsMixin
from actions.models import COMPANIONS_LIMIT, Action
from alliance.core.dates import parse_date
from campaigns.models import Campaign, Target
from members.models import Chapter, Group, Person

CLOCK = re.compile(r"(\d{1,2})\s*(?:h|:|H)?\s*(\d{2})?")


class SpokenDateField(forms.CharField):
    """A date by the browser's calendar or as people type it: « 25/11/2026 », « 25 nov. 2026 »."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        if not text:
            return None
        found = parse_date(text, today=timezone.localdate())
        if found is None:
            raise forms.ValidationError(_("Écrivez la date comme ceci : 25/11/2026."))
        return found


class SpokenTimeField(forms.CharField):
    """A time by the browser's clock or as people type it: « 18:30 », « 18 h 30 », « 18h »."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> time | None:
        text = super().clean(value).replace("\u00a0", " ").strip()
        if not text:
            return None
        match = CLOCK.fullmatch(text[:5] if text.count(":") == 2 else text)
        if match is None or int(match[1]) > 23 or int(match[2] or 0) > 59:
            raise forms.ValidationError(_("Écrivez l’heure comme ceci : 18 h 30."))
        return time(int(match[1]), int(match[2] or 0))


class WhenMixin(forms.Form):
    """Date, time and end; `when()` gives the two instants, in the house's zone."""

    date = SpokenDateField(label=_("Date"))
    time = SpokenTimeField(label=_("Heure"))
    end_time = SpokenTimeField(
        label=_("Fin"), required=False, help_text=_("Vide : deux heures après le début.")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day = data.get("date")
        for name in ("time", "end_time") if day else ():
            if data.get(name) is not None and not _exists(day, data[name]):
                self.add_error(
                    name,
                    _("Cette heure n’existe pas : cette nuit-là, on passe à l’heure d’été."),
                )
        return data

    def when(self, length: timedelta = USUAL_LENGTH) -> dict[str, datetime]:
        """`starts_at` and `ends_at`; a small hour after an evening start is the next day's."""
        starts_at = _local(self.cleaned_data["date"], self.cleaned_data["time"])
        ends = self.cleaned_data["end_time"]
        if ends is None:
            return {"starts_at": starts_at, "ends_at": starts_at + length}
        ends_at = _local(self.cleaned_data["date"], ends)
        if ends_at <= starts_at and self.cleaned_data["time"].hour >= 18 and ends.hour < 6:
            ends_at = _local(self.cleaned_data["date"] + timedelta(days=1), ends)
        return {"starts_at": starts_at, "ends_at": ends_at}

    def show_problems(self, problems: dict[str, str]) -> None:
        """Put what the domain refused beside the field it is about."""
        names = {"starts_at": "date", "ends_at": "end_time"}
        for field, message in problems.items():
            name = names.get(field, field)
            self.add_error(name if name in self.fields else None, message)


def _local(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=local_zone())


def _exists(day: date, clock: time) -> bool:
    """Whether clocks show this hour on this day: one is skipped in spring."""
    moment = _local(day, clock)
    return moment.astimezone(UTC).astimezone(moment.tzinfo).time() == clock


def when_initial(action: Action) -> dict[str, Any]:
    """What a form shows for the date, time and end of an action."""
    starts_at, ends_at = (timezone.localtime(m) for m in (action.starts_at, action.ends_at))
    return {"date": starts_at.date(), "time": starts_at.time(), "end_time": ends_at.time()}


class ActionForm(WhenMixin, forms.ModelForm):
    """An action on one page; once announced, its date and place are moved, not edited."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    expected_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    field_order = ("title", "date", "time", "place_name", "goal", "kind", "campaign", "end_time")

    class Meta:
        model = Action
        fields = (
            "chapter",
            "title",
            "kind",
            "campaign",
            "target",
            "organizing_groups",
            "place_name",
            "place_address",
            "access_note",
            "description",
            "goal",
            "capacity",
            "organizer",
            "count_only",
        )
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "goal": forms.NumberInput(attrs={"min": 1, "max": 20000, "inputmode": "numeric"}),
            "capacity": forms.NumberInput(attrs={"min": 1, "max": 20000, "inputmode": "numeric"}),
            "organizing_groups": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, chapters: list[Chapter], organizers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = [chapter.pk for chapter in chapters]
        self.fields["chapter"].queryset = Chapter.objects.filter(pk__in=ids)
        self.fields["chapter"].empty_label = None
        if self.instance.pk or len(chapters) == 1:
            del self.fields["chapter"]
        self.fields["campaign"].queryset = Campaign.objects.filter(chapter__in=ids).live()
        self.fields["campaign"].empty_label = _("aucune")
        self.fields["target"].queryset = Target.objects.filter(chapter__in=ids)
        self.fields["target"].empty_label = _("aucune")
        groups = Group.objects.filter(chapter__in=ids).active().order_by("name")
        self.fields["organizing_groups"].queryset = groups
        self.fields["organizer"].queryset = organizers
        self.fields["title"].error_messages["required"] = _(
            "Donnez un titre : c’est lui que les gens liront."
        )
        self.initial.setdefault("client_id", uuid.uuid4())
        if self.instance.pk:
            self._prepare_editing()

    def _prepare_editing(self) -> None:
        self.initial["expected_version"] = self.instance.version
        self.fields["client_id"].required = False
        if self.instance.campaign_id:
            mine = Campaign.objects.filter(pk=self.instance.campaign_id)
            self.fields["campaign"].queryset = self.fields["campaign"].queryset | mine
        if self.instance.state == ActionState.DRAFT:
            self.initial |= when_initial(self.instance)
            return
        for name in ("date", "time", "end_time", "place_name", "place_address"):
            del self.fields[name]

    def _post_clean(self) -> None:
        """Nothing is written onto the instance: the domain decides."""

    def values(self) -> dict[str, Any]:
        """What the domain takes: fields of the model, and the two instants."""
        apart = {"client_id", "expected_version", "date", "time", "end_time"}
        values = {k: v for k, v in self.cleaned_data.items() if k not in apart}
        return values | (self.when() if "date" in self.fields else {})


class MoveForm(WhenMixin):
    """Another date, another place, or both."""

    place_name = forms.CharField(label=_("Lieu de rendez-vous"), max_length=160, required=False)
    place_address = forms.CharField(label=_("Adresse"), max_length=200, required=False)
    access_note = forms.CharField(
        label=_("Comment venir"),
        max_length=300,
        required=False,
        help_text=_("Tram, ascenseur, porte à pousser…"),
    )
    expected_version = forms.IntegerField(widget=forms.HiddenInput)

    def values(self) -> dict[str, Any]:
        """What `move` takes."""
        names = ("place_name", "place_address", "access_note")
        return {name: self.cleaned_data[name] for name in names} | self.when()


class CancelForm(forms.Form):
    """Why; the sentence goes into the message."""

    reason = forms.CharField(
        label=_("Pourquoi"),
        max_length=300,
        required=False,
        help_text=_("Cette phrase sera dans le message."),
    )


class InviteForm(forms.Form):
    """Groups and people to ask; choices are limited to what the viewer may see."""

    groups = forms.ModelMultipleChoiceField(queryset=Group.objects.none(), required=False)
    people = forms.ModelMultipleChoiceField(queryset=Person.objects.none(), required=False)
    voiced = forms.BooleanField(required=False)

    def __init__(
        self, *args: Any, groups: Any, people: Any, voiced_by: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].queryset = groups
        self.fields["people"].queryset = people
        self.voiced_by = people.none() if voiced_by is None else voiced_by

    @property
    def asked(self) -> dict[str, Any]:
        """Whom the verbs are given: those picked, and those who voiced the anger behind it."""
        data = self.cleaned_data
        people = list(data.get("people") or ())
        if data.get("voiced"):
            people += [one for one in self.voiced_by if one not in people]
        return {"groups": data.get("groups") or (), "people": people}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = data.get("groups") or data.get("people") or data.get("voiced")
        if not self.errors and not chosen:
            raise forms.ValidationError(_("Choisissez au moins un groupe ou une personne."))
        return data


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
