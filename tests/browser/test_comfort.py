"""The palette, and the note that a dying session does not take away."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from members.models import Contact
from tests.cast import PASSWORD
from tests.factories.members import PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "Elle élève seule trois enfants, l’ascenseur est en panne depuis six semaines. " * 20


@pytest.fixture
def fatou(cast):
    return PersonFactory(chapter=cast.grenoble, first_name="Fatoumata", last_name="Diallo")


def enter(page: Page, cast) -> None:
    page.get_by_label("Adresse e-mail").fill(cast.amina.email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url(lambda url: "login" not in url)


@pytest.fixture
def inside(open_page, cast) -> Page:
    page = open_page("/compte/login/")
    enter(page, cast)
    return page


def test_a_session_that_ends_in_the_middle_of_a_note_loses_nothing(inside, site, cast, fatou):
    inside.goto(f"{site}/noter/?personne={fatou.pk}")
    inside.locator("textarea[name=note]").fill(LONG)
    inside.wait_for_timeout(500)
    Session.objects.all().delete()
    inside.get_by_role("button", name="Enregistrer").click()
    inside.wait_for_url("**/login/**")
    enter(inside, cast)
    inside.goto(f"{site}/noter/?personne={fatou.pk}")
    expect(inside.locator("textarea[name=note]")).to_have_value(LONG)
    expect(inside.locator("[data-draft-found]")).to_be_visible()
    inside.get_by_role("button", name="Enregistrer").click()
    inside.wait_for_url("**/personnes/**")
    assert Contact.objects.get().note.strip() == LONG.strip()
    inside.goto(f"{site}/noter/?personne={fatou.pk}")
    expect(inside.locator("textarea[name=note]")).to_have_value("")


def test_leaving_the_account_leaves_no_draft_behind(inside, site, fatou):
    inside.goto(f"{site}/noter/?personne={fatou.pk}")
    inside.locator("textarea[name=note]").fill("Confidence")
    inside.wait_for_timeout(500)
    inside.goto(site)
    inside.locator(".topbar details.menu > summary").click()
    inside.get_by_role("button", name="Se déconnecter").click()
    inside.wait_for_url("**/login/")
    kept = "Object.keys(localStorage).filter(key => key.startsWith('draft:'))"
    assert inside.evaluate(kept) == []


def test_the_palette_opens_finds_and_goes_by_the_keyboard_alone(inside, fatou):
    inside.keyboard.press("Control+k")
    expect(inside.locator("#palette[open]")).to_be_visible()
    expect(inside.get_by_role("option", name="Noter un tête-à-tête")).to_be_visible()
    inside.keyboard.type("noter fatou")
    expect(inside.get_by_role("option", name="Noter un échange avec Fatoumata")).to_be_visible()
    inside.keyboard.press("ArrowUp")
    inside.keyboard.press("Enter")
    inside.wait_for_url(f"**/noter/?personne={fatou.pk}")


def test_the_palette_is_a_page_without_scripts(open_page, cast):
    page = open_page("/compte/login/", java_script_enabled=False)
    enter(page, cast)
    page.goto(page.url.rstrip("/") + "/aller/?q=leaders")
    page.locator("main").get_by_role("link", name="Leaders").click()
    page.wait_for_url("**/leaders/")
