"""Fields of a chapter's own: what they understand, what they refuse, and what stays."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError

from members.domain.knowing import custom_fields
from members.enums import FieldKind
from members.forms.custom import CustomFieldForm
from members.models import CustomValue, Person
from tests.factories.lists import CustomFieldFactory
from tests.factories.members import PersonFactory

pytestmark = pytest.mark.django_db


def field_of(chapter, kind, **fields):
    choices = ["CP", "CM2"] if kind == FieldKind.CHOICE else []
    return CustomFieldFactory(chapter=chapter, kind=kind, choices=choices, **fields)


@pytest.mark.parametrize(
    ("kind", "typed", "text", "number", "day"),
    [
        (FieldKind.TEXT, "  École\u200b  Jaurès ", "École Jaurès", None, None),
        (FieldKind.CHOICE, "cm2", "CM2", None, None),
        (FieldKind.NUMBER, "1 234,50", "1234.5", Decimal("1234.5"), None),
        (FieldKind.NUMBER, "-0", "0", Decimal(0), None),
        (FieldKind.DATE, "3 mars 2024", "2024-03-03", None, date(2024, 3, 3)),
        (FieldKind.YES_NO, "X", "oui", Decimal(1), None),
        (FieldKind.YES_NO, "Non", "non", Decimal(0), None),
    ],
)
def test_answers_are_understood(cast, kind, typed, text, number, day):
    answer = custom_fields.read(field_of(cast.grenoble, kind), typed)
    assert (answer.text, answer.number, answer.date) == (text, number, day)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (FieldKind.TEXT, "x" * 501),
        (FieldKind.CHOICE, "CE1"),
        (FieldKind.NUMBER, "beaucoup"),
        (FieldKind.NUMBER, "NaN"),
        (FieldKind.NUMBER, "1e99999"),
        (FieldKind.DATE, "31/02/2024"),
        (FieldKind.YES_NO, "peut-être"),
    ],
)
def test_other_answers_are_refused_with_a_sentence(cast, kind, typed):
    with pytest.raises(custom_fields.InvalidAnswer) as refused:
        custom_fields.read(field_of(cast.grenoble, kind), typed)
    assert str(refused.value)


def test_setting_changing_and_emptying(cast):
    field = field_of(cast.grenoble, FieldKind.NUMBER)
    for typed, kept in (("3", "3"), ("3,0", "3"), ("4", "4"), ("", None)):
        value = custom_fields.set_value(person=cast.leader_person, field=field, text=typed)
        assert (value.text if value else None) == kept
    assert not CustomValue.objects.exists()


def test_a_field_of_another_chapter_is_refused(cast):
    field = field_of(cast.rennes, FieldKind.TEXT)
    with pytest.raises(ValueError, match="another chapter"):
        custom_fields.set_value(person=cast.leader_person, field=field, text="x")


def test_ten_thousand_answers_lose_none_in_silence(cast, django_assert_max_num_queries):
    field = field_of(cast.grenoble, FieldKind.NUMBER)
    people = [PersonFactory(chapter=cast.grenoble) for _n in range(4)]
    answers = {people[0].pk: "1", people[1].pk: "deux", people[2].pk: "", people[3].pk: "4"}
    with django_assert_max_num_queries(4):
        refused = custom_fields.set_many(field=field, answers=answers)
    assert list(refused) == [people[1].pk]
    assert "deux" in refused[people[1].pk]
    assert sorted(CustomValue.objects.values_list("text", flat=True)) == ["1", "4"]
    custom_fields.set_many(field=field, answers={people[0].pk: "7"})
    assert CustomValue.objects.get(person=people[0]).number == 7


def test_a_file_of_ten_thousand_values_is_written_whole_and_says_what_it_refuses(cast):
    field = field_of(cast.grenoble, FieldKind.NUMBER)
    rows = [
        Person(chapter=cast.grenoble, first_name="Awa", last_name=str(n)) for n in range(10_000)
    ]
    people = Person.objects.bulk_create(rows)
    answers = {one.pk: "beaucoup" if n % 1_000 == 7 else str(n) for n, one in enumerate(people)}
    refused = custom_fields.set_many(field=field, answers=answers)
    assert len(refused) == 10
    assert all("n’est pas un nombre" in why for why in refused.values())
    assert CustomValue.objects.count() == 9_990


def test_custom_value_once_per_person(cast):
    field = field_of(cast.grenoble, FieldKind.TEXT)
    CustomValue.objects.create(person=cast.leader_person, field=field, text="a")
    with pytest.raises(IntegrityError, match="custom_value_once_per_person"):
        CustomValue.objects.create(person=cast.leader_person, field=field, text="b")


def test_custom_field_choice_has_choices(cast):
    with pytest.raises(IntegrityError, match="custom_field_choice_has_choices"):
        CustomFieldFactory(chapter=cast.grenoble, kind=FieldKind.CHOICE, choices=[])


def test_the_form_asks_them_and_the_page_shows_them(cast, client_of):
    amina = client_of(cast.amina)
    field = field_of(cast.grenoble, FieldKind.CHOICE, name="Classe")
    edit = f"/personnes/{cast.leader_person.pk}/modifier/"
    data = {"first_name": "Nacéra", "language": "fr", "source": "door", "expected_version": "1"}
    amina.post(edit, data | {f"custom_{field.pk}": "CM2"})
    page = amina.get(f"/personnes/{cast.leader_person.pk}/").content.decode()
    assert "<dt>Classe</dt><dd>CM2</dd>" in page


def test_a_refused_answer_stays_on_the_form_and_writes_nothing(cast, client_of):
    amina = client_of(cast.amina)
    field = field_of(cast.grenoble, FieldKind.NUMBER, name="Enfants")
    data = {"first_name": "Awa", "language": "fr", "source": "door", f"custom_{field.pk}": "trois"}
    page = amina.post("/personnes/nouvelle/", data)
    assert page.status_code == 422
    assert "« trois »" in page.content.decode().replace("\u00a0", " ")
    assert not CustomValue.objects.exists()


def test_a_new_person_gets_her_answers_at_once(cast, client_of):
    field = field_of(cast.grenoble, FieldKind.YES_NO)
    data = {"first_name": "Awa", "language": "fr", "source": "door", f"custom_{field.pk}": "oui"}
    client_of(cast.amina).post("/personnes/nouvelle/", data)
    assert CustomValue.objects.get().person.first_name == "Awa"


def test_a_choice_taken_off_since_is_kept_where_it_was_answered(cast, client_of):
    field = field_of(cast.grenoble, FieldKind.CHOICE)
    custom_fields.set_value(person=cast.leader_person, field=field, text="CP")
    field.choices = ["CM2"]
    field.save(update_fields=["choices"])
    data = {"first_name": "Nacéra", "language": "fr", "source": "door", "expected_version": "1"}
    edit = f"/personnes/{cast.leader_person.pk}/modifier/"
    assert client_of(cast.amina).post(edit, data | {f"custom_{field.pk}": "CP"}).status_code == 302
    assert CustomValue.objects.get().text == "CP"


def test_the_definition_keeps_what_was_answered(cast):
    field = field_of(cast.grenoble, FieldKind.CHOICE)
    custom_fields.set_value(person=cast.leader_person, field=field, text="CP")
    data = {"chapter": cast.grenoble.pk, "name": "Classe", "position": 0, "is_active": "on"}
    form = CustomFieldForm(data | {"kind": "number", "choices": ""}, instance=field)
    assert "kind" in form.errors
    form = CustomFieldForm(data | {"kind": "choice", "choices": "CM2"}, instance=field)
    assert "CP" in form.errors["choices"][0]
    form = CustomFieldForm(data | {"kind": "choice", "choices": "CP\nCM2\n\n6e"}, instance=field)
    assert form.is_valid()
    assert form.cleaned_data["choices"] == ["CP", "CM2", "6e"]
