"""What an assembly voted becomes the questions to a candidate, with their voices."""

from uuid import uuid4

import pytest
from django.urls import reverse

from campaigns.domain.fought import interviews
from campaigns.domain.voted import votes
from tests.factories import campaigns as make


@pytest.fixture
def interview(cast):
    return make.NegotiationFactory(campaign__chapter=cast.grenoble, kind="interview")


@pytest.fixture
def ballot(cast):
    problems = make.IssueFactory.create_batch(3, chapter=cast.grenoble)
    ballot = votes.prepare(chapter=cast.grenoble, title="Assemblée d’automne", issues=problems)
    for choice, voices in zip(ballot.choices.all(), (12, 31), strict=False):
        votes.count(choice=choice, voices=voices, means="hands", actor=None, client_id=uuid4())
    return ballot


def take(client, interview, ballot):
    keys = [interview.pk, ballot.pk]
    return client.post(reverse("campaigns:negotiation-questions-voted", args=keys), follow=True)


def test_each_voted_problem_is_a_question_once(cast, client_of, interview, ballot):
    votes.close(ballot=ballot, signed_by="Awa")
    client = client_of(cast.amina)
    for _click in range(2):
        shown = take(client, interview, ballot).content.decode()
    questions = list(interview.questions.order_by("-votes"))
    assert [one.votes for one in questions] == [31, 12]
    assert {one.asked_by for one in questions} == {"Assemblée d’automne"}
    assert questions[0].text in shown


def test_a_question_keeps_its_answer_and_who_asked(interview, ballot):
    votes.close(ballot=ballot, signed_by="Awa")
    interviews.ask_what_was_voted(negotiation=interview, ballot=ballot, actor=None)
    interview.questions.update(answer="Oui.", asked_by="Roland", votes=1)
    assert interviews.ask_what_was_voted(negotiation=interview, ballot=ballot, actor=None) == 2
    kept = interview.questions.order_by("-votes").first()
    assert (kept.answer, kept.asked_by, kept.votes) == ("Oui.", "Roland", 31)


def test_a_vote_still_counted_is_refused(cast, client_of, interview, ballot):
    assert "n’est pas clos" in take(client_of(cast.amina), interview, ballot).content.decode()
    assert not interview.questions.exists()


def test_the_vote_of_another_chapter_is_not_there(cast, client_of, interview):
    assert take(client_of(cast.amina), interview, make.BallotFactory()).status_code == 404


def test_a_leader_only_reads(cast, client_of, interview, ballot):
    assert take(client_of(cast.leader), interview, ballot).status_code == 403
