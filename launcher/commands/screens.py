"""bin/screens: a picture of every page, into screens/ (ignored by git)."""

import os

from launcher import environment
from launcher.commands.test import find_chromium
from launcher.places import ROOT, data_places
from launcher.processes import Command, foreground
from launcher.project import project_variables, services_for


def main(arguments: list[str]) -> int:
    """Run `python -m tests.screens` on a demonstration of its own."""
    places = data_places(None, default="var/screens").prepare()
    python = environment.ensure("dev")
    command: Command = [python.python, "-m", "tests.screens", *arguments]
    asked = dict(os.environ)  # never .env: it may name a database that is in use
    if {"-h", "--help"} & set(arguments):
        return foreground(command, cwd=ROOT, env=asked)
    chromium = find_chromium(places, wanted=True)
    with services_for(places, python, asked, fast=True) as services:
        variables = project_variables(
            places,
            services,
            asked,
            ALLIANCE_MODE="test",
            DJANGO_ALLOW_ASYNC_UNSAFE="true",
            **({"ALLIANCE_CHROMIUM": chromium} if chromium else {}),
        )
        variables["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        return foreground(command, cwd=ROOT, env=variables)
