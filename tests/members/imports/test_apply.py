"""Writing a batch: only empty fields are filled, once, in one transaction."""

from datetime import date
from decimal import Decimal

import pytest

from alliance.journal.models import Entry
from members.domain.imports import apply, preview, report, writing
from members.enums import BatchState, GroupKind
from members.models import Consent, DuesPayment, Group, Neighbourhood, Person
from tests.factories.members import (
    ConsentFactory,
    GroupFactory,
    MembershipTypeFactory,
    NeighbourhoodFactory,
    PersonFactory,
    PhoneFactory,
)
from tests.members.imports.building import imported, previewed, table

HEADER = "Nom;Prénom;Tél;Mail;Adresse;CP;Ville"


@pytest.fixture
def nacera(cast):
    person = PersonFactory(
        chapter=cast.grenoble, first_name="Nacéra", last_name="Ben Ali", city="Échirolles"
    )
    PhoneFactory(person=person, number="+33612345678")
    return person


def test_a_person_comes_with_her_phones_and_addresses(cast):
    data = table(HEADER, "SOW;awa;06 11 11 11 11 / 04 76 46 00 00;A@free.fr b@free.fr;;;")
    imported(cast.grenoble, data, actor=cast.amina)
    person = Person.objects.get(first_name="Awa", last_name="Sow")
    assert [(p.number, p.is_primary) for p in person.phones.all()] == [
        ("+33611111111", True), ("+33476460000", False),
    ]  # fmt: skip
    assert [(e.address, e.is_primary) for e in person.emails.all()] == [
        ("a@free.fr", True), ("b@free.fr", False),
    ]  # fmt: skip
    assert (person.source, person.created_by) == ("import", cast.amina)


def test_only_empty_fields_of_a_known_person_are_filled(cast, nacera):
    row = "BEN ALI;Nacera;0612345678;n@free.fr;2 rue des Lilas;38100;Grenoble"
    batch = imported(cast.grenoble, table(HEADER, row))
    nacera.refresh_from_db()
    assert (nacera.street, nacera.city, nacera.first_name) == ("", "Échirolles", "Nacéra")
    assert nacera.emails.get().address == "n@free.fr"
    assert "Échirolles" in batch.rows.get().before["kept"][0]


def test_a_completed_page_counts_one_more_version(cast, nacera):
    imported(cast.grenoble, table(HEADER, "BEN ALI;Nacera;0612345678;;2 rue des Lilas;;"))
    nacera.refresh_from_db()
    assert (nacera.street, nacera.version) == ("2 rue des Lilas", 2)


def test_a_page_to_which_nothing_is_added_keeps_its_version(cast, nacera):
    batch = imported(cast.grenoble, table(HEADER, "BEN ALI;Nacera;0612345678;;;;"))
    nacera.refresh_from_db()
    assert (nacera.version, report.outcome(batch).unchanged) == (1, 1)


def test_two_lines_of_one_person_are_put_together(cast):
    rows = ("SOW;Awa;0611111111;;;;", "SOW;Awa;0611111111;a@free.fr;3 rue Haute;;")
    batch = imported(cast.grenoble, table(HEADER, *rows))
    person = Person.objects.get(last_name="Sow")
    assert (person.street, person.emails.get().address) == ("3 rue Haute", "a@free.fr")
    assert set(batch.rows.values_list("person", flat=True)) == {person.pk}


def test_what_a_human_decided_is_done(cast, nacera):
    rows = ("BEN ALI;Nacéra;;x@free.fr;;;", "BEN ALI;Nacéra;0699999999;;;;", "SOW;Awa;;;;;")
    batch = previewed(cast.grenoble, table(HEADER, *rows))
    preview.decide(batch=batch, number=2, decision="update")
    preview.decide(batch=batch, number=3, decision="create")
    preview.decide(batch=batch, number=4, decision="skip")
    apply.apply(batch=batch, actor=None)
    assert nacera.emails.get().address == "x@free.fr"
    assert Person.objects.filter(last_name="Ben Ali").count() == 2
    assert not Person.objects.filter(last_name="Sow").exists()


def test_a_question_without_answer_is_left_aside_and_told(cast, nacera):
    batch = imported(cast.grenoble, table(HEADER, "BEN ALI;Nacéra;;x@free.fr;;;"))
    assert report.outcome(batch).left == 1
    assert Person.objects.filter(last_name="Ben Ali").count() == 1


def test_somebody_added_since_the_preview_is_not_created_twice(cast):
    batch = previewed(cast.grenoble, table(HEADER, "SOW;Awa;0611111111;;;;"))
    person = PersonFactory(chapter=cast.grenoble, first_name="Awa", last_name="Sow")
    PhoneFactory(person=person, number="+33611111111")
    apply.apply(batch=batch, actor=None)
    assert Person.objects.filter(last_name="Sow").count() == 1


