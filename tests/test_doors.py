"""Every address of the house, walked: closed to visitors and other chapters; GET writes nothing,
and asks little.
"""

import re
from pathlib import Path

import pytest
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.rooms import PUBLIC, furnish

FEW = 8  # queries of a page; those that ask more are listed, and only ever fewer
MORE = dict(
    line.split() for line in (Path(__file__).parent / "more_queries.txt").read_text().splitlines()
)
SKIPPED = {"admin", "account", "mfa"}  # Django admin and allauth have their own tests


def doors(resolver=None, namespace=""):
    """Every named address of the house, except those of libraries."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = ":".join(filter(None, [namespace, entry.namespace]))
            if entry.namespace not in SKIPPED and "allauth" not in str(entry.urlconf_name):
                yield from doors(entry, inner)
        elif isinstance(entry, URLPattern) and entry.name:
            yield ":".join(filter(None, [namespace, entry.name])), sorted(entry.pattern.converters)


DOORS = sorted({(name, tuple(keys)) for name, keys in doors()})
CLOSED = [door for door in DOORS if door[0] not in PUBLIC]
OF_A_CHAPTER = [door for door in CLOSED if door[1]]


def address(name, keys, furniture):
    return reverse(name, kwargs={key: furniture[name][key] for key in keys} or None)


@pytest.fixture
def furniture(cast):
    return furnish(cast)


def test_every_door_with_a_key_has_its_furniture(furniture):
    for name, keys in DOORS:
        assert address(name, keys, furniture)


@pytest.mark.parametrize(("name", "keys"), CLOSED)
def test_a_visitor_is_sent_to_the_login_page(client, furniture, name, keys):
    for method in (client.get, client.post):
        answer = method(address(name, keys, furniture))
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(("name", "keys"), OF_A_CHAPTER)
def test_another_chapter_does_not_exist(client_of, cast, furniture, name, keys):
    client = client_of(cast.yann)
    for method in (client.get, client.post):
        assert method(address(name, keys, furniture)).status_code in {404, 405}


@pytest.mark.parametrize(("name", "keys"), OF_A_CHAPTER)
def test_an_account_without_role_opens_nothing(client_of, cast, furniture, name, keys):
    answer = client_of(cast.stranger).get(address(name, keys, furniture))
    assert answer.status_code in {403, 404, 405}


@pytest.mark.parametrize(("name", "keys"), DOORS)
def test_get_writes_nothing_and_asks_little(client_of, cast, furniture, name, keys):
    client, asked, writes = client_of(cast.amina), [], []

    def watch(execute, sql, params, many, context):
        asked.append(sql)
        if re.match(r"\s*(INSERT|UPDATE|DELETE|COPY|TRUNCATE)", sql, re.I):
            writes.append(sql)
        return execute(sql, params, many, context)

    client.get("/")
    with connection.execute_wrapper(watch):
        answer = client.get(address(name, keys, furniture))
    ready = name == "readyz"  # without worker nor beat it says so, and that is right
    assert answer.status_code in {200, 302, 405} or ready, name
    assert writes == []
    assert len(asked) <= int(MORE.get(name, FEW))


@pytest.mark.parametrize("who", ["amina", "board", "leader", "stranger", "nadia"])
def test_the_home_page_opens_for_every_account(client_of, cast, who):
    assert client_of(getattr(cast, who)).get("/").status_code == 200


@pytest.mark.parametrize("token", ["x", "1:2:3", "%00", "a" * 300])
@pytest.mark.parametrize("name", ["actions:reply", "actions:preferences", "campaigns:vote"])
def test_a_forged_link_gets_a_kind_page(client, db, name, token):
    answer = client.get(reverse(name, args=[token]))
    assert answer.status_code in {404, 410}
