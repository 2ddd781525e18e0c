"""The people of the tests: who organizes where, and who must see nothing."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from members.enums import GroupRole, RoleKind
from members.models import Chapter, Group, Person, Role, User
from tests.factories.members import (
    ChapterFactory,
    GroupFactory,
    GroupMembershipFactory,
    PersonFactory,
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


def _accounts(hashed: str, **about: dict[str, object]) -> dict[str, User]:
    """One row each, one query in all: the cast stands before most tests."""
    users = [
        User(email=f"{name}@example.org", first_name=name.title(), password=hashed, **fields)
        for name, fields in about.items()
    ]
    for number, user in enumerate(users):
        user.last_name = f"Compte {number}"
    User.objects.bulk_create(users)
    return dict(zip(about, users, strict=True))


def make_cast() -> Cast:
    """Create the cast; each test calls for what it needs through the `cast` fixture."""
    grenoble = ChapterFactory(name="Alliance de Grenoble", slug="grenoble")
    rennes = ChapterFactory(name="Alliance de Rennes", slug="rennes", city="Rennes")
    person = PersonFactory(chapter=grenoble, first_name="Nacéra", last_name="Benali")
    group = GroupFactory(chapter=grenoble, name="Les Granges")
    GroupMembershipFactory(group=group, person=person, role=GroupRole.REFERENT)
    who = _accounts(
        make_password(PASSWORD),
        amina={},
        yann={},
        nadia={"is_staff": True, "is_superuser": True},
        paul={},
        nacera={"person": person},
        inconnu={},
    )
    roles = [
        ("amina", grenoble, RoleKind.ORGANIZER),
        ("yann", rennes, RoleKind.ORGANIZER),
        ("nadia", None, RoleKind.ADMIN),
        ("paul", grenoble, RoleKind.BOARD),
        ("nacera", grenoble, RoleKind.LEADER),
    ]
    Role.objects.bulk_create(Role(user=who[n], chapter=chapter, kind=k) for n, chapter, k in roles)
    return Cast(
        grenoble=grenoble,
        rennes=rennes,
        amina=who["amina"],
        yann=who["yann"],
        nadia=who["nadia"],
        board=who["paul"],
        leader=who["nacera"],
        stranger=who["inconnu"],
        leader_person=person,
        led_group=group,
    )
