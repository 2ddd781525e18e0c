"""The people of the tests: who organizes where, and who must see nothing."""

from dataclasses import dataclass

from members.enums import GroupRole, RoleKind
from members.models import Chapter, Group, Person, User
from tests.factories.members import (
    ChapterFactory,
    GroupFactory,
    GroupMembershipFactory,
    PersonFactory,
    RoleFactory,
    UserFactory,
)

PASSWORD = "un-mot-de-passe-solide"


@dataclass
class Cast:
    """Two chapters and one account per role; `stranger` has no role at all."""

    grenoble: Chapter
    rennes: Chapter
    amina: User
    yann: User
    nadia: User
    board: User
    leader: User
    stranger: User
    leader_person: Person
    led_group: Group


def _account(name: str, chapter: Chapter | None, kind: str | None, **fields: object) -> User:
    user = UserFactory(
        email=f"{name}@example.org", first_name=name.title(), password=PASSWORD, **fields
    )
    if kind:
        RoleFactory(user=user, chapter=chapter, kind=kind)
    return user


def make_cast() -> Cast:
    """Create the cast; each test calls for what it needs through the `cast` fixture."""
    grenoble = ChapterFactory(name="Alliance de Grenoble", slug="grenoble")
    rennes = ChapterFactory(name="Alliance de Rennes", slug="rennes", city="Rennes")
    person = PersonFactory(chapter=grenoble, first_name="Nacéra", last_name="Benali")
    group = GroupFactory(chapter=grenoble, name="Les Granges")
    GroupMembershipFactory(group=group, person=person, role=GroupRole.REFERENT)
    return Cast(
        grenoble=grenoble,
        rennes=rennes,
        amina=_account("amina", grenoble, RoleKind.ORGANIZER),
        yann=_account("yann", rennes, RoleKind.ORGANIZER),
        nadia=_account("nadia", None, RoleKind.ADMIN, is_staff=True, is_superuser=True),
        board=_account("paul", grenoble, RoleKind.BOARD),
        leader=_account("nacera", grenoble, RoleKind.LEADER, person=person),
        stranger=_account("inconnu", None, None),
        leader_person=person,
        led_group=group,
    )
