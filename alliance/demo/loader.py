"""Load the demonstration: everything in one transaction, in the order in which life happens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from actions.domain.forecasts.lessons import keep_missing
from alliance.demo.mobilizing.calendar import make_actions
from alliance.demo.mobilizing.carrying import make_carriers
from alliance.demo.mobilizing.letters import make_letters
from alliance.demo.mobilizing.phone_tree import make_phone_tree
from alliance.demo.mobilizing.preparing import make_preparing
from alliance.demo.mobilizing.promising import make_promising
from alliance.demo.mobilizing.reminding import make_reminders
from alliance.demo.mobilizing.small_room import make_small_room
from alliance.demo.paper_trail import make_paper_trail
from alliance.demo.people.circles import make_circles
from alliance.demo.people.dues import make_dues
from alliance.demo.people.exchanges import make_exchanges
from alliance.demo.people.governing import make_governing
from alliance.demo.people.leaders import make_leaders
from alliance.demo.people.learning import make_learning
from alliance.demo.people.meetings import make_meetings
from alliance.demo.people.people import make_people
from alliance.demo.people.reach import make_reach
from alliance.demo.people.team import make_team
from alliance.demo.people.ties import make_ties
from alliance.demo.people.twins import make_twins
from alliance.demo.places import make_accounts, make_people_accounts, make_places
from alliance.demo.struggle.doorsteps import make_doorsteps
from alliance.demo.struggle.listening import make_listening
from alliance.demo.struggle.outside import make_outside
from alliance.demo.struggle.strategies import make_strategies
from alliance.demo.struggle.struggles import make_campaigns
from alliance.demo.struggle.victories import make_victories
from alliance.demo.world import World
from members.models import Chapter, Person


def measure(world: World) -> None:
    """Let the planner see what was just written: it would take the tables for empty."""
    with connection.cursor() as cursor:
        for chosen in apps.get_app_config("members").get_models():
            cursor.execute(f"ANALYZE {connection.ops.quote_name(chosen._meta.db_table)}")


def learn(_world: World) -> None:
    """Keep what the actions held taught, as the sweep would within ten minutes."""
    keep_missing()


STEPS = (
    make_places,
    make_accounts,
    make_people,
    make_people_accounts,
    make_reach,
    make_circles,
    make_ties,
    make_dues,
    make_leaders,
    make_exchanges,
    make_listening,
    make_campaigns,
    measure,
    make_actions,
    make_small_room,
    make_reminders,
    make_preparing,
    make_letters,
    make_phone_tree,
    make_paper_trail,
    make_meetings,
    make_learning,
    make_promising,
    make_carriers,
    make_strategies,
    make_outside,
    make_team,
    make_governing,
    make_victories,
    make_doorsteps,
    make_twins,
    learn,
)


class AlreadyInhabited(Exception):
    """The database holds chapters or people already; nothing was written."""


@dataclass(frozen=True)
class Login:
    """An account of the demonstration and what it shows."""

    email: str
    who: str


def is_inhabited() -> bool:
    """Whether an association already lives here."""
    return Chapter.objects.exists() or Person.objects.exists()


@transaction.atomic
def load(*, seed: int = 1, today: date | None = None) -> World:
    """Fill an empty database with the demonstration association.

    The same seed on the same day gives the same people, words and dates. Raises
    AlreadyInhabited when there is anything in the house.
    """
    if is_inhabited():
        raise AlreadyInhabited
    world = World(seed=seed, today=today or timezone.localdate())
    for step in STEPS:
        step(world)
    return world


def logins(world: World) -> list[Login]:
    """The accounts to try, one per role and one per organizer."""
    said = {
        "amina": "organisatrice à Grenoble",
        "ines": "organisatrice à Grenoble",
        "samia": "organisatrice à Aubervilliers",
        "bastien": "organisateur à Gennevilliers et Aubervilliers",
        "yann": "organisateur à Rennes",
        "board": "conseil d’administration (treize personnes, pas de président·e)",
        "nacera": "leader, Échirolles",
        "admin": "administration nationale, /admin/",
    }
    return [Login(world.accounts[key].email, who) for key, who in said.items()]
