"""The power map and the escalation: places stay, and nobody drags over somebody else."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from actions.models import Action
from campaigns.domain.fought import power_map, tactics
from campaigns.models import MapPosition, Tactic
from tests.factories import campaigns as make
from tests.factories.actions import ActionFactory
from tests.threads import together


@pytest.fixture
def campaign(cast):
    return make.CampaignFactory(chapter=cast.grenoble)


@pytest.fixture
def mayor(campaign):
    return make.MapPositionFactory(actor__campaign=campaign, actor__name="Le maire").actor


def move(client, actor, support, seen, **more):
    data = {"influence": 80, "support": support, "seen": seen, "note": "a voté contre"} | more
    return client.post(reverse("campaigns:map-actor", args=[actor.pk]), data)


def test_a_place_is_added_and_the_old_one_stays(cast, client_of, mayor):
    answer = move(client_of(cast.amina), mayor, -40, mayor.positions.get().pk)
    assert answer.status_code == 302
    old, new = mayor.positions.all()
    assert (old.support, new.support, new.author) == (0, -40, cast.amina)
    (dot,) = power_map.dots(mayor.campaign)
    assert (dot.place, dot.before, dot.drift) == (new, (old,), -40)


def test_the_map_of_another_day_shows_where_they_stood(cast, client_of, mayor):
    move(client_of(cast.amina), mayor, -40, mayor.positions.get().pk)
    (dot,) = power_map.dots(mayor.campaign, on=timezone.localdate() - timedelta(days=1))
    assert dot.place.support == 0


def test_two_organizers_dragging_the_same_card(cast, client_of, mayor):
    seen = mayor.positions.get().pk
    client = client_of(cast.amina)
    move(client, mayor, -40, seen)
    late = move(client, mayor, 60, seen)
    shown = late.content.decode()
    assert late.status_code == 422
    assert "vient de déplacer Le maire" in shown
    assert 'value="60"' in shown
    assert mayor.positions.count() == 2
    again = late.context["form"].data["seen"]
    assert move(client, mayor, 60, again).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_at_the_same_instant_one_of_two_is_told(cast, mayor):
    seen = mayor.positions.get().pk

    def drag(support):
        power_map.place(map_actor=mayor, influence=50, support=support, seen=seen, actor=cast.amina)

    problems = together([lambda: drag(10), lambda: drag(-10)])
    assert [type(one) for one in problems] == [power_map.MovedMeanwhile]
    assert mayor.positions.count() == 2


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"influence": 101}, "0 à 100"),
        ({"support": -101}, "0 à 100"),
        ({"noted_on": timezone.localdate() + timedelta(days=1)}, "à venir"),
        ({"noted_on": timezone.localdate() - timedelta(days=4000)}, "plus récente"),
    ],
)
def test_a_place_outside_the_map_or_the_calendar_is_refused(cast, mayor, fields, words):
    values = {"influence": 50, "support": 10, "seen": mayor.positions.get().pk} | fields
    with pytest.raises(power_map.InvalidPlace, match=words):
        power_map.place(map_actor=mayor, actor=cast.amina, **values)


@pytest.mark.parametrize(
    ("fields", "name"),
    [({"influence": 101}, "map_influence_0_to_100"), ({"support": -101}, "map_support_within_100")],
)
def test_impossible_places_are_refused_by_the_database(mayor, fields, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make.MapPositionFactory(actor=mayor, **fields)


def test_places_are_append_only_in_the_database(mayor):
    with pytest.raises((IntegrityError, InternalError), match="append-only"), transaction.atomic():
        MapPosition.objects.update(support=90)


def test_the_drawing_is_doubled_by_a_table_and_links(cast, client_of, mayor):
    address = reverse("campaigns:campaign-map", args=[mayor.campaign_id])
    shown = client_of(cast.amina).get(address).content.decode()
    assert "<svg" in shown
    assert reverse("campaigns:map-actor", args=[mayor.pk]) in shown
    assert "entre deux" in shown
    assert "data-power-map" not in client_of(cast.board).get(address).content.decode()
    assert client_of(cast.amina).get(f"{address}?au=2026-99-99").status_code == 200


def test_a_target_taken_off_comes_back_as_itself(cast, campaign):
    target = make.CampaignTargetFactory(campaign=campaign).target
    values = {"kind": "other", "influence": 80, "support": -40, "actor": cast.amina}
    row = power_map.add(campaign=campaign, name=target.name, **values)
    assert (row.kind, row.target) == ("target", target)
    power_map.take_off(map_actor=row, actor=cast.amina)
    assert power_map.dots(campaign) == []
    assert power_map.proposals(campaign)[0][0] == target.name
    power_map.add(campaign=campaign, name=target.name, **values)
    assert len(power_map.dots(campaign)) == 1


@pytest.mark.parametrize("page", ["campaign-map", "campaign-tactics"])
def test_the_pages_ask_the_same_for_one_and_three(cast, client_of, campaign, page):
    client, address = client_of(cast.amina), reverse(f"campaigns:{page}", args=[campaign.pk])

    def add():
        make.MapPositionFactory(actor__campaign=campaign)
        make.TacticFactory(campaign=campaign)
        ActionFactory(chapter=cast.grenoble, campaign=campaign)

    def asked():
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    add()
    one = asked()
    add(), add()
    assert asked() == one


def test_what_was_done_upstairs_stands_beside_what_is_planned(cast, campaign):
    past = timezone.now() - timedelta(days=20)
    ActionFactory(
        chapter=cast.grenoble,
        campaign=campaign,
        announced=True,
        title="La file d’attente",
        kind="queue",
        starts_at=past,
        ends_at=past + timedelta(hours=1),
    )
    make.TacticFactory(campaign=campaign, title="Occuper le hall", heat=4)
    steps = tactics.escalation(campaign, cast.amina)
    assert [(s.title, s.done) for s in steps] == [
        ("La file d’attente", True),
        ("Occuper le hall", False),
    ]
    assert tactics.next_heat(steps) == 4
    assert Action.objects.visible_to(cast.yann).count() == 0
    assert len(tactics.escalation(campaign, cast.yann)) == 1


def test_a_tactic_is_planned_once_then_changed(cast, client_of, campaign):
    client, address = (
        client_of(cast.amina),
        reverse("campaigns:campaign-tactics", args=[campaign.pk]),
    )
    data = {
        "title": "Des sacs au siège",
        "heat": 3,
        "state": "planned",
        "client_id": "5f0c31a8-7a3a-4bfb-9a5f-0d2f3ccf0001",
    }
    client.post(address, data), client.post(address, data)
    tactic = Tactic.objects.get()
    client.post(reverse("campaigns:tactic-edit", args=[tactic.pk]), data | {"state": "dropped"})
    assert tactics.escalation(campaign, cast.amina) == []
    refused = client.post(address, {"title": " ", "heat": 3, "state": "idea"})
    assert refused.status_code == 422
    assert "Dites ce qu’on ferait" in refused.content.decode()
