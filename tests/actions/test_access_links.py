"""Links without account: forged, expired, taken back, closed; only a hash is kept."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from actions.domain import actions
from actions.domain.phone_tree import access_links
from actions.models import AccessLink, LinkAccess
from alliance.journal.models import Entry
from tests.factories.actions import ActionFactory
from tests.factories.calls import CallBranchFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def action(cast):
    starts_at = timezone.now() + timedelta(hours=2)
    return ActionFactory(chapter=cast.grenoble, announced=True, starts_at=starts_at)


def make(cast, **fields):
    fields.setdefault("expires_at", timezone.now() + timedelta(hours=6))
    return access_links.create(chapter=cast.grenoble, actor=cast.amina, **fields)


def token_of(link):
    return access_links.url_of(link).rstrip("/").split("/")[-1]


def why(token):
    with pytest.raises(access_links.Gone) as refusal:
        access_links.read(token)
    return refusal.value.why


def test_a_link_opens_its_thing_and_is_in_the_journal(cast, action):
    link = make(cast, purpose="check_in", action=action, holder="Karim")

    assert access_links.read(token_of(link)) == link
    assert access_links.action_of(link) == action
    assert Entry.objects.filter(verb="link.created").count() == 1


def test_only_a_hash_is_stored(cast, action):
    link = make(cast, purpose="check_in", action=action)

    row = AccessLink.objects.filter(pk=link.pk).values_list().get()
    assert token_of(link) not in [str(cell) for cell in row]


def test_a_changed_key_keeps_links_alive_and_shows_them_no_more(cast, action, settings):
    link = make(cast, purpose="check_in", action=action)
    token = token_of(link)

    settings.SECRET_KEY = "another-key-altogether"

    assert access_links.url_of(link) == ""
    assert access_links.read(token) == link


@pytest.mark.parametrize("token", ["", "x", "é" * 20, "a" * 500, "%00", "a" * 27])
def test_forged_links_open_nothing(db, token):
    assert why(token) == "unknown"


def test_links_end_and_are_taken_back(cast, action):
    link = make(cast, purpose="check_in", action=action)
    token = token_of(link)
    for _twice in range(2):
        access_links.revoke(link=link, actor=cast.amina)
    assert why(token) == "revoked"
    assert Entry.objects.filter(verb="link.revoked").count() == 1

    fresh = access_links.renew(link=link, actor=cast.amina)
    assert access_links.read(token_of(fresh)) == fresh
    AccessLink.objects.filter(pk=fresh.pk).update(expires_at=timezone.now())
    assert why(token_of(fresh)) == "expired"


def test_a_closed_list_and_a_cancelled_action_close_their_links(cast, action):
    branch = CallBranchFactory(call_list__chapter=cast.grenoble, call_list__action=action)
    link = make(cast, purpose="calls", branch=branch)
    branch.call_list.closed_at = timezone.now()
    branch.call_list.save()
    assert why(token_of(link)) == "closed"

    welcome = make(cast, purpose="check_in", action=action)
    actions.cancel(action=action, actor=cast.amina)
    assert why(token_of(welcome)) == "cancelled"


def test_each_access_is_remembered(cast, action):
    link = make(cast, purpose="check_in", action=action)
    access_links.note_access(link=link, verb="opened", person=cast.leader_person, visitor="ab")

    found = LinkAccess.objects.get()
    assert (found.person, found.visitor, found.link) == (cast.leader_person, "ab", link)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"purpose": "check_in"}, "access_link_opens_one_thing"),
        ({"purpose": "feed_mine", "expires_at": NOW}, "access_link_ends_unless_a_feed"),
        ({"purpose": "feed_mine", "token_hash": "clair"}, "access_link_keeps_a_hash"),
    ],
)
def test_the_database_refuses(cast, fields, constraint):
    values = {"chapter": cast.grenoble, "token_hash": "0" * 64, "expires_at": None} | fields
    if values["purpose"] == "check_in":
        values["expires_at"] = NOW
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        AccessLink.objects.create(**values)
