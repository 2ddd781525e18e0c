"""Run inside the environment: several management commands in one process.

Each start of Django costs seconds; a first page should not wait for three of them.
"""

import json
import sys

import django
from django.core.management import call_command, get_commands
from django.core.management.base import CommandError

from launcher.project import UNKNOWN_COMMAND


def main() -> int:
    """`python -m launcher.several '[["migrate"], …]'`; stops at the first that fails."""
    django.setup()  # without which Django knows, and remembers, its own commands alone
    for name, *arguments in json.loads(sys.argv[1]):
        if name not in get_commands():
            return UNKNOWN_COMMAND
        try:
            call_command(name, *arguments)
        except CommandError as refusal:
            print(refusal, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
