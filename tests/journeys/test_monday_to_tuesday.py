"""The founding story, in a browser: a spreadsheet on Monday, fifty people on Tuesday."""

import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
import time_machine
from playwright.sync_api import expect

from actions.domain.reminding import reminders
from actions.models import Action, Attendance
from alliance.outbox.domain.delivery import deliver
from members.models import FollowUp, Person
from tests.cast import PASSWORD, make_cast

pytestmark = pytest.mark.django_db(transaction=True)

MONDAY = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
TUESDAY_EVENING = datetime(2027, 1, 12, 16, 45, tzinfo=UTC)
SPREADSHEET = """NOM Prénom;Portable;Mail;Quartier;Groupe
BENALI Samira;06.39.98.02.01;samira@example.org;Teisseire;Locataires de Teisseire
BENALI Karim;06.39.98.02.01;;Teisseire;Locataires de Teisseire
DIALLO Fatoumata;639980203;fatou@example.org;Mistral;Mistral en colère
"""


@pytest.fixture
def clock():
    with time_machine.travel(MONDAY) as traveller:
        yield traveller


def log_in(page):
    page.fill("[name=login]", "amina@example.org")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url("**/")
    return page


def import_spreadsheet(page, site):
    page.goto(f"{site}/personnes/imports/nouveau/")
    content = SPREADSHEET.encode("cp1252")
    page.set_input_files(
        "[name=file]", {"name": "adhérents.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Lire le fichier").click()
    page.locator("[name=consent][value=spoken]").check(force=True)
    page.get_by_role("button", name="Voir l’aperçu").click()
    page.get_by_role("button", name="Importer", exact=True).click()
    expect(page.get_by_role("link", name="Voir les personnes")).to_be_visible()


def create_action(page, site):
    page.goto(f"{site}/actions/nouvelle/")
    page.get_by_label("Titre").fill("On va à cinquante à la mairie")
    page.get_by_label("Date", exact=True).fill("2027-01-12")
    page.get_by_label("Heure", exact=True).fill("18:00")
    page.get_by_label("Lieu de rendez-vous").fill("Mairie de Grenoble")
    page.get_by_label("Objectif de présences").fill("50")
    page.get_by_role("button", name="Continuer : qui amène combien ?").click()
    page.get_by_role("link", name="Inviter des groupes").click()
    for group in ("Locataires de Teisseire", "Mistral en colère"):
        page.get_by_label(re.compile(group)).check(force=True)
    page.get_by_role("button", name=re.compile("^Inviter")).click()
    page.wait_for_url(re.compile(r"/actions/\d+/$"))
    return Action.objects.get()


def mails(sink):
    received = [message_from_bytes(m.content, policy=policy.default) for m in sink.received]
    return {mail["To"].addresses[0].addr_spec: mail for mail in received}


def answer(open_page, site, mail, button):
    """Open the link of the message on another phone: looking writes nothing, the button does."""
    text = mail.get_body(("plain",)).get_content()
    link = re.search(r"https?://[^/\s]+(/r/\S+)", text)[1]
    phone = open_page(link, size="phone")
    assert (
        not Attendance.objects.exclude(answered_at=None)
        .filter(person__emails__address=mail["To"].addresses[0].addr_spec)
        .exists()
    )
    phone.get_by_role("button", name=button).click()
    phone.wait_for_url("**/merci/")


def test_the_story_holds_from_the_spreadsheet_to_the_town_hall(open_page, site, sink, clock):
    make_cast()
    page = log_in(open_page("/compte/login/"))
    import_spreadsheet(page, site)
    assert Person.objects.filter(phones__number="+33639980201").count() == 2
    action = create_action(page, site)
    reminders.plan()
    deliver()
    sent = mails(sink)
    assert set(sent) == {"samira@example.org", "fatou@example.org"}
    assert FollowUp.objects.get(person__first_name="Karim").what
    answer(open_page, site, sent["samira@example.org"], "Je viens")
    answer(open_page, site, sent["fatou@example.org"], "Je ne peux pas")
    clock.move_to(TUESDAY_EVENING)
    phone = open_page("/compte/login/", size="phone")
    log_in(phone).goto(f"{site}/actions/{action.pk}/presences/")
    phone.get_by_role("button", name=re.compile("Samira Benali")).click()
    expect(phone.locator("#compteur, .check-count").first).to_contain_text("1")
    phone.get_by_role("button", name=re.compile(r"\+1")).click()
    expect(phone.locator(".check-count").first).to_contain_text("2")
    clock.move_to(TUESDAY_EVENING + timedelta(hours=4))
    page.goto(f"{site}/")
    expect(page.get_by_text("2 venu·es")).to_be_visible()
