"""The negotiation room and the promise clock."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from actions.models import Action
from alliance.outbox.models import Message
from campaigns.domain.fought import demands, negotiations, promise_clock
from campaigns.models import Delegate, Negotiation, Promise, TargetDate
from members.models import FollowUp
from tests.factories import campaigns as make
from tests.factories.members import GroupMembershipFactory, PersonFactory

TODAY = timezone.localdate()
HELD = timezone.now() - timedelta(days=30)


@pytest.fixture
def meeting(cast):
    campaign = make.CampaignFactory(chapter=cast.grenoble, organizer=cast.amina)
    campaign.groups.add(cast.led_group)
    target = make.CampaignTargetFactory(campaign=campaign).target
    return make.NegotiationFactory(campaign=campaign, target=target, held_at=HELD, place="Mairie")


@pytest.fixture
def late(meeting):
    return make.PromiseFactory(
        negotiation=meeting,
        who=meeting.target.name,
        made_on=timezone.localdate(HELD),
        due_on=TODAY - timedelta(days=1),
        witnesses="onze locataires",
    )


def url(name, row):
    return reverse(f"campaigns:{name}", args=[row.pk])


def promised(meeting, **more):
    values = {"what": "Réparer", "who": "Le maire", "due_on": TODAY, "actor": None} | more
    return negotiations.promise(negotiation=meeting, **values)


def test_a_promise_dated_before_its_meeting_is_refused_and_typed_words_stay(
    cast, client_of, meeting
):
    data = {"what": "Six ascenseurs", "who": "Le maire", "due_on": "2020-01-01"}
    answer = client_of(cast.amina).post(url("negotiation-promise", meeting), data)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "la promesse ne peut pas tomber avant" in shown
    assert "Six ascenseurs" in shown
    assert not Promise.objects.exists()


def test_the_database_refuses_it_too(meeting):
    with pytest.raises(IntegrityError, match="promise_due_after_it_was_made"), transaction.atomic():
        make.PromiseFactory(negotiation=meeting, made_on=TODAY, due_on=TODAY - timedelta(days=1))


def test_a_promise_starts_the_clock_and_moves_its_demand(cast, meeting):
    demand = make.DemandFactory(campaign=meeting.campaign)
    number = uuid4()
    for _click in range(2):
        promised(meeting, demand=demand, client_id=number, actor=cast.amina)
    demand.refresh_from_db()
    assert (meeting.promises.count(), demand.status) == (1, "promised")
    assert demand.moves.get().happened_on == timezone.localdate(HELD)


@pytest.mark.parametrize(("kept", "status"), [(True, "kept"), (False, "betrayed")])
def test_what_becomes_of_a_promise_becomes_of_its_demand(cast, client_of, late, kept, status):
    late.demand = make.DemandFactory(campaign=late.negotiation.campaign, status="promised")
    late.save()
    client_of(cast.amina).post(url("promise-decide", late), {"kept": "1" if kept else "0"})
    late.demand.refresh_from_db()
    assert late.demand.status == status


def test_a_promise_is_not_broken_before_its_date(meeting):
    row = promised(meeting, due_on=TODAY + timedelta(days=3))
    with pytest.raises(negotiations.InvalidNegotiation, match="pas encore passée"):
        negotiations.decide(promise=row, kept=False, actor=None)


def test_when_the_date_passes_those_who_lead_are_told_once(cast, late):
    Delegate.objects.create(
        negotiation=late.negotiation, person=PersonFactory(chapter=cast.grenoble), role="opens"
    )
    told = promise_clock.tell()
    assert (told.promises, told.calls, told.messages) == (1, 2, 1)
    assert promise_clock.tell().promises == 0
    follow_up = FollowUp.objects.get(person=cast.leader_person)
    assert (follow_up.owner, follow_up.due_on) == (cast.amina, TODAY)
    message = Message.objects.get()
    assert message.to_address == cast.amina.email
    assert url("promise-detail", late) in message.text
    assert mail.outbox == []


@pytest.mark.parametrize("days", [0, 61])
def test_neither_on_the_day_itself_nor_long_after(late, days):
    Promise.objects.update(due_on=TODAY - timedelta(days=days), made_on=TODAY - timedelta(days=90))
    assert promise_clock.tell().promises == 0


def test_a_kept_promise_says_nothing(late):
    negotiations.decide(promise=late, kept=True, actor=None)
    assert promise_clock.tell().promises == 0


def test_the_letter_the_press_and_the_next_action_are_ready(cast, client_of, late):
    client = client_of(cast.amina)
    shown = client.get(url("promise-detail", late)).content.decode()
    assert "avait promis" in shown
    paper = client.get(url("promise-letter", late))
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")
    for _click in range(2):
        answer = client.post(url("promise-next-action", late))
    action = Action.objects.get()
    assert answer["Location"] == reverse("actions:action-detail", args=[action.pk])
    assert (action.state, action.target) == ("draft", late.negotiation.target)


def test_the_next_action_goes_where_the_target_will_be(cast, late):
    starts_at = timezone.now() + timedelta(days=12)
    TargetDate.objects.create(
        target=late.negotiation.target, title="Conseil", starts_at=starts_at, place="Hôtel de ville"
    )
    promise_clock.draft_next_action(late, cast.amina)
    action = Action.objects.get()
    assert action.place_name == "Hôtel de ville"
    assert action.starts_at == starts_at - timedelta(minutes=30)


def test_the_letter_holds_any_character(late):
    late.what = "#let x = 1 $a$ <b> “Tout” \\ *gras* d’été"
    data = promise_clock.letter(late, today=date(2026, 11, 30))
    assert late.what in " ".join(data["body"])
    assert "onze locataires" in data["body"][1]


def test_those_who_never_went_come_first(cast, meeting):
    old = cast.leader_person
    new = GroupMembershipFactory(group=cast.led_group, role="spokesperson").person
    new.chapter = cast.grenoble
    new.save()
    Delegate.objects.create(
        negotiation=make.NegotiationFactory(campaign=meeting.campaign), person=old, role="opens"
    )
    found = negotiations.candidates(meeting.campaign)
    assert [one.person for one in found] == [new, old]
    assert (found[0].times("opens"), found[1].times("opens")) == (0, 1)


def test_one_person_one_role(cast, client_of, meeting):
    who = cast.leader_person.pk
    data = {"opens": who, "closes": who}
    answer = client_of(cast.amina).post(url("negotiation-delegate", meeting), data)
    assert answer.status_code == 422
    assert "Une personne par rôle" in answer.content.decode()
    client_of(cast.amina).post(url("negotiation-delegate", meeting), {"tells": who})
    assert meeting.delegates.get().role == "tells"


@pytest.mark.parametrize(
    ("again", "name"),
    [("same", "delegate_once_per_negotiation"), ("other", "delegate_one_per_speaking_role")],
)
def test_impossible_delegations_are_refused_by_the_database(cast, meeting, again, name):
    meeting.delegates.create(person=cast.leader_person, role="opens")
    person = cast.leader_person if again == "same" else PersonFactory(chapter=cast.grenoble)
    role = "closes" if again == "same" else "opens"
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        meeting.delegates.create(person=person, role=role)


def test_an_answer_is_kept_word_for_word_and_moves_the_demand(cast, client_of, meeting):
    demand = demands.add(campaign=meeting.campaign, text="Six ascenseurs", actor=cast.amina)
    key = f"r{demand.pk}"
    data = {"demand": demand.pk, f"{key}-words": "Ce n’est pas mon métier.", f"{key}-offer": ""}
    data |= {f"{key}-status": "refused", f"{key}-seen": "made"}
    client = client_of(cast.amina)
    client.post(url("negotiation-answer", meeting), data)
    demand.refresh_from_db()
    assert demand.status == "refused"
    assert demand.answers.get().words == "Ce n’est pas mon métier."
    empty = client.post(url("negotiation-answer", meeting), data | {f"{key}-words": ""})
    assert empty.status_code == 422
    gone = client.post(url("negotiation-answer", meeting), {"demand": "999999"}, follow=True)
    assert "n’existe plus" in gone.content.decode()


def test_two_who_write_the_meeting_at_once(cast, client_of, meeting):
    client = client_of(cast.amina)
    data = {"held_at": "2026-10-01T18:00", "place": "ici", "minutes": "Récit A", "version": 1}
    assert client.post(url("negotiation-edit", meeting), data).status_code == 302
    late = client.post(url("negotiation-edit", meeting), data | {"minutes": "Récit B"})
    shown = late.content.decode()
    assert late.status_code == 422
    assert "Récit A" in shown
    assert "Récit B" in shown
    meeting.refresh_from_db()
    assert meeting.minutes == "Récit A"


def test_a_meeting_is_planned_once(cast, client_of, meeting):
    address = url("campaign-negotiation-plan", meeting.campaign)
    data = {"kind": "meeting", "held_at": "2027-01-10T18:00", "client_id": str(uuid4())}
    client = client_of(cast.amina)
    client.post(address, data), client.post(address, data)
    assert Negotiation.objects.count() == 2
    assert client.post(address, {"kind": "meeting"}).status_code == 422


@pytest.mark.parametrize("page", ["campaign-negotiations", "negotiation-detail"])
def test_the_pages_ask_the_same_for_one_and_three(cast, client_of, meeting, page):
    client = client_of(cast.amina)
    address = url(page, meeting if page.startswith("negotiation") else meeting.campaign)

    def add():
        row = make.PromiseFactory(negotiation=meeting)
        make.PromiseFactory(negotiation=make.NegotiationFactory(campaign=meeting.campaign))
        demand = make.DemandFactory(campaign=row.negotiation.campaign)
        meeting.answers.create(demand=demand, words="non")
        person = PersonFactory(chapter=cast.grenoble)
        meeting.delegates.create(person=person)

    def asked():
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    add()
    one = asked()
    add(), add()
    assert asked() == one