def test_applying_twice_does_it_once(cast):
    batch = previewed(cast.grenoble, table(HEADER, "SOW;Awa;0611111111;;;;"))
    for _click in range(2):
        apply.apply(batch=batch, actor=None)
    assert Person.objects.filter(last_name="Sow").count() == 1
    assert Entry.objects.filter(verb="import.applied").count() == 1


def test_the_journal_keeps_counts_and_no_name(cast):
    imported(cast.grenoble, table(HEADER, "SOW;Awa;0611111111;;;;"), actor=cast.amina)
    entry = Entry.objects.get(verb="import.applied")
    assert (entry.actor_id, entry.chapter_id) == (cast.amina.pk, cast.grenoble.pk)
    assert entry.detail == {"created": 1, "joined": 0}


def test_a_failure_in_the_middle_leaves_nothing(cast, monkeypatch):
    batch = previewed(cast.grenoble, table(HEADER, "SOW;Awa;0611111111;;;;"))

    def die(*_args):
        raise RuntimeError

    monkeypatch.setattr(writing, "_write_circles", die)
    before = Person.objects.count()
    with pytest.raises(RuntimeError):
        apply.apply(batch=batch, actor=None)
    batch.refresh_from_db()
    assert (Person.objects.count(), batch.state) == (before, BatchState.PREVIEWED)


def test_neighbourhoods_are_found_in_any_writing_or_created(cast):
    known = NeighbourhoodFactory(chapter=cast.grenoble, name="La Villeneuve")
    rows = ("SOW;VILLENEUVE", "DIA;quartier Villeneuve", "BA;Mistral")
    imported(cast.grenoble, table("Nom;Quartier", *rows))
    assert Person.objects.filter(neighbourhood=known).count() == 2
    assert Neighbourhood.objects.get(name="Mistral").people.count() == 1


def test_nothing_is_created_against_the_choice(cast):
    data = table("Nom;Quartier;Groupe", "SOW;Mistral;Amicale")
    imported(cast.grenoble, data, create_neighbourhoods=False, create_groups=False)
    assert not Neighbourhood.objects.filter(name="Mistral").exists()
    assert not Group.objects.filter(name="Amicale").exists()


def test_groups_and_tags_are_joined(cast):
    known = GroupFactory(chapter=cast.grenoble, name="Parents des Buttes")
    data = table("Nom;Groupe;Tags", "SOW;parents des buttes, Amicale;bénévole")
    imported(cast.grenoble, data, tag="forum 2024")
    person = Person.objects.get(last_name="Sow")
    groups = {m.group for m in person.group_memberships.all()}
    assert groups == {known, Group.objects.get(name="Amicale", kind=GroupKind.COLLECTIVE)}
    assert {tag.name for tag in person.tags.all()} == {"bénévole", "forum 2024"}


def test_no_consent_is_ever_assumed(cast):
    imported(cast.grenoble, table(HEADER, "SOW;Awa;0611111111;a@free.fr;;;"))
    assert not Consent.objects.filter(person__last_name="Sow").exists()


def test_a_declared_agreement_is_written_with_its_words_and_day(cast):
    data = table(HEADER, "SOW;Awa;0611111111;;;;")
    imported(cast.grenoble, data, actor=cast.amina, consent="paper", consent_on="2024-03-12")
    found = Consent.objects.filter(person__last_name="Sow")
    assert {c.channel for c in found} == {"email", "sms", "phone"}
    one = found.first()
    assert (one.source, one.given, one.recorded_by) == ("import", True, cast.amina)
    assert one.recorded_at.date() == date(2024, 3, 12)
    assert cast.grenoble.consent_wording in one.wording


def test_a_file_never_overrides_a_refusal(cast, nacera):
    ConsentFactory(person=nacera, channel="sms", given=False)
    imported(cast.grenoble, table(HEADER, "BEN ALI;Nacera;0612345678;;;;"), consent="spoken")
    words = dict(nacera.consents.values_list("channel", "given"))
    assert words == {"email": True, "phone": True, "sms": False}


def test_dues_make_a_membership_and_a_payment(cast):
    kind = MembershipTypeFactory(chapter=cast.grenoble, months=12)
    data = table("Nom;Date d'adhésion;Cotisation;Paiement", "SOW;15/03/2024;10,50 €;chèque")
    imported(cast.grenoble, data, membership_type=kind.pk)
    payment = DuesPayment.objects.get(membership__person__last_name="Sow")
    period = payment.membership
    assert (period.starts_on, period.ends_on) == (date(2024, 3, 15), date(2025, 3, 14))
    assert (payment.amount, payment.method) == (Decimal("10.50"), "cheque")


def test_an_identifier_that_names_somebody_else_is_not_stolen(cast):
    data = table("Contact ID;Sort Name;Phone", "7;Sow, Awa;0611111111", "7;Ba, Ali;0622222222")
    batch = previewed(cast.grenoble, data)
    preview.decide(batch=batch, number=3, decision="create")
    apply.apply(batch=batch, actor=None)
    assert Person.objects.get(last_name="Ba").external_ids.count() == 0
    assert Person.objects.get(last_name="Sow").external_ids.get().value == "7"
