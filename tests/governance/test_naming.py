"""The name of the association is a setting; the journal remembers each one."""

import pytest

from alliance.governance.domain.naming import NAMED, remember_name
from alliance.governance.tasks import remember_name as woken
from alliance.journal.models import Entry

pytestmark = pytest.mark.django_db


def test_a_new_name_is_journaled_once_with_the_one_before(settings):
    settings.ORGANIZATION_NAME = "Alliance citoyenne"
    assert [remember_name(), remember_name()] == [True, False]
    settings.ORGANIZATION_NAME = "Justice Ensemble"
    woken()
    last = Entry.objects.filter(verb=NAMED).latest("pk")
    assert last.detail == {"name": "Justice Ensemble", "was": "Alliance citoyenne"}
    assert Entry.objects.filter(verb=NAMED).count() == 2


def test_a_name_that_comes_back_is_journaled_too(settings):
    for name in ("Une", "Deux", "Une"):
        settings.ORGANIZATION_NAME = name
        remember_name()
    assert [entry.detail["name"] for entry in Entry.objects.filter(verb=NAMED).order_by("pk")] == [
        "Une",
        "Deux",
        "Une",
    ]
