"""Roles in turn, checklist and material."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.domain.planning import checklists, rotation
from actions.enums import DayRole
from actions.models import ActionRole, CheckItem, MaterialItem
from tests.factories.actions import ActionFactory, AttendanceFactory
from tests.factories.members import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def soon(cast):
    return ActionFactory(chapter=cast.grenoble, announced=True, soon=True)


@pytest.fixture
def amina(cast, client_of):
    return client_of(cast.amina)


def url(name, *args):
    return reverse(f"actions:{name}", args=args)


def came(action, **fields):
    return AttendanceFactory(action=action, yes=True, **fields).person


def seat(action, role):
    return next(one for one in rotation.seats(action) if one.role == role)


def test_who_never_held_a_role_comes_first_with_the_reason(soon, cast):
    often, never = came(soon), came(soon)
    for _time in range(2):
        past = ActionFactory(chapter=cast.grenoble, announced=True, past=True)
        ActionRole.objects.create(action=past, person=often, role=DayRole.SPOKESPERSON)

    first, second = seat(soon, DayRole.SPOKESPERSON).proposals

    assert (first.person, second.person) == (never, often)
    assert "aucun rôle" in first.reason
    assert "2 fois" in second.reason


def test_nobody_is_proposed_first_for_two_roles(soon):
    people = {came(soon) for _one in range(3)}
    firsts = [one.proposals[0].person for one in rotation.seats(soon)][:3]
    assert set(firsts) == people


def test_who_said_no_is_not_proposed(soon, cast):
    AttendanceFactory(action=soon, no=True)
    assert all(not one.proposals for one in rotation.seats(soon))


def test_a_role_is_given_once_and_taken_back(amina, soon):
    person = came(soon)
    for _click in range(2):
        amina.post(url("prepare-role", soon.pk), {"role": "press", "person": person.pk})
    held = ActionRole.objects.get()
    assert (held.person, held.role) == (person, "press")
    amina.post(url("prepare-role-back", soon.pk, held.pk))
    assert not ActionRole.objects.exists()


def test_somebody_of_another_chapter_holds_no_role(amina, soon, cast):
    stranger = PersonFactory(chapter=cast.rennes)
    amina.post(url("prepare-role", soon.pk), {"role": "press", "person": stranger.pk})
    assert not ActionRole.objects.exists()
    with pytest.raises(rotation.NotHere):
        rotation.give(action=soon, person=stranger, role="press")


def test_the_usual_list_is_dated_back_once_and_never_in_the_past(soon):
    assert checklists.add_usual(action=soon) > 5
    assert checklists.add_usual(action=soon) == 0
    today = timezone.localdate()
    assert all(item.due_on >= today for item in CheckItem.objects.all())


def test_a_thing_to_do_is_ticked_and_unticked(amina, soon, cast):
    item = checklists.add(action=soon, what="Peindre la banderole")
    address = url("prepare-item-change", soon.pk, item.pk)
    amina.post(address, {"faire": "fait"})
    item.refresh_from_db()
    assert (item.done_by, checklists.checklist(soon).done) == (cast.amina, 1)
    amina.post(address, {"faire": "a-faire"})
    item.refresh_from_db()
    assert item.done_at is None


def test_adding_twice_by_a_double_click_adds_once(amina, soon):
    form = {"client_id": "6f1c1c0e-8f6e-4b7d-9a55-0d1f5b0f2a12", "what": "Appeler la presse"}
    for _click in range(2):
        amina.post(url("prepare-item", soon.pk), form)
        amina.post(url("prepare-material", soon.pk), form | {"quantity": "2"})
    assert (CheckItem.objects.count(), MaterialItem.objects.get().quantity) == (1, 2)


def test_an_empty_line_says_what_is_missing(amina, soon):
    answer = amina.post(url("prepare-item", soon.pk), {"what": ""})
    assert answer.status_code == 422
    assert "Dites ce qu’il y a à faire" in answer.content.decode()


def test_what_is_late_is_said(soon):
    yesterday = timezone.localdate() - timedelta(days=1)
    CheckItem.objects.create(action=soon, what="Réserver la salle", due_on=yesterday)
    assert len(checklists.checklist(soon).late) == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_any_number(amina, soon, rows, django_assert_num_queries):
    for _row in range(rows):
        checklists.add(action=soon, what="Peindre", person=came(soon))
        checklists.bring(action=soon, what="Mégaphone", person=came(soon))
        rotation.give(action=soon, person=came(soon), role="press")
    amina.get(url("prepare", soon.pk))
    with django_assert_num_queries(14):
        amina.get(url("prepare", soon.pk))
