"""The door of the house: closed to sign-up, throttled, with a second factor."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from members.models import User
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db


def log_in(client, email="amina@example.org", password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_she_enters_with_her_e_mail_in_any_case(client, cast):
    assert log_in(client, email="Amina@Example.org")["Location"] == "/"


def test_a_wrong_password_says_nothing_about_the_account(client, cast):
    pages = [log_in(client, email=e, password="faux") for e in ("amina@example.org", "x@y.org")]
    errors = [page.context["form"].errors.as_json() for page in pages]
    assert errors[0] == errors[1]


def test_guessing_is_slowed_down(client, cast):
    for _attempt in range(6):
        log_in(client, password="faux")
    log_in(client)
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up_alone(client, db):
    data = {"email": "nouveau@example.org", "password1": PASSWORD}
    client.post("/compte/signup/", data)
    assert not User.objects.filter(email="nouveau@example.org").exists()


def test_without_a_second_factor_she_sets_one_up_before_seeing_names(client_of, cast, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    for url in ("/", "/personnes/", "/admin/", f"/personnes/{cast.leader_person.pk}/"):
        answer = client_of(cast.nadia).get(url)
        assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_index"))


def test_with_a_second_factor_the_house_opens(client_of, cast, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    TOTP.activate(cast.amina, generate_totp_secret())
    assert client_of(cast.amina).get("/").status_code == 200


def test_the_second_factor_secret_is_not_readable_in_the_database(cast):
    secret = generate_totp_secret()
    TOTP.activate(cast.amina, secret)
    assert secret not in str(Authenticator.objects.get(user=cast.amina).data)


def test_the_admin_site_is_for_staff_only(client_of, cast):
    assert client_of(cast.amina).get("/admin/").status_code in {302, 403}
    assert client_of(cast.nadia).get("/admin/").status_code == 200


def test_every_page_forbids_foreign_scripts_and_frames(client_of, cast):
    policy = client_of(cast.amina).get("/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
