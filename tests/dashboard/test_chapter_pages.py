"""Opening an alliance from one page, and its settings."""

import pytest

from actions.models import ReminderStep
from members.models import Chapter

OPEN = "/alliance/ouvrir/"


def test_an_alliance_opens_from_one_page(cast, client_of):
    ReminderStep.objects.create(chapter=cast.grenoble, moment="two_days_before", days=-2)
    typed = {
        "commune": "69123",
        "commune_text": "Lyon",
        "quarters": "Mermoz QN06901M\nLa Duchère ; qp069012\n\nmermoz",
        "organizers": [cast.yann.pk],
        "like": cast.grenoble.pk,
    }
    answer = client_of(cast.nadia).post(OPEN, typed, follow=True)
    lyon = Chapter.objects.get(slug="lyon")
    assert lyon.name == "Alliance de Lyon"
    quarters = lyon.neighbourhoods.order_by("name")
    assert [(one.name, one.qpv_code) for one in quarters] == [
        ("La Duchère", "QP069012"),
        ("Mermoz", "QN06901M"),
    ]
    assert ReminderStep.objects.get(chapter=lyon).days == -2
    assert "La Duchère" in answer.content.decode()


def test_a_commune_is_known_by_its_whole_name_without_the_list(cast, client_of):
    client_of(cast.nadia).post(OPEN, {"commune_text": "aubervilliers"})
    assert Chapter.objects.get(slug="aubervilliers").name == "Alliance d’Aubervilliers"


@pytest.mark.parametrize("typed", ["", "zzz", "Saint"])
def test_without_a_commune_the_form_keeps_the_rest(cast, client_of, typed):
    answer = client_of(cast.nadia).post(OPEN, {"commune_text": typed, "quarters": "Les Minguettes"})
    assert answer.status_code == 422
    assert "Les Minguettes" in answer.content.decode()
    assert "Choisissez la commune" in answer.content.decode()


def test_only_the_administration_opens_and_closes(cast, client_of):
    client = client_of(cast.amina)
    assert "administration" in client.get(OPEN).content.decode()
    assert client.post(OPEN, {"commune": "69123"}).status_code == 403
    assert client.post("/alliance/grenoble/fermer/").status_code == 403
    assert client_of(cast.board).get("/alliance/grenoble/reglages/").status_code == 403


def test_settings_rename_and_refuse_a_taken_name(cast, client_of):
    client, url = client_of(cast.amina), "/alliance/grenoble/reglages/"
    same = {"name": "Justice Ensemble", "consent_wording": "D’accord."}
    assert client.post(url, same).status_code == 302
    refused = client.post(url, {**same, "name": cast.rennes.name})
    assert refused.status_code == 422
    assert Chapter.objects.get(slug="grenoble").name == "Justice Ensemble"


def test_the_phone_of_an_alliance_is_typed_as_people_write_it(cast, client_of):
    client, url = client_of(cast.amina), "/alliance/grenoble/reglages/"
    typed = {"name": cast.grenoble.name, "consent_wording": "D’accord."}
    assert client.post(url, {**typed, "phone": "04 65 71 00 20"}).status_code == 302
    assert Chapter.objects.get(slug="grenoble").phone == "+33465710020"
    assert "04 65 71 00 20" in client.get(url).content.decode().replace("\u00a0", " ")
    refused = client.post(url, {**typed, "phone": "bientôt"})
    assert (refused.status_code, "bientôt" in refused.content.decode()) == (422, True)


def test_closing_is_undone_from_the_same_page(cast, client_of):
    client = client_of(cast.nadia)
    page = client.post("/alliance/grenoble/fermer/", follow=True).content.decode()
    assert "Rien n’est effacé" in page
    assert "Rouvrir" in page
    client.post("/alliance/grenoble/fermer/", {"rouvrir": "1"})
    assert Chapter.objects.get(slug="grenoble").closed_on is None


def test_communes_are_offered_as_one_types(cast, client_of):
    page = client_of(cast.nadia).get("/alliance/communes/", {"q": "38100"}).content.decode()
    assert 'data-value="38185"' in page
