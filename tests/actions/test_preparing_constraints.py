"""Each constraint of what prepares and follows an action, by its name."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from actions.models import (
    Attendance,
    CheckItem,
    Debrief,
    Declaration,
    DeclarationOffice,
    DeclarationOrganizer,
    MaterialItem,
    Pledge,
    PressLink,
)
from tests.factories.actions import ActionFactory, AttendanceFactory
from tests.factories.members import PersonFactory

pytestmark = pytest.mark.django_db


def refuses(name, make, /, **fields):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make(**fields)


@pytest.mark.parametrize(
    ("name", "model", "fields"),
    [
        ("check_item_says_what", CheckItem, {"what": ""}),
        ("material_says_what", MaterialItem, {"what": ""}),
        ("material_at_least_one", MaterialItem, {"what": "mégaphone", "quantity": 0}),
        ("debrief_says_something", Debrief, {"next_on": date(2026, 12, 1)}),
        ("press_link_is_on_the_web", PressLink, {"url": "javascript:alert(1)"}),
        ("declaration_says_why", Declaration, {"purpose": ""}),
        ("declaration_receipt_after_filing", Declaration, {"purpose": "a", "receipt": "12"}),
    ],
)
def test_what_hangs_on_an_action(name, model, fields):
    refuses(name, model.objects.create, action=ActionFactory(), **fields)


@pytest.mark.parametrize("people", [0, 501])
def test_a_pledge_is_plausible(people):
    action = ActionFactory()
    leader = PersonFactory(chapter=action.chapter)
    refuses("pledge_plausible", Pledge.objects.create, action=action, leader=leader, people=people)


def test_a_leader_pledges_once_an_action():
    action = ActionFactory()
    fields = {"action": action, "leader": PersonFactory(chapter=action.chapter), "people": 7}
    Pledge.objects.create(**fields)
    refuses("pledge_once_per_leader_and_action", Pledge.objects.create, **fields)


def test_an_article_is_noted_once():
    fields = {"action": ActionFactory(), "url": "https://exemple.fr/article"}
    PressLink.objects.create(**fields)
    refuses("press_link_once_per_action", PressLink.objects.create, **fields)


def test_nobody_drives_herself():
    row = AttendanceFactory()
    change = Attendance.objects.filter(pk=row.pk).update
    refuses("attendance_not_her_own_driver", change, rides_with=row)


def test_an_office_and_who_signs_have_names():
    make = DeclarationOffice.objects.create
    refuses("declaration_office_has_a_name", make, city="Grenoble", insee_code="38185", name="")
    declaration = Declaration.objects.create(action=ActionFactory(), purpose="Des ascenseurs")
    sign = DeclarationOrganizer.objects.create
    refuses("declaration_organizer_has_a_name", sign, declaration=declaration, name="")
