"""The leaders' board, moved with the mouse and with the arrows alone."""

import pytest
from playwright.sync_api import Page, expect

from members.models import Leadership
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def board(open_page, site, cast) -> Page:
    Leadership.objects.update_or_create(
        person=cast.leader_person, defaults={"stage": "spotted", "kind": "loudmouth"}
    )
    page = open_page("/compte/login/")
    page.get_by_label("Adresse e-mail").fill(cast.amina.email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url(lambda url: "login" not in url)
    page.goto(site + "/leaders/")
    return page


def test_a_card_dropped_on_a_stage_asks_why_then_moves(board, cast):
    card = board.locator("[data-card]").first
    second = board.locator("[data-stage]").nth(1)
    stage = second.get_attribute("data-stage")
    card.drag_to(second)
    expect(card.locator("select[name=stage]")).to_have_value(stage)
    card.locator("input[name=reason]").fill("Elle a tenu la réunion")
    card.get_by_role("button", name="Noter l’étape").click()
    expect(board.locator(f"[data-stage={stage}] [data-card]")).to_have_count(1)
    assert Leadership.objects.get(person=cast.leader_person).stage == stage


def test_the_arrows_alone_move_a_card(board, cast):
    stage = board.locator("[data-stage]").nth(1).get_attribute("data-stage")
    board.locator("[data-card]").first.focus()
    board.keyboard.press("ArrowRight")
    board.keyboard.type("Elle rappelle tout le monde")
    board.keyboard.press("Enter")
    expect(board.locator(f"[data-stage={stage}] [data-card]")).to_have_count(1)
    assert Leadership.objects.get(person=cast.leader_person).stage == stage
