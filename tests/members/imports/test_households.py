"""One door or one phone makes a household; an association's phone does not."""

from members.models import Household, Person
from tests.factories.members import PersonFactory, PhoneFactory
from tests.members.imports.building import imported, table

HEADER = "Nom;Prénom;Tél;Adresse;CP;Ville"


def household_of(first_name):
    return Person.objects.get(first_name=first_name).household


def test_a_shared_phone_makes_a_household(cast):
    rows = ("SOW;Awa;0611111111;;;", "BA;Moussa;0611111111;;;", "DIA;Ali;0622222222;;;")
    imported(cast.grenoble, table(HEADER, *rows))
    assert household_of("Awa") == household_of("Moussa") is not None
    assert household_of("Ali") is None


def test_the_same_door_and_name_make_a_household(cast):
    rows = (
        "SOW;Awa;;3 rue Haute;38000;Grenoble",
        "Sow;Moussa;;3, rue haute;38000;GRENOBLE",
        "DIA;Ali;;3 rue Haute;38000;Grenoble",
    )
    imported(cast.grenoble, table(HEADER, *rows))
    assert household_of("Awa") == household_of("Moussa") is not None
    assert household_of("Awa").name == "Sow"
    assert household_of("Ali") is None


def test_a_newcomer_joins_the_household_of_those_known(cast):
    home = Household.objects.create(chapter=cast.grenoble, name="Sow")
    known = PersonFactory(chapter=cast.grenoble, first_name="Fanta", household=home)
    PhoneFactory(person=known, number="+33611111111")
    imported(cast.grenoble, table(HEADER, "SOW;Awa;0611111111;;;"))
    assert household_of("Awa") == home


def test_the_phone_of_an_association_makes_no_household(cast):
    rows = [f"NOM{n}{n};Prénom{n};0476460000;;;" for n in "abcdefghijkl"]
    imported(cast.grenoble, table(HEADER, *rows))
    assert not Household.objects.exists()
