"""Opening and changing a campaign, and what the form says when it cannot."""

import pytest
from django.urls import reverse
from django.utils import timezone

from alliance.journal.models import Entry
from campaigns.models import Campaign
from tests.factories import campaigns as make
from tests.factories.members import GroupFactory

CREATE = reverse("campaigns:campaign-create")


def filled(**changes):
    return {"name": "Dix-neuf degrés", "theme": "housing", "status": "active", **changes}


@pytest.fixture
def amina(cast, client_of):
    return client_of(cast.amina)


def test_a_name_is_enough(cast, amina):
    answer = amina.post(CREATE, filled())
    campaign = Campaign.objects.get()
    assert answer.url == reverse("campaigns:campaign-detail", args=[campaign.pk])
    assert (campaign.chapter, campaign.opened_on) == (cast.grenoble, timezone.localdate())
    entry = Entry.objects.get(verb="campaign.opened")
    assert (entry.subject_id, entry.actor_id) == (campaign.pk, cast.amina.pk)


def test_sent_twice_it_is_one_campaign(amina):
    amina.post(CREATE, filled())
    again = amina.post(CREATE, filled())
    assert again.status_code == 422
    assert "porte déjà ce nom" in again.content.decode()
    assert Campaign.objects.count() == 1


def test_without_a_name_it_says_so_and_keeps_what_was_typed(amina):
    answer = amina.post(CREATE, filled(name="", summary="Les murs sont noirs."))
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Donnez un nom à la campagne." in shown
    assert "Les murs sont noirs." in shown


def test_an_end_before_the_beginning_is_refused_in_french(amina):
    dates = {"opened_on": "2026-05-01", "closed_on": "2026-04-01", "status": "stopped"}
    answer = amina.post(CREATE, filled(**dates))
    assert answer.status_code == 422
    assert "La fin vient avant le début" in answer.content.decode()


def test_groups_of_another_chapter_are_not_offered(cast, amina):
    foreign = GroupFactory(chapter=cast.rennes, name="Le Blosne")
    assert "Le Blosne" not in amina.get(CREATE).content.decode()
    assert amina.post(CREATE, filled(groups=[foreign.pk])).status_code == 422


def test_an_administrator_cannot_mix_two_chapters(cast, client_of):
    foreign = GroupFactory(chapter=cast.rennes)
    data = filled(chapter=cast.grenoble.pk, groups=[foreign.pk])
    answer = client_of(cast.nadia).post(CREATE, data)
    assert answer.status_code == 422
    assert "même alliance locale" in answer.content.decode()


def test_a_wrong_chapter_is_an_error_on_the_page(cast, client_of):
    answer = client_of(cast.nadia).post(CREATE, filled(chapter="999999"))
    assert answer.status_code == 422


def test_winning_dates_the_end_and_taking_it_up_again_forgets_it(cast, amina):
    campaign = make.CampaignFactory(chapter=cast.grenoble)
    edit = reverse("campaigns:campaign-edit", args=[campaign.pk])
    amina.post(edit, filled(name=campaign.name, opened_on="2026-09-01", status="won"))
    campaign.refresh_from_db()
    assert campaign.closed_on == timezone.localdate()
    amina.post(edit, filled(name=campaign.name, opened_on="2026-09-01", status="active"))
    campaign.refresh_from_db()
    assert campaign.closed_on is None


def test_the_form_shows_the_groups_it_has_and_changes_them(cast, amina):
    campaign = make.CampaignFactory(chapter=cast.grenoble)
    old, new = GroupFactory.create_batch(2, chapter=cast.grenoble)
    campaign.groups.add(old)
    edit = reverse("campaigns:campaign-edit", args=[campaign.pk])
    assert f'value="{old.pk}"' in amina.get(edit).content.decode()
    amina.post(edit, filled(groups=[new.pk]))
    assert list(campaign.groups.all()) == [new]
    assert Entry.objects.get(verb="campaign.changed").subject_id == campaign.pk
