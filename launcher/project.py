"""The project's environment variables, and its management commands."""

import os
from pathlib import Path

from launcher.environment import Environment
from launcher.keeper import Order
from launcher.places import ROOT, Places
from launcher.processes import Command
from launcher.services import Services
from launcher.variables import secret_key, without_postgres_variables

UNKNOWN_COMMAND = 3  # exit code of launcher/several.py


def services_for(
    places: Places, environment: Environment, asked: dict[str, str], *, fast: bool = False
) -> Services:
    """The services that the person's variables leave to us."""
    order = Order(
        data=str(places.data),
        packages=str(environment.packages),
        postgres="DATABASE_URL" not in asked,
        redis="REDIS_URL" not in asked and "CELERY_BROKER_URL" not in asked,
        fast=fast,
    )
    return Services(places, order)


def local_defaults(asked: dict[str, str]) -> dict[str, str]:
    """A copy on one's own machine: no second factor, unless the person asked for production."""
    if asked.get("ALLIANCE_MODE", "local") != "local":
        return {}
    return {"ALLIANCE_MODE": "local", "REQUIRE_SECOND_FACTOR": "false"}


def project_variables(
    places: Places, services: Services, asked: dict[str, str], **proposed: str
) -> dict[str, str]:
    """What the project's processes get: the person's variables win over what we propose."""
    base = without_postgres_variables(asked) if services.order.postgres else dict(asked)
    defaults = {
        "DATA_DIR": str(places.data),
        "PYTHONUNBUFFERED": "1",
        **proposed,
    }
    if "SECRET_KEY" not in asked:
        defaults["SECRET_KEY"] = secret_key(places)
    if services.path:  # psql, pg_dump of the same version as the server
        base["PATH"] = os.pathsep.join([services.path, base.get("PATH", os.defpath)])
    ours = {"DJANGO_SETTINGS_MODULE": "alliance.settings"}  # a shell may hold another project's
    return {**defaults, **base, **services.variables, **ours}


def manage(environment: Environment, *arguments: str) -> Command:
    """The command line of a management command."""
    return [environment.python, ROOT / "manage.py", *arguments]


def gunicorn(python: Path, listener: int) -> Command:
    """The command line of the site, on a socket that already listens."""
    shared_memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else "/tmp"
    return [
        *(python, "-m", "gunicorn", "alliance.wsgi", "--bind", f"fd://{listener}", "--preload"),
        *("--worker-class", "gthread", "--workers", "2", "--threads", "4"),
        *("--worker-tmp-dir", shared_memory, "--no-control-socket"),
        *("--graceful-timeout", "15", "--log-level", "warning"),
    ]
