"""Victories: their lineage, the calls of the day, the public page, the recipe."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns import models
from campaigns.domain import recipes, victories
from campaigns.models import Campaign, Victory, VictoryBook
from members.models import FollowUp
from tests.factories import campaigns as make
from tests.factories.members import PersonFactory

TODAY = timezone.localdate()


@pytest.fixture
def campaign(cast):
    issue = make.IssueFactory(chapter=cast.grenoble, title="Les pannes")
    return make.CampaignFactory(chapter=cast.grenoble, issue=issue, organizer=cast.amina)


def url(name, row):
    return reverse(f"campaigns:{name}", args=[row.pk])


def hear(campaign, words, **more):
    return make.GrievanceFactory(
        chapter=campaign.chapter, issue=campaign.issue, words=words, **more
    )


def test_a_victory_keeps_its_demand(cast, client_of, campaign):
    demand = make.DemandFactory(campaign=campaign, status="promised")
    data = {"what": "Six ascenseurs neufs", "won_on": TODAY, "households": 214, "demand": demand.pk}
    client_of(cast.amina).post(url("campaign-victory-note", campaign), data)
    demand.refresh_from_db()
    assert Victory.objects.get().households == 214
    assert (demand.status, demand.moves.get().author) == ("kept", cast.amina)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"won_on": TODAY + timedelta(days=1)}, "on fêtera le jour venu"),
        ({"households": 0}, "ne semble pas juste"),
        ({"amount": "-5"}, "plus grand que zéro"),
        ({"what": " "}, "Dites ce qui a été gagné"),
    ],
)
def test_an_impossible_victory_says_why(cast, client_of, campaign, fields, words):
    data = {"what": "Un banc", "won_on": TODAY} | fields
    answer = client_of(cast.amina).post(url("campaign-victory-note", campaign), data)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_the_story_goes_back_to_the_first_sentence(cast, client_of, campaign):
    hear(campaign, "Je monte six étages.", heard_on=TODAY - timedelta(days=90))
    hear(campaign, "Ma mère ne sort plus.", heard_on=TODAY - timedelta(days=80))
    make.VictoryFactory(campaign=campaign, what="Six ascenseurs neufs")
    shown = client_of(cast.amina).get(url("campaign-story", campaign)).content.decode()
    assert shown.index("Je monte six étages.") < shown.index("Ma mère ne sort plus.")
    assert shown.index("Ma mère ne sort plus.") < shown.index("Six ascenseurs neufs")


def test_words_said_in_confidence_stay_with_organizers(cast, client_of, campaign):
    hear(campaign, "Je monte six étages.")
    shown = client_of(cast.board).get(url("campaign-story", campaign)).content.decode()
    assert "Je monte six étages." not in shown
    assert "colère entendue" in shown


def test_everybody_who_spoke_gets_the_call_once(cast, client_of, campaign):
    spoke, went = PersonFactory.create_batch(2, chapter=cast.grenoble)
    hear(campaign, "Je monte six étages.", person=spoke)
    hear(campaign, "Toujours en panne.", person=spoke)
    make.NegotiationFactory(campaign=campaign).delegates.create(person=went)
    victory = make.VictoryFactory(campaign=campaign)
    for _click in range(2):
        client_of(cast.amina).post(url("victory-announce", victory))
    assert set(FollowUp.objects.values_list("person", flat=True)) == {spoke.pk, went.pk}
    assert FollowUp.objects.count() == 2


def consent(**more):
    data = {"words": "Enfin je dors.", "signed_as": "Awa", "is_public": "on"}
    return data | {"consent_words": "Oui, mon prénom.", "consent_on": TODAY} | more


def test_a_testimony_is_shown_to_all_only_with_consent(cast, client_of, campaign):
    victory = make.VictoryFactory(campaign=campaign)
    client = client_of(cast.amina)
    refused = client.post(url("victory-detail", victory), consent(consent_words=""))
    assert refused.status_code == 422
    assert "notez son accord" in refused.content.decode()
    client.post(url("victory-detail", victory), consent())
    row = models.Testimony.objects.get()
    assert (row.is_public, row.consent_to) == (True, cast.amina)
    client.post(url("testimony-withdraw", row))
    assert not models.Testimony.objects.exists()


def test_the_database_refuses_it_too(campaign):
    victory = make.VictoryFactory(campaign=campaign)
    with pytest.raises(IntegrityError, match="testimony_public_with_consent"), transaction.atomic():
        victory.testimonies.create(words="x", signed_as="Awa", is_public=True)


def test_the_public_page_exists_only_once_opened_and_says_no_name(
    client, cast, client_of, campaign
):
    target = make.CampaignTargetFactory(campaign=campaign).target
    make.VictoryFactory(campaign=campaign, what="Six ascenseurs neufs", is_public=True)
    make.VictoryFactory(campaign=campaign, what="Entre nous")
    address = reverse("campaigns:public-victories", args=["grenoble"])
    assert client.get(address).status_code == 404
    book = reverse("campaigns:victory-book", args=["grenoble"])
    client_of(cast.amina).post(book, {"is_open": "on", "intro": "Bienvenue."})
    shown = client.get(address).content.decode()
    assert "Six ascenseurs neufs" in shown
    assert "Entre nous" not in shown
    assert target.name not in shown
    assert cast.amina.first_name not in shown


def test_a_photo_is_public_only_while_everything_agrees(client, cast, campaign):
    victory = make.VictoryFactory(campaign=campaign, is_public=False)
    photo = make.DocumentFactory(campaign=campaign, content_type="image/png")
    said = victory.testimonies.create(
        words="x", signed_as="A", photo=photo, is_public=True, consent_words="oui", consent_on=TODAY
    )
    VictoryBook.objects.create(chapter=cast.grenoble, is_open=True)
    address = reverse("campaigns:public-photo", args=["grenoble", said.pk])
    assert client.get(address).status_code == 404


def test_a_recipe_leaves_without_names_and_begins_elsewhere(cast, client_of, campaign):
    make.CampaignTargetFactory(campaign=campaign, target__name="Laurent Jacquemet")
    campaign.groups.add(cast.led_group)
    campaign.summary = "À Grenoble, Les Granges vont voir Jacquemet. Nacéra ouvre."
    campaign.save()
    make.NegotiationFactory(campaign=campaign).delegates.create(person=cast.leader_person)
    make.DemandFactory(campaign=campaign, text="Six ascenseurs.")
    make.VictoryFactory(campaign=campaign, households=214)
    answer = client_of(cast.amina).get(url("campaign-recipe", campaign), {"format": "json"})
    text = answer.content.decode()
    for name in ("Grenoble", "Granges", "Jacquemet", "Nacéra"):
        assert name not in text
    sent = {"chapter": cast.rennes.pk, "file": SimpleUploadedFile("r.json", text.encode())}
    client_of(cast.yann).post(reverse("campaigns:recipe-import"), sent)
    begun = Campaign.objects.get(chapter=cast.rennes)
    assert (begun.name, begun.status) == ("Les pannes", "preparing")
    assert begun.demands.get().text == "Six ascenseurs."


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe", "ne se lit pas"),
        (b"{", "ne se lit pas"),
        (b"[1]", "pas une recette"),
        (b"[" * 100_000, "ne se lit pas"),
        (b'{"format": "alliance-recette", "version": 9}', "plus récente"),
        (b'{"format": "alliance-recette", "version": 1}', "ne dit pas le problème"),
        (b" " * 200_001, "trop grand"),
    ],
)
def test_what_is_not_a_recipe_says_so(cast, client_of, content, words):
    data = {"chapter": cast.grenoble.pk, "file": SimpleUploadedFile("r.json", content)}
    answer = client_of(cast.amina).post(reverse("campaigns:recipe-import"), data)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_recipe_is_never_trusted(cast):
    data = {
        "format": "alliance-recette",
        "version": 1,
        "problem": "Les pannes",
        "goals": ["x"],
        "theme": "casino",
        "demands": [{"text": 3}, "x", {"text": "Un banc."}],
        "tactics": [{"title": "Une file", "pressure": 99, "day": "x", "came": True}],
    }
    for number in range(2):
        row = recipes.import_(chapter=cast.grenoble, data=data, actor=cast.amina)
        assert row.name == ("Les pannes" if not number else "Les pannes (2)")
    assert row.theme == "other"
    assert [d.text for d in row.demands.all()] == ["Un banc."]
    assert row.tactics.get().heat == 2


@pytest.mark.parametrize("page", ["campaign-story", "public"])
def test_the_pages_ask_the_same_for_one_and_three(cast, client_of, campaign, page):
    VictoryBook.objects.create(chapter=cast.grenoble, is_open=True)
    client = client_of(cast.amina)
    address = reverse("campaigns:public-victories", args=["grenoble"])
    address = address if page == "public" else url(page, campaign)

    def add():
        hear(campaign, "Encore.")
        victory = make.VictoryFactory(campaign=campaign, is_public=True)
        victory.testimonies.create(words="x", signed_as="A")
        make.PromiseFactory(negotiation__campaign=campaign, negotiation__held_at=timezone.now())

    def asked():
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    add()
    one = asked()
    add(), add()
    assert asked() == one
    assert victories.lineage(campaign, cast.amina).heard == 3
