"""What is dragged is also moved with the arrows; what moves stays still for who asks."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from campaigns.models import MapPosition
from tests.cast import PASSWORD
from tests.factories.actions import ActionFactory
from tests.factories.campaigns import CampaignFactory, MapActorFactory, MapPositionFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def inside(open_page, cast) -> Page:
    page = open_page("/compte/login/", reduced_motion="reduce")
    page.get_by_label("Adresse e-mail").fill(cast.amina.email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url(lambda url: "login" not in url)
    return page


def test_the_skip_link_is_the_first_stop_and_leads_to_the_content(inside, site):
    inside.goto(site)
    inside.keyboard.press("Tab")
    expect(inside.locator(".skip")).to_be_focused()
    expect(inside.locator(".skip")).to_be_in_viewport()
    inside.keyboard.press("Enter")
    assert inside.evaluate("document.activeElement.id") == "contenu"


def test_a_name_of_the_power_map_moves_with_the_arrows(inside, site, cast):
    campaign = CampaignFactory(chapter=cast.grenoble)
    place = MapPositionFactory(actor=MapActorFactory(campaign=campaign, name="Le maire"))
    inside.goto(f"{site}/campagnes/{campaign.pk}/carte/")
    dot = inside.locator("[data-dot]")
    dot.focus()
    inside.keyboard.press("ArrowRight")
    inside.get_by_role("button", name="Annuler").click()
    expect(dot).to_be_focused()
    inside.keyboard.press("ArrowRight")
    inside.keyboard.press("ArrowUp")
    inside.keyboard.press("Enter")
    inside.keyboard.type("Il a reçu la délégation")
    inside.keyboard.press("Enter")
    expect(inside.locator("#toasts .toast").first).to_be_visible()
    last = MapPosition.objects.exclude(pk=place.pk).get()
    assert (last.support, last.influence) == (5, 55)


def test_an_action_of_the_calendar_moves_with_the_arrows_and_asks_first(inside, site, cast):
    soon = timezone.localtime().replace(day=12, hour=18, minute=0) + timedelta(days=31)
    action = ActionFactory(chapter=cast.grenoble, announced=True, starts_at=soon)
    inside.goto(f"{site}/calendrier/?mois={soon:%Y-%m}")
    inside.locator("[data-move]").first.focus()
    inside.keyboard.press("ArrowDown")
    day = (soon + timedelta(days=7)).date().isoformat()
    inside.wait_for_url(f"**/actions/{action.pk}/deplacer/?date={day}")
    expect(inside.locator("[name=date]")).to_have_value(day)


def test_nothing_moves_for_who_asks_for_no_motion(inside, site):
    inside.goto(site)
    moving = """[...document.querySelectorAll('*')].filter(one => {
        const style = getComputedStyle(one);
        return [style.transitionDuration, style.animationDuration].some(
            many => many.split(',').some(one => parseFloat(one) > 0.01));
    }).length"""
    assert inside.evaluate(moving) == 0
