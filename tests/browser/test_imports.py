"""A spreadsheet through the browser: dropped, previewed, decided at the keyboard, taken back."""

import pytest
from playwright.sync_api import Page, expect

from members.models import ImportBatch, Person
from tests.browser.conftest import SIZES
from tests.cast import PASSWORD
from tests.factories.members import PersonFactory, PhoneFactory
from tests.members.imports.building import imported, previewed, table
from tests.members.imports.messy import as_csv, messy_rows

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = ["SOW Awa;0611111111", "SOW Ali;0622222222", "BA Moussa;0633333333", "DIA Fanta;"]


@pytest.fixture
def inside(open_page, cast) -> Page:
    """Amina's browser, entered by the door."""
    page = open_page("/compte/login/")
    page.get_by_label("Adresse e-mail").fill(cast.amina.email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url(lambda url: "login" not in url)
    return page


@pytest.fixture
def questions(cast) -> ImportBatch:
    """A preview with three questions: each line bears the name of somebody known."""
    for name in ("Awa Sow", "Ali Sow", "Moussa Ba"):
        first, last = name.split()
        person = PersonFactory(chapter=cast.grenoble, first_name=first, last_name=last)
        PhoneFactory(person=person, number="+33699999999")
    return previewed(cast.grenoble, table("NOM Prénom;Tél", *ROWS))


def test_a_file_goes_from_the_drop_to_the_people_and_back(inside, site, cast):
    inside.goto(f"{site}/personnes/imports/nouveau/")
    file = {"name": "liste.csv", "mimeType": "text/csv", "buffer": as_csv(messy_rows(60, 4))}
    inside.set_input_files("input[type=file]", file)
    inside.get_by_role("button", name="Lire le fichier").click()
    inside.get_by_role("button", name="Voir l’aperçu").click()
    inside.get_by_role("button", name="Importer").click()
    expect(inside.get_by_role("heading", level=1)).to_contain_text("personnes sont entrées")
    assert Person.objects.filter(source="import").count() > 50
    inside.get_by_role("link", name="Annuler cet import").click()
    inside.get_by_role("dialog").get_by_role("button", name="Annuler l’import").click()
    expect(inside.get_by_role("heading", level=1)).to_contain_text("annulé")
    assert not Person.objects.filter(source="import").exists()


def test_questions_are_answered_at_the_keyboard(inside, site, questions):
    inside.goto(f"{site}/personnes/imports/{questions.pk}/apercu/")
    for key, following in (("j", "ligne-3"), ("f", "ligne-4"), ("l", "bilan")):
        inside.keyboard.press(key)
        expect(inside.locator("[data-answered]")).to_have_count("jfl".index(key) + 1)
        if following != "bilan":
            expect(inside.locator(f"#{following}")).to_be_focused()
    decisions = dict(questions.rows.values_list("number", "decision"))
    assert decisions == {2: "update", 3: "create", 4: "skip", 5: ""}


def test_a_letter_typed_in_the_search_answers_nothing(inside, site, questions):
    inside.goto(f"{site}/personnes/imports/{questions.pk}/apercu/")
    inside.locator("input[type=search]").first.fill("jfl")
    assert inside.locator("[data-answered]").count() == 0


def test_axe_finds_nothing_on_the_pages_of_an_import(inside, axe_violations, site, cast, questions):
    applied = imported(cast.grenoble, table("Nom;Tél", "Keïta;0644444444", ";06"))
    paths = [
        "", "nouveau/", f"{questions.pk}/colonnes/", f"{questions.pk}/apercu/",
        f"{questions.pk}/apercu/?vue=new", f"{applied.pk}/", f"{applied.pk}/annuler/",
    ]  # fmt: skip
    inside.emulate_media(reduced_motion="reduce")
    for path in paths:
        for width, height in SIZES.values():
            inside.set_viewport_size({"width": width, "height": height})
            inside.goto(f"{site}/personnes/imports/{path}")
            assert axe_violations(inside) == [], (path, width)
            assert inside.evaluate("document.documentElement.scrollWidth") <= width
