"""Dues, ties, duplicates and joining in a real browser: tapped twice, from the keyboard, bare."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from members.models import DistinctPair, DuesPayment, JoinRequest, Merge, Relationship
from tests.cast import PASSWORD
from tests.factories.dues import PaymentFactory, ReceiptFactory
from tests.factories.members import (
    MembershipFactory,
    MembershipTypeFactory,
    PersonFactory,
    PhoneFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def inside(open_page, site, cast):
    """Amina’s browser, entered by the door, at an address."""

    def enter(path: str, **options: str) -> Page:
        page = open_page("/compte/login/", **options)
        page.get_by_label("Adresse e-mail").fill(cast.amina.email)
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.get_by_role("button", name="Se connecter", exact=True).click()
        page.wait_for_url(lambda url: "login" not in url)
        page.goto(site + path)
        return page

    return enter


@pytest.fixture
def twins(cast):
    """Three pairs that look alike."""
    for rank in range(3):
        for _twice in "ab":
            person = PersonFactory(
                chapter=cast.grenoble, first_name=f"Ali{rank}", last_name="Haddad"
            )
            PhoneFactory(person=person, number=f"+3347611223{rank}")


@pytest.fixture
def member(cast):
    kind = MembershipTypeFactory(chapter=cast.grenoble, name="Adhésion")
    person = PersonFactory(chapter=cast.grenoble, brought_by=cast.leader_person)
    today = timezone.localdate()
    paid = MembershipFactory(person=person, type=kind, starts_on="2020-01-01", ends_on=today)
    ReceiptFactory(payment=PaymentFactory(membership=paid, amount=5))
    Relationship.objects.create(person=person, other=cast.leader_person, kind="influences")
    return person


def overflow(page: Page) -> int:
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


@pytest.mark.parametrize(("size", "scheme"), [("phone", "dark"), ("desktop", "light")])
def test_every_page_is_readable_by_all_and_fits(
    inside, site, twins, member, axe_violations, size, scheme
):
    page = inside("/adhesions/", size=size, scheme=scheme)
    hers = f"/personnes/{member.pk}/"
    receipt = f"/recus/{DuesPayment.objects.get().receipt.pk}/"
    paths = ["/adhesions/", "/personnes/doublons/", receipt, "/rejoindre/grenoble/affiche/"]
    paths += [hers, f"{hers}encaisser/", f"{hers}liens/", f"{hers}doublon/"]
    found = {}
    for path in (*paths, "/rejoindre/grenoble/", "/rejoindre/grenoble/merci/"):
        page.goto(site + path)
        found[path] = axe_violations(page) + (["too wide"] if overflow(page) > 0 else [])
    assert {path: what for path, what in found.items() if what} == {}


def test_a_double_tap_takes_the_money_once(inside, member):
    page = inside(f"/personnes/{member.pk}/", size="phone")
    page.get_by_role("link", name="Encaisser").first.click()
    page.get_by_role("button", name="Encaisser").dblclick()
    expect(page.locator(".toast")).to_contain_text("reçu n°")
    assert DuesPayment.objects.count() == 2


def test_pairs_are_decided_from_the_keyboard(inside, twins):
    page = inside("/personnes/doublons/")
    pairs = page.locator("[data-pair]")
    expect(pairs).to_have_count(3)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    kept = pairs.first.locator("[name=keep]").last.input_value()
    page.keyboard.press("s")
    expect(pairs).to_have_count(2)
    page.keyboard.press("d")
    expect(pairs).to_have_count(1)
    assert Merge.objects.get().kept_id == int(kept)
    assert DistinctPair.objects.count() == 1
    page.locator(".toast").last.get_by_role("button", name="Annuler").click()
    expect(pairs).to_have_count(2)


def test_the_public_form_needs_no_script(open_page, cast):
    page = open_page("/rejoindre/grenoble/", size="phone", java_script_enabled=False)
    page.get_by_label("Qu’est-ce qui vous met en colère ?").fill("Le bus ne passe plus")
    page.get_by_label("Votre prénom et votre nom").fill("Zahéra Meziane")
    page.get_by_label("Votre téléphone").fill("06 39 98 12 34")
    page.wait_for_timeout(3_100)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("alert")).to_contain_text("Sans votre accord")
    page.get_by_label(cast.grenoble.consent_wording).check()
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Merci")
    assert JoinRequest.objects.get().anger == "Le bus ne passe plus"
