"""bin/bench: the figures of tests/bench, each beside its limit."""

import os

from launcher import environment
from launcher.places import ROOT, data_places
from launcher.processes import Command, foreground
from launcher.project import local_defaults, project_variables, services_for


def main(arguments: list[str]) -> int:
    """Run `python -m tests.bench` with services of its own, as safe as production's."""
    places = data_places(None, default="var/bench").prepare()
    python = environment.ensure("dev")
    command: Command = [python.python, "-m", "tests.bench", *arguments]
    asked = dict(os.environ)  # never .env: figures must not land in a database that is in use
    if {"-h", "--help"} & set(arguments):
        return foreground(command, cwd=ROOT, env=asked)
    with services_for(places, python, asked) as services:
        variables = project_variables(places, services, asked, **local_defaults(asked))
        return foreground(command, cwd=ROOT, env=variables)
