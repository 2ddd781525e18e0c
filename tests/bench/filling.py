"""One chapter with as many people as the size says, and the session of its organizer."""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command

from actions.domain.forecasts.lessons import keep_missing
from members.domain.imports.copying import copy_into
from members.enums import RoleKind
from members.models import Chapter, Person, PersonEmail, PersonPhone, Role, User
from tests.bench.lives import WEIGHTS, Neighbours
from tests.bench.people import invent
from tests.bench.rows import execute, insert, one_of, quick_writing

ORGANIZERS = 20
EMAIL = "amina@exemple.test"
FILLED = (
    *("members_person", "members_personphone", "members_personemail", "members_contact"),
    *("members_person_tags", "members_groupmembership", "members_membership"),
    *("members_followup", "actions_attendance"),
)
# What the trigger of the people would have taught, at once.
WORDS = r"""
INSERT INTO members_searchword (word)
SELECT DISTINCT w.lexeme COLLATE "C" FROM members_person, unnest(search_vector) AS w
WHERE length(w.lexeme) > 2 AND w.lexeme !~ '[0-9]'
"""
LAST_MET = """
SELECT person, max(ARRAY[extract(epoch FROM at)::bigint, author]) AS last FROM met GROUP BY person
"""


def fill(people: int) -> None:
    """Migrate, write everybody, let the planner look."""
    call_command("migrate", verbosity=0)
    neighbours = _town(people)
    with quick_writing(FILLED):
        neighbours.meet()
        _welcome(neighbours)
        neighbours.tell()
        execute(WORDS)
        execute("DROP TABLE met, invented")
    execute("VACUUM ANALYZE")
    while keep_missing():
        pass


def organizer_cookie() -> str:
    """A session of the organizer, as a browser would hold it."""
    user = User.objects.get(email=EMAIL)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _town(people: int) -> Neighbours:
    """The chapter, its organizers, and whatever `Neighbours` draws."""
    chapter = Chapter.objects.create(name="Alliance de Grenoble", slug="grenoble")
    amina = User.objects.create_user(EMAIL, first_name="Amina")
    mails = [f"organisatrice{number}@exemple.test" for number in range(1, ORGANIZERS)]
    others = [User.objects.create_user(mail, first_name="Samia") for mail in mails]
    for user in (amina, *others):
        Role.objects.create(user=user, chapter=chapter, kind=RoleKind.ORGANIZER)
    return Neighbours(chapter, [amina, *others], people=people)


def _welcome(neighbours: Neighbours) -> None:
    """Their names come one by one, as in a file; all the rest is drawn where it is kept."""
    columns = ["person", "first_name", "last_name", "street", "city", "phone", "email"]
    execute(
        "CREATE UNLOGGED TABLE invented (person bigint, first_name text, last_name text,"
        " street text, city text, phone text, email text)"
    )
    rows = (
        (pk, one.first_name, one.last_name, one.street, one.city, one.phone, one.email)
        for pk, one in enumerate(invent(neighbours.people), 1)
    )
    copy_into("invented", columns, rows)
    insert(
        Person,
        {
            "id": "person",
            "chapter": str(Chapter.objects.get().pk),
            **{name: name for name in ("first_name", "last_name", "street", "city")},
            "neighbourhood": one_of(neighbours.quarters, WEIGHTS),
            "organizer": "last[2]",
            "last_contact_at": "to_timestamp(last[1])",
            "created_at": neighbours.long_ago(),
        },
        f"invented LEFT JOIN ({LAST_MET}) AS lately USING (person)",
    )
    execute("SELECT setval(pg_get_serial_sequence('members_person', 'id'), %s)", neighbours.people)
    hers = {"person": "person", "is_primary": "true"}
    insert(PersonPhone, {**hers, "number": "phone"}, "invented")
    insert(PersonEmail, {**hers, "address": "email"}, "invented WHERE email IS NOT NULL")
