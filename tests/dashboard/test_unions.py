"""Two alliances made one: everything follows, names that meet obey rules, and it is undone."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actions.models import Action, Course, ReminderStep
from alliance.governance.models import AssemblyRules
from alliance.journal.models import Entry
from alliance.outbox.models import Message
from campaigns.models import Building, Campaign, Grievance, OwnTheme, VictoryBook
from members.domain import reshaping
from members.domain.imports import undo
from members.domain.paying import dues
from members.domain.reshaping import unions
from members.models import (
    Chapter,
    CustomField,
    CustomValue,
    ExternalId,
    Group,
    ImportBatch,
    MembershipType,
    Neighbourhood,
    Person,
    Receipt,
    ReceiptCounter,
    Reshaping,
    Role,
    SavedList,
    Tag,
)
from tests.factories.actions import ActionFactory, AttendanceFactory
from tests.factories.campaigns import CampaignFactory
from tests.factories.dues import PaymentFactory, ReceiptFactory
from tests.factories.members import (
    GroupFactory,
    GroupMembershipFactory,
    MembershipFactory,
    PersonFactory,
    RoleFactory,
)
from tests.factories.outbox import MessageFactory
from tests.members.imports.building import imported, table
from tests.snapshots import snapshot
from tests.threads import together


def furnish(chapter):
    """One row of what an alliance holds, with names that meet those of the other."""
    hood = Neighbourhood.objects.create(chapter=chapter, name="Centre")
    person = PersonFactory(chapter=chapter, neighbourhood=hood)
    tag = Tag.objects.create(chapter=chapter, name="Traduit")
    person.tags.add(tag)
    field = CustomField.objects.create(chapter=chapter, name="Taille", kind="text")
    CustomValue.objects.create(person=person, field=field, text="12")
    ExternalId.objects.create(person=person, chapter=chapter, source="helloasso", value="7")
    group = GroupFactory(chapter=chapter, name="Comité", neighbourhood=hood)
    GroupMembershipFactory(group=group, person=person)
    kind = MembershipType.objects.create(chapter=chapter, name="Adhésion", amount=20)
    payment = PaymentFactory(membership=MembershipFactory(person=person, type=kind))
    ReceiptFactory(payment=payment, chapter=chapter, number=1)
    ReceiptCounter.objects.create(chapter=chapter, last_number=1)
    campaign = CampaignFactory(chapter=chapter, name="Ascenseurs")
    action = ActionFactory(chapter=chapter, campaign=campaign)
    AttendanceFactory(action=action, person=person)
    OwnTheme.objects.create(chapter=chapter, name="Bruit")
    Building.objects.create(chapter=chapter, name="Tour A", address="1 rue X")
    VictoryBook.objects.create(chapter=chapter)
    Course.objects.create(chapter=chapter, name="Porte-à-porte", hours=3)
    ReminderStep.objects.create(chapter=chapter, moment="two_days_before", days=-2)
    AssemblyRules.objects.create(chapter=chapter, quorum_percent=30)
    return person


@pytest.fixture
def both(cast):
    return furnish(cast.rennes), furnish(cast.grenoble)


def unite(cast):
    return reshaping.unite(source=cast.rennes, target=cast.grenoble, actor=cast.nadia)


def test_every_relation_to_an_alliance_is_known():
    """A new model with a chapter: see how it follows a union, then add it to the file."""
    found = {f"{m._meta.label}.{f.name}" for m, fs in reshaping.relations().items() for f in fs}
    known = Path(__file__).with_name("relations_to_a_chapter.txt").read_text().split()
    assert found == set(known)


def test_an_alliance_known_by_a_number_alone_is_known():
    """Messages are carried, the journal is not rewritten; another such table needs its care."""
    found = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.name == "chapter_id"
    }
    assert found == {"outbox.Message", "journal.Entry"}


def test_every_uniqueness_has_a_rule():
    assert reshaping.unresolved() == []


def test_everything_follows_and_undoing_restores_every_row(cast, both):
    SavedList.objects.create(chapter=cast.rennes, owner=cast.yann, name="Tous")
    before = snapshot("reshaping")
    done = unite(cast)
    person, _other = both
    person.refresh_from_db()
    assert person.chapter_id == cast.grenoble.pk
    left = {
        model._meta.label: model._base_manager.filter(chapter=cast.rennes).count()
        for model in reshaping.relations()
        if any(f.name == "chapter" for f in model._meta.concrete_fields)
    }
    assert {label for label, count in left.items() if count} == {
        "members.Receipt",
        "members.ReceiptCounter",
        "campaigns.VictoryBook",
        "actions.ReminderStep",
        "governance.AssemblyRules",
    }
    reshaping.take_back(done=done, actor=cast.nadia)
    assert snapshot("reshaping") == before


def test_names_met_on_both_sides(cast, both):
    unite(cast)
    here = {"chapter": cast.grenoble}
    assert Tag.objects.filter(**here, name="Traduit").get().people.count() == 2
    assert Neighbourhood.objects.filter(**here, name="Centre").count() == 1
    assert CustomField.objects.get(**here).values.count() == 2
    assert MembershipType.objects.filter(**here).count() == 1
    assert set(Group.objects.filter(**here).values_list("name", flat=True)) >= {
        "Comité",
        "Comité (Rennes)",
    }
    assert Campaign.objects.filter(**here, name="Ascenseurs (Rennes)").exists()
    assert Building.objects.filter(**here).count() == 2
    assert OwnTheme.objects.filter(**here).count() == 1


def test_another_price_or_another_kind_of_question_stays_two(cast):
    for chapter, amount, kind in ((cast.rennes, 20, "text"), (cast.grenoble, 25, "number")):
        MembershipType.objects.create(chapter=chapter, name="Adhésion", amount=amount)
        CustomField.objects.create(chapter=chapter, name="Taille", kind=kind)
    unite(cast)
    kinds = set(MembershipType.objects.values_list("name", flat=True))
    assert kinds == {"Adhésion", "Adhésion (Rennes)"}
    assert CustomField.objects.filter(name="Taille (Rennes)", kind="text").exists()


def test_receipts_keep_their_series_and_are_still_read(cast, client_of, both):
    person, _other = both
    receipt = Receipt.objects.get(payment__membership__person=person)
    unite(cast)
    receipt.refresh_from_db()
    assert (receipt.chapter_id, receipt.number) == (cast.rennes.pk, 1)
    assert Receipt.objects.visible_to(cast.amina).filter(pk=receipt.pk).exists()
    assert client_of(cast.amina).get(f"/recus/{receipt.pk}/").status_code in {200, 404}
    new = dues._issue(
        PaymentFactory(
            membership=MembershipFactory(
                person=person, starts_on="2025-01-01", ends_on="2025-12-31"
            )
        ),
        cast.grenoble,
        None,
        timezone.now(),
    )
    assert (new.chapter_id, new.number) == (cast.grenoble.pk, 2)


def test_organizers_of_both_organize_the_one(cast, both):
    RoleFactory(user=cast.yann, chapter=cast.grenoble)
    unite(cast)
    assert Role.objects.filter(user=cast.yann, chapter=cast.grenoble).count() == 1
    assert not Role.objects.filter(chapter=cast.rennes).exists()


def test_saved_lists_follow_what_became_of_their_words(cast, both):
    tag = Tag.objects.get(chapter=cast.rennes)
    field = CustomField.objects.get(chapter=cast.rennes)
    query = f"tag={tag.pk}&chapter={cast.rennes.pk}&custom_{field.pk}=12"
    kept = SavedList.objects.create(
        chapter=cast.rennes,
        owner=cast.yann,
        name="Qui traduit",
        query=query,
        columns=[f"custom_{field.pk}"],
    )
    unite(cast)
    kept.refresh_from_db()
    twin, other = Tag.objects.get(), CustomField.objects.get()
    assert kept.query == f"tag={twin.pk}&chapter={cast.grenoble.pk}&custom_{other.pk}=12"
    assert kept.columns == [f"custom_{other.pk}"]


def test_messages_that_wait_leave_in_the_name_of_the_new_one(cast, both):
    Chapter.objects.filter(pk=cast.rennes.pk).update(reply_to="rennes@example.org")
    Chapter.objects.filter(pk=cast.grenoble.pk).update(reply_to="grenoble@example.org")
    hour = timezone.now() + timedelta(hours=9)
    waiting = MessageFactory(
        chapter_id=cast.rennes.pk,
        from_name=cast.rennes.name,
        reply_to="rennes@example.org",
        send_after=hour,
    )
    unite(cast)
    waiting.refresh_from_db()
    assert waiting.chapter_id == cast.grenoble.pk
    assert (waiting.from_name, waiting.reply_to) == (cast.grenoble.name, "grenoble@example.org")
    assert (waiting.state, waiting.send_after) == ("queued", hour)


def test_printed_addresses_lead_to_the_new_one(cast, client, both):
    unite(cast)
    page = client.get("/rejoindre/rennes/").content.decode()
    assert cast.grenoble.name in page


def test_it_is_journaled_on_both_with_counts(cast, both):
    unite(cast)
    entries = Entry.objects.filter(verb="chapter.united")
    assert {one.chapter_id for one in entries} == {cast.rennes.pk, cast.grenoble.pk}
    assert entries[0].detail["counts"]["members.person"] == 1


def left_open(client, person):
    """What the form of a person would send, as it stands open in a tab."""
    form = client.get(f"/personnes/{person.pk}/modifier/").context["form"]
    sent = {one.html_name: one.value() for one in form if one.value() is not None}
    return sent | {"first_name": "Awa", "note": "Une longue note"}


def test_the_form_of_a_person_left_open_is_saved_in_the_new_place(cast, client_of, both):
    hood = Neighbourhood.objects.create(chapter=cast.rennes, name="Maurepas")
    person = PersonFactory(chapter=cast.rennes, neighbourhood=hood)
    sent = left_open(client_of(cast.yann), person)
    unite(cast)
    answer = client_of(cast.yann).post(f"/personnes/{person.pk}/modifier/", sent)
    person.refresh_from_db()
    assert answer.status_code == 302
    assert (person.first_name, person.chapter_id) == ("Awa", cast.grenoble.pk)


def test_a_form_whose_neighbourhood_became_another_asks_and_keeps_the_note(cast, client_of, both):
    person, _other = both
    sent = left_open(client_of(cast.yann), person)
    unite(cast)
    answer = client_of(cast.yann).post(f"/personnes/{person.pk}/modifier/", sent)
    assert answer.status_code == 422
    assert "Une longue note" in answer.content.decode()


def test_what_was_written_to_the_one_that_is_gone_is_gathered(cast, both):
    done = unite(cast)
    late = PersonFactory(chapter=cast.rennes)
    assert unions.gather_all_late() == 1
    late.refresh_from_db()
    assert late.chapter_id == cast.grenoble.pk
    reshaping.take_back(done=done, actor=cast.nadia)
    late.refresh_from_db()
    assert late.chapter_id == cast.rennes.pk


def test_who_may_and_when(cast, both):
    with pytest.raises(reshaping.CannotReshape, match="administration"):
        reshaping.unite(source=cast.rennes, target=cast.grenoble, actor=cast.amina)
    with pytest.raises(reshaping.CannotReshape, match="même alliance"):
        reshaping.unite(source=cast.rennes, target=cast.rennes, actor=cast.nadia)
    done = unite(cast)
    with pytest.raises(reshaping.CannotReshape, match="déjà réunie"):
        unite(cast)
    Reshaping.objects.update(done_at=timezone.now() - timedelta(days=31))
    with pytest.raises(reshaping.CannotReshape, match="30 jours"):
        reshaping.take_back(done=done, actor=cast.nadia)


def test_the_latest_is_undone_first(cast, both):
    first = unite(cast)
    third = Chapter.objects.create(name="Lyon", slug="lyon", city="Lyon")
    second = reshaping.unite(source=cast.grenoble, target=third, actor=cast.nadia)
    with pytest.raises(reshaping.CannotReshape, match="plus récent"):
        reshaping.take_back(done=first, actor=cast.nadia)
    for done in (second, first):
        reshaping.take_back(done=done, actor=cast.nadia)
    assert Chapter.objects.get(slug="rennes").closed_on is None


def test_a_name_taken_since_stops_the_undoing_whole(cast, both):
    done = unite(cast)
    Tag.objects.create(chapter=cast.rennes, name="Traduit")
    before = snapshot("reshaping")
    with pytest.raises(reshaping.CannotReshape, match="rien n’est défait"):
        reshaping.take_back(done=done, actor=cast.nadia)
    assert snapshot("reshaping") == before


def test_an_import_is_taken_back_after_the_union(cast):
    head, row = "Nom;Prénom;Mail;Quartier;Tags", "SOW;Awa;a@free.fr;Mistral;Traduit"
    Tag.objects.create(chapter=cast.grenoble, name="Traduit")
    batch = imported(cast.rennes, table(head, row))
    unite(cast)
    assert ImportBatch.objects.visible_to(cast.amina).filter(pk=batch.pk).exists()
    batch.refresh_from_db()
    undo.undo(batch=batch, actor=cast.amina)
    assert not Person.objects.filter(last_name="Sow").exists()
    assert Tag.objects.get().chapter == cast.grenoble


def test_somebody_erased_since_does_not_stop_the_undoing(cast, both):
    twice = PersonFactory(chapter=cast.rennes)
    twice.tags.add(*Tag.objects.all())
    done = unite(cast)
    Person.objects.filter(pk=twice.pk).delete()
    reshaping.take_back(done=done, actor=cast.nadia)
    assert Tag.objects.filter(name="Traduit").count() == 2


def test_the_preview_counts_and_names_without_writing(cast, both):
    before = snapshot()
    lines = {line.label: line for line in reshaping.preview(cast.rennes, cast.grenoble)}
    assert lines["personnes"].count == 1
    assert lines["étiquettes"].both == ["Traduit"]
    assert lines["reçus"].stays
    assert snapshot() == before


def test_the_preview_costs_the_same_for_one_and_for_three(cast):
    costs = []
    for many in (1, 2):
        for model in (Tag, Group, Neighbourhood):
            for n in range(many):
                model.objects.create(chapter=cast.rennes, name=f"{model.__name__} {many} {n}")
        with CaptureQueriesContext(connection) as asked:
            reshaping.preview(cast.rennes, cast.grenoble)
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_constraints(cast):
    with pytest.raises(IntegrityError, match="reshaping_of_two"), transaction.atomic():
        Reshaping.objects.create(kind="union", source=cast.rennes, target=cast.rennes)
    Reshaping.objects.create(kind="union", source=cast.rennes, target=cast.grenoble)
    with pytest.raises(IntegrityError, match="reshaping_joins_once"), transaction.atomic():
        Reshaping.objects.create(kind="union", source=cast.rennes, target=cast.grenoble)
    with pytest.raises(IntegrityError, match="chapter_joined_to_another_is_closed"):
        Chapter.objects.filter(pk=cast.rennes.pk).update(merged_into=cast.grenoble)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_at_once_unite_once(cast):
    PersonFactory(chapter=cast.rennes)
    problems = together([lambda: unite(cast), lambda: unite(cast)])
    assert [type(one) for one in problems] == [reshaping.CannotReshape]
    assert Reshaping.objects.count() == 1
    assert Person.objects.filter(chapter=cast.rennes).count() == 0
    assert not Action.objects.filter(chapter=cast.rennes).exists()
    assert not Grievance.objects.exists()
    assert not Message.objects.exists()
