"""Inviting somebody to open an account: the role at once, a link that ends, a password of hers."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from alliance.journal.models import Entry
from alliance.outbox.domain.kinds import kind_of
from alliance.outbox.models import Message
from members.domain.opening import invitations
from members.domain.opening.roles import holds
from members.enums import RoleKind
from members.models import Invitation, User
from tests.threads import together

TEAM, NEW = "/alliance/equipe/", "/alliance/equipe/inviter/"
PASSWORD = "trois cafés au pied de la tour"


@pytest.fixture
def invited(cast):
    return invitations.invite(
        email="Samia@Example.org", first_name="Samia", chapter=cast.grenoble, actor=cast.amina
    ).invitation


def path_of(invitation):
    return f"/invitation/{invitations.token_of(invitation)}/"


def choose(client, invitation):
    typed = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    return client.post(path_of(invitation), typed)


def test_an_invitation_opens_an_account_without_password_and_gives_the_role(cast, invited):
    user = User.objects.get(email="samia@example.org")
    assert not user.has_usable_password()
    assert holds(user, cast.grenoble, RoleKind.ORGANIZER)
    letter = Message.objects.get(reference=f"members.invitation:{invited.pk}")
    assert invitations.url_of(invited) in letter.text
    assert letter.chapter_id is None  # no chapter's list of messages shows the link
    assert Entry.objects.filter(verb="user.invited", chapter_id=cast.grenoble.pk).exists()


def test_the_link_shows_on_get_and_acts_on_post(client, invited):
    page = client.get(path_of(invited))
    assert page.status_code == 200
    assert Invitation.objects.get().accepted_at is None
    answer = choose(client, invited)
    assert answer.status_code == 302
    assert User.objects.get(email="samia@example.org").check_password(PASSWORD)
    assert client.session["_auth_user_id"] == str(invited.user_id)


def test_a_replayed_link_says_so(client, invited):
    choose(client, invited)
    client.logout()
    again = choose(client, invited)
    assert again.status_code == 410
    assert "déjà servi" in again.content.decode()


def test_an_expired_link_offers_a_new_one_to_the_same_address(client, invited):
    sent = timezone.now() - timedelta(days=9)
    Invitation.objects.update(sent_at=sent, expires_at=sent + timedelta(days=7))
    page = client.get(path_of(invited))
    assert "trop ancien" in page.content.decode()
    assert client.post(f"{path_of(invited)}nouveau/").status_code == 200
    fresh = Invitation.objects.get()
    assert client.get(path_of(fresh)).status_code == 200
    assert client.get(path_of(invited)).status_code == 410
    assert Message.objects.filter(reference=f"members.invitation:{fresh.pk}").count() == 2


def test_new_links_are_counted(client, invited):
    sent = timezone.now() - timedelta(days=9)
    for _turn in range(4):
        Invitation.objects.update(sent_at=sent, expires_at=sent + timedelta(days=7))
        answer = client.post(f"{path_of(Invitation.objects.get())}nouveau/")
    assert answer.status_code == 429


@pytest.mark.parametrize("token", ["x", "1-2.3", "12-abc.def", "é.é"])
def test_forged_links_throw_nothing(db, client, token):
    assert client.get(f"/invitation/{token}/").status_code == 404
    assert client.post(f"/invitation/{token}/nouveau/").status_code == 404


def test_a_weak_password_is_refused_and_the_invitation_waits(client, invited):
    answer = client.post(path_of(invited), {"new_password1": "123", "new_password2": "123"})
    assert answer.status_code == 422
    assert Invitation.objects.pending().exists()


def test_an_existing_account_gets_the_role_and_is_told(cast):
    done = invitations.invite(email=cast.yann.email, chapter=cast.grenoble, actor=cast.amina)
    assert done.invitation is None
    assert done.given
    assert Message.objects.get(kind=invitations.TOLD_KIND).to_address == cast.yann.email
    again = invitations.invite(email=cast.yann.email, chapter=cast.grenoble, actor=cast.amina)
    assert not again.given
    assert Message.objects.filter(kind=invitations.TOLD_KIND).count() == 1


def test_withdrawing_ends_the_link_the_role_and_the_letter(cast, client, client_of, invited):
    url = f"/alliance/equipe/invitations/{invited.pk}/retirer/"
    assert client_of(cast.amina).post(url).status_code == 302
    assert client.get(path_of(invited)).status_code == 410
    assert not invited.user.roles.exists()
    assert Message.objects.get().state == "cancelled"
    back = invitations.invite(email="samia@example.org", chapter=cast.grenoble, actor=cast.amina)
    assert client.get(path_of(back.invitation)).status_code == 200


def test_too_late_to_withdraw_once_accepted(cast, client, invited):
    choose(client, invited)
    assert not invitations.withdraw(invitation=invited, actor=cast.amina)
    assert holds(invited.user, cast.grenoble, RoleKind.ORGANIZER)


def test_only_a_pending_invitation_still_leaves(cast, invited):
    letter = Message.objects.get()
    wanted = kind_of(invitations.MESSAGE_KIND).still_wanted
    assert wanted([letter]) == {}
    invitations.resend(invitation=invited, actor=cast.amina)
    assert list(wanted([letter])) == [letter.pk]


@pytest.mark.parametrize(("typed", "kind"), [("samia", "organizer"), ("a@b.fr", "admin")])
def test_nonsense_is_refused(cast, typed, kind):
    with pytest.raises(invitations.InvalidInvitation):
        invitations.invite(email=typed, kind=kind, chapter=cast.grenoble, actor=cast.nadia)


def test_lines_with_or_without_names():
    found = invitations.read_lines(
        "Samia BEL <samia@x.org>\n\n inès@ x.org ines@x.org\nSAMIA@x.org"
    )
    assert [one.email for one in found] == ["samia@x.org", "ines@x.org"]
    assert (found[0].first_name, found[0].last_name) == ("Samia", "Bel")


def test_the_team_page_lists_sends_again_and_stays_in_its_chapter(cast, client_of, invited):
    assert "samia@example.org" in client_of(cast.amina).get(TEAM).content.decode()
    assert "samia@example.org" not in client_of(cast.yann).get(TEAM).content.decode()
    url = f"/alliance/equipe/invitations/{invited.pk}/renvoyer/"
    assert client_of(cast.yann).post(url).status_code == 404
    client_of(cast.amina).post(url)
    assert Invitation.objects.get().times_sent == 2


def test_inviting_from_the_team_page_keeps_what_was_typed(cast, client_of):
    client = client_of(cast.amina)
    typed = {"email": "lina", "first_name": "Lina", "kind": "organizer"}
    refused = client.post(NEW, {**typed, "chapter": cast.grenoble.pk})
    assert refused.status_code == 422
    assert "Lina" in refused.content.decode()
    foreign = {**typed, "email": "lina@example.org", "chapter": cast.rennes.pk}
    assert client.post(NEW, foreign).status_code == 422
    client.post(NEW, {**foreign, "chapter": cast.grenoble.pk})
    assert Invitation.objects.get().user.first_name == "Lina"


@pytest.mark.parametrize("rows", [1, 3])
def test_pending_invitations_cost_the_same(cast, client_of, django_assert_num_queries, rows):
    for n in range(rows):
        invitations.invite(email=f"n{n}@example.org", chapter=cast.grenoble, actor=cast.amina)
    client = client_of(cast.amina)
    client.get(TEAM)
    with django_assert_num_queries(QUERIES):
        client.get(TEAM)


QUERIES = 15


def test_the_wizard_invites(cast, client_of):
    typed = {
        "commune_text": "aubervilliers",
        "invited": "Samia Bel <samia@x.org>",
        "board": "b@x.fr",
    }
    client_of(cast.nadia).post("/alliance/ouvrir/", typed)
    kinds = dict(Invitation.objects.values_list("user__email", "kind"))
    assert kinds == {"samia@x.org": "organizer", "b@x.fr": "board"}
    typed |= {"commune_text": "Villeurbanne", "invited": "personne"}
    assert client_of(cast.nadia).post("/alliance/ouvrir/", typed).status_code == 422


def test_the_wizard_says_nothing_left_when_nothing_did(cast, client_of):
    User.objects.create_user("fermee@x.org", "un mot de passe", is_active=False)
    typed = {"commune_text": "Villeurbanne", "invited": "a@x.org\nfermee@x.org"}
    answer = client_of(cast.nadia).post("/alliance/ouvrir/", typed)
    assert answer.status_code == 422
    assert "est partie" not in answer.content.decode()
    assert not Invitation.objects.exists()


def test_constraints(cast, invited):
    now = timezone.now()
    wrong = [
        ("invitation_accepted_or_withdrawn", {"accepted_at": now, "withdrawn_at": now}),
        ("invitation_ends_after_it_leaves", {"expires_at": invited.sent_at}),
    ]
    for name, values in wrong:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Invitation.objects.update(**values)
    with pytest.raises(IntegrityError, match="invitation_pending_once_per_account"):
        Invitation.objects.create(
            user=invited.user,
            chapter=cast.rennes,
            kind="organizer",
            expires_at=now + timedelta(days=1),
        )


@pytest.mark.django_db(transaction=True)
def test_two_organizers_invite_the_same_person_at_once(cast):
    def once():
        invitations.invite(email="zoe@example.org", chapter=cast.grenoble, actor=cast.amina)

    assert together([once, once]) == []
    assert User.objects.filter(email="zoe@example.org").count() == 1
    assert Invitation.objects.pending().count() == 1
