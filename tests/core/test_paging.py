"""Keyset pages: rows added meanwhile move nothing, and a forged place is page one."""

import base64
import json
from datetime import UTC, datetime

import pytest
from django.test import RequestFactory

from alliance.core.paging import keyset_page
from members.models import Person
from members.models.person import LAST_SEEN
from tests.factories.members import ChapterFactory, PersonFactory

pytestmark = pytest.mark.django_db
ORDERS = [
    ["sort_key", "id"],
    ["-created_at", "-id"],
    ["seen", "id"],
    ["-seen", "-id"],
    ["city", "-id"],
]


@pytest.fixture
def people():
    chapter = ChapterFactory()
    for n in range(7):
        seen = datetime(2026, 1, n, tzinfo=UTC) if n % 3 else None
        PersonFactory(chapter=chapter, last_name=f"Nom {n % 3}", last_contact_at=seen)
    return Person.objects.annotate(seen=LAST_SEEN)


def page(people, order, url="?"):
    return keyset_page(people, RequestFactory().get(f"/{url}"), order=order, size=3)


def token(*values):
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


@pytest.mark.parametrize("order", ORDERS)
def test_pages_hold_everybody_once_forwards_and_back(people, order):
    pages = [page(people, order)]
    while pages[-1].next_url:
        pages.append(page(people, order, pages[-1].next_url))
    listed = [row.pk for one in pages for row in one.rows]
    assert listed == [row.pk for row in people.order_by(*order)]
    back = page(people, order, pages[-1].previous_url)
    assert [row.pk for row in back.rows] == [row.pk for row in pages[-2].rows]


def test_somebody_added_before_the_place_moves_nobody(people):
    first = page(people, ["sort_key", "id"])
    expected = [row.pk for row in page(people, ["sort_key", "id"], first.next_url).rows]
    PersonFactory(chapter=ChapterFactory(), last_name="Aaa")
    again = page(people, ["sort_key", "id"], first.next_url)
    assert [row.pk for row in again.rows] == expected


@pytest.mark.parametrize(
    "forged",
    [
        "zzz",
        "bnVsbA==",
        token(),
        token("x"),
        token("\x00", 1),
        token(5, 2**70),
        token(2**70, 5),
        token("2026-99-99", 1),
        token(None, 1),
        token({"a": 1}, 1),
        "é" * 50,
        "A" * 5_000,
    ],
)
@pytest.mark.parametrize("order", [["sort_key", "id"], ["seen", "id"]])
def test_a_forged_place_is_the_first_page(people, forged, order):
    shown = page(people, order, f"?apres={forged}")
    assert [row.pk for row in shown.rows] == [row.pk for row in people.order_by(*order)[:3]]


def test_a_number_where_a_name_is_expected_breaks_nothing(people):
    assert page(people, ["sort_key", "id"], f"?apres={token(7, 1)}").rows
