"""Django admin: every model is there, lists stay quick, what is append-only stays so."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alliance.core.admin import ReadOnlyAdmin
from members.models import Consent, Person, User
from tests.factories import actions as action_factories
from tests.factories import campaigns as campaign_factories
from tests.factories import dues as dues_factories
from tests.factories import members as member_factories
from tests.factories.members import ConsentFactory, PersonFactory, PhoneFactory

ROOMS = ("members", "campaigns", "actions", "outbox", "journal")
# Bytes of attachments, words kept for search: nothing in them is for a human to read.
HIDDEN = {"outbox.StoredFile", "outbox.MessageEvent", "outbox.Attachment", "members.SearchWord"}
NOT_SHOWN = {"members.User.groups", "members.User.user_permissions"}
FACTORIES = [
    factory
    for module in (member_factories, dues_factories, campaign_factories, action_factories)
    for name, factory in vars(module).items()
    if name.endswith("Factory") and factory.__module__ == module.__name__
]


def url(model, page="changelist", *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("room", ROOMS)
def test_every_model_of_the_house_is_in_the_admin(room):
    inlines = {i.model for m in admin.site._registry.values() for i in m.inlines}
    missing = [
        model._meta.label
        for model in apps.get_app_config(room).get_models()
        if model not in admin.site._registry
        and model not in inlines
        and model._meta.label not in HIDDEN
    ]
    assert missing == []


def test_rights_come_from_roles_alone():
    assert [m._meta.label for m in admin.site._registry if m._meta.label == "auth.Group"] == []


@pytest.mark.parametrize("room", ["members", "campaigns", "actions"])
def test_a_key_to_a_large_table_is_never_a_menu(room):
    menus = []
    for model, page in admin.site._registry.items():
        if model._meta.app_label != room or isinstance(page, ReadOnlyAdmin):
            continue
        quick = {*page.autocomplete_fields, *page.raw_id_fields, *page.readonly_fields}
        keys = [f for f in model._meta.get_fields() if f.is_relation and f.concrete and f.editable]
        menus += [f"{model._meta.label}.{f.name}" for f in keys if f.name not in quick]
    assert set(menus) <= NOT_SHOWN


@pytest.mark.parametrize("factory", FACTORIES, ids=lambda f: f.__name__)
def test_a_list_asks_the_same_for_one_row_and_for_three(factory, cast, client_of):
    client = client_of(cast.nadia)
    model = factory._meta.model
    if model not in admin.site._registry:
        pytest.skip("shown on the page of its parent")
    counts = []
    for more in (1, 2):
        factory.create_batch(more)
        client.get(url(model))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url(model)).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("who", ["amina", "board", "leader", "stranger"])
def test_only_staff_enters(cast, client_of, who):
    answer = client_of(getattr(cast, who)).get(reverse("admin:index"))
    assert answer.status_code in {302, 403}


def test_people_are_found_by_folded_name_and_by_phone(cast, client_of):
    person = PersonFactory(first_name="Nacéra", last_name="Aït-Saïd")
    PhoneFactory(person=person, number="+33639981234")
    PersonFactory(first_name="Zoé")
    client = client_of(cast.nadia)
    for text in ("nacera ait", "06 39 98 12 34"):
        shown = client.get(url(Person), {"q": text}).content.decode()
        assert "Aït-Saïd" in shown, text
        assert "Zoé" not in shown, text


def test_phones_of_somebody_are_found_with_or_without_accents(cast, client_of):
    phone = PhoneFactory(person__first_name="Nacéra")
    for text in ("Nacéra", "nacera"):
        answer = client_of(cast.nadia).get(url(type(phone)), {"q": text})
        assert phone.number in answer.content.decode(), text


def test_a_consent_can_be_added_and_never_changed(cast, client_of):
    consent = ConsentFactory()
    client = client_of(cast.nadia)
    client.post(url(Consent, "change", consent.pk), {"given": ""})
    assert client.post(url(Consent, "delete", consent.pk), {"post": "yes"}).status_code == 403
    consent.refresh_from_db()
    assert consent.given


def account_form(**fields):
    rows = {"roles-TOTAL_FORMS": "1", "roles-INITIAL_FORMS": "0", "roles-0-starts_on": "2026-01-01"}
    return {"email": "Samia@Example.org", "language": "fr", "is_active": "on", **rows, **fields}


def test_a_new_account_gets_its_roles_and_a_link_instead_of_a_password(cast, client_of):
    form = account_form(**{"roles-0-kind": "organizer", "roles-0-chapter": cast.rennes.pk})
    answer = client_of(cast.nadia).post(url(User, "add"), form)
    assert answer.status_code == 302
    account = User.objects.get(email="samia@example.org")
    assert account.roles.get().chapter == cast.rennes
    assert not account.has_usable_password()
    assert [message.to for message in mail.outbox] == [["samia@example.org"]]
    assert "/compte/password/reset/key/" in mail.outbox[0].body


def test_two_accounts_never_share_an_address(cast, client_of):
    answer = client_of(cast.nadia).post(url(User, "add"), account_form(email="AMINA@example.org"))
    assert "Un compte existe déjà à cette adresse." in answer.content.decode()


def test_when_the_mail_does_not_answer_the_account_is_made_all_the_same(cast, client_of, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 9
    form = account_form(**{"roles-0-kind": "admin"})
    answer = client_of(cast.nadia).post(url(User, "add"), form, follow=True)
    assert "n’est pas parti" in answer.content.decode()
    assert User.objects.filter(email="samia@example.org").exists()


def test_closing_accounts_leaves_ones_own_open(cast, client_of):
    chosen = {"action": "close_accounts", "_selected_action": [cast.nadia.pk, cast.amina.pk]}
    client_of(cast.nadia).post(url(User), chosen)
    cast.nadia.refresh_from_db(), cast.amina.refresh_from_db()
    assert (cast.nadia.is_active, cast.amina.is_active) == (True, False)
