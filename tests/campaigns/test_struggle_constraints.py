"""What must always hold around a campaign, refused by the database itself."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from campaigns.models import DemandAnswer, InterviewQuestion, TargetDate
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


def refused(name, deed):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        deed()


@pytest.mark.parametrize(
    ("name", "factory", "fields"),
    [
        ("demand_has_words", make.DemandFactory, {"text": ""}),
        ("target_is_a_named_person", make.TargetFactory, {"name": ""}),
        ("map_actor_has_a_name", make.MapActorFactory, {"name": ""}),
        ("tactic_says_what", make.TacticFactory, {"title": ""}),
        ("tactic_heat_1_to_4", make.TacticFactory, {"heat": 5}),
        ("promise_says_what", make.PromiseFactory, {"what": ""}),
        ("victory_says_what", make.VictoryFactory, {"what": ""}),
    ],
)
def test_an_empty_or_impossible_row_is_refused(name, factory, fields):
    refused(name, lambda: factory(**fields))


def test_an_actor_is_once_on_a_map():
    actor = make.MapActorFactory()
    refused(
        "map_actor_once_per_campaign",
        lambda: make.MapActorFactory(campaign=actor.campaign, name=actor.name),
    )


def test_an_answer_has_words_and_is_one_for_a_demand_and_a_meeting():
    meeting = make.NegotiationFactory()
    demand = make.DemandFactory(campaign=meeting.campaign)
    row = {"negotiation": meeting, "demand": demand}
    refused("answer_has_words", lambda: DemandAnswer.objects.create(**row, words=""))
    DemandAnswer.objects.create(**row, words="Non.")
    refused(
        "answer_once_per_demand_and_meeting",
        lambda: DemandAnswer.objects.create(**row, words="Oui."),
    )


def test_a_question_a_date_and_a_testimony_say_something():
    meeting, target, victory = (
        make.NegotiationFactory(),
        make.TargetFactory(),
        make.VictoryFactory(),
    )
    ask = InterviewQuestion.objects.create
    refused("question_has_words", lambda: ask(negotiation=meeting, text=""))
    now = timezone.now()
    refused(
        "target_date_says_what",
        lambda: TargetDate.objects.create(target=target, title="", starts_at=now),
    )
    refused(
        "testimony_has_words", lambda: victory.testimonies.create(words="", signed_as="une voisine")
    )
