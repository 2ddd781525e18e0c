"""Accounts of leaders and of the whole association: who may be invited, from where, to see what."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from alliance.outbox.models import Message
from members.domain.opening import invitations
from members.domain.opening.invitations import InvalidInvitation, speaks_for_a_group
from members.domain.opening.roles import holds
from members.enums import GroupRole, RoleKind
from members.models import Invitation, User
from members.scoping import scope_of
from tests.factories.members import (
    EmailFactory,
    GroupMembershipFactory,
    PersonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
NEW = "/alliance/equipe/inviter/"
PASSWORD = "trois cafés au pied de la tour"


@pytest.fixture
def voice(cast):
    person = PersonFactory(chapter=cast.grenoble, first_name="Awa")
    GroupMembershipFactory(person=person, group=cast.led_group, role=GroupRole.SPOKESPERSON)
    EmailFactory(person=person, address="awa@example.org")
    return person


@pytest.fixture
def amina(cast, client_of):
    return client_of(cast.amina)


def page(person):
    return f"/personnes/{person.pk}/compte/"


def test_a_leader_chooses_her_password_and_sees_her_group(cast, amina, client, voice):
    assert amina.get(page(voice)).context["form"].initial["email"] == "awa@example.org"
    amina.post(page(voice), {"email": "awa@example.org"})
    invited = Invitation.objects.get()
    typed = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    client.post(f"/invitation/{invitations.token_of(invited)}/", typed)
    account = User.objects.get(email="awa@example.org")
    assert account.person == voice
    assert scope_of(account).led_groups == {cast.led_group.pk}
    assert not scope_of(account).organizes


def test_who_speaks_for_nobody_gets_no_account_and_the_page_says_why(cast, amina):
    person = PersonFactory(chapter=cast.grenoble)
    assert not speaks_for_a_group(person)
    assert amina.post(page(person), {"email": "x@example.org"}).status_code == 422
    assert "référent·es et porte-parole" in amina.get(page(person)).content.decode()
    assert not User.objects.filter(email="x@example.org").exists()


def test_somebody_elses_account_is_never_made_hers(cast, amina, voice):
    for email in (cast.amina.email, cast.leader.email):
        answer = amina.post(page(voice), {"email": email})
        assert answer.status_code == 422
        assert not User.objects.filter(person=voice).exists()


def test_an_account_at_her_own_address_becomes_hers(cast, amina, voice):
    account = UserFactory(email="awa@example.org")
    amina.post(page(voice), {"email": "awa@example.org"})
    account.refresh_from_db()
    assert account.person == voice
    assert holds(account, cast.grenoble, RoleKind.LEADER)


def test_one_person_has_one_account(cast, voice):
    UserFactory(email="old@example.org", person=voice)
    with pytest.raises(InvalidInvitation, match=r"old@example\.org"):
        invitations.invite(
            email="awa@example.org",
            chapter=cast.grenoble,
            kind=RoleKind.LEADER,
            person=voice,
            actor=cast.amina,
        )
    assert not User.objects.filter(email="awa@example.org").exists()


def test_withdrawn_the_account_is_nobodys(cast, amina, voice):
    amina.post(page(voice), {"email": "awa@example.org"})
    amina.post(f"/alliance/equipe/invitations/{Invitation.objects.get().pk}/retirer/")
    account = User.objects.get(email="awa@example.org")
    assert (account.is_active, account.person) == (False, None)
    amina.post(page(voice), {"email": "awa@example.org"})
    account.refresh_from_db()
    assert (account.is_active, account.person) == (True, voice)


def test_another_chapter_a_leader_and_the_board_open_none(cast, client_of, voice):
    assert client_of(cast.yann).get(page(voice)).status_code == 404
    for account in (cast.leader, cast.board):
        assert client_of(account).post(page(voice), {"email": "x@example.org"}).status_code == 403


@pytest.mark.parametrize("kind", [RoleKind.ADMIN, RoleKind.BOARD])
def test_the_administration_invites_to_the_whole_association(cast, client_of, kind):
    typed = {"email": "samia@example.org", "kind": kind, "chapter": ""}
    assert client_of(cast.nadia).post(NEW, typed).status_code == 302
    account = User.objects.get(email="samia@example.org")
    assert holds(account, None, kind)
    assert scope_of(account).everywhere == (kind == RoleKind.ADMIN)
    letter = Message.objects.get(to_address="samia@example.org")
    assert "Alliance citoyenne" in letter.text
    assert letter.subject.endswith("Alliance citoyenne")


@pytest.mark.parametrize(
    ("kind", "chapter", "wrong"),
    [("admin", "grenoble", "chapter"), ("organizer", "", "chapter"), ("leader", "", "kind")],
)
def test_a_role_and_a_place_that_do_not_go_together(cast, client_of, kind, chapter, wrong):
    where = cast.grenoble.pk if chapter else ""
    typed = {"email": "samia@example.org", "kind": kind, "chapter": where}
    answer = client_of(cast.nadia).post(NEW, typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [wrong]


@pytest.mark.parametrize("chapter", ["grenoble", ""])
def test_an_organizer_makes_no_administrator(cast, amina, chapter):
    where = cast.grenoble.pk if chapter else ""
    typed = {"email": "samia@example.org", "kind": "admin", "chapter": where}
    assert amina.post(NEW, typed).status_code == 422
    assert not User.objects.filter(email="samia@example.org").exists()


def test_a_national_invitation_is_the_administrations_alone(cast, client_of, amina):
    invited = invitations.invite(
        email="samia@example.org", chapter=None, kind=RoleKind.BOARD, actor=cast.nadia
    ).invitation
    withdraw = f"/alliance/equipe/invitations/{invited.pk}/retirer/"
    assert amina.post(withdraw).status_code == 404
    assert "samia@example.org" in client_of(cast.nadia).get("/alliance/equipe/").content.decode()
    assert client_of(cast.nadia).post(withdraw).status_code == 302


def test_invitation_without_chapter_is_national(cast):
    now = timezone.now()
    with (
        pytest.raises(IntegrityError, match="invitation_without_chapter_is_national"),
        transaction.atomic(),
    ):
        Invitation.objects.create(
            user=UserFactory(),
            chapter=None,
            kind=RoleKind.LEADER,
            sent_at=now,
            expires_at=now + invitations.LASTS,
        )


def test_who_enters_already_is_sent_nothing(cast, amina, voice):
    account = UserFactory(email="old@example.org", person=voice)
    account.set_password(PASSWORD)
    account.save()
    assert amina.get(page(voice)).context["form"].initial["email"] == "old@example.org"
    amina.post(page(voice), {"email": "old@example.org"})
    shown = amina.get(page(voice))
    assert shown.context["leads"]
    assert "Envoyer l’invitation" not in shown.content.decode()
