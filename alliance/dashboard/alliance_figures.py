"""An alliance over a period, beside the same period a year before: sums of the rooms' figures."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actions.domain.telling.period_figures import ActionFigures, action_figures, turnout_by_month
from alliance.core.days.periods import Period
from alliance.dashboard.charts import Chart, Series, columns_chart
from campaigns.domain.period_figures import (
    CampaignFigures,
    campaign_figures,
    campaigns_by_status,
    grievances_by_place,
    grievances_by_theme,
)
from members.domain.telling.period_figures import (
    PeopleFigures,
    leaders_by_stage,
    living_groups,
    people_figures,
)


@dataclass(frozen=True)
class Totals:
    """The three rooms' figures over one period."""

    people: PeopleFigures
    actions: ActionFigures
    campaigns: CampaignFigures


@dataclass(frozen=True)
class Figure:
    """A number, the same a year before, its definition, and the list behind it if allowed."""

    key: str
    label: str
    value: Any
    before: Any
    definition: str
    url: str = ""


def totals(chapters: Collection[int], period: Period) -> Totals:
    """What these chapters did over a period (seven queries)."""
    return Totals(
        people_figures(chapters, period),
        action_figures(chapters, period),
        campaign_figures(chapters, period),
    )


def figures(chapters: Collection[int], period: Period, *, with_lists: bool = False) -> list[Figure]:
    """The figures of an alliance, in the order of the method; `with_lists` for its organizers."""
    now, before = totals(chapters, period), totals(chapters, period.a_year_before())
    links = _links(chapters, period) if with_lists else {}
    return [
        Figure(key, label, value(now), value(before), definition, links.get(key, ""))
        for key, label, value, definition in _described()
    ]


def _described() -> Iterator[tuple[str, str, Any, str]]:
    yield from _described_people()
    yield from _described_deeds()


def _described_people() -> Iterator[tuple[str, str, Any, str]]:
    yield (
        "met",
        _("Personnes rencontrées"),
        lambda t: t.people.met,
        _(
            "Personnes différentes avec qui un échange est noté : "
            "tête-à-tête, porte, appel, visite, réunion."
        ),
    )
    yield (
        "one_to_ones",
        _("Tête-à-tête"),
        lambda t: t.people.one_to_ones,
        _("Tête-à-tête notés pendant la période."),
    )
    yield (
        "members",
        _("Adhérent·es à jour"),
        lambda t: t.people.members,
        _("Personnes dont l’adhésion couvre le dernier jour de la période."),
    )
    yield (
        "trained",
        _("Personnes formées"),
        lambda t: t.actions.trained,
        _("Personnes différentes pointées à une formation."),
    )
    yield (
        "heard",
        _("Colères entendues"),
        lambda t: t.campaigns.heard,
        _("Colères notées pendant la période."),
    )


def _described_deeds() -> Iterator[tuple[str, str, Any, str]]:
    yield (
        "held",
        _("Actions tenues"),
        lambda t: t.actions.held,
        _(
            "Actions, réunions et formations annoncées, non annulées, "
            "qui ont commencé pendant la période."
        ),
    )
    yield (
        "promised",
        _("Présences promises"),
        lambda t: t.actions.promised,
        _("Les oui, et les personnes qu’ils annonçaient avec eux."),
    )
    yield (
        "came",
        _("Présences réelles"),
        lambda t: t.actions.came,
        _("Personnes pointées, inconnu·es compris ; quelqu’un venu deux fois compte deux fois."),
    )
    yield (
        "victories",
        _("Victoires"),
        lambda t: t.campaigns.victories,
        _("Ce qui a été gagné pendant la période."),
    )
    yield (
        "households",
        _("Foyers concernés"),
        lambda t: t.campaigns.households,
        _("Somme des foyers concernés par ces victoires, quand on les a comptés."),
    )


def _links(chapters: Collection[int], period: Period) -> dict[str, str]:
    people = reverse("members:person-list")
    only = {"chapter": next(iter(chapters))} if len(chapters) == 1 else {}
    days = f"{period.start}..{period.end}"

    dates = {"du": period.start, "au": period.end}
    held = f"{reverse('actions:action-list')}?{urlencode({**only, **dates, 'held': 'on'})}"
    won = f"{_campaigns_url(chapters)}&{urlencode(dates)}"

    def listed(**filters: Any) -> str:
        return f"{people}?{urlencode({**only, **filters})}"

    return {
        "heard": _heard_url(period),
        "trained": listed(trained_in=days),
        "met": listed(seen_in=days),
        "one_to_ones": listed(heard_in=days),
        "members": listed(standing="up_to_date"),
        "held": held,
        "promised": held,
        "came": held,
        "victories": won,
        "households": won,
    }


def _campaigns_url(chapters: Collection[int]) -> str:
    only = next(iter(chapters)) if len(chapters) == 1 else ""
    return f"{reverse('campaigns:campaign-list')}?alliance={only}"


def today_of(chapters: Collection[int], *, with_lists: bool = False) -> dict[str, Any]:
    """Where things stand today: leaders by stage, groups, campaigns by status."""
    people = reverse("members:person-list")
    only = f"&chapter={next(iter(chapters))}" if len(chapters) == 1 else ""
    return {
        "stages": [
            {
                "label": capfirst(label),
                "value": number,
                "tone": "leaf",
                "url": f"{people}?stage={value}{only}" if with_lists and number else "",
            }
            for value, label, number in leaders_by_stage(chapters)
        ],
        "groups": living_groups(chapters),
        "campaigns": [
            (f"{_campaigns_url(chapters)}&etat={value}" if with_lists else "", label, number)
            for value, label, number in campaigns_by_status(chapters)
            if number
        ],
    }


def heard_of(
    chapters: Collection[int], period: Period, *, with_lists: bool = False
) -> dict[str, Any]:
    """Angers of the period, by theme and by place, as bars that open their lists."""
    heard = _heard_url(period) if with_lists else ""

    def rows(found: list[Any], name: str, tone: str) -> list[dict[str, Any]]:
        return [
            {
                "label": capfirst(label),
                "value": number,
                "tone": tone,
                "url": f"{heard}&{name}={value}" if heard else "",
            }
            for value, label, number in found
        ]

    return {
        "themes": rows(grievances_by_theme(chapters, period), "theme", "brand"),
        "places": rows(grievances_by_place(chapters, period), "quartier", "plum"),
    }


def _heard_url(period: Period) -> str:
    return f"{reverse('campaigns:grievance-list')}?du={period.start}&au={period.end}"


def turnout_chart(chapters: Collection[int], period: Period) -> Chart:
    """Promised and come, month by month."""
    months = turnout_by_month(chapters, period)
    return columns_chart(
        key="mobilisation",
        title=_("Promis et venu·es, mois par mois"),
        description=_(
            "Deux colonnes par mois : à gauche les présences promises, à droite les présences "
            "réelles. Les nombres sont dans le tableau."
        ),
        definition=_(
            "Promis : les oui aux actions du mois, et les personnes qu’ils annonçaient avec eux. "
            "Venu·es : toutes les personnes pointées ce mois-là."
        ),
        axis=_("Mois"),
        series=[Series(_("promis"), "soft"), Series(_("venu·es"), "came")],
        rows=[
            (date_format(one.month, "M"), date_format(one.month, "F Y"), (one.promised, one.came))
            for one in months
        ],
    )
