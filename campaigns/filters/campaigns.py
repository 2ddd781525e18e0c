"""What a figure asks of the list of campaigns: a stage, or what was won between two days."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from alliance.core.text.french import day_month_year
from campaigns.enums import CampaignStatus
from campaigns.models import Victory
from campaigns.models.campaign import CampaignQuerySet
from members.models import Chapter, User


class CampaignFilterForm(forms.Form):
    """Read from the address; what cannot be read is left out."""

    alliance = forms.ModelChoiceField(queryset=Chapter.objects.none(), required=False)
    etat = forms.ChoiceField(choices=CampaignStatus.choices, required=False)
    du = forms.DateField(required=False)
    au = forms.DateField(required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["alliance"].queryset = Chapter.objects.visible_to(user)  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def stage(self) -> str:
        """The stage asked for; empty when none is."""
        return str(self.cleaned_data.get("etat") or "")

    @property
    def won_only(self) -> bool:
        """Whether only what was won in a period is asked for."""
        return bool(self.cleaned_data.get("du") or self.cleaned_data.get("au"))

    def narrow(self, campaigns: CampaignQuerySet) -> CampaignQuerySet:
        """The campaigns of the alliance and of the stage asked for."""
        if chapter := self.cleaned_data.get("alliance"):
            campaigns = campaigns.filter(chapter=chapter)
        return campaigns.filter(status=self.stage) if self.stage else campaigns

    def won(self, campaigns: CampaignQuerySet) -> Any:
        """The victories of these campaigns in the period asked for."""
        won = Victory.objects.filter(campaign__in=campaigns)
        if since := self.cleaned_data.get("du"):
            won = won.filter(won_on__gte=since)
        if until := self.cleaned_data.get("au"):
            won = won.filter(won_on__lte=until)
        return won

    def words(self) -> list[dict[str, str]]:
        """What is asked for, one chip each; a tap on any shows everything again."""
        data = self.cleaned_data
        said = [str(data["alliance"])] if data.get("alliance") else []
        if self.stage:
            said.append(str(capfirst(CampaignStatus(self.stage).label)))
        if data.get("du"):
            said.append(_("gagné depuis le %(day)s") % {"day": day_month_year(data["du"])})
        if data.get("au"):
            said.append(_("gagné jusqu’au %(day)s") % {"day": day_month_year(data["au"])})
        return [{"label": one, "url": "?"} for one in said]
