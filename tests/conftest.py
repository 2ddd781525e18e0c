"""Fixtures of the whole suite: the cast, and clients already logged in."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import translation

from members.models import Chapter, User
from tests.cast import Cast, make_cast
from tests.side_by_side import long_files_first


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """After the shuffle: the long files first."""
    long_files_first(items)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The database is kept from run to run: one that was killed leaves rows, the next has none."""
    with django_db_blocker.unblock():
        if Chapter.objects.exists():
            call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """A browser in which this account is logged in."""

    def log_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="members.backends.AccountBackend")
        return client

    return log_in


@pytest.fixture(autouse=True)
def _clean_cache():
    """Rate limits and pulses of one test are not those of the next."""
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _in_french():
    """The last page of a test may have been in English: that ends with it."""
    yield
    translation.deactivate()
