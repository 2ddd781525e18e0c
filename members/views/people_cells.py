"""Rows of the people list, drawn fifty at a time: a template for each cell cost half of the page.

Everything that comes from a person goes through `escape`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from alliance.core.templatetags.components import initials, tone_of
from alliance.core.text.french import since
from members.domain.finding.columns import Column, stage_of, standing_of, written_phone
from members.domain.paying.memberships import Standing

Draw = Callable[[Any], str]

NOTHING = '<span class="muted nothing">—</span>'
TONES = {
    Standing.UP_TO_DATE: "leaf",
    Standing.DUE_SOON: "sun",
    Standing.LATE: "danger",
    Standing.FORMER: "night",
}


def rows(people: Sequence[Any], columns: Sequence[Column], *, pick: bool) -> list[SafeString]:
    """The rows of a page: a box to tick (`pick`), who she is, and the columns."""
    page = _Page()
    drawn = [
        (f'<td data-label="{escape(str(column.label))}"><span>', page.drawing(column))
        for column in columns
    ]
    return [
        mark_safe(  # noqa: S308 - each piece that comes from a person is escaped
            "<tr>"
            + (page.box(person) if pick else "")
            + page.who(person)
            + "".join(f"{cell}{draw(person)}</span></td>" for cell, draw in drawn)
            + "</tr>"
        )
        for person in people
    ]


class _Page:
    """What the cells of a page share: addresses resolved and words translated once."""

    def __init__(self) -> None:
        self.person_url = reverse("members:person-detail", args=[0])
        self.group_url = reverse("members:group-detail", args=[0])
        self.choose = escape(_("Choisir"))
        self.unreachable = f'<span class="muted">{escape(_("rien pour la joindre"))}</span>'
        self.never = f'<span class="muted">{escape(_("jamais"))}</span>'
        self.draws: dict[str, Draw] = {
            "place": lambda row: escape(row.place_name or row.city) or NOTHING,
            "reach": self.reach,
            "phones": lambda row: _listed(map(_phone, row.phone_list)),
            "emails": lambda row: _listed(map(_email, row.email_list)),
            "groups": self.groups,
            "tags": lambda row: " ".join(map(_pill, row.tag_list)) or NOTHING,
            "standing": _standing,
            "stage": lambda row: _pill(stage_of(row), "plum") if row.stage else NOTHING,
            "level": lambda row: f"{row.level}/5" if row.level else NOTHING,
            "seen": lambda row: _since(row.last_contact_at) or self.never,
            "created": lambda row: _since(row.created_at),
        }

    def drawing(self, column: Column) -> Draw:
        """How a column is drawn: its own way, or as its value reads."""

        def plain(row: Any) -> str:
            value = column.value(row)
            return NOTHING if value in (None, "") else escape(str(value))

        return self.draws.get(column.key, plain)

    def box(self, person: Any) -> str:
        label = f"{self.choose} {escape(person.full_name)}"
        box = f'<input type="checkbox" name="person" value="{person.pk}">'
        return f'<td class="pick"><label><span class="sr">{label}</span>{box}</label></td>'

    def who(self, person: Any) -> str:
        url = self.person_url.replace("/0/", f"/{person.pk}/")
        name = f"{escape(person.first_name)} <b>{escape(person.last_name)}</b>".strip()
        usual = escape(person.usual_name)
        if not person.first_name and not person.last_name:
            name = usual
        elif usual:
            name += f' <span class="muted">({usual})</span>'
        link = f'<a href="{url}">{name}</a>'
        return f'<th scope="row"><span class="beside">{_avatar(person.full_name)}{link}</span></th>'

    def reach(self, row: Any) -> str:
        if row.phone_list:
            return _phone(row.phone_list[0])
        return _email(row.email_list[0]) if row.email_list else self.unreachable

    def groups(self, row: Any) -> str:
        return _listed(
            _link(self.group_url.replace("/0/", f"/{group['pk']}/"), group["name"])
            for group in row.group_list
        )


def _link(url: str, text: str, attributes: str = "") -> str:
    return f'<a href="{escape(url)}"{attributes}>{escape(text)}</a>'


def _phone(number: str) -> str:
    return _link(f"tel:{number}", written_phone(number), ' class="nowrap"')


def _email(address: str) -> str:
    return _link(f"mailto:{address}", address)


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(parts) or NOTHING


def _pill(text: str, tone: str = "") -> str:
    return f'<span class="pill{f" tone-{tone}" if tone else ""}">{escape(text)}</span>'


def _standing(row: Any) -> str:
    standing = standing_of(row)
    pills = [_pill(stage_of(row), "plum")] if row.stage else []
    if standing:
        pills.append(_pill(str(standing.label), TONES[standing]))
    return " ".join(pills) or NOTHING


def _since(moment: Any) -> str:
    """« il y a 3 jours », with the day on hover; said in numbers, as fifty rows say it."""
    if moment is None:
        return ""
    exact = timezone.localtime(moment)
    day, iso = exact.strftime("%d/%m/%Y"), exact.isoformat(timespec="minutes")
    return f'<time datetime="{iso}" title="{day}">{escape(since(moment))}</time>'


def _avatar(name: str) -> str:
    tone, letters = tone_of(name), escape(initials(name))
    return f'<span class="avatar tone-{tone}" aria-hidden="true">{letters}</span>'
