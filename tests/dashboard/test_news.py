"""« Quoi de neuf »: what others did that concerns me, and « Tout est vu »."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actions.domain import actions
from alliance.dashboard.notices import notices_of
from members.domain.meeting import absences, follow_ups
from members.models import JoinRequest
from tests.factories.actions import ActionFactory
from tests.factories.campaigns import CampaignFactory, VictoryFactory
from tests.factories.members import FollowUpFactory, PersonFactory, RoleFactory, UserFactory

NEWS = "/nouvelles/"


@pytest.fixture
def ines(cast):
    user = UserFactory(first_name="Inès", last_name="Carvalho")
    return RoleFactory(user=user, chapter=cast.grenoble).user


def texts(user):
    return [one.text for one in notices_of(user)]


def test_what_is_put_in_my_hands_is_news_and_what_i_do_is_not(cast, ines):
    person = PersonFactory(chapter=cast.grenoble)
    mine, hers = FollowUpFactory(person=person, owner=ines), FollowUpFactory(person=person)
    follow_ups.reassign(follow_ups=[mine], to=cast.amina, actor=ines)
    follow_ups.reassign(follow_ups=[hers], to=ines, actor=cast.amina)
    assert texts(cast.amina) == ["Une relance vous est confiée"]
    assert notices_of(cast.amina)[0].who == "Inès Carvalho"


def test_a_leave_i_cover_is_news(cast, ines):
    today = timezone.localdate()
    absences.plan(user=ines, replacement=cast.amina, starts_on=today, ends_on=today, actor=ines)
    assert any("prenez le relais" in text for text in texts(cast.amina))


def test_an_action_cancelled_by_a_colleague_is_news_in_my_alliance_alone(cast, ines):
    soon = timezone.now() + timedelta(days=4)
    action = ActionFactory(
        chapter=cast.grenoble,
        title="À la mairie",
        announced=True,
        starts_at=soon,
        ends_at=soon + timedelta(hours=2),
    )
    actions.cancel(action=action, reason="Pluie", actor=ines)
    assert [one[-11:] for one in texts(cast.amina)] == ["est annulée"]
    assert texts(cast.yann) == []


def test_requests_and_victories_are_news(cast):
    person = PersonFactory(chapter=cast.grenoble)
    JoinRequest.objects.create(
        chapter=cast.grenoble, name="Awa Koné", phone="0612345678", person=person
    )
    campaign = CampaignFactory(chapter=cast.grenoble)
    VictoryFactory(campaign=campaign, what="L’ascenseur", won_on=timezone.localdate())
    VictoryFactory(campaign=campaign, won_on=timezone.localdate() - timedelta(days=60))
    found = texts(cast.amina)
    assert "Awa Koné veut nous rejoindre" in found
    assert sum("On l’a gagné" in text for text in found) == 1


def test_seen_is_seen_and_reading_writes_nothing(cast, client_of):
    JoinRequest.objects.create(chapter=cast.grenoble, name="Awa Koné", phone="0612345678")
    client = client_of(cast.amina)
    assert "nouveau</span>" in client.get(NEWS).content.decode()
    assert "nouveau</span>" in client.get(NEWS).content.decode()
    assert client.post("/nouvelles/vues/").status_code == 302
    assert "nouveau</span>" not in client.get(NEWS).content.decode()


def test_the_page_asks_as_much_for_three_as_for_one(cast, client_of, django_assert_max_num_queries):
    for rank in range(3):
        JoinRequest.objects.create(chapter=cast.grenoble, name=f"Awa {rank}", phone="0612345678")
    client = client_of(cast.amina)
    with django_assert_max_num_queries(20):
        client.get(NEWS)


def test_those_who_organize_nothing_are_refused(cast, client_of):
    for who in (cast.board, cast.leader, cast.stranger):
        assert client_of(who).get(NEWS).status_code == 403
