"""Who logs in, and what she may do: the account of a request is read with its rights."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.backends import ModelBackend

from members.models import User


class _WithRights(ModelBackend):
    """Every page asks for the rights of whoever opens it: one query instead of two or three."""

    def get_user(self, user_id: int) -> User | None:
        """The account of a session, with its rights; nobody once it is closed."""
        user = User.with_rights(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None


class AccountBackend(_WithRights):
    """Django's own."""


class EmailBackend(_WithRights, AuthenticationBackend):
    """That of the login page, by e-mail address."""
