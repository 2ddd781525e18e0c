"""The préfecture: nature of a plan, clear days, the paper, the seal, the purge."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.domain.actions import EditedMeanwhile, WrongState
from actions.domain.declaring import declarations
from actions.domain.declaring.declarations import Nature, Signer
from actions.models import Declaration, DeclarationOffice, DeclarationOrganizer
from actions.tasks import purge_declarations
from tests.factories.actions import STARTS_AT, ActionFactory

pytestmark = pytest.mark.django_db
SIGNER = Signer("Fatoumata Diallo", "12 rue des Lilas, Grenoble", "06 39 98 02 03")


@pytest.fixture
def soon(cast):
    return ActionFactory(
        chapter=cast.grenoble, announced=True, soon=True, place_name="Place de la Mairie"
    )


@pytest.fixture
def amina(cast, client_of):
    return client_of(cast.amina)


def url(name, action):
    return reverse(f"actions:{name}", args=[action.pk])


def typed(**changes):
    return {
        "expected_version": "0",
        "purpose": "Des ascenseurs qui marchent",
        "name_1": SIGNER.name,
        "home_1": SIGNER.home,
        **changes,
    }


@pytest.mark.parametrize(
    ("kind", "place", "nature"),
    [
        ("rally", "Place de la Mairie", Nature.STREET),
        ("march", "Sente des Maraîchers", Nature.STREET),
        ("queue", "Hall de la CAF", Nature.INDOORS),
        ("occupation", "Siège de l’office HLM", Nature.INDOORS),
        ("occupation", "Parvis de l’hôtel des impôts", Nature.STREET),
        ("delegation", "Agence du bailleur", Nature.INDOORS),
        ("meeting", "Salle des fêtes", Nature.PRIVATE),
        ("meeting", "Devant la salle polyvalente", Nature.STREET),
        ("training", "", Nature.PRIVATE),
    ],
)
def test_what_a_plan_looks_like(kind, place, nature):
    action = ActionFactory.build(kind=kind, place_name=place, chapter=None)
    assert declarations.nature_of(action) == nature


def test_for_a_tuesday_one_files_on_friday_at_the_latest(cast):
    action = ActionFactory(chapter=cast.grenoble)  # Tuesday 24 November 2026
    friday = datetime(2026, 11, 20, 15, tzinfo=UTC)
    found = declarations.advice(action, None, friday)
    assert (found.window.closes.isoformat(), found.days_left) == ("2026-11-20", 0)
    assert (found.too_late, found.urgent) == (False, True)
    assert declarations.advice(action, None, friday + timedelta(days=1)).too_late
    assert declarations.advice(action, None, friday - timedelta(days=20)).too_early


def test_the_change_of_clocks_moves_no_day(cast):
    monday = datetime(2027, 3, 29, 16, 0, tzinfo=UTC)  # the day after the clocks change
    action = ActionFactory(chapter=cast.grenoble, starts_at=monday)
    late = datetime(2027, 3, 25, 22, 30, tzinfo=UTC)  # Thursday 23 h 30 in Paris
    assert not declarations.advice(action, None, late).too_late
    assert declarations.advice(action, None, late + timedelta(hours=1)).too_late


def test_homes_are_sealed_and_read_back_on_the_paper(amina, soon):
    amina.post(url("declaration", soon), typed())
    row = DeclarationOrganizer.objects.get()
    assert "Lilas" not in row.sealed_home
    assert "12 rue des Lilas" in amina.get(url("declaration", soon)).content.decode()
    paper = amina.get(url("declaration-paper", soon))
    assert paper.content[:5] == b"%PDF-"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"purpose": ""}, "Dites le but"),
        ({"name_1": ""}, "Au moins une personne signe"),
        ({"home_1": ""}, "domicile de qui signe"),
    ],
)
def test_what_the_law_asks_for_is_asked(amina, soon, wrong, why):
    answer = amina.post(url("declaration", soon), typed(route="Rue des Lilas") | wrong)
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert "Rue des Lilas" in answer.content.decode()
    assert not Declaration.objects.exists()


def test_a_march_is_declared_with_its_route(cast):
    march = ActionFactory(chapter=cast.grenoble, announced=True, soon=True, kind="march")
    with pytest.raises(declarations.InvalidDeclaration) as refused:
        declarations.write(action=march, purpose="Des loyers justes", signers=[SIGNER])
    assert set(refused.value.messages) == {"route"}


def test_two_at_once_lose_nothing(soon):
    said = {"action": soon, "purpose": "Des ascenseurs", "signers": [SIGNER]}
    declarations.write(**said)
    with pytest.raises(EditedMeanwhile):
        declarations.write(**said)
    assert declarations.write(**said, expected_version=1).version == 2


def test_what_is_over_is_not_declared(cast):
    over = ActionFactory(chapter=cast.grenoble, announced=True, past=True)
    with pytest.raises(WrongState):
        declarations.write(action=over, purpose="Des ascenseurs", signers=[SIGNER])


def test_the_receipt_is_kept_and_the_first_filing_counts(amina, soon):
    amina.post(url("declaration", soon), typed())
    amina.post(url("declaration-filed", soon), {"receipt": ""})
    first = Declaration.objects.get().filed_at
    amina.post(url("declaration-filed", soon), {"receipt": "2026-1234"})
    kept = Declaration.objects.get()
    assert (kept.filed_at, kept.receipt) == (first, "2026-1234")
    assert declarations.advice(soon, kept).filed


def test_homes_are_erased_a_week_after_the_action(soon):
    declarations.write(action=soon, purpose="Des ascenseurs", signers=[SIGNER])
    purge_declarations()
    assert DeclarationOrganizer.objects.get().sealed_home
    later = soon.ends_at + timedelta(days=8)
    assert (declarations.purge(later), declarations.purge(later)) == (1, 0)
    row = DeclarationOrganizer.objects.get()
    assert (row.sealed_home, row.sealed_phone, row.name) == ("", "", SIGNER.name)


def test_the_office_is_that_of_the_town_of_the_action(cast):
    DeclarationOffice.objects.create(city="Grenoble", insee_code="38185", name="Préfecture")
    town = DeclarationOffice.objects.create(city="Meylan", insee_code="38229", name="Mairie")
    there = ActionFactory(chapter=cast.grenoble, place_address="avenue du Verger, Meylan")
    here = ActionFactory(chapter=cast.grenoble, starts_at=STARTS_AT)
    assert declarations.office_for(there) == town
    assert declarations.office_for(here).city == "Grenoble"


def test_an_action_in_the_past_offers_no_paper(amina, soon):
    assert amina.get(url("declaration-paper", soon)).status_code == 404
    assert timezone.now() < soon.starts_at
