"""Columns of the people list and of exports: what each one reads, and what it says of a row.

A column brings its own annotations, so that a page costs one query whatever is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BooleanField,
    DateField,
    F,
    Field,
    IntegerField,
    JSONField,
    QuerySet,
    TextField,
)
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from members.domain.knowing.custom_fields import shown
from members.domain.paying.memberships import Standing, standing_on
from members.enums import Channel, FieldKind, LeaderStage, PersonSource, Purpose
from members.models import CustomField, Person
from members.models.person import PersonQuerySet

CUSTOM = re.compile(r"custom_(\d{1,18})")
DEFAULT = ("place", "reach", "groups", "standing", "seen")

# What every row needs; columns add what they read, and the rest of the person stays unread.
ALWAYS = (
    *("first_name", "last_name", "usual_name"),
    *("sort_key", "last_contact_at", "created_at"),  # the orders of the list
)

Annotations = Callable[[], dict[str, Any]]


@dataclass(frozen=True)
class Column:
    """One fact about people: `fields` and `annotations` fetch it, `value` says it in an export.

    `organizers_only` facts are opinions and consents, which only organizers may read; `exported`
    is False for what a table says better in several columns.
    """

    key: str
    label: Any
    value: Callable[[Any], object]
    annotations: Annotations = dict
    organizers_only: bool = False
    fields: tuple[str, ...] = ()
    shown: bool = True
    exported: bool = True
    field: CustomField | None = None


def _sql(field: Field[Any, Any], statement: str, *values: Any) -> Any:
    """What a statement says of the person of the row. Written in SQL: building the same as
    subqueries of the ORM cost more, for each page, than asking it."""
    return RawSQL(statement, values, output_field=field)  # noqa: S611 - no value in the statement


def _phones() -> dict[str, Any]:
    numbers = """ARRAY(
        SELECT phone.number FROM members_personphone AS phone
        WHERE phone.person_id = members_person.id AND NOT phone.is_wrong
        ORDER BY phone.is_primary DESC, phone.id)"""
    return {"phone_list": _sql(ArrayField(TextField()), numbers)}


def _emails() -> dict[str, Any]:
    addresses = """ARRAY(
        SELECT email.address FROM members_personemail AS email
        WHERE email.person_id = members_person.id ORDER BY email.is_primary DESC, email.id)"""
    return {"email_list": _sql(ArrayField(TextField()), addresses)}


def _groups() -> dict[str, Any]:
    groups = """ARRAY(
        SELECT jsonb_build_object('pk', circle.id, 'name', circle.name)
        FROM members_groupmembership AS membership
        JOIN members_group AS circle ON circle.id = membership.group_id
        WHERE membership.person_id = members_person.id AND membership.left_on IS NULL
        ORDER BY circle.name)"""
    return {"group_list": _sql(ArrayField(JSONField()), groups)}


def _tags() -> dict[str, Any]:
    names = """ARRAY(
        SELECT tag.name FROM members_person_tags AS stuck
        JOIN members_tag AS tag ON tag.id = stuck.tag_id
        WHERE stuck.person_id = members_person.id ORDER BY tag.name)"""
    return {"tag_list": _sql(ArrayField(TextField()), names)}


def _standing() -> dict[str, Any]:
    end = """(
        SELECT max(period.ends_on) FROM members_membership AS period
        WHERE period.person_id = members_person.id AND period.cancelled_at IS NULL
        HAVING min(period.starts_on) <= %s)"""
    stage = """(
        SELECT way.stage FROM members_leadership AS way WHERE way.person_id = members_person.id)"""
    return {
        "dues_end": _sql(DateField(), end, timezone.localdate()),
        "stage": _sql(TextField(), stage),
    }


def _assessment() -> dict[str, Any]:
    level = """(
        SELECT said.level FROM members_assessment AS said
        WHERE said.person_id = members_person.id
        ORDER BY said.assessed_at DESC, said.id DESC LIMIT 1)"""
    return {"level": _sql(IntegerField(), level)}


def _consent(channel: str) -> Annotations:
    word = """(
        SELECT said.given FROM members_consent AS said
        WHERE said.person_id = members_person.id AND said.channel = %s AND said.purpose = %s
        ORDER BY said.recorded_at DESC, said.id DESC LIMIT 1)"""
    values = (str(channel), str(Purpose.MOBILIZATION))
    return lambda: {f"consent_{channel}": _sql(BooleanField(), word, *values)}


def _place() -> dict[str, Any]:
    name = """(
        SELECT quartier.name FROM members_neighbourhood AS quartier
        WHERE quartier.id = members_person.neighbourhood_id)"""
    return {"place_name": _sql(TextField(), name)}


def written_phone(number: str) -> str:
    """« 06 39 98 01 42 » for a French number, the international one otherwise; no library asked,
    as an export writes hundreds of thousands."""
    if len(number) == 12 and number.startswith("+33"):
        plain = f"0{number[3:]}"
        return " ".join(plain[i : i + 2] for i in range(0, 10, 2))
    return number


def standing_of(row: Any) -> Standing | None:
    """Where she stands with her dues, from the annotations of the column."""
    return standing_on(row.dues_end, timezone.localdate()) if row.dues_end else None


def stage_of(row: Any) -> str:
    """Her stage on the way to leading, in words."""
    return str(LeaderStage(row.stage).label) if row.stage else ""


def _standing_words(row: Any) -> str:
    standing = standing_of(row)
    return str(standing.label) if standing else ""


def _needs(row: Any) -> str:
    needs = (
        (row.needs_childcare, gettext("garde d’enfants")),
        (row.needs_ride, gettext("trajet")),
        (row.needs_interpreter, gettext("interprète")),
    )
    return ", ".join(word for wanted, word in needs if wanted)


def _yes_no(name: str) -> Callable[[Any], str]:
    words = {True: _("oui"), False: _("non")}
    return lambda row: str(words.get(getattr(row, name), ""))


def _plain(name: str) -> Callable[[Any], object]:
    return lambda row: getattr(row, name)


def _listed(name: str) -> Callable[[Any], str]:
    return lambda row: ", ".join(getattr(row, name))


def _day(name: str) -> Callable[[Any], date | None]:
    def value(row: Any) -> date | None:
        moment = getattr(row, name)
        return timezone.localdate(moment) if moment else None

    return value


def _organizer(row: Any) -> str:
    name = f"{row.organizer_first or ''} {row.organizer_last or ''}".strip()
    return name or row.organizer_email or ""


ORGANIZER = {
    "organizer_first": F("organizer__first_name"),
    "organizer_last": F("organizer__last_name"),
    "organizer_email": F("organizer__email"),
}

COLUMNS: dict[str, Column] = {
    column.key: column
    for column in (
        Column("last_name", _("Nom de famille"), _plain("last_name"), shown=False),
        Column("first_name", _("Prénom"), _plain("first_name"), shown=False),
        Column("usual_name", _("Nom d’usage"), _plain("usual_name"), shown=False),
        Column(
            "place",
            _("Où"),
            lambda row: row.place_name or row.city,
            _place,
            fields=("city",),
            exported=False,
        ),
        Column("reach", _("Joindre"), str, lambda: {**_phones(), **_emails()}, exported=False),
        Column(
            "phones",
            _("Téléphones"),
            lambda row: ", ".join(map(written_phone, row.phone_list)),
            _phones,
        ),
        Column("emails", _("E-mails"), _listed("email_list"), _emails),
        Column("street", _("Rue"), _plain("street"), fields=("street",)),
        Column(
            "address_extra",
            _("Bâtiment, étage"),
            _plain("address_extra"),
            fields=("address_extra",),
        ),
        Column("postal_code", _("Code postal"), _plain("postal_code"), fields=("postal_code",)),
        Column("city", _("Ville"), _plain("city"), fields=("city",)),
        Column(
            "neighbourhood",
            _("Quartier"),
            lambda row: row.place_name or "",
            _place,
        ),
        Column(
            "groups",
            _("Groupes"),
            lambda row: ", ".join(group["name"] for group in row.group_list),
            _groups,
        ),
        Column("tags", _("Étiquettes"), _listed("tag_list"), _tags),
        Column("standing", _("En est où"), _standing_words, _standing, exported=False),
        Column("dues", _("Cotisation"), _standing_words, _standing, shown=False),
        Column("stage", _("Étape"), stage_of, _standing),
        Column("level", _("Engagement"), _plain("level"), _assessment, organizers_only=True),
        Column("organizer", _("Suivi·e par"), _organizer, lambda: dict(ORGANIZER)),
        Column("seen", _("Dernier échange"), _day("last_contact_at")),
        Column("created", _("Fiche créée"), _day("created_at")),
        Column("languages", _("Langues"), _listed("languages"), fields=("languages",)),
        Column(
            "needs",
            _("Pour venir"),
            _needs,
            fields=("needs_childcare", "needs_ride", "needs_interpreter"),
        ),
        Column(
            "source",
            _("Rencontré·e par"),
            lambda row: str(PersonSource(row.source).label),
            fields=("source",),
        ),
        Column(
            "birth_year",
            _("Année de naissance"),
            _plain("birth_year"),
            fields=("birth_year",),
            shown=False,
        ),
        *(
            Column(
                f"consent_{channel}",
                label,
                _yes_no(f"consent_{channel}"),
                _consent(channel),
                organizers_only=True,
            )
            for channel, label in (
                (Channel.EMAIL, _("Oui à l’e-mail")),
                (Channel.PHONE, _("Oui au téléphone")),
                (Channel.SMS, _("Oui aux SMS")),
            )
        ),
    )
}


def custom_column(field: CustomField) -> Column:
    """The column of a chapter's own field."""
    name = f"custom_{field.pk}"

    def annotations() -> dict[str, Any]:
        answer = """(
            SELECT said.text FROM members_customvalue AS said
            WHERE said.person_id = members_person.id AND said.field_id = %s)"""
        return {name: _sql(TextField(), answer, field.pk)}

    def value(row: Any) -> object:
        text = getattr(row, name) or ""
        if text and field.kind == FieldKind.DATE:
            return date.fromisoformat(text)
        return shown(field.kind, text)

    return Column(name, field.name, value, annotations, organizers_only=True, field=field)


def chosen(
    keys: Iterable[str], *, organizes: bool, fields: Sequence[CustomField] = ()
) -> list[Column]:
    """The columns of these keys, in that order; unknown, repeated and forbidden ones left out."""
    known = COLUMNS | {f"custom_{field.pk}": custom_column(field) for field in fields}
    columns = [known[key] for key in dict.fromkeys(keys) if key in known]
    return [column for column in columns if organizes or not column.organizers_only]


def custom_ids(keys: Iterable[str]) -> list[int]:
    """The ids of the chapters' own fields among column keys."""
    return [int(match[1]) for match in map(CUSTOM.fullmatch, keys) if match]


def with_columns(people: PersonQuerySet, columns: Iterable[Column]) -> QuerySet[Person]:
    """The people, each with what the columns show; one query."""
    annotations: dict[str, Any] = {}
    fields: set[str] = set(ALWAYS)
    for column in columns:
        annotations |= column.annotations()
        fields |= set(column.fields)
    return people.only(*fields).annotate(**annotations)
