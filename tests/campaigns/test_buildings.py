"""Doors: one tap each, two teams at once, and the same on paper."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from campaigns.domain.heard import doors
from campaigns.models import Building, Conversation, Door, DoorKnock
from tests.factories import campaigns as make


@pytest.fixture
def tower(cast):
    return doors.create(chapter=cast.grenoble, name="Tour B", floors=12, doors=4)


def knock(door, outcome="absent", **more):
    said = {"actor": None, "client_id": uuid4()} | more
    return doors.knock(door=door, outcome=outcome, **said)


def knock_url(door):
    return reverse("campaigns:door-knock", args=[door.pk])


def test_floors_times_doors(tower):
    grid = doors.grid(tower)
    assert (grid.doors, len(grid.floors), grid.floors[0].number) == (52, 13, 12)
    assert grid.floor(None).number == 12


@pytest.mark.parametrize(("floors", "per"), [(61, 4), (4, 41), (4, 0), (-1, 4)])
def test_an_impossible_building_is_refused(cast, floors, per):
    with pytest.raises(doors.InvalidBuilding):
        doors.create(chapter=cast.grenoble, name="Tour", floors=floors, doors=per)


def test_the_same_building_twice_is_refused_with_a_sentence(tower, cast, client_of):
    form = {"name": "Tour B", "floors": "3", "doors": "2"}
    answer = client_of(cast.amina).post(reverse("campaigns:building-create"), form)
    assert answer.status_code == 422
    assert "déjà dans la liste" in answer.content.decode()
    assert Building.objects.count() == 1


def test_one_tap_and_its_correction(tower, cast, client_of):
    client, door = client_of(cast.amina), tower.doors.first()
    for outcome in ("absent", "talked"):
        client.post(knock_url(door), {"outcome": outcome, "nonce": str(uuid4())})
    assert doors.grid(tower).counts == {"talked": 1}
    assert DoorKnock.objects.count() == 2


def test_sent_twice_by_a_lost_connection_it_counts_once(tower, cast, client_of):
    client, door = client_of(cast.amina), tower.doors.first()
    form = {"outcome": "absent", "nonce": str(uuid4())}
    client.post(knock_url(door), form), client.post(knock_url(door), form)
    assert DoorKnock.objects.count() == 1


def test_the_same_page_can_correct_itself(tower, cast, client_of):
    client, door, nonce = client_of(cast.amina), tower.doors.first(), str(uuid4())
    for outcome in ("absent", "refused"):
        client.post(knock_url(door), {"outcome": outcome, "nonce": nonce})
    assert doors.grid(tower).counts == {"refused": 1}


@pytest.mark.parametrize("form", [{}, {"outcome": "x", "nonce": "1"}, {"outcome": "absent"}])
def test_an_unknown_gesture_writes_nothing(tower, cast, client_of, form):
    answer = client_of(cast.amina).post(knock_url(tower.doors.first()), form)
    assert answer.status_code == 400
    assert not DoorKnock.objects.exists()


def test_cleared_it_is_to_do_again(tower):
    door = tower.doors.first()
    knock(door), knock(door, "cleared")
    assert doors.grid(tower).done == 0


def test_a_new_round_keeps_what_was_before(tower):
    door = tower.doors.first()
    knock(door, "talked", knocked_at=timezone.now() - timedelta(days=3))
    tower.round_started_at = timezone.now() - timedelta(days=9)
    tower.save()
    doors.new_round(building=tower)
    cell = doors.grid(tower).floors[0].cells[0]
    assert (cell.outcome, cell.before) == ("", "talked")


def test_a_tap_kept_in_the_phone_keeps_its_time(tower):
    now = timezone.now()
    row = knock(tower.doors.first(), knocked_at=now - timedelta(hours=5), now=now)
    assert row.knocked_at == now - timedelta(hours=5)
    future = knock(tower.doors.last(), knocked_at=now + timedelta(days=1), now=now)
    assert future.knocked_at == now


def test_talked_leads_to_the_words_and_knocks_once(tower, cast, client_of):
    client, door = client_of(cast.amina), tower.doors.first()
    url = f"{reverse('campaigns:listen')}?porte={door.pk}"
    form = {"client_id": str(uuid4()), "words": "Le chauffage est coupé."}
    answer = client.post(url, form)
    assert answer["Location"].endswith("?etage=12#etage")
    client.post(url, form)
    assert (Conversation.objects.count(), DoorKnock.objects.count()) == (1, 1)
    assert Conversation.objects.get().person is None


def test_two_teams_walk_at_once(tower, cast, client_of):
    amina, leader = client_of(cast.amina), client_of(cast.leader)
    high, low = tower.doors.filter(floor=12).first(), tower.doors.filter(floor=1).first()
    amina.post(knock_url(high), {"outcome": "talked", "nonce": str(uuid4())})
    leader.post(knock_url(low), {"outcome": "absent", "nonce": str(uuid4())})
    assert doors.grid(tower).done == 2


def test_the_paper_is_in_the_order_of_the_screen(tower, cast, client_of):
    client = client_of(cast.amina)
    order = [f"d-{door.pk}" for door in tower.doors.order_by("-floor", "position")]
    page = client.get(reverse("campaigns:building-entry", args=[tower.pk])).content.decode()
    places = [page.index(f'"{name}"') for name in order]
    assert places == sorted(places)
    assert client.get(reverse("campaigns:building-sheet", args=[tower.pk])).status_code == 200


def test_a_sheet_sent_twice_counts_once(tower, cast, client_of):
    client, rows = client_of(cast.amina), list(tower.doors.all()[:3])
    form = {"sheet_id": str(uuid4()), "walked_on": timezone.localdate().isoformat()}
    form |= {f"d-{door.pk}": "absent" for door in rows} | {"d-999999": "talked", "d-x": "absent"}
    url = reverse("campaigns:building-entry", args=[tower.pk])
    client.post(url, form), client.post(url, form)
    assert DoorKnock.objects.filter(from_paper=True).count() == 3


def test_an_empty_sheet_and_a_day_to_come_are_refused(tower, cast, client_of):
    client, url = client_of(cast.amina), reverse("campaigns:building-entry", args=[tower.pk])
    tomorrow = timezone.localdate() + timedelta(days=1)
    form = {"sheet_id": str(uuid4()), "walked_on": tomorrow.isoformat()}
    form[f"d-{tower.doors.first().pk}"] = "absent"
    answer = client.post(url, form)
    assert answer.status_code == 422
    assert "selected" in answer.content.decode()
    form = {"sheet_id": str(uuid4()), "walked_on": timezone.localdate().isoformat()}
    assert "Aucune porte" in client.post(url, form).content.decode()


def test_notes_are_for_the_next_team(tower, cast, client_of):
    client, url = client_of(cast.amina), reverse("campaigns:building-note", args=[tower.pk])
    note = {"text": "Code 1234, l’ascenseur est en panne", "client_id": str(uuid4())}
    client.post(url, note), client.post(url, note), client.post(url, {"text": "  "})
    assert tower.notes.count() == 1


def test_a_door_on_which_somebody_knocked_stays(tower):
    door, other = tower.doors.filter(floor=3).order_by("position")[2:4]
    knock(door)
    assert doors.remove_door(door=door) is False
    assert doors.remove_door(door=other) is True
    assert doors.add_door(building=tower, floor=3).position == 4


def test_the_board_does_not_walk(tower, cast, client_of):
    url = reverse("campaigns:building", args=[tower.pk])
    assert client_of(cast.board).get(url).status_code == 403


def test_a_door_is_once_on_its_floor(tower):
    with pytest.raises(IntegrityError, match="door_once_on_its_floor"):
        Door.objects.create(building=tower, floor=1, position=1)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_and_the_grid_ask_the_same(cast, client_of, rows, django_assert_max_num_queries):
    for one in make.BuildingFactory.create_batch(rows, chapter=cast.grenoble):
        knock(make.DoorFactory(building=one)), knock(make.DoorFactory(building=one))
    client = client_of(cast.amina)
    for url in ("/ecoute/batiments/", reverse("campaigns:building", args=[one.pk])):
        with django_assert_max_num_queries(14):
            assert client.get(url).status_code == 200
