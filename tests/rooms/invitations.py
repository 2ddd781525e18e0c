from members.domain.opening import invitations
from tests.cast import Cast

PUBLIC = {"members:invitation", "members:invitation-renew"}


def keys(cast: Cast) -> dict[str, dict[str, object]]:
    made = invitations.invite(email="lou@example.org", chapter=cast.grenoble, actor=cast.amina)
    assert made.invitation is not None
    return {
        "members:invitation": {"token": invitations.token_of(made.invitation)},
        "dashboard:invitation-": {"pk": made.invitation.pk},
    }
