"""« Aller à »: pages, gestures, people and circles from a few letters; within one's rights."""

import pytest

from tests.factories.actions import ActionFactory
from tests.factories.campaigns import CampaignFactory
from tests.factories.members import PersonFactory


def labels(client, typed):
    return [place.label for place in client.get("/aller/", {"q": typed}).context["places"]]


@pytest.fixture
def fatou(cast):
    return PersonFactory(chapter=cast.grenoble, first_name="Fatoumata", last_name="Diallo")


def test_without_letters_the_gestures_and_the_menu(cast, client_of):
    shown = labels(client_of(cast.amina), "")
    assert shown[0] == "Noter un tête-à-tête"
    assert {"Ma semaine", "Leaders", "Équipe", "Alliance"} <= set(shown)


@pytest.mark.parametrize("typed", ["fatou", "noter fatou", "DIALLO"])
def test_a_person_is_found_and_an_exchange_with_her(cast, client_of, fatou, typed):
    assert labels(client_of(cast.amina), typed)[-2:] == [
        "Fatoumata Diallo",
        "Noter un échange avec Fatoumata Diallo",
    ]


def test_pages_campaigns_and_actions_are_found_without_accents(cast, client_of):
    CampaignFactory(chapter=cast.grenoble, name="Des élévateurs qui marchent")
    ActionFactory(chapter=cast.grenoble, title="Élection des délégués")
    client = client_of(cast.amina)
    assert "Équipe" in labels(client, "equipe")
    assert labels(client, "elevateurs") == ["Des élévateurs qui marchent"]
    assert labels(client, "ELECTION") == ["Élection des délégués"]


def test_nothing_of_another_alliance_nor_beyond_one_s_role(cast, client_of, fatou):
    CampaignFactory(chapter=cast.rennes, name="Secret de Rennes")
    assert labels(client_of(cast.amina), "secret") == []
    assert labels(client_of(cast.board), "fatou") == []
    assert labels(client_of(cast.yann), "fatou") == []
    assert "Importer un fichier" not in labels(client_of(cast.board), "")


def test_the_answer_to_the_box_is_a_list_of_options(cast, client_of, fatou):
    headers = {"HX-Request": "true"}
    answer = client_of(cast.amina).get("/aller/", {"q": "fatou"}, headers=headers)
    page = answer.content.decode()
    assert "<html" not in page
    assert f'data-href="/noter/?personne={fatou.pk}"' in page


@pytest.mark.parametrize("typed", ["%", "\\", "a" * 500, "'; --", "\x00x", "   "])
def test_odd_letters_break_nothing(cast, client_of, typed):
    assert client_of(cast.amina).get("/aller/", {"q": typed}).status_code == 200
