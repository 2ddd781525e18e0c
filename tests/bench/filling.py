"""One chapter with as many people as the size says, by COPY, and the session of its organizer."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection, transaction

from members.domain.imports.copying import copy_models, new_ids
from members.enums import RoleKind
from members.models import Chapter, Person, PersonEmail, PersonPhone, Role, User
from tests.bench.lives import Met, Neighbours
from tests.bench.people import Invented, invent

BATCH = 20_000  # people whose rows are in memory at once, and in one transaction
ORGANIZERS = 20
EMAIL = "amina@exemple.test"
REBUILT = (
    *("members_person", "members_personphone", "members_personemail", "members_contact"),
    *("actions_attendance", "members_person_tags", "members_groupmembership"),
)
INDEXES = """
SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = ANY(%s)
AND indexname NOT IN (SELECT conname FROM pg_constraint) ORDER BY indexname
"""


def fill(people: int) -> None:
    """Migrate, write everybody, let the planner look."""
    call_command("migrate", verbosity=0)
    with without_indexes(REBUILT):
        town = _Town(people)
        invented = invent(people)
        while batch := list(islice(invented, BATCH)):
            town.welcome(batch)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@contextmanager
def without_indexes(tables: Sequence[str]) -> Iterator[None]:
    """Drop what no constraint needs, and build it again at the end: several times quicker."""
    with connection.cursor() as cursor:
        cursor.execute(INDEXES, [list(tables)])
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '256MB'")
        for _name, definition in indexes:
            cursor.execute(definition)


def organizer_cookie() -> str:
    """A session of the organizer, as a browser would hold it."""
    user = User.objects.get(email=EMAIL)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


class _Town:
    """The chapter, its organizers, and whatever `Neighbours` draws."""

    def __init__(self, people: int) -> None:
        self.chapter = Chapter.objects.create(name="Alliance de Grenoble", slug="grenoble")
        amina = User.objects.create_user(EMAIL, first_name="Amina")
        mails = [f"organisatrice{number}@exemple.test" for number in range(1, ORGANIZERS)]
        others = [User.objects.create_user(mail, first_name="Samia") for mail in mails]
        for user in (amina, *others):
            Role.objects.create(user=user, chapter=self.chapter, kind=RoleKind.ORGANIZER)
        self.neighbours = Neighbours(self.chapter, [amina, *others], people=people)

    @transaction.atomic
    def welcome(self, batch: Sequence[Invented]) -> None:
        """COPY these people, how to reach them, and what happened with them."""
        ids = new_ids(Person, len(batch))
        pairs = list(zip(ids, batch, strict=True))
        met = [self.neighbours.met() for _person in batch]
        names = ["id", "chapter", "first_name", "last_name", "street", "city"]
        names += ["neighbourhood", "organizer", "last_contact_at", "created_at"]
        rows = (self._row(pk, person, m) for (pk, person), m in zip(pairs, met, strict=True))
        copy_models(Person, names, rows)
        reach = ["person", "number", "is_primary"]
        copy_models(PersonPhone, reach, ((pk, person.phone, True) for pk, person in pairs))
        reach = ["person", "address", "is_primary"]
        mails = ((pk, person.email, True) for pk, person in pairs if person.email)
        copy_models(PersonEmail, reach, mails)
        self.neighbours.tell(list(zip(ids, met, strict=True)))

    def _row(self, pk: int, person: Invented, met: Met) -> tuple[object, ...]:
        town = self.neighbours
        name = (person.first_name, person.last_name, person.street, person.city)
        author = met.contacts[0][2] if met.contacts else None
        quarter, since = town.one_of(town.quarters), town.long_ago()
        return (pk, self.chapter.pk, *name, quarter, author, met.last, since)
