"""Day and hour, typed as people say them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actions.domain.actions import USUAL_LENGTH
from actions.domain.reminding.sequences import local_zone
from actions.models import Action
from alliance.core.days.dates import parse_date

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
