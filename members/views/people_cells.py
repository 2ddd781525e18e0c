"""Cells of the people list: each column drawn, fifty rows at a time, without a template each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from alliance.core.phones import format_phone
from alliance.core.templatetags.components import avatar
from alliance.core.templatetags.french import spoken
from members.domain.columns import Column, stage_of, standing_of
from members.domain.memberships import Standing

NOTHING = mark_safe('<span class="muted nothing">—</span>')
TONES = {
    Standing.UP_TO_DATE: "leaf",
    Standing.DUE_SOON: "sun",
    Standing.LATE: "danger",
    Standing.FORMER: "night",
}


@dataclass(frozen=True)
class Cell:
    """What a column says of somebody."""

    label: str
    html: SafeString | str


@dataclass(frozen=True)
class Row:
    """Somebody on the list."""

    pk: int
    name: str
    who: SafeString
    cells: list[Cell]


def rows(people: Sequence[Any], columns: Sequence[Column]) -> list[Row]:
    """The rows of a page; addresses are resolved once."""
    address = reverse("members:person-detail", args=[0])
    drawn = [(str(column.label), DRAWN.get(column.key, _plain(column))) for column in columns]
    return [
        Row(
            person.pk,
            person.full_name,
            _who(person, address.replace("/0/", f"/{person.pk}/")),
            [Cell(label, draw(person)) for label, draw in drawn],
        )
        for person in people
    ]


def _who(person: Any, url: str) -> SafeString:
    usual = format_html(' <span class="muted">({})</span>', person.usual_name)
    return format_html(
        '<span class="beside">{}<a href="{}">{} <b>{}</b>{}</a></span>',
        avatar(person),
        url,
        person.first_name or ("" if person.last_name else person.usual_name),
        person.last_name,
        usual if person.usual_name and person.usual_name != person.full_name else "",
    )


def _plain(column: Column) -> Callable[[Any], SafeString | str]:
    def draw(row: Any) -> SafeString | str:
        value = column.value(row)
        return NOTHING if value in (None, "") else conditional_escape(value)

    return draw


def _place(row: Any) -> SafeString | str:
    return conditional_escape(row.place_name or row.city or "") or NOTHING


def _phone(number: str) -> SafeString:
    return format_html('<a class="nowrap" href="tel:{}">{}</a>', number, format_phone(number))


def _email(address: str) -> SafeString:
    return format_html('<a href="mailto:{}">{}</a>', address, address)


def _reach(row: Any) -> SafeString:
    if row.phone_list:
        return _phone(row.phone_list[0])
    if row.email_list:
        return _email(row.email_list[0])
    return format_html('<span class="muted">{}</span>', _("rien pour la joindre"))


def _joined(parts: list[SafeString]) -> SafeString:
    return format_html_join(", ", "{}", ((part,) for part in parts)) or NOTHING


def _groups(row: Any) -> SafeString:
    address = reverse("members:group-detail", args=[0])
    return _joined(
        [
            format_html('<a href="{}">{}</a>', address.replace("/0/", f"/{g['pk']}/"), g["name"])
            for g in row.group_list
        ]
    )


def _pill(text: object, tone: str = "") -> SafeString:
    return format_html('<span class="pill {}">{}</span>', f"tone-{tone}" if tone else "", text)


def _standing(row: Any) -> SafeString:
    standing = standing_of(row)
    pills = [_pill(stage_of(row), "plum")] if row.stage else []
    if standing:
        pills.append(_pill(standing.label, TONES[standing]))
    return format_html_join(" ", "{}", ((pill,) for pill in pills)) or NOTHING


def _level(row: Any) -> SafeString | str:
    return f"{row.level}/5" if row.level else NOTHING


def _since(name: str, never: str) -> Callable[[Any], SafeString | str]:
    def draw(row: Any) -> SafeString | str:
        moment = getattr(row, name)
        return spoken(moment, "since") if moment else _muted(never)

    return draw


def _muted(text: str) -> SafeString:
    return format_html('<span class="muted">{}</span>', _(text)) if text else NOTHING


DRAWN: dict[str, Callable[[Any], SafeString | str]] = {
    "place": _place,
    "reach": _reach,
    "phones": lambda row: _joined([_phone(number) for number in row.phone_list]),
    "emails": lambda row: _joined([_email(address) for address in row.email_list]),
    "groups": _groups,
    "tags": lambda row: (
        format_html_join(" ", "{}", ((_pill(name),) for name in row.tag_list)) or NOTHING
    ),
    "standing": _standing,
    "stage": lambda row: _pill(stage_of(row), "plum") if row.stage else NOTHING,
    "level": _level,
    "seen": _since("last_contact_at", "jamais"),
    "created": _since("created_at", ""),
}
