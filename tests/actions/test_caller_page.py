"""The caller's page, by a link without account: names close, calls noted, bad links kind."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actions.domain import actions
from actions.domain.phone_tree import access_links, call_lists
from actions.models import AccessLink, Ask, CallLine, LinkAccess, Reply
from actions.views.outside.links import BAD_TRIES
from tests.factories.actions import ActionFactory, AttendanceFactory
from tests.factories.members import PersonFactory, PhoneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def soon(cast):
    starts_at = timezone.now() + timedelta(days=2)
    return ActionFactory(chapter=cast.grenoble, announced=True, starts_at=starts_at)


@pytest.fixture
def tree(cast, soon):
    """Three names, all Karim's."""
    people = [
        PersonFactory(chapter=cast.grenoble, first_name=first, last_name=last)
        for first, last in (("Awa", "Adjovi"), ("Bintou", "Bah"), ("Chloé", "Coste"))
    ]
    for person in people:
        AttendanceFactory(action=soon, person=person)
        PhoneFactory(person=person, number=f"+3363998000{person.pk % 10}")
    made = call_lists.prepare(
        chapter=cast.grenoble, people=people, title="Ce soir", actor=cast.amina, action=soon
    )
    karim = call_lists.add_caller(call_list=made, name="Karim", actor=cast.amina)
    mine = made.branches.get(user=cast.amina)
    call_lists.move_waiting(branch=mine, to=karim, actor=cast.amina)
    return karim


def token_of(branch):
    return access_links.url_of(branch.links.get()).rstrip("/").split("/")[-1]


@pytest.fixture
def token(tree):
    return token_of(tree)


def page(token, name="link", *args):
    return reverse(f"actions:{name}", args=[token, *args])


def call(client, token, number, outcome="yes", **more):
    data = {"client_id": str(uuid4()), "outcome": outcome} | more
    return client.post(page(token, "caller-line", number), data)


def test_names_stay_close_until_they_are_opened(client, token):
    text = client.get(page(token)).content.decode()
    assert "Awa A." in text
    assert "Adjovi" not in text
    assert "0639" not in text.replace(" ", "").replace("+33", "0")

    assert client.get(page(token, "caller-line", 1))["Location"] == page(token)
    answer = client.post(page(token, "caller-open"), {"number": 1})
    opened = client.get(answer["Location"]).content.decode()

    assert "Awa Adjovi" in opened
    assert "tel:+3363998" in opened
    assert "sms:+3363998" in opened
    assert "https://wa.me/3363998" in opened
    assert LinkAccess.objects.get().verb == "opened"


