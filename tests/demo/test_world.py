"""The demonstration is true to scale, tells the seed's history, and can reach nobody."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from actions.domain.reminding import reminders
from actions.domain.turnout import turnout
from actions.models import Action, Reminder
from alliance.outbox.enums import State
from alliance.outbox.models import Message
from campaigns.models import Campaign, Victory
from members.domain.finding.duplicates import candidates
from members.domain.leading import suggestions
from members.domain.paying.memberships import standing
from members.models import (
    Chapter,
    Contact,
    FollowUp,
    Group,
    Leadership,
    Person,
    PersonEmail,
    PersonPhone,
    Role,
    User,
)
from tests.demo.conftest import TODAY


@pytest.fixture(autouse=True)
def _nothing_is_kept(demo):
    """What a test writes goes away with it; the demonstration stays for the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


FICTION = re.compile(r"^\+33(63998\d{4}|46571\d{4}|19900\d{4}|26191\d{4})$")


def test_it_has_the_size_of_the_association(demo):
    assert set(Chapter.objects.values_list("slug", flat=True)) == {
        "grenoble",
        "aubervilliers",
        "rennes",
        "gennevilliers",
    }
    assert 580 <= Person.objects.count() <= 650
    assert 18 <= Group.objects.count() <= 24
    organizers = Role.objects.filter(kind="organizer").values("user").distinct().count()
    assert organizers == 5
    assert Person.objects.filter(tags__name="conseil d’administration").count() == 13


def test_a_hundred_and_fifty_belong_today_and_some_are_late(demo):
    found = Counter(standing(Person.objects.values_list("pk", flat=True), on=TODAY).values())
    assert found["up_to_date"] + found["due_soon"] == 150
    assert found["due_soon"] > 5
    assert found["late"] > 10
    assert found["former"] > 10


def test_nothing_it_sends_can_reach_anybody(demo):
    numbers = PersonPhone.objects.values_list("number", flat=True)
    assert [number for number in numbers if not FICTION.match(number)] == []
    domains = {a.split("@")[1] for a in PersonEmail.objects.values_list("address", flat=True)}
    assert all(d == "example.org" or d.endswith(".test") for d in domains)
    assert all(a.endswith(".test") for a in User.objects.values_list("email", flat=True))


def test_many_have_no_email_and_families_share_a_phone(demo):
    without = Person.objects.filter(emails=None).count() / Person.objects.count()
    assert 0.35 < without < 0.65
    numbers = Counter(PersonPhone.objects.values_list("number", flat=True))
    assert sum(count > 1 for count in numbers.values()) >= 10


def test_the_history_of_the_association_is_there_as_victories(demo):
    won = set(Victory.objects.values_list("campaign__name", flat=True))
    assert {
        "Les employées de ménage de l’hôtel des impôts",
        "Reconstruire l’école des Buttes",
        "La file d’attente des étudiants étrangers",
    } <= won
    assert Campaign.objects.live().count() >= 5


def test_in_two_days_fifty_go_to_the_town_hall(demo):
    action = Action.objects.get(title="On va à cinquante à la mairie")
    figures = turnout(action)
    assert (timezone.localdate(action.starts_at) - TODAY).days == 2
    assert (action.goal, action.chapter.slug) == (50, "grenoble")
    assert figures.asked > figures.yes > figures.sure > 5
    assert figures.companions > 0


def test_fewer_came_than_promised(demo):
    past = [a for a in demo.actions if timezone.localdate(a.ends_at) < TODAY]
    named = [turnout(a) for a in past if not a.count_only and a.state == "announced"]
    assert len(named) >= 10
    promised = sum(figure.promised for figure in named)
    came = sum(figure.attended - figure.walk_ins for figure in named)
    assert 0.4 * promised < came < 0.9 * promised


def test_every_organizer_has_something_to_do_today(demo):
    for user in User.objects.filter(roles__kind="organizer").distinct():
        mine = FollowUp.objects.filter(owner=user).open()
        assert mine.filter(due_on=TODAY).exists(), user
        assert mine.filter(due_on__lt=TODAY).exists(), user
        assert 0 < mine.filter(due_on__gt=TODAY).count() < 40, user


def test_nothing_that_happened_lies_in_the_future(demo):
    midnight = demo.at(TODAY, 0)
    assert not Contact.objects.filter(happened_at__gte=midnight).exists()
    assert not Person.objects.filter(created_at__gte=midnight).exists()
    assert not FollowUp.objects.filter(done_at__gte=midnight).exists()
    settled = [State.SENT, State.FAILED, State.UNCERTAIN]
    assert not Message.objects.exclude(state__in=settled).exists()
    assert Message.objects.uncertain().count() == 1
    assert not Message.objects.filter(sent_at__gte=midnight).exists()


