"""Fields of a chapter's own: what they accept, and the answers of each person."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils.translation import gettext as _

from alliance.core.days.dates import parse_date
from alliance.core.text.names import clean_text, fold
from alliance.journal.domain import record
from members.enums import FieldKind
from members.models import CustomField, CustomValue, Person, User

PREFIX = "custom_"  # before the number of a field, where it stands among other names
TEXT_LIMIT = 500
NUMBER_LIMIT = Decimal(10) ** 14
AT_ONCE = 1_000
YES = frozenset({"oui", "o", "yes", "y", "x", "1", "vrai", "true", "ok"})
NO = frozenset({"non", "n", "no", "0", "faux", "false"})


class InvalidAnswer(Exception):
    """The text is no answer to this field; `str()` says why, in French."""


@dataclass(frozen=True)
class Answer:
    """A text as the field understands it: what is shown, and what serves to compare."""

    text: str
    number: Decimal | None = None
    date: date | None = None


def read(field: CustomField, text: str) -> Answer | None:
    """What the field understands of a text; None when it is empty.

    Raises InvalidAnswer, with a sentence to show. Dates are kept ISO, numbers with a point.
    """
    cleaned = clean_text(str(text), keep_lines=False)
    if not cleaned:
        return None
    if len(cleaned) > TEXT_LIMIT:
        raise InvalidAnswer(_("C’est trop long : 500 caractères au plus."))
    if field.kind == FieldKind.NUMBER:
        return _number(cleaned)
    if field.kind == FieldKind.DATE:
        return _date(cleaned)
    if field.kind == FieldKind.YES_NO:
        return _yes_or_no(cleaned)
    if field.kind == FieldKind.CHOICE:
        return _choice(field, cleaned)
    return Answer(cleaned)


def _number(text: str) -> Answer:
    plain = "".join(text.split()).replace(",", ".")
    try:
        number = Decimal(plain).quantize(Decimal("0.0001"))
    except InvalidOperation:
        raise InvalidAnswer(_("« %(text)s » n’est pas un nombre.") % {"text": text}) from None
    if not number.is_finite() or abs(number) >= NUMBER_LIMIT:
        raise InvalidAnswer(_("« %(text)s » n’est pas un nombre.") % {"text": text})
    shown = format(number.normalize(), "f")
    return Answer("0" if shown == "-0" else shown, number=number)


def _date(text: str) -> Answer:
    day = parse_date(text)
    if day is None:
        raise InvalidAnswer(_("« %(text)s » n’est pas une date.") % {"text": text})
    return Answer(day.isoformat(), date=day)


def _yes_or_no(text: str) -> Answer:
    plain = fold(text)
    if plain in YES:
        return Answer("oui", number=Decimal(1))
    if plain in NO:
        return Answer("non", number=Decimal(0))
    raise InvalidAnswer(_("« %(text)s » : répondez oui ou non.") % {"text": text})


def _choice(field: CustomField, text: str) -> Answer:
    known = {fold(choice): choice for choice in field.choices}
    if fold(text) in known:
        return Answer(known[fold(text)])
    raise InvalidAnswer(
        _("« %(text)s » n’est pas dans les choix : %(choices)s.")
        % {"text": text, "choices": ", ".join(field.choices)}
    )


def shown(kind: str, text: str) -> str:
    """An answer as it is read on screen: dates the French way, a decimal comma."""
    if kind == FieldKind.DATE:
        return "/".join(reversed(text.split("-")))
    return text.replace(".", ",") if kind == FieldKind.NUMBER else text


def for_chapters(chapter_ids: Collection[int] | None) -> list[CustomField]:
    """The fields in service in these chapters (None: everywhere), in their order. One query."""
    fields = CustomField.objects.filter(is_active=True)
    if chapter_ids is not None:
        fields = fields.filter(chapter__in=chapter_ids)
    return list(fields.select_related("chapter").order_by("chapter__name", "position", "name"))


def answers_of(person: Person) -> list[tuple[CustomField, str]]:
    """The fields of her chapter with her answers (empty ones too). At most two queries."""
    fields = CustomField.objects.filter(chapter=person.chapter_id, is_active=True)
    hers: dict[int, str] = {}
    if person.pk:
        rows = CustomValue.objects.filter(person=person.pk)
        hers = dict(rows.values_list("field_id", "text"))
    return [(field, hers.get(field.pk, "")) for field in fields]


@transaction.atomic
def set_value(
    *, person: Person, field: CustomField, text: str, actor: User | None = None
) -> CustomValue | None:
    """Write a person's answer to a field, or take it away when the text is empty; journaled.

    Saying again what is known changes nothing. Returns the value, None when it is empty.
    Raises InvalidAnswer when the field does not understand the text, and ValueError when the
    field belongs to another chapter.
    """
    if field.chapter_id != person.chapter_id:
        raise ValueError("The field belongs to another chapter.")
    known = CustomValue.objects.select_for_update().filter(person=person, field=field).first()
    if known is not None and known.text == str(text).strip():
        return known  # also when the field would not accept it any more
    answer = read(field, text)
    if answer is None:
        if known is not None:
            known.delete()
            _journal(person, [field.pk], actor)
        return None
    if known is not None and known.text == answer.text:
        return known
    value, _created = CustomValue.objects.update_or_create(
        person=person, field=field, defaults=vars(answer)
    )
    _journal(person, [field.pk], actor)
    return value


def set_values(
    *, person: Person, answers: Mapping[CustomField, str], actor: User | None = None
) -> None:
    """`set_value` for several fields of one person. Raises InvalidAnswer at the first refusal."""
    with transaction.atomic():
        for field, text in answers.items():
            set_value(person=person, field=field, text=text, actor=actor)


@transaction.atomic
def set_many(*, field: CustomField, answers: Mapping[int, str]) -> dict[int, str]:
    """Write the answers of many people, by person id, a thousand at a time (imports).

    An empty text changes nothing. Returns why each refused text was refused, by person id:
    what can be written is, and nothing is lost in silence. The caller journals the import.
    """
    refused: dict[int, str] = {}
    values = []
    for person_id, text in answers.items():
        try:
            answer = read(field, text)
        except InvalidAnswer as problem:
            refused[person_id] = str(problem)
            continue
        if answer is not None:
            values.append(CustomValue(person_id=person_id, field=field, **vars(answer)))
    CustomValue.objects.bulk_create(
        values,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["person", "field"],
        update_fields=["text", "number", "date"],
    )
    return refused


def _journal(person: Person, fields: list[int], actor: User | None) -> None:
    record(
        verb="person.changed",
        actor=actor,
        subject=person,
        chapter_id=person.chapter_id,
        detail={"custom_fields": fields},
    )
