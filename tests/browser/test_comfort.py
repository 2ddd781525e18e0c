"""The palette, and the note that a dying session does not take away."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect

from actions.models import Debrief
from members.models import Contact
from tests.cast import PASSWORD
from tests.factories.actions import ActionFactory, AttendanceFactory
from tests.factories.campaigns import CampaignFactory
from tests.factories.members import PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)
KEPT = "Object.keys(localStorage).filter(key => key.startsWith('draft:'))"
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
    assert inside.evaluate(KEPT) == []


def test_a_bilan_outlives_the_session_and_is_forgotten_once_kept(inside, site, cast):
    action = ActionFactory(chapter=cast.grenoble, announced=True, past=True)
    next_week = timezone.localdate() + timedelta(days=7)
    page = f"{site}/actions/{action.pk}/bilan/"
    inside.goto(page)
    inside.locator("[name=won]").fill(LONG)
    inside.wait_for_timeout(500)
    Session.objects.all().delete()
    inside.get_by_role("button", name="Garder le bilan").click()
    enter(inside, cast)
    inside.goto(page)
    expect(inside.locator("[name=won]")).to_have_value(LONG)
    inside.locator("[name=next_on]").fill(next_week.isoformat())
    inside.get_by_role("button", name="Garder le bilan").click()
    expect(inside.locator("#toasts .toast").first).to_be_visible()
    assert Debrief.objects.get().won == LONG.strip()
    assert inside.evaluate(KEPT) == []
    expect(inside.locator("[data-draft-found]")).to_be_hidden()


def test_a_cell_of_the_chart_outlives_the_session(inside, site, cast):
    campaign = CampaignFactory(chapter=cast.grenoble)
    inside.goto(f"{site}/campagnes/{campaign.pk}/")
    inside.locator(".cell-edit").first.click()
    inside.locator(".cell textarea").fill(LONG)
    inside.wait_for_timeout(500)
    Session.objects.all().delete()
    inside.locator(".cell").get_by_role("button", name="Enregistrer").click()
    inside.wait_for_url("**/login/**")
    enter(inside, cast)
    inside.goto(f"{site}/campagnes/{campaign.pk}/")
    inside.locator(".cell-edit").first.click()
    expect(inside.locator(".cell textarea")).to_have_value(LONG)
    inside.locator(".cell").get_by_role("button", name="Enregistrer").click()
    expect(inside.locator(".cell textarea")).to_have_count(0)
    assert inside.evaluate(KEPT) == []


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


def test_on_the_day_the_figures_follow_and_a_lost_network_is_said(inside, site, cast):
    action = ActionFactory(chapter=cast.grenoble, announced=True, starts_at=timezone.now())
    inside.clock.install()
    inside.goto(f"{site}/actions/{action.pk}/")
    AttendanceFactory(action=action, came=True)
    inside.clock.run_for(16_000)
    expect(inside.locator("#mobilisation")).to_contain_text("1 présent")
    inside.context.set_offline(True)
    inside.clock.run_for(16_000)
    expect(inside.locator("[data-live-lost]")).to_be_visible()
    expect(inside.locator("[data-failed]")).to_have_count(0)
    inside.context.set_offline(False)
    inside.clock.run_for(16_000)
    expect(inside.locator("[data-live-lost]")).to_be_hidden()
