"""Votes in assembly: counted live, one voice a link, sealed for good."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, OperationalError, transaction
from django.db.utils import DatabaseError
from django.urls import reverse
from django.utils import timezone

from alliance.outbox.models import Message
from campaigns.domain.voted import vote_links, votes
from campaigns.models import BallotCount, BallotResult, BallotVoter, Campaign
from members.domain import merging
from tests.factories import campaigns as make
from tests.factories.members import (
    ConsentFactory,
    EmailFactory,
    MembershipFactory,
    PersonFactory,
)


@pytest.fixture
def ballot(cast):
    problems = make.IssueFactory.create_batch(3, chapter=cast.grenoble)
    return votes.prepare(
        chapter=cast.grenoble, title="Assemblée d’automne", issues=problems, by_link=True
    )


def counted(ballot, *voices, means="hands"):
    for choice, n in zip(ballot.choices.all(), voices, strict=False):
        if n:
            votes.count(choice=choice, voices=n, means=means, actor=None, client_id=uuid4())


def closed(ballot, *voices, **more):
    counted(ballot, *voices)
    return votes.close(ballot=ballot, signed_by="Awa et Jo", **more)


def voter(ballot, **more):
    person = PersonFactory(chapter=ballot.chapter, **more)
    return make.BallotVoterFactory(ballot=ballot, person=person)


def test_prepared_twice_by_a_double_click_it_is_one(cast):
    issue, key = make.IssueFactory(chapter=cast.grenoble), uuid4()
    said = {"chapter": cast.grenoble, "title": "AG", "issues": [issue], "client_id": key}
    assert votes.prepare(**said) == votes.prepare(**said)


def test_hands_papers_and_links_add_up(ballot):
    counted(ballot, 12, 7), counted(ballot, 0, 9, means="paper")
    first = ballot.choices.last()
    votes.cast(voter=voter(ballot), choices=[first.pk])
    lines = votes.tally(ballot).lines
    assert [line.total for line in lines] == [16, 12, 1]
    assert [line.retained for line in lines] == [True, False, False]


def test_counted_twice_by_a_lost_connection_it_is_once(ballot):
    choice, key = ballot.choices.first(), uuid4()
    said = {"choice": choice, "voices": 12, "means": "hands", "actor": None, "client_id": key}
    assert [votes.count(**said), votes.count(**said)] == [12, 12]


@pytest.mark.parametrize("voices", [0, -1, 2_001])
def test_a_number_that_means_nothing_is_refused(ballot, voices):
    with pytest.raises(votes.InvalidVote):
        counted(ballot, voices) if voices else votes.count(
            choice=ballot.choices.first(), voices=0, means="hands", actor=None, client_id=uuid4()
        )


def test_one_voice_a_person(ballot):
    one, first = voter(ballot), ballot.choices.first()
    assert votes.cast(voter=one, choices=[first.pk]) is True
    assert votes.cast(voter=one, choices=[first.pk]) is False
    assert votes.tally(ballot).voices == 1


def test_nothing_says_what_she_chose(ballot):
    first = ballot.choices.first()
    for _n in range(3):
        votes.cast(voter=voter(ballot), choices=[first.pk])
    row = BallotCount.objects.get()
    assert (row.voices, row.counted_by) == (3, None)
    assert timezone.localtime(row.counted_at).hour == 0


def test_more_than_allowed_is_refused(ballot):
    both = [choice.pk for choice in ballot.choices.all()[:2]]
    with pytest.raises(votes.InvalidVote):
        votes.cast(voter=voter(ballot), choices=both)


def test_a_choice_of_another_ballot_is_none(ballot, cast):
    other = make.BallotChoiceFactory(ballot=make.BallotFactory(chapter=cast.grenoble))
    with pytest.raises(votes.InvalidVote):
        votes.cast(voter=voter(ballot), choices=[other.pk])


def test_looking_votes_nothing_and_the_button_does(ballot, client):
    one, first = voter(ballot), ballot.choices.first()
    url = reverse("campaigns:vote", args=[vote_links.token_of(one)])
    assert first.issue.title in client.get(url).content.decode()
    assert not BallotCount.objects.exists()
    client.post(url, {"choice": first.pk})
    assert "Votre voix est comptée" in client.get(url).content.decode()
    client.post(url, {"choice": first.pk})
    assert votes.tally(ballot).voices == 1


def test_an_empty_vote_says_what_to_do(ballot, client):
    url = reverse("campaigns:vote", args=[vote_links.token_of(voter(ballot))])
    answer = client.post(url, {"choice": "²"})
    assert answer.status_code == 422
    assert "au moins une priorité" in answer.content.decode()


def test_closed_it_is_sealed_and_stays(ballot):
    paris = timezone.localtime()
    result = closed(ballot, 12, 7, minutes="On a parlé une heure.", now=paris)
    result = BallotResult.objects.get(pk=result.pk)
    assert votes.is_intact(result)
    with pytest.raises(votes.InvalidVote):
        counted(ballot, 1)
    with pytest.raises(votes.InvalidVote):
        votes.close(ballot=ballot, signed_by="Moi")
    result.minutes = "Autre chose."
    assert not votes.is_intact(result)


@pytest.mark.parametrize("deed", ["update", "delete"])
def test_the_database_refuses_to_change_a_result(ballot, deed):
    closed(ballot, 3)
    rows = BallotResult.objects.filter(ballot=ballot)
    with pytest.raises((IntegrityError, OperationalError, DatabaseError)), transaction.atomic():
        rows.update(minutes="x") if deed == "update" else rows._raw_delete(rows.db)


def test_nothing_counted_or_nobody_signing_does_not_close(ballot):
    with pytest.raises(votes.InvalidVote):
        votes.close(ballot=ballot, signed_by="Awa")
    counted(ballot, 3)
    with pytest.raises(votes.InvalidVote):
        votes.close(ballot=ballot, signed_by="  ")


def test_what_was_chosen_becomes_a_campaign_once(ballot, cast):
    closed(ballot, 3, 2)
    chosen, other = (choice.issue for choice in ballot.choices.all()[:2])
    campaign = votes.open_campaign(ballot=ballot, issue=chosen, actor=cast.amina)
    assert votes.open_campaign(ballot=ballot, issue=chosen) == campaign
    assert (campaign.issue, campaign.name) == (chosen, chosen.title)
    assert votes.vote_of(campaign)[1]["total"] == 3
    with pytest.raises(votes.InvalidVote):
        votes.open_campaign(ballot=ballot, issue=other)


def test_a_campaign_without_vote_says_so(cast, client_of):
    campaign = make.CampaignFactory(chapter=cast.grenoble)
    assert votes.vote_of(campaign) is None
    page = client_of(cast.amina).get(reverse("campaigns:campaign-voices", args=[campaign.pk]))
    assert "sans vote" in page.content.decode()


def test_three_screens_from_the_heap_to_the_campaign(ballot, cast, client_of):
    client, choice = client_of(cast.amina), ballot.choices.first()
    form = {"voices": "12", "means": "hands", "client_id": str(uuid4())}
    client.post(reverse("campaigns:ballot-count", args=[ballot.pk, choice.pk]), form)
    client.post(reverse("campaigns:ballot-close", args=[ballot.pk]), {"signed_by": "Awa"})
    client.post(reverse("campaigns:ballot-open-campaign", args=[ballot.pk, choice.pk]))
    assert Campaign.objects.get().issue == choice.issue


def test_members_with_an_e_mail_are_written_to_once(ballot, cast):
    for email in (True, False):
        person = PersonFactory(chapter=cast.grenoble)
        MembershipFactory(person=person)
        if email:
            EmailFactory(person=person)
            ConsentFactory(person=person, channel="email", given=True)
    sent = [vote_links.call_voters(ballot=ballot, actor=None) for _n in range(2)]
    assert (sent[0].voters, sent[0].mailed, sent[0].by_hand) == (2, 1, 1)
    assert sent[1].mailed == 0
    message = Message.objects.get()
    assert "/vote/" in message.text
    assert vote_links.still_wanted([message]) == {}
    closed(ballot, 3)
    assert vote_links.still_wanted([message]) == {message.pk: "le vote est clos"}


def test_two_pages_of_one_person_have_one_voice(ballot, cast):
    one, other = voter(ballot), voter(ballot)
    votes.cast(voter=other, choices=[ballot.choices.first().pk])
    merging.merge(keep=one.person, gone=other.person, actor=cast.amina)
    assert ballot.voters.get().voted_on is not None


def test_the_board_looks_and_does_not_count(ballot, cast, client_of):
    client, choice = client_of(cast.board), ballot.choices.first()
    assert client.get(reverse("campaigns:ballot", args=[ballot.pk])).status_code == 200
    url = reverse("campaigns:ballot-count", args=[ballot.pk, choice.pk])
    assert client.post(url, {"voices": "1"}).status_code == 403


def test_once_counted_the_ballot_paper_stays(ballot, cast):
    votes.add_choice(ballot=ballot, issue=make.IssueFactory(chapter=cast.grenoble))
    counted(ballot, 1)
    with pytest.raises(votes.InvalidVote):
        votes.add_choice(ballot=ballot, issue=make.IssueFactory(chapter=cast.grenoble))


def test_an_issue_is_offered_once(ballot):
    with pytest.raises(IntegrityError, match="ballot_offers_an_issue_once"):
        make.BallotChoiceFactory(ballot=ballot, issue=ballot.choices.first().issue)


def test_a_voter_is_once_on_the_list(ballot):
    one = voter(ballot)
    with pytest.raises(IntegrityError, match="voter_once_per_ballot"):
        BallotVoter.objects.create(ballot=ballot, person=one.person)


def test_a_count_changes_something(ballot):
    with pytest.raises(IntegrityError, match="count_changes_something"):
        BallotCount.objects.create(choice=ballot.choices.first(), means="hands", voices=0)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_and_the_links_ask_the_same(
    ballot, cast, client_of, rows, django_assert_max_num_queries
):
    for _n in range(rows):
        voter(ballot), make.BallotFactory(chapter=cast.grenoble)
    client = client_of(cast.amina)
    for url in ("/ecoute/votes/", reverse("campaigns:ballot-links", args=[ballot.pk])):
        with django_assert_max_num_queries(12):
            assert client.get(url).status_code == 200
