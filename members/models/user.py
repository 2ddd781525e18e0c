from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from members.enums import GroupRole, RoleKind
from members.models.group import GroupMembership
from members.scoping import NOWHERE, Scope

if TYPE_CHECKING:
    from members.models.chapter import Chapter

Roles = Sequence[tuple[str, int | None]]
LEADING = (GroupRole.REFERENT, GroupRole.SPOKESPERSON)

# Written out: every page of the house asks it first, and to build it cost more than to answer it.
WITH_RIGHTS = """
SELECT u.*,
  (SELECT json_agg(json_build_array(r.kind, r.chapter_id)) FROM members_role r
   WHERE r.user_id = u.id AND r.starts_on <= %(today)s
     AND (r.ends_on IS NULL OR r.ends_on >= %(today)s)) AS held,
  (SELECT json_agg(m.group_id) FROM members_groupmembership m
   WHERE m.person_id = u.person_id AND m.left_on IS NULL AND m.role = ANY(%(leading)s)) AS led
FROM members_user u WHERE u.id = %(pk)s
"""


class UserManager(BaseUserManager["User"]):
    """Accounts are known by their e-mail address, lower-cased."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username or "")

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create an account; without a password it cannot log in until one is set."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create an account that administers every chapter."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """Somebody who logs in: an organizer, an administrator, a board member, a leader."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("adresse e-mail"), unique=True)
    person = models.OneToOneField(
        "members.Person",
        verbose_name=_("personne"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="account",
    )
    language = models.CharField(_("langue"), max_length=8, default="fr")
    wants_digest = models.BooleanField(_("reçoit le résumé du matin"), default=True)

    news_seen_at = models.DateTimeField(_("a tout vu le"), null=True, blank=True, editable=False)

    if TYPE_CHECKING:  # read by `with_rights`
        held: Sequence[tuple[str, int | None]] | None
        led: Sequence[int] | None

    objects = UserManager()  # type: ignore[assignment,misc]
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("compte")
        verbose_name_plural = _("comptes")
        ordering = ["first_name", "last_name", "email"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique_whatever_the_case")
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    @classmethod
    def with_rights(cls, pk: int) -> User | None:
        """An account with its `scope`, in one query."""
        asked = {"pk": pk, "today": timezone.localdate(), "leading": list(LEADING)}
        for user in cls.objects.raw(WITH_RIGHTS, asked):
            roles = [(kind, chapter) for kind, chapter in user.held or ()]
            led = frozenset(user.led or ()) if _leads(roles) else frozenset()
            user.scope = user._scope(roles, led)
            return user
        return None

    @cached_property
    def scope(self) -> Scope:
        """Her rights, read once per request (two queries at the most)."""
        if not self.is_active:
            return NOWHERE
        roles: Roles = list(self.roles.current().values_list("kind", "chapter_id"))
        return self._scope(roles, self._led_groups(roles))

    def _scope(self, roles: Roles, led_groups: frozenset[int]) -> Scope:
        if not self.is_active:
            return NOWHERE
        return Scope(
            everywhere=self.is_superuser or (RoleKind.ADMIN, None) in roles,
            organizes=_chapters(roles, RoleKind.ORGANIZER, RoleKind.ADMIN),
            sits_in=_chapters(roles, RoleKind.BOARD),
            belongs_to=_chapters(roles, RoleKind.LEADER),
            led_groups=led_groups,
        )

    def _led_groups(self, roles: Roles) -> frozenset[int]:
        if self.person_id is None or not _leads(roles):
            return frozenset()
        mine = GroupMembership.objects.filter(person=self.person_id, left_on=None, role__in=LEADING)
        return frozenset(mine.values_list("group_id", flat=True))


def _leads(roles: Roles) -> bool:
    return any(kind == RoleKind.LEADER for kind, _chapter in roles)


def _chapters(roles: Roles, *kinds: RoleKind) -> frozenset[int]:
    return frozenset(c for kind, c in roles if c is not None and kind in kinds)


class RoleQuerySet(models.QuerySet["Role"]):
    def current(self) -> RoleQuerySet:
        """Roles held today."""
        today = timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today)


class Role(models.Model):
    """A dated right: this account, in this chapter, in this capacity."""

    user = models.ForeignKey(
        User, verbose_name=_("compte"), on_delete=models.CASCADE, related_name="roles"
    )
    chapter: models.ForeignKey[Chapter | None, Chapter | None] = models.ForeignKey(
        "members.Chapter",
        verbose_name=_("alliance locale"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="roles",
        help_text=_("Vide : partout (administration et conseil national seulement)."),
    )
    kind = models.CharField(_("rôle"), max_length=16, choices=RoleKind.choices)
    starts_on = models.DateField(_("depuis le"), default=timezone.localdate)
    ends_on = models.DateField(_("jusqu’au"), null=True, blank=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rôle")
        verbose_name_plural = _("rôles")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="role_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(chapter__isnull=False) | Q(kind__in=[RoleKind.ADMIN, RoleKind.BOARD]),
                name="role_without_chapter_is_national",
            ),
            models.UniqueConstraint(
                fields=["user", "chapter", "kind"],
                condition=Q(ends_on=None),
                nulls_distinct=False,
                name="role_held_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_kind_display()}"
