"""`manage.py demo`: an empty house is filled, an inhabited one is left alone."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from alliance.demo.loader import load
from members.models import Chapter, Contact, Person, User
from tests.factories.members import ChapterFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)


def loaded(seed):
    """What a load makes, thrown away at once."""
    with transaction.atomic():
        load(seed=seed, today=DAY)
        made = fingerprint()
        transaction.set_rollback(True)
    return made


def fingerprint():
    people = Person.objects.order_by("pk").values_list("first_name", "last_name", "street")
    talks = Contact.objects.order_by("pk").values_list("happened_at", "story", "note", "client_id")
    return list(people), list(talks)


def test_it_loads_and_prints_the_logins():
    out = StringIO()
    call_command("demo", stdout=out)
    said = out.getvalue()
    assert "mot de passe\u00a0: alliance-demo" in said
    assert "amina@demo.alliance.test" in said
    assert User.objects.get(email="amina@demo.alliance.test").check_password("alliance-demo")


def test_an_inhabited_house_is_left_alone_with_a_sentence():
    ChapterFactory()
    with pytest.raises(CommandError, match="rien n’a été changé"):
        call_command("demo")
    assert Chapter.objects.count() == 1


def test_if_empty_says_nothing_when_the_house_is_inhabited():
    ChapterFactory()
    out = StringIO()
    call_command("demo", "--if-empty", stdout=out)
    assert out.getvalue() == ""
    assert not Person.objects.exists()


def test_production_refuses_it(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        call_command("demo")
    assert not Chapter.objects.exists()


def test_the_same_seed_and_day_give_the_same_people_and_words():
    assert loaded(7) == loaded(7)


def test_it_loads_on_the_last_day_of_february():
    world = load(seed=3, today=date(2024, 2, 29))
    assert len(world.residents) == Person.objects.count()
