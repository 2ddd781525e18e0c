"""The demonstration is loaded once for all the tests of a module, and never kept."""

from datetime import date

import pytest
from django.db import transaction

from alliance.demo.loader import load

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The world as loaded on a known day; the transaction is thrown away at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load(seed=1, today=TODAY)
        transaction.set_rollback(True)
