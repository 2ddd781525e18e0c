"""Two pages made one: every relation moves, nothing is lost, and it can be undone."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from alliance.journal.models import Entry
from alliance.outbox.models import Message
from members.domain import merging
from members.domain.knowing import ties
from members.domain.merging import walk
from members.enums import LeaderStage
from members.models import (
    Assessment,
    Consent,
    CustomField,
    CustomValue,
    DistinctPair,
    ExternalId,
    GroupMeeting,
    JoinRequest,
    LeaderNotYet,
    Leadership,
    LeadershipMove,
    Membership,
    Merge,
    Person,
    Relationship,
    Tag,
)
from tests.factories.dues import PaymentFactory
from tests.factories.members import (
    ConsentFactory,
    ContactFactory,
    EmailFactory,
    FollowUpFactory,
    GroupFactory,
    GroupMembershipFactory,
    MembershipFactory,
    MembershipTypeFactory,
    PersonFactory,
    PhoneFactory,
    UserFactory,
)
from tests.factories.outbox import MessageFactory
from tests.snapshots import snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(cast):
    """Two pages: one to keep, one to go."""
    return PersonFactory.create_batch(2, chapter=cast.grenoble)


def merge(pair, cast):
    return merging.merge(keep=pair[0], gone=pair[1], actor=cast.amina)


def furnish(person, cast, third):
    """One row of each relation that points to this person in this room."""
    chapter = cast.grenoble
    tag, _new = Tag.objects.get_or_create(chapter=chapter, name="à rappeler")
    person.tags.add(tag, Tag.objects.create(chapter=chapter, name=f"tag {person.pk}"))
    PhoneFactory(person=person)
    PhoneFactory(person=person, number="+33476112233", is_primary=False)
    EmailFactory(person=person)
    EmailFactory(person=person, address="famille@example.org", is_primary=False)
    ExternalId.objects.create(
        person=person, chapter=chapter, source="helloasso", value=str(person.pk)
    )
    ConsentFactory(person=person)
    contact = ContactFactory(person=person)
    FollowUpFactory(person=person, contact=contact)
    field, _new = CustomField.objects.get_or_create(chapter=chapter, name="Taille", kind="text")
    CustomValue.objects.create(person=person, field=field, text=f"{person.pk}")
    GroupMembershipFactory(group=cast.led_group, person=person)
    GroupMembershipFactory(group=GroupFactory(chapter=chapter), person=person)
    JoinRequest.objects.create(
        chapter=chapter, name="x", phone="1", consent_wording="oui", person=person
    )
    meeting, _new = GroupMeeting.objects.get_or_create(
        group=cast.led_group, starts_at=datetime(2026, 9, 1, 18, tzinfo=UTC)
    )
    meeting.guests.create(person=person, came=True)
    GroupMeeting.objects.filter(pk=meeting.pk).update(host=person, next_host=person)
    Leadership.objects.create(person=person, stage=LeaderStage.SPOTTED)
    LeadershipMove.objects.create(person=person, to_stage=LeaderStage.SPOTTED)
    Assessment.objects.create(person=person, level=3, reason="venue trois fois")
    LeaderNotYet.objects.create(person=person)
    kind = chapter.membership_types.first() or MembershipTypeFactory(chapter=chapter)
    PaymentFactory(membership=MembershipFactory(person=person, type=kind))
    Relationship.objects.create(person=person, other=third, kind="influences")
    Relationship.objects.create(person=third, other=person, kind="neighbour")
    first, second = sorted([person.pk, third.pk])
    DistinctPair.objects.create(first_id=first, second_id=second)
    PersonFactory(chapter=chapter, brought_by=person)


@pytest.fixture
def furnished(pair, cast):
    third = PersonFactory(chapter=cast.grenoble)
    for person in pair:
        furnish(person, cast, third)
    UserFactory(person=pair[1])
    MessageFactory(recipient_type="members.person", recipient_id=pair[1].pk)
    return pair


def test_every_relation_of_the_house_is_known():
    """A new relation to a person: see that it follows a merge, then add it to the file."""
    known = (Path(__file__).with_name("relations_to_a_person.txt")).read_text().split()
    found = {f"{m._meta.label}.{f.name}" for m, fields in walk.relations().items() for f in fields}
    assert found == set(known)


def test_every_rule_that_may_block_a_merge_is_resolved():
    assert merging.unresolved() == []


@pytest.mark.parametrize(
    ("model", "field"),
    [
        (Membership, "person"),
        (Leadership, "person"),
        (Relationship, "other"),
        (Person.tags.through, "person"),
        (DistinctPair, "second"),
        (Person, "brought_by"),
    ],
)
def test_a_rule_that_may_block_is_seen(model, field):
    fields = walk.relations()[model]
    assert walk.is_guarded(model._meta.get_field(field), fields)


@pytest.mark.parametrize("model", [Consent, ExternalId, Assessment, JoinRequest])
def test_a_rule_that_cannot_block_is_not(model):
    assert not walk.is_guarded(model._meta.get_field("person"), walk.relations()[model])


def test_nothing_points_to_the_page_that_is_gone(furnished, cast):
    merge(furnished, cast)
    staying = {"members.Merge", "members.ImportRow"}
    for model, fields in walk.relations().items():
        for field in fields:
            left = model._base_manager.filter(**{field.name: furnished[1].pk})
            assert model._meta.label in staying or not left.exists(), field
    assert Message.objects.get().recipient_id == furnished[0].pk


def test_undoing_restores_every_row(furnished, cast):
    before = snapshot("merge", "distinctpair")
    done = merge(furnished, cast)
    assert snapshot("merge", "distinctpair") != before
    merging.undo_merge(merge=done, actor=cast.amina)
    assert snapshot("merge", "distinctpair") == before


def test_undoing_remembers_that_they_are_two(pair, cast):
    done = merge(pair, cast)
    merging.undo_merge(merge=done, actor=cast.amina)
    assert DistinctPair.objects.filter(first=pair[0], second=pair[1]).exists()
    assert merging.undo_merge(merge=done, actor=cast.amina).undone_by == cast.amina
    assert Entry.objects.filter(verb="person.unmerged").count() == 2


def test_empty_fields_are_filled_and_hers_are_kept(pair, cast):
    kept, gone = pair
    Person.objects.filter(pk=kept.pk).update(
        city="Grenoble", note="Parle fort", languages=["arabe"]
    )
    Person.objects.filter(pk=gone.pk).update(
        last_name="Autre", city="grenoble", street="12 rue des Alpes", needs_ride=True,
        note="Très drôle", languages=["français", "arabe"], birth_year=1980,
        first_met_on=date(2020, 1, 1),
    )  # fmt: skip
    name = kept.last_name
    merge(pair, cast)
    kept.refresh_from_db()
    assert (kept.last_name, kept.birth_year, kept.needs_ride) == (name, 1980, True)
    assert (kept.street, kept.city) == ("12 rue des Alpes", "grenoble")
    assert kept.languages == ["arabe", "français"]
    assert kept.note == "Parle fort\n\nTrès drôle"
    assert kept.first_met_on == date(2020, 1, 1)


def test_an_address_elsewhere_is_not_mixed_in(pair, cast):
    Person.objects.filter(pk=pair[0].pk).update(city="Grenoble")
    Person.objects.filter(pk=pair[1].pk).update(city="Échirolles", street="1 place Aragon")
    merge(pair, cast)
    assert Person.objects.get(pk=pair[0].pk).street == ""


def test_the_same_phone_is_kept_once_and_one_is_primary(pair, cast):
    PhoneFactory(person=pair[0], number="+33639980001")
    PhoneFactory(person=pair[1], number="+33639980001", is_primary=False, label="le soir")
    PhoneFactory(person=pair[1], number="+33639980002")
    merge(pair, cast)
    phones = pair[0].phones.values_list("number", "is_primary", "label")
    assert list(phones) == [("+33639980001", True, "le soir"), ("+33639980002", False, "")]


def test_a_bounced_address_stays_bounced(pair, cast):
    for person, state in zip(pair, ("ok", "bounced"), strict=True):
        EmailFactory(person=person, address="a@example.org", state=state)
    merge(pair, cast)
    assert pair[0].emails.get().state == "bounced"


def test_the_last_word_of_consent_still_counts(pair, cast):
    now = timezone.now()
    ConsentFactory(person=pair[0], given=True, recorded_at=now - timedelta(days=9))
    ConsentFactory(person=pair[1], given=False, recorded_at=now)
    merge(pair, cast)
    assert not Consent.objects.latest_each().get(person=pair[0]).given


def test_she_leads_where_she_went_furthest(pair, cast):
    Leadership.objects.create(person=pair[0], stage=LeaderStage.SPOTTED)
    Leadership.objects.create(person=pair[1], stage=LeaderStage.TRAINING)
    merge(pair, cast)
    assert Leadership.objects.get().stage == LeaderStage.TRAINING


def test_two_memberships_of_one_day_are_one_with_both_payments(pair, cast):
    for person in pair:
        PaymentFactory(membership=MembershipFactory(person=person))
    merge(pair, cast)
    assert pair[0].memberships.with_paid().get().paid == 40


def test_nobody_ends_up_brought_by_herself(pair, cast):
    kept, gone = pair
    between = PersonFactory(chapter=cast.grenoble, brought_by=gone)
    kept.brought_by = between
    kept.save(update_fields=["brought_by"])
    done = merge(pair, cast)
    kept.refresh_from_db()
    assert kept.brought_by is None
    assert not ties.leads_to(kept.pk, between.pk)
    merging.undo_merge(merge=done, actor=cast.amina)
    kept.refresh_from_db()
    assert kept.brought_by == between


def test_the_page_that_brought_her_was_herself(pair, cast):
    elder = PersonFactory(chapter=cast.grenoble)
    Person.objects.filter(pk=pair[0].pk).update(brought_by=pair[1])
    Person.objects.filter(pk=pair[1].pk).update(brought_by=elder)
    merge(pair, cast)
    assert Person.objects.get(pk=pair[0].pk).brought_by == elder


def test_a_tie_between_the_two_pages_goes(pair, cast):
    Relationship.objects.create(person=pair[0], other=pair[1], kind="family")
    merge(pair, cast)
    assert not Relationship.objects.exists()


def test_merging_somebody_with_herself_is_refused(pair, cast):
    with pytest.raises(merging.CannotMerge, match="même fiche"):
        merging.merge(keep=pair[0], gone=pair[0], actor=cast.amina)


def test_merging_across_chapters_needs_both_rights(pair, cast):
    elsewhere = PersonFactory(chapter=cast.rennes)
    for actor in (cast.amina, cast.yann, None):
        with pytest.raises(merging.CannotMerge):
            merging.merge(keep=pair[0], gone=elsewhere, actor=actor)
    Tag.objects.create(chapter=cast.rennes, name="Rennes").people.add(elsewhere)
    ContactFactory(person=elsewhere)
    merging.merge(keep=pair[0], gone=elsewhere, actor=cast.nadia)
    assert pair[0].contacts.count() == 1
    assert not pair[0].tags.exists()


def test_a_page_merged_already_is_refused(pair, cast):
    merge(pair, cast)
    third = PersonFactory(chapter=cast.grenoble)
    for keep, gone in ((third, pair[1]), (pair[1], third)):
        with pytest.raises(merging.CannotMerge, match="déjà fusionnée"):
            merging.merge(keep=keep, gone=gone, actor=cast.amina)


def test_two_accounts_are_refused(pair, cast):
    for person in pair:
        UserFactory(person=person)
    with pytest.raises(merging.CannotMerge, match="compte"):
        merge(pair, cast)


def test_an_archived_page_is_not_the_one_to_keep(pair, cast):
    Person.objects.filter(pk=pair[0].pk).update(archived_at=timezone.now())
    with pytest.raises(merging.CannotMerge, match="archivée"):
        merge(pair, cast)


def test_after_thirty_days_it_stays(pair, cast):
    done = merge(pair, cast)
    with pytest.raises(merging.CannotUndo, match="30"):
        merging.undo_merge(
            merge=done, actor=cast.amina, now=done.merged_at + timedelta(days=30, seconds=1)
        )


def test_the_latest_merge_is_undone_first(cast):
    one, two, three = PersonFactory.create_batch(3, chapter=cast.grenoble)
    before = snapshot("merge", "distinctpair")
    first = merging.merge(keep=two, gone=three, actor=cast.amina)
    second = merging.merge(keep=one, gone=two, actor=cast.amina)
    assert merging.pages_of(one.pk) == [one.pk, two.pk, three.pk]
    with pytest.raises(merging.CannotUndo, match="plus récente"):
        merging.undo_merge(merge=first, actor=cast.amina)
    merging.undo_merge(merge=second, actor=cast.amina)
    merging.undo_merge(merge=first, actor=cast.amina)
    assert snapshot("merge", "distinctpair") == before


def test_what_came_after_the_merge_stays_with_the_page_kept(pair, cast):
    done = merge(pair, cast)
    later = ContactFactory(person=pair[0])
    Person.objects.filter(pk=pair[0].pk).update(city="Fontaine")
    merging.undo_merge(merge=done, actor=cast.amina)
    assert list(pair[0].contacts.all()) == [later]
    assert Person.objects.get(pk=pair[0].pk).city == "Fontaine"


def test_what_hangs_on_a_row_is_never_lost(pair):
    contact = ContactFactory(person=pair[1])
    FollowUpFactory(person=pair[1], contact=contact)
    with pytest.raises(merging.LeftBehind):
        merging.Moves(*pair).delete(contact)


def test_a_model_has_one_merger():
    with pytest.raises(ValueError, match="already"):
        merging.register_merger(Membership, print)


@pytest.mark.parametrize("constraint", ["merge_of_two_people", "merge_away_once"])
def test_impossible_merges_are_refused_by_the_database(pair, constraint):
    Merge.objects.create(kept=pair[0], gone=pair[1])
    kept = pair[1] if constraint == "merge_of_two_people" else pair[0]
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Merge.objects.create(kept=kept, gone=pair[1])


@pytest.mark.parametrize("constraint", ["distinct_pair_is_ordered", "distinct_pair_once"])
def test_impossible_pairs_are_refused_by_the_database(pair, constraint):
    DistinctPair.objects.create(first=pair[0], second=pair[1])
    first, second = reversed(pair) if constraint == "distinct_pair_is_ordered" else pair
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        DistinctPair.objects.create(first=first, second=second)
