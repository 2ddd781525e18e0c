"""Writing to any list: shown before, once each, nobody against her will, stopped in time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from actions.domain.writing import letters, mailing_people, mailing_sending, mailings
from actions.models import Mailing, MailingRecipient
from alliance.outbox.models import Attachment, Message
from members.domain import merging
from members.models import FollowUp
from tests.factories.actions import ActionFactory, AttendanceFactory, reachable_person
from tests.factories.lists import SavedListFactory
from tests.factories.members import (
    ConsentFactory,
    EmailFactory,
    GroupFactory,
    GroupMembershipFactory,
    PersonFactory,
    PhoneFactory,
)

pytestmark = pytest.mark.django_db
# A Tuesday at noon in Paris.
NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)
WORDS = {"subject": "Mardi, {prénom}", "body": "Bonjour **{prénom}**, à mardi.", "sms": ""}


@pytest.fixture
def group(cast):
    return GroupFactory(chapter=cast.grenoble)


@pytest.fixture
def begun(cast, group):
    """A message to the group, with its words."""
    mailing = mailings.begin(
        chapter_id=cast.grenoble.pk, author=cast.amina, source="group", group=group
    )
    return mailings.write(mailing=mailing, values=WORDS)


@pytest.fixture
def member(cast, group):
    def add(*, consent=True, address=True, **fields):
        person = PersonFactory(chapter=cast.grenoble, **fields)
        if address:
            EmailFactory(person=person)
        if consent:
            ConsentFactory(person=person)
        GroupMembershipFactory(group=group, person=person)
        return person

    return add


def launched(mailing, actor, **fields):
    return mailings.launch(mailing=mailing, actor=actor, now=NOON, **fields)


def ways():
    return dict(MailingRecipient.objects.values_list("person", "way"))


def test_who_gets_it_who_is_called_and_who_is_left_in_peace(cast, begun, member):
    member()
    member(consent=False)
    member(address=False)
    ConsentFactory(person=member(address=False, consent=False), channel="phone", given=False)

    reached = mailing_people.reached(begun)
    assert (reached.email, reached.sms, reached.human, reached.none) == (1, 0, 2, 1)


def test_it_leaves_once_for_each_with_her_words(cast, begun, member):
    fatou, aylin = member(first_name="Fatou"), member(first_name="Aylin")
    launched(begun, cast.amina)
    for _ in range(2):
        mailing_sending.dispatch(NOON)

    messages = Message.objects.order_by("to_name")
    assert {m.subject for m in messages} == {"Mardi, Fatou", "Mardi, Aylin"}
    first = messages.get(recipient_id=fatou.pk)
    assert "<strong>Fatou</strong>" in first.html
    assert "Bonjour Fatou, à mardi." in first.text
    assert first.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert ways() == {fatou.pk: "email", aylin.pk: "email"}
    assert Mailing.objects.get().state == "done"


def test_nothing_of_it_spies_on_anybody(cast, begun, member):
    begun.body = "![p](https://espion.test/p.gif) [lien](https://alliance.test/?a=1)"
    html = letters.compose(mailing=begun, person=member()).html

    assert "<img" not in html
    assert 'href="https://alliance.test/?a=1"' in html


def test_the_others_become_calls_when_one_asks_for_it(cast, begun, member):
    begun = mailings.write(mailing=begun, values={**WORDS, "calls": True})
    member()
    silent = member(consent=False)
    launched(begun, cast.amina)
    mailing_sending.dispatch(NOON)

    assert FollowUp.objects.get().person == silent
    assert mailing_sending.result(begun).calls == 1


def test_purposes_are_not_mixed(cast, begun, member):
    news = member(consent=False)
    ConsentFactory(person=news, purpose="news")
    member()
    begun = mailings.write(mailing=begun, values={**WORDS, "purpose": "news"})
    launched(begun, cast.amina)
    mailing_sending.dispatch(NOON)

    assert Message.objects.get().recipient_id == news.pk


def test_sms_takes_over_where_there_is_no_mail_and_waits_for_the_morning(
    cast, begun, member, settings
):
    settings.SMS_PROVIDER, settings.SMS_REPLIES = "ovh", True
    texter = member(address=False, consent=False)
    PhoneFactory(person=texter)
    ConsentFactory(person=texter, channel="sms")
    member()
    values = {**WORDS, "by_sms": True, "sms": "Mardi 18 h, mairie. {signature}"}
    begun = mailings.write(mailing=begun, values=values)
    mailings.launch(mailing=begun, actor=cast.amina, now=NOON + timedelta(hours=9))
    mailing_sending.dispatch(NOON + timedelta(hours=9))

    sms = Message.objects.get(channel="sms")
    assert sms.send_after == datetime(2026, 11, 25, 9, tzinfo=UTC)
    assert sms.text.startswith("Mardi 18 h, mairie. ")
    assert "STOP" in sms.text


@pytest.mark.parametrize(
    "words", ["https://exemple.fr", "www.exemple.fr", "awa@exemple.fr", "06 39 98 00 01"]
)
def test_a_short_number_carries_no_link_nor_number(begun, settings, words):
    settings.SMS_PROVIDER, settings.SMS_REPLIES = "ovh", True
    values = {**WORDS, "by_sms": True, "sms": f"Mardi 18 h : {words}"}
    with pytest.raises(mailings.InvalidMailing, match="numéro court"):
        mailings.write(mailing=begun, values=values)
    settings.SMS_REPLIES = False
    mailings.write(mailing=begun, values=values)


@pytest.mark.parametrize("field", ["subject", "body", "sms"])
def test_an_unknown_field_is_refused_with_its_name(begun, field):
    with pytest.raises(mailings.InvalidMailing, match=r"\{adhésion\}"):
        mailings.write(mailing=begun, values={**WORDS, field: "Bonjour {adhésion}"})


def test_the_fields_of_an_action_need_an_action(cast, begun):
    with pytest.raises(mailings.InvalidMailing, match=r"\{heure\}"):
        mailings.write(mailing=begun, values={**WORDS, "body": "À {heure}"})


def test_the_people_of_an_action_by_their_answer_with_their_own_link(cast):
    action = ActionFactory(chapter=cast.grenoble)
    yes = AttendanceFactory(action=action, person=reachable_person(cast.grenoble), yes=True)
    AttendanceFactory(action=action, person=reachable_person(cast.grenoble))
    mailing = mailings.begin(
        chapter_id=cast.grenoble.pk, author=cast.amina, source="action", action=action
    )
    values = {"subject": "{action}", "body": "[Répondre]({lien})", "audience": "yes"}
    launched(mailings.write(mailing=mailing, values=values), cast.amina)
    mailing_sending.dispatch(NOON)

    message = Message.objects.get()
    assert message.reference == f"actions.attendance:{yes.pk}"
    assert f"/r/{yes.pk}." in message.html


def test_a_saved_list_is_asked_when_it_leaves(cast, begun):
    saved = SavedListFactory(owner=cast.amina, chapter=cast.grenoble, query="q=Zoubida")
    mailing = mailings.begin(
        chapter_id=cast.grenoble.pk, author=cast.amina, source="list", saved_list=saved
    )
    found = reachable_person(cast.grenoble, first_name="Zoubida")
    reachable_person(cast.grenoble, first_name="Gwenola")

    assert list(mailing_people.people_of(mailing)) == [found]


def test_launched_twice_it_leaves_once(cast, begun, member):
    member()
    for _ in range(2):
        launched(begun, cast.amina)
    mailing_sending.dispatch(NOON)
    assert Message.objects.count() == 1


def test_it_is_refused_when_the_list_has_changed_meanwhile(cast, begun, member):
    member()
    member()
    with pytest.raises(mailings.InvalidMailing, match="La liste a changé"):
        launched(begun, cast.amina, expected_total=1)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"send_at": NOON - timedelta(days=1)}, "déjà passée"),
        ({"send_at": NOON + timedelta(days=400)}, "trop loin"),
    ],
)
def test_dates_out_of_reason_are_refused(cast, begun, member, fields, said):
    member()
    with pytest.raises(mailings.InvalidMailing, match=said):
        launched(begun, cast.amina, **fields)


def test_to_nobody_nothing_leaves(cast, begun):
    with pytest.raises(mailings.InvalidMailing, match="Personne"):
        launched(begun, cast.amina)


def test_later_is_later_and_may_be_stopped_before(cast, begun, member):
    member()
    launched(begun, cast.amina, send_at=NOON + timedelta(hours=2))
    assert mailing_sending.dispatch(NOON) == 0

    mailings.stop(mailing=begun, actor=cast.amina, now=NOON)
    assert mailing_sending.dispatch(NOON + timedelta(hours=3)) == 0
    assert not Message.objects.exists()


def test_stopped_on_its_way_what_has_not_left_does_not_leave(cast, begun, member):
    begun = mailings.write(mailing=begun, values={**WORDS, "calls": True})
    member()
    member(consent=False)
    launched(begun, cast.amina)
    mailing_sending.dispatch(NOON)

    assert mailings.stop(mailing=begun, actor=cast.amina, now=NOON) == 1
    assert Message.objects.get().state == "cancelled"
    assert not FollowUp.objects.open().exists()


def test_just_before_it_leaves_each_is_asked_again(cast, begun, member):
    stays, gone, stopped, merged = (member() for _ in range(4))
    launched(begun, cast.amina)
    mailing_sending.dispatch(NOON)
    ConsentFactory(person=stopped, given=False)
    gone.delete()
    merging.merge(keep=stays, gone=merged, actor=cast.amina)

    messages = list(Message.objects.all())
    refused = mailing_sending.still_wanted(messages)
    wanted = [m.recipient_id for m in messages if m.pk not in refused]
    assert wanted == [stays.pk]
    assert any("fichier" in reason for reason in refused.values())


def test_somebody_erased_or_merged_between_the_launch_and_the_writing(cast, begun, member):
    stays, gone, merged = (member() for _ in range(3))
    launched(begun, cast.amina)
    gone.delete()
    merging.merge(keep=stays, gone=merged, actor=cast.amina)
    mailing_sending.dispatch(NOON)

    assert [m.recipient_id for m in Message.objects.all()] == [stays.pk]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("virus.exe", b"MZ", "ne passe pas"),
        ("page.html", b"<html>", "ne passe pas"),
        ("faux.pdf", b"MZ", "ne passe pas"),
        ("gros.pdf", b"%PDF-" + b"0" * 5_000_000, "Trop lourd"),
    ],
)
def test_files_have_a_type_and_a_limit(begun, name, content, said):
    with pytest.raises(mailings.InvalidMailing, match=said):
        mailings.attach(mailing=begun, name=name, content=content)


def test_a_file_goes_with_each_message_and_is_kept_once(cast, begun, member):
    member()
    member()
    for _ in range(2):
        mailings.attach(mailing=begun, name="tract.pdf", content=b"%PDF-1.7")
    launched(begun, cast.amina)
    mailing_sending.dispatch(NOON)

    assert Attachment.objects.count() == 2
    assert Attachment.objects.values("file").distinct().count() == 1


def test_written_by_two_at_once_nothing_is_lost_in_silence(begun):
    mailings.write(mailing=begun, values=WORDS, expected_version=begun.version)
    with pytest.raises(mailings.AlreadyLaunched):
        mailings.write(mailing=begun, values=WORDS, expected_version=begun.version)


def test_one_mailing_that_fails_stops_no_other(cast, begun, member, monkeypatch):
    member()
    other = mailings.begin(
        chapter_id=cast.grenoble.pk, author=cast.amina, source="group", group=begun.group
    )
    mailings.write(mailing=other, values={**WORDS, "subject": "Poison"})
    launched(other, cast.amina)
    launched(begun, cast.amina)
    plain = letters.compose

    def compose(*, mailing, **rest):
        if mailing.pk == other.pk:
            raise RuntimeError
        return plain(mailing=mailing, **rest)

    monkeypatch.setattr(letters, "compose", compose)
    assert mailing_sending.dispatch(NOON) == 1


def test_an_sms_stopped_by_the_evening_is_written_again(cast, begun, member):
    member()
    launched(begun, cast.amina)
    mailing_sending.dispatch(NOON)
    message = Message.objects.get()
    Message.objects.update(state="expired")
    mailing_sending.write_again(message)
    mailing_sending.dispatch(NOON)

    message.refresh_from_db()
    assert message.state == "queued"
    assert Mailing.objects.get().state == "done"


def test_chosen_on_the_people_list(cast, client_of, member):
    amina, person = client_of(cast.amina), member()
    page = amina.get(f"{reverse('members:bulk')}?geste=ecrire&person={person.pk}")
    form = page.context["form"]
    data = {
        "client_id": form["client_id"].value(),
        "expected": 1,
        "chapter": cast.grenoble.pk,
    }
    address = f"{reverse('members:bulk')}?geste=ecrire&person={person.pk}"
    for _ in range(2):
        answer = amina.post(address, data)

    mailing = Mailing.objects.get()
    assert answer["Location"] == reverse("actions:mailing-write", args=[mailing.pk])
    assert list(mailing_people.people_of(mailing)) == [person]
