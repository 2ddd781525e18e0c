"""Taking an import back: what nobody touched goes, the rest stays and is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.journal.models import Entry
from members.domain import people
from members.domain.imports import report, undo
from members.models import Consent, Group, Household, Membership, Neighbourhood, Person, Tag
from tests.factories.actions import AttendanceFactory
from tests.factories.members import (
    ContactFactory,
    MembershipTypeFactory,
    PersonFactory,
    PhoneFactory,
)
from tests.members.imports.building import imported, table

HEADER = "Nom;Prénom;Tél;Mail;Quartier;Groupe;Tags"
AWA = "SOW;Awa;0611111111;a@free.fr;Mistral;Amicale;bénévole"


def awa():
    return Person.objects.get(first_name="Awa")


def test_everything_an_import_made_goes(cast):
    kind = MembershipTypeFactory(chapter=cast.grenoble)
    data = table(
        f"{HEADER};Adhésion;Cotisation", f"{AWA};12/03/2024;10", "SOW;Ali;0611111111;;;;;;"
    )
    batch = imported(cast.grenoble, data, membership_type=kind.pk, consent="spoken")
    assert Household.objects.exists()
    undo.undo(batch=batch, actor=cast.amina)
    assert not Person.objects.filter(last_name="Sow").exists()
    for model in (Consent, Membership, Household, Tag, Neighbourhood):
        assert not model.objects.exists(), model
    assert not Group.objects.filter(name="Amicale").exists()
    assert Entry.objects.get(verb="import.undone").detail["removed"] == 2


def test_a_page_changed_since_stays(cast):
    batch = imported(cast.grenoble, table(HEADER, AWA))
    person = awa()
    people.update(person=person, expected_version=1, changes={"street": "3 rue Haute"})
    undo.undo(batch=batch, actor=None)
    assert awa().street == "3 rue Haute"
    assert "modifiée" in batch.rows.get().before["undo"]["kept"]
    assert report.outcome(batch).stayed == 1


@pytest.mark.parametrize("factory", [ContactFactory, AttendanceFactory])
def test_somebody_met_or_invited_since_stays(cast, factory):
    batch = imported(cast.grenoble, table(HEADER, AWA))
    factory(person=awa())
    undo.undo(batch=batch, actor=None)
    assert awa().phones.exists()
    assert awa().group_memberships.exists()


def test_a_field_it_filled_is_emptied_again(cast):
    person = PersonFactory(chapter=cast.grenoble, first_name="Awa", last_name="Sow")
    PhoneFactory(person=person, number="+33611111111")
    batch = imported(cast.grenoble, table(f"{HEADER};Ville", f"{AWA};Grenoble"))
    assert awa().city == "Grenoble"
    undo.undo(batch=batch, actor=None)
    person.refresh_from_db()
    assert (person.city, person.neighbourhood, person.version) == ("", None, 3)
    assert not person.emails.exists()
    assert not person.tags.exists()
    assert person.phones.get().number == "+33611111111"


def test_a_field_changed_since_is_left_as_it_is(cast):
    person = PersonFactory(chapter=cast.grenoble, first_name="Awa", last_name="Sow")
    PhoneFactory(person=person, number="+33611111111")
    batch = imported(cast.grenoble, table("Nom;Prénom;Tél;Ville", "SOW;Awa;0611111111;Grenoble"))
    people.update(person=awa(), expected_version=2, changes={"city": "Fontaine"})
    undo.undo(batch=batch, actor=None)
    assert awa().city == "Fontaine"
    assert batch.rows.get().before["undo"]["changed"] == ["city"]


def test_a_neighbourhood_used_since_stays(cast):
    batch = imported(cast.grenoble, table(HEADER, AWA))
    PersonFactory(chapter=cast.grenoble, neighbourhood=awa().neighbourhood)
    undo.undo(batch=batch, actor=None)
    assert Neighbourhood.objects.filter(name="Mistral").exists()


def test_a_main_phone_remains_when_the_imported_one_goes(cast):
    person = PersonFactory(chapter=cast.grenoble, first_name="Awa", last_name="Sow")
    person.emails.create(address="a@free.fr", is_primary=True)
    batch = imported(cast.grenoble, table(HEADER, AWA))
    PhoneFactory(person=person, number="+33699999999", is_primary=False)
    undo.undo(batch=batch, actor=None)
    assert [(p.number, p.is_primary) for p in person.phones.all()] == [("+33699999999", True)]


def test_undoing_twice_does_it_once(cast):
    batch = imported(cast.grenoble, table(HEADER, AWA))
    for _click in range(2):
        undo.undo(batch=batch, actor=None)
    assert Entry.objects.filter(verb="import.undone").count() == 1


def test_after_thirty_days_it_is_too_late(cast):
    batch = imported(cast.grenoble, table(HEADER, AWA))
    later = timezone.now() + timedelta(days=31)
    assert not undo.may_undo(batch, later)
    with pytest.raises(undo.TooLate):
        undo.undo(batch=batch, actor=None, now=later)
    assert awa()


def test_another_person_reached_by_a_merge_is_never_deleted(cast):
    batch = imported(cast.grenoble, table(HEADER, AWA))
    other = PersonFactory(chapter=cast.grenoble)
    batch.rows.update(person=other)
    undo.undo(batch=batch, actor=None)
    assert Person.objects.filter(pk=other.pk).exists()
