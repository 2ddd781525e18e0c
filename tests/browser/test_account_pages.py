"""The door and the account in a real browser: password, passkey, codes."""

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from playwright.sync_api import Page

from tests.browser.conftest import SIZES
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

ACCOUNT_PAGES = ("/compte/2fa/", "/compte/2fa/webauthn/", "/compte/password/change/")
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


@pytest.fixture
def inside(open_page, cast) -> Page:
    """Amina's browser, entered by the door."""
    page = open_page("/compte/login/")
    page.get_by_label("Adresse e-mail").fill(cast.amina.email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url(lambda url: "login" not in url)
    return page


def confirm_password(page: Page) -> None:
    if "reauthenticate" in page.url:
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.get_by_role("button", name="Confirmer").click()
        page.wait_for_url(lambda url: "reauthenticate" not in url)


def test_axe_finds_nothing_on_the_account(inside, axe_violations, site):
    for path in ACCOUNT_PAGES:
        for size in SIZES.values():
            for scheme in ("light", "dark"):
                inside.set_viewport_size({"width": size[0], "height": size[1]})
                inside.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                inside.goto(site + path)
                assert axe_violations(inside) == [], (path, size, scheme)


def test_passkey_is_added_then_opens_the_door(inside, site):
    session = inside.context.new_cdp_session(inside)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    inside.goto(site + "/compte/2fa/webauthn/add/")
    confirm_password(inside)
    inside.get_by_label("Nom de la clé").fill("Téléphone d’Amina")
    inside.get_by_label("Entrer avec elle sans mot de passe").check()
    inside.get_by_role("button", name="Ajouter").click()
    inside.wait_for_url(lambda url: "add" not in url)
    inside.goto(site + "/compte/2fa/webauthn/")
    assert inside.get_by_text("Téléphone d’Amina").is_visible()
    inside.locator(".topbar details.menu > summary").click()
    inside.get_by_role("button", name="Se déconnecter").click()
    inside.wait_for_url("**/login/")
    inside.get_by_role("button", name="Avec une clé d’accès").click()
    inside.wait_for_url(lambda url: "login" not in url)


def test_code_application_is_activated_and_gives_recovery_codes(inside, site):
    inside.goto(site + "/compte/2fa/totp/activate/")
    confirm_password(inside)
    inside.get_by_text("Je ne peux pas viser le carré").click()
    secret = inside.locator("main details code").inner_text()
    counter = next(iter(yield_hotp_counters_from_time()))
    inside.get_by_label("Code à six chiffres").fill(format_hotp_value(hotp_value(secret, counter)))
    inside.get_by_role("button", name="Activer").click()
    inside.wait_for_url("**/recovery-codes/")
    assert inside.locator(".codes li").count() == 10


def test_wrong_password_keeps_the_address_and_says_so(open_page, cast):
    page = open_page("/compte/login/", size="phone")
    page.get_by_label("Adresse e-mail").fill("amina@example.org")
    page.get_by_label("Mot de passe").fill("pas le bon")
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.get_by_role("alert").wait_for()
    assert page.get_by_label("Adresse e-mail").input_value() == "amina@example.org"
