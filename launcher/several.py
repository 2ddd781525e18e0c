"""Run inside the environment: several management commands in one process.

Each start of Django costs a second; a first page should not wait for three of them.
"""

import json
import os
import sys

import django
from django.core.management import execute_from_command_line, get_commands

from launcher.project import UNKNOWN_COMMAND


def main() -> int:
    """`python -m launcher.several '[["migrate"], …]'`; stops at the first that fails."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alliance.settings")
    django.setup()  # without which Django knows, and remembers, its own commands alone
    for arguments in json.loads(sys.argv[1]):
        if arguments[0] not in get_commands():
            return UNKNOWN_COMMAND
        execute_from_command_line(["manage.py", *arguments])
    return 0


if __name__ == "__main__":
    sys.exit(main())