def test_words_are_varied_and_whole(demo):
    texts = Contact.objects.values_list("story", "interest", "network", "next_step", "note")
    said = [text for row in texts for text in row if text]
    assert len(set(said)) > 400
    assert [text for text in said if "{" in text or "|" in text] == []
    assert [text for text in said if re.search(r"[a-zé] [;:!?»]", text)] == []


def test_last_contacts_are_those_of_the_exchanges(demo):
    for person in Person.objects.exclude(last_contact_at=None)[:50]:
        assert person.last_contact_at == person.contacts.first().happened_at


def test_leaders_stand_where_their_last_move_led(demo):
    for leadership in Leadership.objects.select_related("person"):
        assert leadership.stage == leadership.person.leadership_moves.first().to_stage


def test_facts_point_at_three_who_could_lead(demo):
    found = suggestions.suggestions([demo.chapters["grenoble"].pk])
    said = " ".join(reason for one in found for reason in one.reasons)
    assert len(found) >= 3
    assert all(words in said for words in ("a amené", "actions en un an", "porte-parole"))


def test_nobody_was_reminded_before_being_invited(demo):
    for message in Message.objects.filter(sent_at__isnull=False):
        assert message.sent_at - message.created_at < timedelta(minutes=2)


def test_the_first_hours_send_nothing_of_the_past(demo):
    planned = reminders.plan(demo.at(TODAY, 0, 5))
    assert (planned.messages, planned.calls) == (0, 0)


@pytest.mark.parametrize("hour", [9, 12, 19])
def test_a_whole_day_brings_a_few_dozen_messages_at_the_most(demo, hour):
    planned = reminders.plan(demo.at(TODAY, hour))
    assert planned.messages < 80


def test_what_was_said_is_remembered_once_with_its_message_or_its_call(demo):
    said = Reminder.objects.filter(created_at__lt=demo.at(TODAY, 0))
    assert said.count() > 300
    assert not said.filter(channel="email", message=None).exists()
    assert not said.filter(channel="human", follow_up=None).exists()


def test_calls_of_the_past_are_not_left_open(demo):
    past = demo.at(TODAY, 0) - timedelta(seconds=1)
    calls = FollowUp.objects.filter(key__isnull=False, created_at__lte=past)
    assert calls.exists()
    assert not calls.open().exists()


@pytest.mark.parametrize("room", ["members", "campaigns", "actions", "outbox", "journal"])
def test_every_page_of_the_admin_opens(demo, room, client_of):
    client = client_of(demo.accounts["admin"])
    for model, page in admin.site._registry.items():
        if model._meta.app_label != room:
            continue
        name = f"admin:{room}_{model._meta.model_name}"
        assert client.get(reverse(f"{name}_changelist")).status_code == 200, model
        if page.has_add_permission(demo_request(demo)):
            assert client.get(reverse(f"{name}_add")).status_code == 200, model
        first = model._default_manager.first()
        if first is not None:
            assert client.get(reverse(f"{name}_change", args=[first.pk])).status_code == 200, model


def demo_request(demo):
    """A request of the national administrator."""
    request = RequestFactory().get("/admin/")
    request.user = demo.accounts["admin"]
    return request


@pytest.mark.parametrize("account", ["amina", "yann", "board", "nacera", "admin"])
def test_campaign_pages_are_full_for_everybody(demo, account, client_of):
    client = client_of(demo.accounts[account])
    page = client.get(reverse("campaigns:campaign-list"))
    assert page.status_code == 200
    for campaign in Campaign.objects.visible_to(demo.accounts[account]):
        shown = client.get(reverse("campaigns:campaign-detail", args=[campaign.pk]))
        assert shown.status_code == 200
        assert shown.context["campaign"].demands.exists()


def test_messages_are_numbered_in_the_order_of_time(demo):
    written = list(Message.objects.order_by("pk").values_list("created_at", flat=True))
    assert written == sorted(written)


def test_receipts_have_no_gap(demo):
    for chapter in Chapter.objects.all():
        numbers = list(chapter.receipts.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
        assert chapter.receipts_count.last_number == len(numbers) > 20


def test_the_page_of_duplicates_has_pairs_to_decide(demo):
    for chapter in Chapter.objects.filter(slug__in=["grenoble", "rennes"]):
        assert candidates([chapter.pk])
