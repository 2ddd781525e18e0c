"""The target's agenda, typed or read; and the interview of a candidate."""

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from actions.models import Action
from campaigns.domain.fought import agenda
from campaigns.models import TargetDate
from tests.factories import campaigns as make

NOW = timezone.make_aware(datetime(2026, 11, 30, 9))
ICS = b"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Ville//FR
BEGIN:VEVENT
UID:conseil-1
DTSTART:20261208T160000Z
SUMMARY:Conseil municipal
LOCATION:H\xc3\xb4tel de ville
END:VEVENT
BEGIN:VEVENT
UID:voeux
DTSTART;VALUE=DATE:20270110
SUMMARY:V\xc5\x93ux du maire
END:VEVENT
BEGIN:VEVENT
UID:ca
DTSTART;TZID=Europe/Paris:20261203T170000
RRULE:FREQ=MONTHLY;COUNT=3
SUMMARY:Conseil d'administration
END:VEVENT
BEGIN:VEVENT
UID:vieux
DTSTART:20200101T100000Z
SUMMARY:Passe
END:VEVENT
BEGIN:VEVENT
UID:annule
DTSTART:20261209T100000Z
STATUS:CANCELLED
SUMMARY:Annule
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def link(cast):
    return make.CampaignTargetFactory(campaign__chapter=cast.grenoble)


def url(name, row, *more):
    return reverse(f"campaigns:{name}", args=[row.pk, *more])


def test_a_published_calendar_is_read(link):
    read = agenda.read_calendar(target=link.target, content=ICS, actor=None, now=NOW)
    assert (read.added, read.moved, read.left) == (5, 0, 1)
    kinds = dict(TargetDate.objects.values_list("title", "kind"))
    assert kinds["Conseil municipal"] == "council"
    assert kinds["Vœux du maire"] == "ceremony"
    days = TargetDate.objects.filter(kind="board").values_list("starts_at", flat=True)
    assert [timezone.localtime(one).strftime("%d/%m %H") for one in days] == [
        "03/12 17",
        "03/01 17",
        "03/02 17",
    ]


def test_read_again_it_moves_and_never_doubles(link):
    agenda.read_calendar(target=link.target, content=ICS, actor=None, now=NOW)
    later = ICS.replace(b"20261208T160000Z", b"20261215T160000Z")
    read = agenda.read_calendar(target=link.target, content=later, actor=None, now=NOW)
    assert (read.added, read.moved) == (0, 1)


@pytest.mark.parametrize(
    "content", [b"", b"bonjour", b"\xff\x00" * 30, b"BEGIN:VCALENDAR", ICS[:90]]
)
def test_what_is_not_a_calendar_says_so_or_brings_nothing(cast, client_of, link, content):
    file = SimpleUploadedFile("agenda.ics", content or b" ")
    answer = client_of(cast.amina).post(url("target-calendar", link.target), {"ics-file": file})
    assert answer.status_code in {302, 422}
    assert not TargetDate.objects.exists()


def test_a_mad_recurrence_stops(link):
    mad = ICS.replace(b"FREQ=MONTHLY;COUNT=3", b"FREQ=SECONDLY")
    read = agenda.read_calendar(target=link.target, content=mad, actor=None, now=NOW)
    assert read.added < 100


def test_a_date_is_typed_once(cast, client_of, link):
    client, address = client_of(cast.amina), url("target-date-add", link.target)
    day = timezone.localtime() + timedelta(days=20)
    data = {"title": "Conseil", "kind": "council", "starts_at": f"{day:%Y-%m-%dT%H:%M}"}
    client.post(address, data), client.post(address, data)
    assert TargetDate.objects.count() == 1
    past = client.post(address, data | {"starts_at": "2020-01-01T10:00"})
    assert past.status_code == 422
    assert "Choisissez un jour à venir" in past.content.decode()


def when(link, moment, **more):
    return TargetDate.objects.create(target=link.target, title="Conseil", starts_at=moment, **more)


def test_days_are_proposed_with_what_must_be_filed(link):
    tuesday = timezone.make_aware(datetime(2026, 12, 8, 17))
    when(link, tuesday)
    when(link, NOW + timedelta(days=2))
    when(link, NOW + timedelta(days=3), on_public_road=False)
    late, inside, good = agenda.proposals(link.campaign, now=NOW)
    assert late.late
    assert "Trop tard" in late.advice
    assert inside.window is None
    assert "vendredi 4\xa0décembre" in good.advice


def test_an_action_is_drafted_that_day_once(cast, client_of, link):
    date = when(link, timezone.now() + timedelta(days=20), place="Hôtel de ville")
    address = url("campaign-date-action", link.campaign, date.pk)
    for _click in range(2):
        client_of(cast.amina).post(address)
    action = Action.objects.get()
    assert (action.state, action.place_name, action.target) == (
        "draft",
        "Hôtel de ville",
        link.target,
    )


def test_the_database_keeps_one_date_a_uid(link):
    when(link, NOW, uid="x")
    with pytest.raises(IntegrityError, match="target_date_once_per_uid"), transaction.atomic():
        when(link, NOW, uid="x")


@pytest.fixture
def interview(cast):
    return make.NegotiationFactory(campaign__chapter=cast.grenoble, kind="interview")


def test_a_question_is_asked_once_then_judged(cast, client_of, interview):
    client = client_of(cast.amina)
    for _click in range(2):
        client.post(url("negotiation-question", interview), {"text": "Et les ascenseurs ?"})
    question = interview.questions.get()
    data = {"votes": 40, "answer": "Avant l’été.", "convinced": 30, "doubtful": 8}
    client.post(url("question-write", question), data | {"unconvinced": 2})
    shown = client.get(url("negotiation-detail", interview)).content.decode()
    assert "30 convaincu·es" in shown.replace("\xa0", " ")
    assert "75" in shown


def test_the_room_judges_only_an_answer(cast, client_of, interview):
    question = interview.questions.create(text="Et vous ?")
    data = {"votes": 4, "answer": "", "convinced": 3, "doubtful": 0, "unconvinced": 0}
    answer = client_of(cast.amina).post(url("question-write", question), data)
    assert answer.status_code == 422
    assert "ne juge qu’une réponse" in answer.content.decode()


def test_the_page_of_the_target_asks_the_same_for_one_and_three(cast, client_of, link):
    client, address = client_of(cast.amina), url("target-detail", link.target)

    def asked():
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    when(link, timezone.now() + timedelta(days=5))
    one = asked()
    when(link, timezone.now() + timedelta(days=6)), when(link, timezone.now() + timedelta(days=7))
    assert asked() == one
