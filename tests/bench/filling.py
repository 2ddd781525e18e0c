"""One chapter with as many people as the size says, by COPY, and the session of its organizer."""

from collections.abc import Sequence
from itertools import islice

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection, transaction

from members.domain.imports.copying import copy_models, new_ids
from members.enums import RoleKind
from members.models import (
    Chapter,
    Group,
    GroupMembership,
    Neighbourhood,
    Person,
    PersonEmail,
    PersonPhone,
    Role,
    User,
)
from tests.bench.people import Invented, invent

BATCH = 50_000
CIRCLES = 20  # neighbourhoods, and groups
EMAIL = "amina@exemple.test"


def fill(people: int) -> None:
    """Migrate, write everybody, let the planner look."""
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        circles = _Circles()
        invented = invent(people)
        while batch := list(islice(invented, BATCH)):
            circles.welcome(batch)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def organizer_cookie() -> str:
    """A session of the organizer, as a browser would hold it."""
    user = User.objects.get(email=EMAIL)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


class _Circles:
    """The chapter, its organizer, its neighbourhoods and groups."""

    def __init__(self) -> None:
        self.chapter = Chapter.objects.create(name="Alliance de Grenoble", slug="grenoble")
        self.amina = User.objects.create_user(EMAIL, first_name="Amina")
        Role.objects.create(user=self.amina, chapter=self.chapter, kind=RoleKind.ORGANIZER)
        home = {"chapter": self.chapter}
        names = [f"n° {number}" for number in range(CIRCLES)]
        self.quarters = [Neighbourhood.objects.create(name=f"Quartier {n}", **home) for n in names]
        self.groups = [Group.objects.create(name=f"Groupe {n}", **home) for n in names]

    def welcome(self, batch: Sequence[Invented]) -> None:
        """COPY these people, their phones, e-mails and groups."""
        pairs = list(zip(new_ids(Person, len(batch)), batch, strict=True))
        names = ["id", "chapter", "first_name", "last_name", "street", "city"]
        copy_models(
            Person, [*names, "neighbourhood", "organizer"], (self._row(*pair) for pair in pairs)
        )
        reach = ["person", "number", "is_primary"]
        copy_models(PersonPhone, reach, ((pk, person.phone, True) for pk, person in pairs))
        reach = ["person", "address", "is_primary"]
        mails = ((pk, person.email, True) for pk, person in pairs if person.email)
        copy_models(PersonEmail, reach, mails)
        joined = ((pk, self.groups[pk % CIRCLES].pk) for pk, _person in pairs if pk % 4 == 0)
        copy_models(GroupMembership, ["person", "group"], joined)

    def _row(self, pk: int, person: Invented) -> tuple[object, ...]:
        quarter = self.quarters[pk % CIRCLES].pk
        name = (person.first_name, person.last_name, person.street, person.city)
        return (pk, self.chapter.pk, *name, quarter, self.amina.pk)
