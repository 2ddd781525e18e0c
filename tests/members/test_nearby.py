"""A search that finds nobody offers those whom one of its words may mean."""

import pytest

from members.domain.finding.nearby import nearby
from tests.factories.members import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(cast):
    PersonFactory(chapter=cast.rennes, first_name="Leïla", last_name="Zerrouki")
    return PersonFactory(chapter=cast.grenoble, first_name="Leïla", last_name="Belkacem")


def test_each_word_is_looked_for_in_the_viewers_chapters(cast, known):
    assert nearby(cast.amina, "leila zerrouki") == [known]


@pytest.mark.parametrize("text", ["", "leila", "le be", "zz qq", "<b> %"])
def test_one_word_or_letters_alone_offer_nobody(cast, known, text):
    assert nearby(cast.amina, text) == []


def test_the_list_offers_them(cast, known, client_of):
    shown = client_of(cast.amina).get("/personnes/", {"q": "leila zerrouki"}).content.decode()
    assert f'href="/personnes/{known.pk}/"' in shown
    assert "Peut-être" in shown
