"""The report of a period for a foundation, the board or the assembly: figures, never names."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.domain.telling.period_figures import held_in
from actions.domain.turnout import turnout_of
from alliance.core.days.periods import Period
from alliance.core.files.pdf import pdf_response
from alliance.core.tabular.writing import XLSX_CONTENT_TYPE, write_xlsx
from alliance.core.text.french import day_month_year, join_list, number
from alliance.dashboard import alliance_figures
from alliance.dashboard.alliance_figures import Figure
from campaigns.domain.period_figures import grievances_by_theme, victories_in
from members.models import Chapter


@dataclass(frozen=True)
class Told:
    """What a report says."""

    chapters: Sequence[Chapter]
    period: Period
    figures: list[Figure]
    victories: list[dict[str, str]]
    actions: list[dict[str, Any]]
    themes: list[dict[str, Any]]

    @property
    def title(self) -> str:
        return _("Rapport d’activité")

    @property
    def place(self) -> str:
        return join_list([chapter.name for chapter in self.chapters])

    @property
    def days(self) -> str:
        return self.period.words

    @property
    def file_name(self) -> str:
        place = self.chapters[0].slug if len(self.chapters) == 1 else "alliances"
        return slugify(f"rapport-{place}-{self.period.start}-{self.period.end}")


def tell(chapters: Sequence[Chapter], period: Period) -> Told:
    """Gather a report; the same rows as the dashboard, so that the two never disagree."""
    ids = [chapter.pk for chapter in chapters]
    held = list(held_in(ids, period).order_by("starts_at", "pk"))
    turnouts = turnout_of(held)
    return Told(
        chapters=chapters,
        period=period,
        figures=alliance_figures.figures(ids, period),
        victories=[_victory(one) for one in victories_in(ids, period)],
        actions=[
            {
                "day": day_month_year(one.starts_at),
                "title": one.title,
                "promised": turnouts[one.pk].promised,
                "came": turnouts[one.pk].attended,
            }
            for one in held
        ],
        themes=[{"label": row[1], "value": row[2]} for row in grievances_by_theme(ids, period)],
    )


def _victory(victory: Any) -> dict[str, str]:
    parts = [victory.campaign.name, day_month_year(victory.won_on)]
    if victory.households:
        words = ngettext("%(n)s foyer", "%(n)s foyers", victory.households)
        parts.append(words % {"n": number(victory.households)})
    return {"what": victory.what, "detail": " · ".join(parts)}


def as_pdf(told: Told) -> HttpResponse:
    """The report on paper."""
    data = {
        "title": told.title,
        "place": told.place,
        "period": told.days,
        "figures": [
            {
                "label": one.label,
                "value": number(one.value),
                "before": number(one.before),
                "definition": one.definition,
            }
            for one in told.figures
        ],
        "victories": told.victories,
        "actions": told.actions,
        "themes": told.themes,
        "words": _words(),
    }
    return pdf_response("report.typ", data, name=told.file_name)


def _words() -> dict[str, str]:
    return {
        "figures": _("En chiffres"),
        "figure": _("Ce que nous comptons"),
        "now": _("Période"),
        "before": _("Un an avant"),
        "victories": _("Ce que nous avons gagné"),
        "actions": _("Nos actions"),
        "day": _("Jour"),
        "action": _("Action"),
        "promised": _("Promis"),
        "came": _("Venu·es"),
        "themes": _("Les colères entendues"),
    }


def as_spreadsheet(told: Told) -> HttpResponse:
    """The figures in a workbook: label, value, a year before, definition; then the actions."""
    words, target = _words(), io.BytesIO()
    rows: list[list[object]] = [
        [one.label, one.value, one.before, one.definition] for one in told.figures
    ]
    rows += [[row["title"], row["came"], row["promised"], row["day"]] for row in told.actions]
    header = [words["figure"], words["now"], words["before"], _("Définition, ou jour")]
    write_xlsx(target, header, rows, sheet=told.title)
    response = HttpResponse(target.getvalue(), content_type=XLSX_CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{told.file_name}.xlsx"'
    response["Cache-Control"] = "private, no-store"
    return response


def unreadable_dates() -> str:
    """What is said of dates that are none."""
    return _("Ces dates ne se lisent pas : écrivez-les comme 2026-01-31.")


WRITERS: dict[str, Callable[[Told], HttpResponse]] = {"pdf": as_pdf, "xlsx": as_spreadsheet}
