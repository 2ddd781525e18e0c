"""The pages of an action in a real browser: on the phone, at the desk, tapped twice."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from actions.domain import tokens
from actions.domain.turnout import turnout
from actions.models import Action, Attendance
from tests.cast import PASSWORD, Cast
from tests.factories.actions import ActionFactory, AttendanceFactory, reachable_person
from tests.factories.members import GroupFactory, GroupMembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def action(cast: Cast) -> Action:
    """Today, with one of each answer."""
    now = timezone.now()
    made = ActionFactory(
        chapter=cast.grenoble,
        organizer=cast.amina,
        announced=True,
        starts_at=now + timedelta(minutes=5),
        ends_at=now + timedelta(hours=2),
        place_address="11 boulevard Jean Pain",
    )
    for answer in ({"yes": True}, {"maybe": True}, {"no": True}, {}):
        person = reachable_person(cast.grenoble, first_name="Fatoumata")
        AttendanceFactory(action=made, person=person, **answer)
    return made


@pytest.fixture
def inside(open_page, cast):
    """Amina’s browser at a size, entered by the door."""

    def enter(path: str, **options: str) -> Page:
        page = open_page("/compte/login/", **options)
        page.get_by_label("Adresse e-mail").fill(cast.amina.email)
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.get_by_role("button", name="Se connecter", exact=True).click()
        page.wait_for_url(lambda url: "login" not in url)
        page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/")[2] + path)
        return page

    return enter


def overflow(page: Page) -> int:
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


@pytest.mark.parametrize(("size", "scheme"), [("phone", "dark"), ("desktop", "light")])
def test_every_page_is_readable_by_all_and_fits(inside, site, action, axe_violations, size, scheme):
    page = inside("/actions/", size=size, scheme=scheme)
    home = f"/actions/{action.pk}/"
    names = ("", "presences/", "reponses/", "inviter/", "deplacer/", "annuler/", "modifier/")
    found = {}
    for path in ("/actions/", "/actions/nouvelle/", "/envois/", *(home + name for name in names)):
        page.goto(site + path)
        found[path] = axe_violations(page) + (["too wide"] if overflow(page) > 0 else [])
    assert {path: what for path, what in found.items() if what} == {}


@pytest.mark.parametrize(("size", "scheme"), [("phone", "light"), ("desktop", "dark")])
def test_the_pages_without_account_are_too(open_page, site, action, axe_violations, size, scheme):
    row = Attendance.objects.filter(answer="yes").get()
    page = open_page(f"/r/{tokens.reply_token(row.pk)}/", size=size, scheme=scheme)
    found = axe_violations(page)
    thanks, rights = (
        f"/r/{tokens.reply_token(row.pk)}/merci/",
        tokens.preferences_url(row.person_id),
    )
    for path in (thanks, "/p/" + rights.split("/p/")[1], "/r/faux/"):
        page.goto(site + path)
        found += axe_violations(page) + (["too wide"] if overflow(page) > 0 else [])
    assert found == []


def test_a_double_tap_checks_in_once_and_one_tap_undoes(inside, action):
    page = inside(f"/actions/{action.pk}/presences/", size="phone")
    row = page.locator(".check-row").first
    row.get_by_role("button").dblclick()
    expect(page.locator("#compteur b")).to_have_text("1")
    expect(row.get_by_role("status")).to_be_visible()

    row.get_by_role("button", name="Annuler").click()
    expect(page.locator("#compteur b")).to_have_text("0")
    assert turnout(action).attended == 0


def test_counting_unknown_ones_and_undoing_keeps_the_list_in_its_place(inside, action, cast):
    AttendanceFactory(action=action, invited_at=None, came=True, person__chapter=cast.grenoble)
    page = inside(f"/actions/{action.pk}/presences/", size="phone")
    names, unknown = page.locator(".check-row"), page.locator("#inconnus li")
    expect(unknown).to_have_count(0)
    for n in (1, 2, 3):
        page.get_by_role("button", name="+1 inconnu").click()
        expect(unknown).to_have_count(n)
        expect(page.locator("#compteur b")).to_have_text(str(n + 1))
    unknown.last.get_by_role("button", name="Retirer").click()
    expect(unknown).to_have_count(2)

    page.locator(".check-row.here").get_by_role("button", name="Annuler").click()
    expect(page.locator("#compteur b")).to_have_text("2")
    expect(names).to_have_count(4)
    expect(
        page.locator("#pointage #pointage, #pointage li section, form#plus-un form")
    ).to_have_count(0)
    expect(page.locator("#plus-un")).to_have_count(1)
    expect(unknown).to_have_count(2)


def test_names_and_buttons_are_large_enough_for_a_thumb(inside, action):
    page = inside(f"/actions/{action.pk}/presences/", size="phone")
    boxes = [one.bounding_box() for one in page.locator("main button:visible").all()]

    assert min(box["height"] for box in boxes) >= 44
    assert min(box["width"] for box in boxes) >= 44


def test_choosing_a_group_shows_at_once_who_gets_what(inside, action, cast):
    group = GroupFactory(chapter=cast.grenoble, name="Mistral")
    GroupMembershipFactory(group=group, person=reachable_person(cast.grenoble))
    page = inside(f"/actions/{action.pk}/inviter/", size="phone")
    page.get_by_label("Mistral").check()
    page.get_by_role("button", name="Inviter 1 personne").click()

    expect(page.get_by_role("status")).to_contain_text("1 personne invitée")
    assert action.attendances.filter(via_group=group).exists()


def test_answering_works_without_any_script(open_page, site, action):
    row = Attendance.objects.filter(answer="none").get()
    page = open_page(f"/r/{tokens.reply_token(row.pk)}/", size="phone", java_script_enabled=False)
    page.get_by_label("Je viens avec").fill("2")
    page.get_by_role("button", name="Je viens").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("C’est noté")
    row.refresh_from_db()
    assert (row.answer, row.companions) == ("yes", 2)


def test_checking_in_works_without_any_script(inside, action):
    page = inside(f"/actions/{action.pk}/presences/", java_script_enabled=False, size="phone")
    page.locator(".check-row button").first.click()
    page.get_by_role("button", name="+1 inconnu").click()

    expect(page.locator("#compteur b")).to_have_text("2")


def test_an_answer_heard_on_the_phone_stays_on_the_page(inside, action):
    page = inside(f"/actions/{action.pk}/reponses/?reponse=none", size="phone")
    page.locator(".answer-chips button").first.click()

    expect(page.locator(".answer-chips [aria-pressed=true]").first).to_have_text("Oui")
    assert action.attendances.filter(answer="yes").count() == 2
