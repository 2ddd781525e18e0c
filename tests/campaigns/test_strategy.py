"""The strategy chart, demands and targets: written by several, never over each other."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns.domain.fought import demands, strategy, targets
from campaigns.models import Demand, DemandMove, Target
from tests.factories import campaigns as make

SHORT = strategy.BY_NAME["goals_short"]
HX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def campaign(cast):
    return make.CampaignFactory(chapter=cast.grenoble, goals_short="Être reçus")


def write(client, campaign, text, seen="Être reçus", **extra):
    address = reverse("campaigns:campaign-cell", args=[campaign.pk, "goals_short"])
    return client.post(address, {"text": text, "seen": strategy.seal(seen)}, **extra)


def test_a_cell_is_written_in_place_and_equals_the_page_reloaded(cast, client_of, campaign):
    client = client_of(cast.amina)
    answer = write(client, campaign, "Être reçus avant Noël", **HX).content.decode()
    page = client.get(reverse("campaigns:campaign-detail", args=[campaign.pk])).content.decode()
    assert "Être reçus avant Noël" in answer
    assert answer.strip() in page


def test_without_script_the_cell_is_a_page(cast, client_of, campaign):
    answer = write(client_of(cast.amina), campaign, "Six ascenseurs")
    assert answer["Location"].endswith(f"/campagnes/{campaign.pk}/#case-goals_short")


def test_two_organizers_in_one_cell_never_overwrite_each_other(cast, client_of, campaign):
    client = client_of(cast.amina)
    write(client, campaign, "Version de Nadia")
    refused = write(client, campaign, "Version d’Amina", **HX)
    shown = refused.content.decode()
    assert refused.status_code == 422
    assert "Version de Nadia" in shown
    assert "Version d’Amina" in shown
    assert write(client, campaign, "Les deux", seen="Version de Nadia").status_code == 302


def test_two_cells_do_not_meet(cast, campaign):
    strategy.write_cell(
        campaign=campaign, cell=SHORT, text="a", seen=strategy.seal("Être reçus"), actor=cast.amina
    )
    long = strategy.BY_NAME["allies"]
    strategy.write_cell(
        campaign=campaign, cell=long, text="b", seen=strategy.seal(""), actor=cast.amina
    )
    campaign.refresh_from_db()
    assert (campaign.goals_short, campaign.allies) == ("a", "b")


def test_a_reader_does_not_write_and_an_unknown_cell_does_not_exist(cast, client_of, campaign):
    assert write(client_of(cast.board), campaign, "x").status_code == 403
    address = reverse("campaigns:campaign-cell", args=[campaign.pk, "organizer"])
    assert client_of(cast.amina).get(address).status_code == 404


def test_each_move_of_a_demand_is_dated_and_signed(cast, client_of, campaign):
    demand = demands.add(campaign=campaign, text="Six ascenseurs.", actor=cast.amina)
    address = reverse("campaigns:demand-detail", args=[demand.pk])
    day = timezone.localdate() - timedelta(days=2)
    data = {"status": "refused", "seen": "made", "happened_on": day, "note": "« Pas de budget. »"}
    shown = client_of(cast.amina).post(address, data, follow=True).content.decode()
    assert "Refusée" in shown
    assert "Pas de budget" in shown
    assert [m.author for m in demand.moves.all()] == [cast.amina, cast.amina]
    demand.refresh_from_db()
    assert (demand.status, demand.decided_on) == ("refused", day)


def test_a_demand_moved_meanwhile_says_so_and_keeps_the_note(cast, client_of, campaign):
    demand = make.DemandFactory(campaign=campaign, status="promised")
    address = reverse("campaigns:demand-detail", args=[demand.pk])
    data = {"status": "refused", "seen": "made", "note": "à garder"}
    answer = client_of(cast.amina).post(address, data)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "vient de noter « promise »" in shown.replace("\xa0", " ")
    assert "à garder" in shown
    assert not DemandMove.objects.exists()


def test_a_move_to_come_is_refused(cast, campaign):
    demand = make.DemandFactory(campaign=campaign)
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(demands.InvalidDemand, match="à venir"):
        demands.move(
            demand=demand, status="kept", seen="made", happened_on=tomorrow, actor=cast.amina
        )


def test_a_demand_with_a_victory_cannot_be_deleted(cast, client_of, campaign):
    demand = make.DemandFactory(campaign=campaign)
    make.VictoryFactory(campaign=campaign, demand=demand)
    address = reverse("campaigns:demand-delete", args=[demand.pk])
    shown = client_of(cast.amina).post(address, follow=True).content.decode()
    assert "Une victoire repose sur cette revendication" in shown
    assert Demand.objects.filter(pk=demand.pk).exists()


def test_a_demand_without_history_goes(cast, client_of, campaign):
    demand = demands.add(campaign=campaign, text="Un banc.", actor=cast.amina)
    client_of(cast.amina).post(reverse("campaigns:demand-delete", args=[demand.pk]))
    assert not Demand.objects.filter(pk=demand.pk).exists()


def test_a_double_click_asks_once(cast, campaign):
    for _click in range(2):
        demands.add(campaign=campaign, text="Un banc.", actor=cast.amina)
    assert campaign.demands.count() == 1


def test_moves_are_append_only_in_the_database(cast, campaign):
    demand = demands.add(campaign=campaign, text="Un banc.", actor=cast.amina)
    with pytest.raises((IntegrityError, InternalError), match="append-only"), transaction.atomic():
        demand.moves.update(note="réécrit")
    demand.moves.update(author=None)


def test_a_target_is_a_named_person(cast, client_of, campaign):
    address = reverse("campaigns:campaign-target-add", args=[campaign.pk])
    client = client_of(cast.amina)
    data = {"name": "La mairie", "mandate": "mairie", "kind": "primary"}
    refused = client.post(address, data)
    assert refused.status_code == 422
    assert "Qui, dedans, peut dire oui" in refused.content.decode()
    assert client.post(address, data | {"name": "Laurent Jacquemet"}).status_code == 302
    assert campaign.targets.get().target.name == "Laurent Jacquemet"


def test_two_organizers_on_one_target(cast, client_of, campaign):
    target = make.CampaignTargetFactory(campaign=campaign).target
    address = reverse("campaigns:target-edit", args=[target.pk])
    data = {"name": "A. Blanc", "mandate": "maire", "weak_points": "x", "version": 1}
    client = client_of(cast.amina)
    assert client.post(address, data).status_code == 302
    late = client.post(address, data | {"weak_points": "à moi"})
    assert late.status_code == 422
    assert "Quelqu’un a modifié cette fiche" in late.content.decode()
    target.refresh_from_db()
    assert target.weak_points == "x"


def test_superiors_do_not_go_round(cast, campaign):
    top = make.TargetFactory(chapter=cast.grenoble)
    below = make.TargetFactory(chapter=cast.grenoble, superior=top)
    with pytest.raises(targets.InvalidTarget, match="en rond"):
        targets.change(
            target=top,
            expected_version=1,
            actor=cast.amina,
            name=top.name,
            mandate=top.mandate,
            superior=below,
        )


def test_a_target_elsewhere_is_not_taken(cast, campaign):
    foreign = make.TargetFactory(chapter=cast.rennes)
    with pytest.raises(targets.InvalidTarget, match="autre alliance"):
        targets.link(campaign=campaign, target=foreign, kind="primary", actor=cast.amina)
    assert Target.objects.visible_to(cast.amina).count() == 0


def test_the_page_of_a_target_asks_the_same_for_one_and_three(cast, client_of):
    target = make.TargetFactory(chapter=cast.grenoble)
    client, address = client_of(cast.amina), reverse("campaigns:target-detail", args=[target.pk])

    def add():
        campaign = make.CampaignFactory(chapter=cast.grenoble)
        make.CampaignTargetFactory(campaign=campaign, target=target)
        make.PromiseFactory(negotiation__campaign=campaign, negotiation__target=target)

    def asked():
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    add()
    one = asked()
    add(), add()
    assert asked() == one
