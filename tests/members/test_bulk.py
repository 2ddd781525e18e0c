"""Gestures on many people: on the right ones, once, undone, written down."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from actions.models import Attendance
from alliance.journal.models import Entry
from members.domain.finding import bulk
from members.models import BulkDeed, FollowUp, GroupMembership, Household, Person, Tag
from tests.factories.actions import ActionFactory
from tests.factories.lists import BulkDeedFactory, TagFactory
from tests.factories.members import (
    GroupFactory,
    GroupMembershipFactory,
    PersonFactory,
    PhoneFactory,
)

pytestmark = pytest.mark.django_db
URL = "/personnes/ensemble/"


@pytest.fixture
def amina(cast, client_of):
    return client_of(cast.amina)


@pytest.fixture
def three(cast):
    return [PersonFactory(chapter=cast.grenoble, last_name=f"Sow {n}") for n in range(3)]


def people(rows):
    return Person.objects.filter(pk__in=[row.pk for row in rows])


def url_for(deed, rows):
    return f"{URL}?geste={deed}" + "".join(f"&person={row.pk}" for row in rows)


def send(client, url, **fields):
    form = client.get(url).context["form"]
    fields = {"client_id": uuid.uuid4(), "expected": form.initial["expected"]} | fields
    return client.post(url, fields, follow=True)


def test_tagging_leaves_out_other_chapters_and_counts_once(cast, three):
    tag = TagFactory(chapter=cast.grenoble)
    three[0].tags.add(tag)
    far = PersonFactory(chapter=cast.rennes)
    done = bulk.tag(people=people([*three, far]), tag=tag, actor=cast.amina)
    assert (done.changed, done.kept) == (2, 1)
    assert set(tag.people.all()) == set(three)
    entry = Entry.objects.get(verb="people.tagged")
    assert entry.detail == {"deed": done.deed.pk, "people": 2}


def test_undoing_a_tag_keeps_who_bore_it_before(cast, three):
    tag = TagFactory(chapter=cast.grenoble)
    three[0].tags.add(tag)
    done = bulk.tag(people=people(three), tag=tag, actor=cast.amina)
    assert bulk.undo(deed=done.deed, actor=cast.amina)
    assert list(tag.people.all()) == [three[0]]
    assert not bulk.undo(deed=done.deed, actor=cast.amina)


def test_untagging_comes_back_unless_the_tag_is_gone(cast, three):
    tag = TagFactory(chapter=cast.grenoble)
    for person in three[:2]:
        person.tags.add(tag)
    done = bulk.untag(people=people(three), tag=tag, actor=cast.amina)
    assert done.changed == 2
    assert bulk.undo(deed=done.deed, actor=cast.amina)
    assert tag.people.count() == 2
    again = bulk.untag(people=people(three), tag=tag, actor=cast.amina)
    tag.delete()
    with pytest.raises(bulk.CannotUndo):
        bulk.undo(deed=again.deed, actor=cast.amina)


def test_entrusting_is_undone_to_who_was_before_except_what_changed_since(cast, three):
    Person.objects.filter(pk=three[0].pk).update(organizer=cast.nadia)
    done = bulk.assign(
        people=people(three), organizer=cast.amina, chapter_id=cast.grenoble.pk, actor=cast.amina
    )
    three[0].refresh_from_db()
    assert (three[0].organizer, three[0].version) == (cast.amina, 2)
    Person.objects.filter(pk=three[2].pk).update(organizer=cast.yann)
    bulk.undo(deed=done.deed, actor=cast.amina)
    followed = [Person.objects.get(pk=person.pk).organizer for person in three]
    assert followed == [cast.nadia, None, cast.yann]


def test_joining_a_group_leaves_members_alone_and_is_undone(cast, three):
    group = GroupFactory(chapter=cast.grenoble)
    GroupMembershipFactory(group=group, person=three[0], role="referent")
    done = bulk.add_to_group(people=people(three), group=group, actor=cast.amina)
    assert done.changed == 2
    bulk.undo(deed=done.deed, actor=cast.amina)
    assert [m.role for m in GroupMembership.objects.filter(group=group)] == ["referent"]


def test_calls_are_planned_once_and_withdrawn_unless_made(cast, three):
    ways = {
        "people": people(three),
        "owner": cast.amina,
        "what": "Le bus 12",
        "due_on": timezone.localdate(),
        "chapter_id": cast.grenoble.pk,
        "actor": cast.amina,
        "client_id": uuid.uuid4(),
    }
    done = bulk.plan_calls(**ways)
    assert bulk.plan_calls(**ways).deed == done.deed
    assert FollowUp.objects.count() == 3
    FollowUp.objects.filter(person=three[0]).update(done_at=timezone.now())
    bulk.undo(deed=done.deed, actor=cast.amina)
    assert FollowUp.objects.filter(cancelled_at=None).count() == 1


def test_thousands_are_tagged_in_a_handful_of_queries(cast, django_assert_max_num_queries):
    Person.objects.bulk_create(
        PersonFactory.build(chapter=cast.grenoble, last_name=f"N{n}") for n in range(2_100)
    )
    tag = TagFactory(chapter=cast.grenoble)
    everybody = Person.objects.filter(chapter=cast.grenoble)
    with django_assert_max_num_queries(10):
        done = bulk.tag(people=everybody, tag=tag, actor=cast.amina)
    assert done.changed == 2_101
    with django_assert_max_num_queries(8):
        bulk.undo(deed=done.deed, actor=cast.amina)
    assert not tag.people.exists()


def test_bulk_deed_has_a_kind():
    with pytest.raises(IntegrityError, match="bulk_deed_has_a_kind"):
        BulkDeedFactory(kind="")


def test_the_page_says_on_how_many_and_get_changes_nothing(cast, amina, three):
    page = amina.get(url_for("etiqueter", three)).content.decode()
    assert "Pour 3 personnes" in page
    assert not BulkDeed.objects.exists()


def test_a_new_tag_is_stuck_then_taken_off_with_annuler(cast, amina, three):
    page = send(amina, url_for("etiqueter", three), new_tag="bus 12").content.decode()
    deed = BulkDeed.objects.get()
    assert f"{URL}{deed.pk}/annuler/" in page
    assert Tag.objects.get().people.count() == 3
    amina.post(f"{URL}{deed.pk}/annuler/")
    assert Tag.objects.get().people.count() == 0


def test_the_whole_list_is_asked_anew(cast, amina, three):
    PhoneFactory(person=three[1])
    url = f"{URL}?geste=etiqueter&tout=oui&filtres=reach%3Dphone"
    assert "Pour 1 personne" in amina.get(url).content.decode()
    send(amina, url, new_tag="joignable")
    assert list(Tag.objects.get().people.all()) == [three[1]]


def test_a_list_that_changed_meanwhile_asks_again(cast, amina, three):
    url = f"{URL}?geste=etiqueter&tout=oui&filtres=q%3Dsow"
    refused = amina.post(url, {"client_id": uuid.uuid4(), "expected": "2", "new_tag": "x"})
    assert refused.status_code == 422
    assert "compte 3 personnes" in refused.content.decode()
    assert not Tag.objects.exists()
    again = refused.context["form"]
    data = {"client_id": again.data["client_id"], "expected": again.data["expected"]}
    assert amina.post(url, data | {"new_tag": "x"}).status_code == 302


def test_a_form_sent_twice_acts_once_even_when_its_list_is_empty_by_then(cast, amina, three):
    tag = TagFactory(chapter=cast.grenoble)
    three[0].tags.add(tag)
    url = f"{URL}?geste=retirer&tout=oui&filtres=tag%3D{tag.pk}"
    data = {"client_id": uuid.uuid4(), "expected": 1, "tag": tag.pk}
    answers = [amina.post(url, data) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert BulkDeed.objects.count() == 1


def test_a_broken_filter_never_acts_on_everybody(cast, amina, three):
    url = f"{URL}?geste=etiqueter&tout=oui&filtres=tag%3D999999"
    answer = amina.post(url, {"client_id": uuid.uuid4(), "expected": 0, "new_tag": "x"})
    assert answer.status_code == 422
    assert not Tag.objects.exists()


@pytest.mark.parametrize(
    "query", ["", "?geste=inconnu&person=1", "?geste=etiqueter", "?geste=etiqueter&person=%00x"]
)
def test_nobody_or_nothing_to_do_says_so(cast, amina, query):
    page = amina.get(f"{URL}{query}")
    assert page.status_code == 200
    assert "Revenir à la liste" in page.content.decode()


def test_people_of_another_chapter_are_not_reached(cast, amina, three):
    far = PersonFactory(chapter=cast.rennes)
    assert "Choisissez d’abord" in amina.get(url_for("etiqueter", [far])).content.decode()
    theirs = GroupFactory(chapter=cast.rennes)
    page = send(amina, url_for("grouper", three), group=theirs.pk)
    assert page.status_code == 422
    assert not theirs.memberships.exists()


def test_a_leader_and_the_board_do_not_act_on_many(cast, client_of, three):
    for user in (cast.leader, cast.board):
        assert client_of(user).get(url_for("etiqueter", three)).status_code == 403


def test_another_chapters_deed_is_not_undone(cast, client_of):
    deed = BulkDeedFactory(chapter=cast.grenoble, actor=cast.amina)
    assert client_of(cast.yann).post(f"{URL}{deed.pk}/annuler/").status_code == 404


def test_inviting_from_the_list_is_inviting_from_the_action(cast, amina, three):
    soon = timezone.now() + timedelta(days=9)
    action = ActionFactory(chapter=cast.grenoble, starts_at=soon, ends_at=soon + timedelta(hours=2))
    page = send(amina, url_for("inviter", three), action=action.pk)
    assert "3 personnes invitées" in page.content.decode()
    assert Attendance.objects.invited().count() == 3
    page = send(amina, url_for("inviter", three), action=action.pk)
    assert "déjà invité" in page.content.decode()


@pytest.mark.parametrize("deed", ["confier", "grouper", "appeler"])
def test_each_gesture_is_done_from_its_page(cast, amina, three, deed):
    today = timezone.localdate()
    data = {
        "confier": {"organizer": cast.amina.pk},
        "grouper": {"group": cast.led_group.pk},
        "appeler": {"owner": cast.amina.pk, "what": "Le bus", "due_on": today},
    }
    send(amina, url_for(deed, three), **data[deed])
    assert BulkDeed.objects.get().count == 3


@pytest.mark.parametrize("deed", ["liste", "emargement", "enveloppes"])
def test_paper_is_printed_and_journaled(cast, amina, three, deed):
    Person.objects.filter(pk=three[0].pk).update(street="3 rue Haute", city="Grenoble")
    PhoneFactory(person=three[0], number="+33639981234")
    page = send(amina, url_for(deed, three), title="Mardi").content.decode()
    entry = Entry.objects.get(verb="people.printed")
    assert entry.detail == {"kind": entry.detail["kind"], "people": 3}
    assert ("3 rue Haute" in page) == (deed == "enveloppes")
    assert ("06 39 98 12 34" in page) == (deed == "liste")


def test_one_label_for_a_household(cast, amina, three):
    door = Household.objects.create(chapter=cast.grenoble, name="Famille Sow")
    people(three).update(household=door, street="3 rue Haute", city="Grenoble")
    url = url_for("enveloppes", three)
    assert send(amina, url, one_per_household="on").content.decode().count("3 rue Haute") == 1
    assert send(amina, url).content.decode().count("3 rue Haute") == 3


def test_too_much_paper_is_refused(cast, amina):
    Person.objects.bulk_create(
        PersonFactory.build(chapter=cast.grenoble, last_name=f"N{n}") for n in range(2_001)
    )
    page = send(amina, f"{URL}?geste=liste&tout=oui")
    assert page.status_code == 422
    assert "trop de papier" in page.content.decode()
