"""What stands behind bin/run, bin/test, bin/manage, bin/lint, bin/bench and bin/screens.

Standard library only: these commands work before anything is installed.
This file alone must parse on old Pythons, to tell them which one is wanted.
"""

import importlib
import os
import shutil
import sys

WANTED = (3, 11)
NEWER = ("python3.13", "python3.12", "python3.11")


def start(command: str) -> None:
    """Run one command of launcher/commands and leave with its exit code."""
    if os.name != "posix":
        sys.exit("Alliance se lance sous Linux ou macOS (sous Windows : dans WSL).")
    if sys.version_info < WANTED:
        _start_again_with_a_newer_python()
    from_command_line = importlib.import_module("launcher.entry").from_command_line
    sys.exit(from_command_line(command, sys.argv[1:]))


def _start_again_with_a_newer_python() -> None:
    for name in NEWER:
        path = shutil.which(name)
        if path:
            os.execv(path, [path] + sys.argv)  # noqa: RUF005 - the older syntax is the point
    sys.exit(
        "Alliance demande Python {}.{} ou plus récent, et celui-ci est le {}.{}.".format(
            *(WANTED + tuple(sys.version_info[:2]))
        )
    )