def test_a_call_is_noted_and_the_next_name_opens(client, token):
    client.post(page(token, "caller-open"), {"number": 1})
    answer = call(client, token, 1, companions=3)

    assert answer["Location"] == page(token, "caller-line", 2)
    assert (Reply.objects.get().companions, Ask.objects.get().who) == (3, "Karim")
    verbs = list(LinkAccess.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["opened", "answered", "opened"]


def test_the_last_call_leads_back_to_the_list(client, token):
    for number in (1, 2, 3):
        client.post(page(token, "caller-open"), {"number": number})
        answer = call(client, token, number, "no_answer")
    assert answer["Location"] == page(token)
    assert "Vous avez appelé tout le monde" in client.get(page(token)).content.decode()


def test_a_replayed_form_counts_once(client, token):
    client.post(page(token, "caller-open"), {"number": 1})
    data = {"client_id": str(uuid4()), "outcome": "yes"}
    for _twice in range(3):
        client.post(page(token, "caller-line", 1), data)
    assert (Reply.objects.count(), Ask.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "data", [{}, {"outcome": "bof"}, {"outcome": "yes", "companions": 50}, {"back_at": "99h"}]
)
def test_what_makes_no_sense_is_refused_beside_the_field(client, token, data):
    client.post(page(token, "caller-open"), {"number": 1})
    answer = client.post(page(token, "caller-line", 1), {"client_id": str(uuid4()), **data})
    assert answer.status_code == 422
    assert Reply.objects.count() == 0


def test_a_name_called_by_somebody_else_is_greyed_then_refused_then_kept(client, cast, tree, token):
    other = call_lists.prepare(
        chapter=cast.grenoble,
        people=[CallLine.objects.get(number=1).person],
        title="Autre",
        actor=cast.amina,
        action=tree.call_list.action,
    ).branches.get()
    other_token = token_of(other)
    for one in (token, other_token):
        client.post(page(one, "caller-open"), {"number": 1})
    call(client, other_token, 1)

    listed = client.get(page(token)).content.decode()
    assert f"{cast.amina}, à" in listed
    refused = call(client, token, 1, "no")
    assert refused.status_code == 409
    assert "Quelqu’un vient de l’appeler" in refused.content.decode()
    assert Reply.objects.count() == 1
    call(client, token, 1, "no", anyway="1")
    assert Reply.objects.count() == 2


def test_a_greyed_name_is_not_the_next(client, cast, tree, token):
    other = call_lists.prepare(
        chapter=cast.grenoble,
        people=[CallLine.objects.get(branch=tree, number=1).person],
        title="Autre",
        actor=cast.amina,
        action=tree.call_list.action,
    ).branches.get()
    client.post(page(token_of(other), "caller-open"), {"number": 1})
    call(client, token_of(other), 1)

    assert client.get(page(token)).context["next"].number == 2


def test_an_action_moved_while_the_list_is_open_says_so(client, cast, tree, token):
    action = tree.call_list.action
    actions.move(
        action=action,
        expected_version=action.version,
        starts_at=action.starts_at + timedelta(days=1),
        actor=cast.amina,
    )
    assert "a changé" in client.get(page(token)).content.decode()
    client.post(page(token, "caller-open"), {"number": 1})
    assert "a changé" in client.get(page(token, "caller-line", 1)).content.decode()


def test_names_moved_to_another_branch_leave_this_link(client, cast, tree, token):
    sarah = call_lists.add_caller(call_list=tree.call_list, name="Sarah", actor=cast.amina)
    client.post(page(token, "caller-open"), {"number": 1})
    call_lists.move_waiting(branch=tree, to=sarah, actor=cast.amina)

    assert client.get(page(token, "caller-line", 1)).status_code == 404
    assert client.post(page(token, "caller-open"), {"number": 1}).status_code == 404
    assert "confiés à quelqu’un d’autre" in client.get(page(token)).content.decode()


def test_expired_revoked_closed_and_cancelled_links_are_kind(client, cast, tree, token):
    link = AccessLink.objects.get(branch=tree)
    for change, said in (
        ({"expires_at": timezone.now()}, "C’est fini pour ce lien"),
        ({"revoked_at": timezone.now()}, "a été repris"),
    ):
        AccessLink.objects.filter(pk=link.pk).update(**change)
        for answer in (client.get(page(token)), call(client, token, 1)):
            assert answer.status_code == 410
            assert said in answer.content.decode()
    assert Reply.objects.count() == 0


def test_forged_links_are_kind_and_guessing_is_slowed(client):
    for forged in ("x", "1:2:3", "a" * 300, "%00", "é"):
        assert client.get(reverse("actions:link", args=[forged])).status_code == 404
    for n in range(BAD_TRIES):
        client.get(reverse("actions:link", args=[f"a{n}"]))
    assert client.get(reverse("actions:link", args=["encore"])).status_code == 429


def test_a_link_of_calls_opens_nothing_else(client, cast, tree, token):
    other = CallLine.objects.create(
        call_list=tree.call_list,
        branch=tree.call_list.branches.get(user=cast.amina),
        number=9,
        person=PersonFactory(chapter=cast.grenoble),
    )
    assert client.post(page(token, "caller-open"), {"number": other.number}).status_code == 404
    assert Client(enforce_csrf_checks=True).post(page(token, "caller-open")).status_code == 403


def test_pages_of_a_link_are_neither_indexed_nor_kept(client, token):
    answer = client.get(page(token))
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer["Cache-Control"]


def test_the_list_costs_the_same_with_three_names_and_one(
    client, tree, token, django_assert_num_queries
):
    with django_assert_num_queries(5):
        client.get(page(token))
    CallLine.objects.filter(branch=tree, number__gt=1).delete()
    with django_assert_num_queries(5):
        client.get(page(token))


def test_the_paper_is_typed_by_its_code(client, token):
    where = page(token, "link-entry")
    text = client.get(where).content.decode()
    assert "Awa A." in text
    assert "Adjovi" not in text

    for _twice in range(2):
        client.post(where, {"client_id": str(uuid4()), "ligne-1": "3", "ligne-2": "a"})

    assert (Reply.objects.get().companions, Ask.objects.count()) == (3, 2)
