"""bin/manage: manage.py inside the environment, with the services up."""

import json
from collections.abc import Mapping

from launcher import environment
from launcher.commands.run import STATE
from launcher.console import Refusal
from launcher.locks import FileLock
from launcher.places import ROOT, Places, data_places
from launcher.processes import foreground
from launcher.project import local_defaults, manage, project_variables, services_for
from launcher.variables import given


def main(arguments: list[str]) -> int:
    """Join the copy that runs on the data folder, or start the services for the duration."""
    folder, arguments = _split(arguments)
    places = data_places(folder).prepare()
    python = environment.ensure("local")
    asked = {**_running(places), **given()}
    with services_for(places, python, asked) as services:
        variables = project_variables(places, services, asked, **local_defaults(asked))
        return foreground(manage(python, *arguments), cwd=ROOT, env=variables)


def _split(arguments: list[str]) -> tuple[str | None, list[str]]:
    """`--data DIR` may come first; the rest is Django's."""
    if arguments[:1] == ["--data"]:
        if len(arguments) < 2:
            raise Refusal("bin/manage : --data attend un dossier.")
        return arguments[1], arguments[2:]
    return None, arguments


def _running(places: Places) -> Mapping[str, str]:
    """The variables of the bin/run that holds this folder, if one does."""
    if FileLock(places.state / "run.lock").is_free(shared=True):
        return {}
    try:
        state = json.loads((places.state / STATE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return dict(state["variables"])
